"""Whether two pictures show the same, by where their corners lie: one shift, one size and one turn for all.

Knows corners only. A likeness of single corners means nothing here; many of them in one arrangement do.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from bot.observed import Corners

    Complex = npt.NDArray[np.complex128]
    Mask = npt.NDArray[np.bool_]

RECORD: Final = np.dtype([("bits", "<u8"), ("x", "u1"), ("y", "u1")])
"""A corner in `Corners.packed`."""

MOST_DIFFERING: Final = 17
"""Of 64 bits. Between strangers 32 differ on average, and 17 or fewer once in ten thousand pairs."""

LEAST_TOGETHER: Final = 20
"""Corners in one arrangement. Of a million pairs of strangers, drawings among them, at most 16 passed;
altered copies have 20 to 200 (measured)."""

LEAST_SHARE: Final = 0.14
"""Of the corners that lie where both pictures overlap. Strangers stay below 0.09, copies above 0.16."""

LEAST_CELLS: Final = 6
"""Of 36 cells of the picture, those with a corner of the arrangement: a logo or a toolbar fills fewer."""

FIRST_WITHIN: Final = 0.02
WITHIN: Final = 0.014
"""How far from its place a corner may lie, in shares of the diagonal: at first, when two corners tell the
arrangement, and at last, when all of them do."""

PARTNERS: Final = (1, 2, 3, 5, 8, 13)
"""Each corner tells an arrangement with so many others, counted on from it."""

MOST_GUESSES: Final = 200
"""Arrangements that are voted on, evenly chosen: eight of them are right where a fifth of the corners are."""

FIRST_TOGETHER: Final = 16
"""Corners that must agree with the best guess for it to be made better. With copies as many do as in the end
(at least 20, measured); between strangers mostly six."""

LEAST_APART: Final = 25
"""Of 255: nearer corners tell a turn and a size too roughly."""

MOST_GROWN: Final = 4.0
"""How much larger or smaller one may show the picture than the other."""

ROUNDS: Final = 3
_CELLS: Final = 6
_FEWEST: Final = 4


@dataclass(frozen=True, slots=True)
class _Points:
    """Corners as numbers in the plane.

    Attributes:
        extent: Width and height, in the same units as `at`.
    """

    bits: "npt.NDArray[np.uint64]"
    at: "Complex"
    extent: tuple[int, int]


def arranged_alike(one: "Corners", other: "Corners") -> int:
    """How many corners of the two lie in one arrangement; 0 where too few do to mean the same picture."""
    first, second = _points(one), _points(other)
    pairs = _pairs(first.bits, second.bits)
    if len(pairs[0]) < LEAST_TOGETHER:
        return 0
    a, b = _chosen(first, pairs[0]), _chosen(second, pairs[1])
    together, turn, shift = _arrangement(a, b)
    count = int(together.sum())
    if count < LEAST_TOGETHER:
        return 0
    seen = min(_inside(first.at * turn + shift, second), _inside((second.at - shift) / turn, first))
    cells = max(_cells(a.at[together], a.extent), _cells(b.at[together], b.extent))
    return count if count >= LEAST_SHARE * seen and cells >= LEAST_CELLS else 0


def _points(corners: "Corners") -> _Points:
    read = np.frombuffer(corners.packed, RECORD)
    at = read["x"].astype(np.float64) + 1j * read["y"].astype(np.float64)
    extent = (max(corners.width, 1), max(corners.height, 1))
    return _Points(read["bits"], at, extent)


def _chosen(of: _Points, at: "npt.NDArray[np.intp]") -> _Points:
    return _Points(of.bits[at], of.at[at], of.extent)


def _pairs(
    one: "npt.NDArray[np.uint64]", other: "npt.NDArray[np.uint64]"
) -> "tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]":
    """The corners that are each other's nearest, and near; none where they are too few to go on."""
    none = np.empty(0, np.intp), np.empty(0, np.intp)
    if not len(one) or not len(other):
        return none
    differing = np.bitwise_count(one[:, None] ^ other[None, :])
    # The smallest of a row is found in a quarter of the time that its place takes.
    nearest_to_other = differing.min(axis=0)
    near = np.flatnonzero(differing.min(axis=1) <= MOST_DIFFERING)
    if len(near) < LEAST_TOGETHER or (nearest_to_other <= MOST_DIFFERING).sum() < LEAST_TOGETHER:
        return none
    rows = differing[near]
    nearest = rows.argmin(axis=1)
    mutual = np.flatnonzero(rows[np.arange(len(near)), nearest] == nearest_to_other[nearest])
    # Of several that are as near to the same, the first.
    different = mutual[np.unique(nearest[mutual], return_index=True)[1]]
    return near[different], nearest[different]


