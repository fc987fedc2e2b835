"""What messages read like."""

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.detection.language.reading import load_cues
from bot.detection.language.scorer import FLOOR, GATE, LIKES, TYPICAL, Like, Weights, load_weights

if TYPE_CHECKING:
    from pathlib import Path

    from bot.detection.language.reading import Cues

LOADED = load_weights()
assert LOADED is not None
WEIGHTS: Weights = LOADED
READER = load_cues()

_SAID = """send pay pics your mum now or else everyone will see the video 300 @sam lol hola foto heute
https://example.com delete please camera i have you tonight 🙈"""
WORDS = st.sampled_from(_SAID.split())


def _plainly(text: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The log-odds of every likeness and of the gate, straight from the definition."""
    rows = np.isin(WEIGHTS.keys, np.array(READER.features(text), dtype=np.uint32))
    share = min(1.0, (TYPICAL / max(1, rows.sum())) ** 0.5)
    return WEIGHTS.table[rows].astype(np.int64).sum(axis=0) * WEIGHTS.scale * share + WEIGHTS.bias


@settings(max_examples=150)
@given(st.lists(WORDS, min_size=1, max_size=30).map(" ".join))
def test_the_quick_way_says_what_the_plain_way_says(text: str) -> None:
    odds = _plainly(text)
    expected = {like: odds[place] for place, like in enumerate(LIKES) if odds[place] > FLOOR}

    assert dict(READER.read(text).likes) == pytest.approx(expected if odds[-1] >= GATE else {})


def test_a_threat_reads_like_one() -> None:
    likes = dict(READER.read("pay 300 tonight or your mum and everyone at work gets the video").likes)

    assert likes[Like.HOSTILE] > likes.get(Like.REQUEST, FLOOR)
    assert likes[Like.SEXTORTION] > 0


@pytest.mark.parametrize("text", ["", "   ", "the soup needs more salt", "gg well played", "ご飯食べた"])
def test_ordinary_lines_read_like_nothing(text: str) -> None:
    assert READER.read(text).likes == ()


def test_cues_without_weights_say_nothing_of_likeness(cues: "Cues", tmp_path: "Path") -> None:
    assert load_weights(tmp_path / "none.npz") is None
    assert cues.read("").likes == ()


def test_weights_of_other_likenesses_are_refused(tmp_path: "Path") -> None:
    file = tmp_path / "old.npz"
    np.savez(
        file, keys=WEIGHTS.keys, table=WEIGHTS.table, scale=WEIGHTS.scale, bias=WEIGHTS.bias, likes='["x"]'
    )

    with pytest.raises(ValueError, match="breakwater train"):
        load_weights(file)
