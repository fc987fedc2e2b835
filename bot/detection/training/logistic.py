"""Logistic regression of several answers at once on sparse rows, in numpy alone; the same bits every time.

Knows numbers only. Sums are numpy's own (no BLAS), so that the result does not depend on threads.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Gradient = tuple[float, Floats]

MEMORY = 8
"""Steps that L-BFGS remembers (Nocedal and Wright, Numerical Optimization, 2006: 3 to 20 serve)."""

SUFFICIENT = 1e-4
SHORTEST_STEP = 1e-6
"""The usual constants of a backtracking line search (ibid., section 3.1)."""

CLOSE_ENOUGH = 1e-5
"""Relative gain of a step below which fitting ends; what is left vanishes in rounding to bytes."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A sparse matrix of ones: row `row[n]` has column `column[n]`.

    Attributes:
        shape: Rows, columns.
    """

    row: "NDArray[np.int64]"
    column: "NDArray[np.int64]"
    shape: tuple[int, int]

    def times(self, weights: "Floats") -> "Floats":
        """The product with `weights`, shape (columns, answers)."""
        out = np.empty((self.shape[0], weights.shape[1]))
        for answer in range(weights.shape[1]):
            out[:, answer] = np.bincount(self.row, weights[self.column, answer], self.shape[0])
        return out

    def transposed_times(self, values: "Floats") -> "Floats":
        """The product of the transpose with `values`, shape (rows, answers)."""
        out = np.empty((self.shape[1], values.shape[1]))
        for answer in range(values.shape[1]):
            out[:, answer] = np.bincount(self.column, values[self.row, answer], self.shape[1])
        return out


def rows_of(messages: "Sequence[Sequence[int]]", keys: "NDArray[np.uint32]") -> Rows:
    """Turn the features of messages into rows; features that are not among the sorted `keys` are left out."""
    row = np.repeat(np.arange(len(messages)), [len(message) for message in messages])
    flat = np.fromiter((key for message in messages for key in message), dtype=np.uint32, count=len(row))
    place = np.minimum(np.searchsorted(keys, flat), max(len(keys) - 1, 0))
    known = keys[place] == flat if len(keys) else np.zeros(len(flat), dtype=bool)
    return Rows(row[known], place[known].astype(np.int64), (len(messages), len(keys)))


def fit(
    rows: Rows, answers: "Floats", importance: "Floats", ridge: float, steps: int
) -> "tuple[Floats, Floats]":
    """Fit one logistic regression for each answer.

    Args:
        rows: One message each.
        answers: 0 or 1, shape (rows, answers).
        importance: Of each row for each answer, shape (rows, answers); 0 where the answer is unknown.
        ridge: Weight of half the sum of squares.
        steps: Most steps of L-BFGS.

    Returns:
        Weights, shape (columns, answers), and biases, shape (answers,).
    """
    columns, count = rows.shape[1], answers.shape[1]

    def objective(point: "Floats") -> "Gradient":
        weights, bias = point[: columns * count].reshape(columns, count), point[columns * count :]
        odds = rows.times(weights) + bias
        loss = float(np.sum(importance * (np.logaddexp(0, odds) - answers * odds)))
        error = importance * (1 / (1 + np.exp(-odds)) - answers)
        slope = rows.transposed_times(error) + ridge * weights
        return loss + ridge / 2 * float(np.sum(weights * weights)), np.concatenate(
            [slope.ravel(), error.sum(axis=0)]
        )

    shares = np.clip(np.sum(importance * answers, axis=0) / importance.sum(axis=0), 1e-4, 1 - 1e-4)
    start = np.concatenate([np.zeros(columns * count), np.log(shares / (1 - shares))])
    point = _descend(objective, start, steps)
    return point[: columns * count].reshape(columns, count), point[columns * count :]


def _descend(objective: "Callable[[Floats], Gradient]", point: "Floats", steps: int) -> "Floats":
    """Minimise by L-BFGS with backtracking (Nocedal and Wright, algorithms 7.4 and 7.5)."""
    moved: list[Floats] = []
    turned: list[Floats] = []
    loss, slope = objective(point)
    for _ in range(steps):
        direction = _direction(slope, moved, turned)
        fall = float(np.sum(slope * direction))
        length = 1.0
        new_loss, new_slope = objective(point - length * direction)
        while new_loss > loss - SUFFICIENT * length * fall and length > SHORTEST_STEP:
            length /= 2
            new_loss, new_slope = objective(point - length * direction)
        moved.append(-length * direction)
        turned.append(new_slope - slope)
        del moved[:-MEMORY], turned[:-MEMORY]
        gain = loss - new_loss
        point, loss, slope = point - length * direction, new_loss, new_slope
        if gain < CLOSE_ENOUGH * abs(loss):
            break
    return point


def _direction(slope: "Floats", moved: "list[Floats]", turned: "list[Floats]") -> "Floats":
    direction = slope.copy()
    if not moved:
        return direction / max(1.0, 5 * float(np.abs(slope).max()))
    shares: list[float] = []
    for move, turn in zip(reversed(moved), reversed(turned), strict=True):
        shares.append(float(np.sum(move * direction)) / float(np.sum(move * turn)))
        direction -= shares[-1] * turn
    direction *= float(np.sum(moved[-1] * turned[-1])) / float(np.sum(turned[-1] * turned[-1]))
    for move, turn, share in zip(moved, turned, reversed(shares), strict=True):
        direction += move * (share - float(np.sum(turn * direction)) / float(np.sum(move * turn)))
    return direction