def _arrangement(a: _Points, b: _Points) -> "tuple[Mask, complex, complex]":
    """The largest arrangement: which pairs belong to it, and the turn (with size) and shift from `a` to `b`.

    Any two corners tell a whole arrangement by their places; all the others vote on it.
    """
    diagonal = float(np.hypot(*b.extent))
    turns, shifts = _guesses(a.at, b.at)
    if not len(turns):
        return np.zeros(len(a.at), np.bool_), 0j, 0j
    votes = _votes(turns, shifts, a.at, b.at, FIRST_WITHIN * diagonal)
    counts = votes.sum(axis=1)
    best = int(counts.argmax())
    together, turn, shift = votes[best], complex(turns[best]), complex(shifts[best])
    if counts[best] < FIRST_TOGETHER:
        return together, turn, shift
    for _ in range(ROUNDS):
        if together.sum() < _FEWEST:
            break
        turn, shift = _fitted(a.at[together], b.at[together])
        if not turn:
            break
        together = np.abs(turn * a.at + shift - b.at) <= WITHIN * diagonal
    return together if turn else np.zeros_like(together), turn, shift


def _guesses(a: "Complex", b: "Complex") -> "tuple[Complex, Complex]":
    """The turns and shifts that pairs of corners tell."""
    one = np.tile(np.arange(len(a)), len(PARTNERS))
    other = (one + np.repeat(PARTNERS, len(a))) % len(a)
    apart = np.abs(a[other] - a[one])
    one, other = one[apart >= LEAST_APART], other[apart >= LEAST_APART]
    turns = (b[other] - b[one]) / (a[other] - a[one])
    fair = (np.abs(turns) <= MOST_GROWN) & (np.abs(turns) >= 1 / MOST_GROWN)
    chosen = np.flatnonzero(fair)
    chosen = chosen[:: len(chosen) // MOST_GUESSES + 1]
    turns = turns[chosen]
    return turns, b[one[chosen]] - turns * a[one[chosen]]


def _votes(turns: "Complex", shifts: "Complex", a: "Complex", b: "Complex", within: float) -> "Mask":
    """Which corners each guess brings from `a` near to `b`: shape (guesses, corners).

    As products of matrices of real numbers of half the length: eight times as fast as with complex ones.
    """
    from_a = np.stack([a.real, a.imag, np.ones(len(a))]).astype(np.float32)
    right = np.stack([turns.real, -turns.imag, shifts.real], axis=1).astype(np.float32) @ from_a
    down = np.stack([turns.imag, turns.real, shifts.imag], axis=1).astype(np.float32) @ from_a
    right -= b.real.astype(np.float32)
    down -= b.imag.astype(np.float32)
    return right * right + down * down <= np.float32(within * within)


def _fitted(a: "Complex", b: "Complex") -> tuple[complex, complex]:
    """The turn and shift that bring `a` nearest to `b`; a turn of 0 where all of `a` is one point."""
    off = a - a.mean()
    spread = float((np.abs(off) ** 2).sum())
    if spread < 1:
        return 0j, 0j
    turn = complex(((b - b.mean()) * np.conj(off)).sum() / spread)
    return turn, complex(b.mean() - turn * a.mean())


def _inside(at: "Complex", picture: _Points) -> int:
    """How many of the places lie inside of the picture."""
    width, height = picture.extent
    inside = (at.real >= 0) & (at.real <= width) & (at.imag >= 0) & (at.imag <= height)
    return max(int(inside.sum()), 1)


def _cells(at: "Complex", extent: tuple[int, int]) -> int:
    column, row = (at.real * _CELLS // (extent[0] + 1)), (at.imag * _CELLS // (extent[1] + 1))
    return len(np.unique(row * _CELLS + column))
