"""Fits the weights of the signs on snapshots of conversations. Knows numbers and signs; no words.

A conversation is judged by its worst moment, so each is represented by the moment that weighs most under the
present weights, and fitting and choosing take turns.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.detection.signs import SIGNS
from bot.detection.training.prior import PRIOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.detection.training.snapshots import Case, Snapshots

    Floats = NDArray[np.float64]

RIDGE = 150.0
"""How strongly weights are drawn to the prior, per squared log-odd. With 40, at as many ordinary chats
(chitchat-dataset) cautioned, one or two fewer of 100 were cautioned by writers held out of training."""

FLOORS = {
    "capture": 1.5,
    "capture_and_threat": 1.0,
    "threat_and_demand": 1.3,
    "preying": 1.2,
    "alone": 0.8,
    "alone_clear": 1.6,
}
"""The least that some signs weigh, whatever the fit: a claim to hold pictures, with a threat to expose them,
or with a demand, money asked of somebody who just told of blackmail, and a message that is plain whatever
lies around it. In the corpus little unrelated talk does, so that the course tells as much there; in life a
talk of weeks holds everything. They cost one or two cautions of a hundred on writers held out of training."""

FIXED = frozenset({"length"})
"""Signs that the fit leaves as they are. Conversations of the corpus are as long as their writers cared, and
hardly one is as long as ordinary talk is."""

MIDDLE = 3.0
"""Where the fitting begins."""

ROUNDS = 8
STEPS = 400
"""Rounds of choosing moments, and steps of fitting in each; both have settled before."""

IN_TIME, AT_LAST, TOO_EARLY, BENIGN = 1.0, 1.0, 1.0, 5.0
"""How much each kind of moment counts: a caution in time, one at all, a guess, and a false one."""


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments that stand for conversations: rows of the snapshots, their answers and importance."""

    row: "NDArray[np.int64]"
    answer: "Floats"
    importance: "Floats"


def prior() -> "Floats":
    """The hand-set weights in the order of the signs."""
    return np.array([PRIOR[sign.kind] for sign in SIGNS])


def totals(snapshots: "Snapshots", weights: "Floats") -> "Floats":
    """The summed log-odds of every snapshot; nothing where no content speaks against the suspect."""
    signs = snapshots.signs.astype(np.float64)
    against = np.array([sign.content for sign in SIGNS]) & (weights > 0)
    return np.where((signs[:, against] > 0).any(axis=1), np.einsum("ns,s->n", signs, weights), 0.0)


def fit_signs(snapshots: "Snapshots", cases: "Sequence[Case]", chosen: "Sequence[int]") -> "Floats":
    """Fit weights on some of the cases; return them in the order of the signs."""
    weights, middle = prior(), MIDDLE
    for _ in range(ROUNDS):
        moments = _moments(snapshots, totals(snapshots, weights), cases, chosen)
        signs = snapshots.signs[moments.row].astype(np.float64)
        weights, middle = _fit(signs, moments, weights, middle)
    return weights


def _fit(signs: "Floats", moments: Moments, weights: "Floats", middle: float) -> "tuple[Floats, float]":
    """Minimise by projected gradient with momentum (Beck and Teboulle 2009, FISTA).

    Returns:
        The weights, and the log-odds at which the suspicion is even.
    """
    start = prior()
    floors = np.array([FLOORS.get(sign.kind, 0.0) for sign in SIGNS])
    low, high = np.where(start < 0, -np.inf, floors), np.where(start < 0, 0.0, np.inf)
    fixed = np.array([sign.kind in FIXED for sign in SIGNS])
    low[fixed] = high[fixed] = start[fixed]
    rate = 1.0 / (RIDGE + float(np.sum(np.einsum("n,ns->s", moments.importance, signs * signs))) / 16)
    ahead, ahead_middle, moving = weights.copy(), middle, 1.0
    for _ in range(STEPS):
        odds = np.einsum("ns,s->n", signs, ahead) - ahead_middle
        error = moments.importance * (1 / (1 + np.exp(-odds)) - moments.answer)
        slope = np.einsum("n,ns->s", error, signs) + RIDGE * (ahead - start)
        moved = np.clip(ahead - rate * slope, low, high)
        moved_middle = ahead_middle + rate * float(np.sum(error))
        following = (1 + (1 + 4 * moving * moving) ** 0.5) / 2
        push = (moving - 1) / following
        ahead = moved + push * (moved - weights)
        ahead_middle = moved_middle + push * (moved_middle - middle)
        weights, middle, moving = moved, moved_middle, following
    return weights, middle


def _moments(
    snapshots: "Snapshots", total: "Floats", cases: "Sequence[Case]", chosen: "Sequence[int]"
) -> Moments:
    found: list[tuple[int, float, float]] = []
    for number in chosen:
        case = cases[number]
        rows = np.flatnonzero(snapshots.case == number)
        theirs = snapshots.offender[rows]
        step = snapshots.step[rows]
        early = theirs & (step < case.warn_from)
        timely = theirs & (step >= case.warn_from) & (step <= case.warn_by)
        late = theirs & (step >= case.warn_from)
        for part, answer, importance in (
            (rows[timely], 1.0, IN_TIME),
            (rows[late], 1.0, AT_LAST),
            (rows[early], 0.0, TOO_EARLY),
            (rows[~theirs], 0.0, BENIGN if not case.positive else TOO_EARLY),
        ):
            if len(part):
                found.append((int(part[np.argmax(total[part])]), answer, importance))
    row, answer, importance = zip(*found, strict=True)
    return Moments(np.array(row), np.array(answer), np.array(importance))
