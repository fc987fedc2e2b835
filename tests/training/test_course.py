"""Training gives the same bits, and the packaged weights are what it gives."""

from typing import TYPE_CHECKING

from bot.cli.train import case_of
from bot.detection.language.lexicon import packaged, read_lexicon
from bot.detection.language.scorer import load_weights, packaged_weights
from bot.detection.sign_weights import WEIGHTS
from bot.detection.training.corpus import read_corpus, read_lines
from bot.detection.training.course import Trained, fold_of, train
from bot.detection.training.prior import PRIOR
from bot.detection.training.scorer_fit import as_bytes, same_weights

if TYPE_CHECKING:
    from pathlib import Path

    from bot.detection.training.corpus import Line, Written


def _train(corpus: "tuple[Written, ...]", lines: "tuple[Line, ...]") -> Trained:
    return train(corpus, lines, [case_of(one) for one in corpus], read_lexicon(packaged()))


def test_the_same_corpus_gives_the_same_bytes() -> None:
    corpus, lines = read_corpus()[::8], read_lines()[::8]

    first, second = _train(corpus, lines), _train(corpus, lines)

    assert as_bytes(first.scorer) == as_bytes(second.scorer)
    assert (first.signs, first.calibration) == (second.signs, second.calibration)


def test_the_packaged_weights_are_those_of_the_packaged_corpus() -> None:
    trained = _train(read_corpus(), read_lines())

    assert same_weights(packaged_weights().read_bytes(), as_bytes(trained.scorer)), "run: breakwater train"
    assert trained.signs == WEIGHTS, "run: breakwater train"


def test_no_sign_turns_against_what_it_was_meant_to_say() -> None:
    assert WEIGHTS.keys() == PRIOR.keys()
    assert all(weight * PRIOR[kind] >= 0 for kind, weight in WEIGHTS.items())


def test_every_fold_holds_conversations() -> None:
    assert {fold_of(one.id) for one in read_corpus()} == {0, 1, 2, 3, 4}


def test_the_packaged_weights_are_small_and_can_be_loaded(tmp_path: "Path") -> None:
    copy = tmp_path / "scorer.npz"
    copy.write_bytes(packaged_weights().read_bytes())

    weights = load_weights(copy)

    assert weights is not None
    assert weights.keys.tolist() == sorted(set(weights.keys.tolist()))
    assert copy.stat().st_size < 2_000_000
