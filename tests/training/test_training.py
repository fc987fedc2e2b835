"""Training gives the same bits, and the packaged weights are those of the packaged corpus."""

import io
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.cli.train import case_of
from bot.detection.course import load_weights, packaged_weights
from bot.detection.language.lexicon import packaged, read_lexicon
from bot.detection.sign_weights import WEIGHTS
from bot.detection.training import course_fit
from bot.detection.training.corpus import read_corpus, read_lines
from bot.detection.training.prior import PRIOR
from bot.detection.training.signs_fit import FIXED
from bot.detection.training.training import SCALE, Material, Trained, digest, folds_of, train
from bot.detection.training.weights_file import as_bytes

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 6_000_000
"""The file goes with every installation."""


def _train_a_little() -> Trained:
    corpus, lines = read_corpus()[::16], read_lines()[::16]
    return train(Material(corpus, lines, [case_of(one) for one in corpus]), read_lexicon(packaged()))


def test_the_same_corpus_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_fit, "ROUNDS", 2)
    monkeypatch.setattr(course_fit, "AVERAGED", 1)

    first, second = _train_a_little(), _train_a_little()

    assert as_bytes(first.course) == as_bytes(second.course)
    assert (first.signs, first.calibration) == (second.signs, second.calibration)


def test_the_packaged_weights_were_fitted_on_the_packaged_corpus_and_cue_files() -> None:
    weights = load_weights()

    assert weights is not None
    assert weights.corpus == digest(read_corpus(), read_lines(), read_lexicon(packaged())), (
        "run: breakwater train"
    )


def test_no_sign_turns_against_what_it_was_meant_to_say() -> None:
    assert WEIGHTS.keys() == PRIOR.keys()
    assert all(weight * PRIOR[kind] >= 0 for kind, weight in WEIGHTS.items())


def test_the_fit_leaves_fixed_signs_as_they_were_set() -> None:
    assert {kind: WEIGHTS[kind] for kind in FIXED} == {kind: round(SCALE * PRIOR[kind], 2) for kind in FIXED}


def test_every_fold_holds_writers_and_no_writer_is_in_two() -> None:
    folds = folds_of([one.writer for one in read_corpus()])

    assert set(folds.values()) == {0, 1, 2, 3, 4}


def test_the_packaged_weights_are_small_and_can_be_loaded(tmp_path: "Path") -> None:
    copy = tmp_path / "course.npz"
    copy.write_bytes(packaged_weights().read_bytes())

    weights = load_weights(copy)

    assert weights is not None
    assert weights.keys.tolist() == sorted(set(weights.keys.tolist()))
    assert copy.stat().st_size < MOST_BYTES


def test_weights_for_other_answers_are_refused(tmp_path: "Path") -> None:
    broken = tmp_path / "course.npz"
    with np.load(io.BytesIO(packaged_weights().read_bytes())) as arrays:
        kept = {name: arrays[name] for name in arrays.files}
    kept["told"] = np.array(json.dumps({"likes": ["weather"], "corpus": ""}))
    np.savez(broken, **kept)

    with pytest.raises(ValueError, match="breakwater train"):
        load_weights(broken)
