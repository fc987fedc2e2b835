"""Fits the network that reads the course of conversations, in numpy alone.

Knows sequences of numbers; no words. A gated recurrent unit (Cho et al. 2014) with feature dropout, fitted by
Adam (Kingma and Ba 2015); its weights are the mean of those of the last rounds (Izmailov et al. 2018).
"""

from typing import TYPE_CHECKING

import numpy as np

from bot.detection.course import CONTEXT, LIKES
from bot.detection.training.backpropagation import gradient
from bot.detection.training.batches import FEW, as_heard, batch_of, batches, handful

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.detection.training.backpropagation import Floats, Parameters
    from bot.detection.training.lessons import Lesson

INPUTS = 48
HIDDEN = 48
"""Numbers that a message and a conversation are folded to. On writers held out of training 32 did worse, 64
hardly better for its time and memory."""

ROUNDS = 22
AVERAGED = 8
"""Passes over all sequences, and how many of the last ones are averaged."""

RATE = 2e-3
"""Adam's step; its other constants are the authors'."""

_BETA1, _BETA2, _EPSILON, _LONGEST = 0.9, 0.999, 1e-8, 1.0
"""Adam's constants, and the longest step's slope."""


def fit_course(sequences: "Sequence[Lesson]", features: int, seed: int) -> "Parameters":
    """Fit one network.

    Args:
        sequences: What to learn from.
        features: Rows that `Lesson.rows` counts among.
        seed: Of the beginning, the order and all that is forgotten on the way.

    Returns:
        `table` (features, INPUTS), `inward`, `gates`, `back` and `answers`, as `course.Weights` has them for
        one member.
    """
    chance = np.random.Generator(np.random.PCG64(seed))
    point = beginning(features, chance)
    longer = [one for one in sequences if len(one.rows) > FEW]
    harmless = [one for one in longer if not one.bad]
    adam = _Adam(point)
    total: Parameters = {}
    for number in range(ROUNDS):
        heard = [as_heard(one, harmless, chance) for one in sequences]
        # What each message says by itself is learned from these, and helps to read whole stories as well.
        heard += [few for one in longer if (few := handful(one, chance)) is not None]
        for places in batches([len(one.rows) for one in heard], chance):
            batch = batch_of([heard[place] for place in places], chance)
            if batch is not None:
                adam.step(point, *gradient(point, batch, chance))
        if number >= ROUNDS - AVERAGED:
            for name, value in point.items():
                part = value / np.float32(AVERAGED)
                total[name] = total[name] + part if name in total else part
    total["table"][~adam.touched] = 0
    return total


def beginning(features: int, chance: "np.random.Generator") -> "Parameters":
    """Small random weights, from which learning begins."""

    def spread(rows: int, *shape: int) -> "Floats":
        reach = rows**-0.5
        return chance.uniform(-reach, reach, shape).astype(np.float32)

    return {
        "table": chance.normal(0, 0.05, (features, INPUTS)).astype(np.float32),
        "inward": spread(INPUTS, 2, INPUTS + CONTEXT + 1, HIDDEN),
        "gates": spread(HIDDEN, HIDDEN + 1, 3 * HIDDEN),
        "back": spread(HIDDEN, HIDDEN + 1, 3 * HIDDEN),
        "answers": spread(2 * HIDDEN, 2 * HIDDEN + 1, len(LIKES)),
    }


class _Adam:
    """Adam's memory; of the table only the rows of each batch move."""

    def __init__(self, point: "Parameters") -> None:
        self._first = {name: np.zeros_like(value) for name, value in point.items()}
        self._second = {name: np.zeros_like(value) for name, value in point.items()}
        self._steps = 0
        self.touched = np.zeros(len(point["table"]), dtype=np.bool_)

    def step(
        self, point: "Parameters", slopes: "Parameters", rows: "NDArray[np.int64]", table: "Floats"
    ) -> None:
        """Move `point` against its slopes."""
        self._steps += 1
        norm = float(np.sqrt(sum(float(np.sum(slope * slope)) for slope in (*slopes.values(), table))))
        shrink = np.float32(min(1.0, _LONGEST / max(norm, 1e-12)))
        for name, slope in slopes.items():
            point[name] -= self._move(name, slope * shrink, slice(None))
        point["table"][rows] -= self._move("table", table * shrink, rows)
        self.touched[rows] = True

    def _move(self, name: str, slope: "Floats", rows: "slice | NDArray[np.int64]") -> "Floats":
        first, second = self._first[name], self._second[name]
        first[rows] = _BETA1 * first[rows] + (1 - _BETA1) * slope
        second[rows] = _BETA2 * second[rows] + (1 - _BETA2) * slope * slope
        rate = RATE * (1 - _BETA2**self._steps) ** 0.5 / (1 - _BETA1**self._steps)
        return (rate * first[rows] / (np.sqrt(second[rows]) + _EPSILON)).astype(np.float32)
