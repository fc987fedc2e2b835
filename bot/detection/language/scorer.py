"""The learned scorer: what a message reads like, beyond the words that any list holds.

Knows weights that `breakwater train` fitted on text written for this project; it refuses to know who speaks,
when, and what was said before. It learns nothing from what it reads.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from bot.detection.language.features import (
    BEGIN,
    MAX_TOKENS,
    class_key,
    cue_keys,
    pair_head,
    pair_tail,
    shape,
    word_key,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    from bot.detection.language.cue import Cue

MAX_KNOWN = 20_000
"""Distinct words whose weights are remembered; then the memory starts afresh. About 6 MB."""


class Like(StrEnum):
    """What a message can read like."""

    REQUEST = "like_request"
    ISOLATION = "like_isolation"
    CAPTURE = "like_capture"
    THREAT = "like_threat"
    DEMAND = "like_demand"
    DISTRIBUTION = "like_distribution"
    VICTIM = "like_victim"
    HOSTILE = "like_hostile"
    """Any of capture, threat, demand and distribution."""
    SEXTORTION = "like_sextortion"
    """Any of what an offender does: request, isolation, and the hostile ones."""


LIKES = tuple(Like)

FLOOR = -1.0
"""Log-odds below which likeness is not told: most messages read like nothing in particular."""

GATE = -1.5
"""Log-odds of being anything at all, below which the likenesses are not worked out."""


TYPICAL = 40
"""Known features of a message of ordinary length. In a longer one each says less: a long story holds a bit of
everything, and would otherwise read like anything."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted weights.

    Attributes:
        keys: Features, sorted, each once; shape (features,).
        table: Weight of each feature for each likeness in units of `scale`, the gate last; shape
            (features, likenesses + 1).
        scale: Log-odds of one unit; shape (likenesses + 1,).
        bias: Log-odds of an empty message; shape (likenesses + 1,).
    """

    keys: "NDArray[np.uint32]"
    table: "NDArray[np.int8]"
    scale: "NDArray[np.float64]"
    bias: "NDArray[np.float64]"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as the scorer knows it: its row of the table, and its halves of pairs."""

    row: int | None
    head: int
    tail: bytes


class Scorer:
    """Scores messages. Immutable in effect: the memory of words changes speed only."""

    def __init__(self, weights: Weights, classes: "Sequence[str]") -> None:
        """Use `weights` on messages whose word classes are numbered as in `classes`."""
        self._rows = {int(key): row for row, key in enumerate(weights.keys)}
        self._table = weights.table.astype(np.int32)
        self._gate: list[int] = self._table[:, -1].tolist()
        self._scale = weights.scale[:-1]
        self._bias = weights.bias[:-1]
        self._gate_scale, self._gate_bias = float(weights.scale[-1]), float(weights.bias[-1])
        self._class_rows = [self._rows.get(class_key(name)) for name in classes]
        self._classes = sum(1 << place for place, row in enumerate(self._class_rows) if row is not None)
        self._known: dict[str, _Word] = {}

    def read(
        self, tokens: "Sequence[str]", present: int, cues: "frozenset[Cue]"
    ) -> tuple[tuple[Like, float], ...]:
        """Return what a message reads like, with log-odds; empty where it reads like nothing.

        Args:
            tokens: Its words, in order.
            present: Bit n is set where word class n stands in it.
            cues: What was found in it.
        """
        rows = self._rows_of(tokens, present, cues)
        share = min(1.0, (TYPICAL / max(1, len(rows))) ** 0.5)
        gate = sum(map(self._gate.__getitem__, rows)) * share
        if gate * self._gate_scale + self._gate_bias < GATE:
            return ()
        sums = self._table[list(rows)].sum(axis=0)[:-1]
        odds: list[float] = (sums * self._scale * share + self._bias).tolist()
        return tuple(pair for pair in zip(LIKES, odds, strict=True) if pair[1] > FLOOR)

    def _rows_of(self, tokens: "Sequence[str]", present: int, cues: "frozenset[Cue]") -> set[int]:
        rows: set[int] = set()
        index = self._rows
        head = BEGIN
        for token in tokens[:MAX_TOKENS]:
            word = self._known.get(token) or self._look_up(token)
            if word.row is not None:
                rows.add(word.row)
            row = index.get(crc32(word.tail, head))
            if row is not None:
                rows.add(row)
            head = word.head
        left = present & self._classes
        while left:
            lowest = left & -left
            left ^= lowest
            rows.add(self._class_rows[lowest.bit_length() - 1] or 0)
        if cues:
            rows.update(row for key in cue_keys(cues) if (row := index.get(key)) is not None)
        return rows

    def _look_up(self, token: str) -> _Word:
        if len(self._known) >= MAX_KNOWN:
            self._known.clear()
        shown = shape(token)
        word = _Word(self._rows.get(word_key(shown)), pair_head(shown), pair_tail(shown))
        self._known[token] = word
        return word


def packaged_weights() -> "Traversable":
    """The file of weights that comes with Breakwater."""
    return resources.files("bot.detection.language").joinpath("scorer.npz")


def load_weights(file: "Traversable | None" = None) -> Weights | None:
    """Load fitted weights; by default those that come with Breakwater, `None` where they are not there.

    Raises:
        ValueError: The file is not one that `breakwater train` wrote for these likenesses.
    """
    source = packaged_weights() if file is None else file
    if not source.is_file():
        return None
    with source.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
        weights = Weights(arrays["keys"], arrays["table"], arrays["scale"], arrays["bias"])
        likes = json.loads(str(arrays["likes"]))
    if likes != list(LIKES) or weights.table.shape != (len(weights.keys), len(LIKES) + 1):
        raise ValueError(f"{source}: weights for other likenesses; run: breakwater train")
    return weights
