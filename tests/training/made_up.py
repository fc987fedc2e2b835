"""Stories of no meaning, for the mechanics of learning."""

import numpy as np

from bot.detection.course import CONTEXT, LIKES
from bot.detection.training.lessons import Lesson

FEATURES = 12


def sequences(seed: int, count: int = 6) -> list[Lesson]:
    """So many stories of one to five steps, by a seed."""
    chance = np.random.default_rng(seed)

    def one(steps: int) -> Lesson:
        rows = tuple(np.sort(chance.permutation(FEATURES)[: chance.integers(1, 5)]) for _ in range(steps))
        answers = (chance.random((steps, len(LIKES))) > 0.5).astype(np.float32)
        importance = chance.random((steps, len(LIKES))).astype(np.float32)
        context = chance.random((steps, CONTEXT)).astype(np.float32)
        return Lesson(rows, context, chance.random(steps) > 0.4, answers, importance, bad=True)

    return [one(int(chance.integers(1, 6))) for _ in range(count)]
