"""Which of many pictures have corners like another's: by outlines of all their corners, then one by one.

A picture's outline is a row of bits, one for each way that a quarter of a corner's description may look.
Pictures that share more of them than strangers do by chance are few, and only their corners are compared.
Knows corners. Refuses to know hashes.
"""

from typing import TYPE_CHECKING, Final, cast

import numpy as np

from bot.detection.spread_geometry import RECORD, arranged_alike
from bot.detection.spread_hashes import renumbered

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    import numpy.typing as npt

    from bot.observed import Corners

    Words = npt.NDArray[np.uint64]
    Mask = npt.NDArray[np.bool_]

CANDIDATES: Final = 8
"""Pictures whose corners are compared one by one, in a third of a millisecond each: those that share most. Of
altered copies in a window of 2,000 photographs, screenshots and drawings, 98 % were among the first 8."""

MIRRORED_CANDIDATES: Final = 3
"""The same for the picture as in a mirror, which is rare: 97 % were among the first 3."""

OUTLINE_BITS: Final = 8_192
"""One KB a picture, of which 256 corners set a tenth. With half of it strangers drown the copies; with double
no more copies are found, and a search takes double."""

LEAST_SHARED: Final = 1.0
"""By how many standard deviations a picture must share more than by chance to be compared at all: 99 % of
copies do by more than 3."""

COMMON_SHARE: Final = 0.15
FEWEST_COMMON: Final = 30
"""What more than 15 % of the pictures have, and more than 30, says nothing: edges of letters, mostly."""

_QUARTERS: Final = 4
_WORD: Final = 64
_FIRST_ROOM: Final = 16
_MIXERS: Final = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], np.uint32)
"""Odd numbers of 32 bits that spread the quarters over the outline (Knuth's multiplicative hashing)."""

_SHIFT: Final = np.uint32(32 - (OUTLINE_BITS - 1).bit_length())


class CornerTable:
    """Corners of pictures, each belonging to a row of its owner."""

    def __init__(self) -> None:
        self._sets: list[tuple[int, Corners]] = []
        self._outlines = np.zeros((0, OUTLINE_BITS // _WORD), np.uint64)
        self._set_bits = np.zeros(0, np.float32)
        self._pictures_with = np.zeros(OUTLINE_BITS, np.int32)
        self.used = 0

    def add(self, row: int, corners: "Corners") -> None:
        """Remember the corners of a picture, or of a part of it."""
        at = len(self._sets)
        if at == len(self._outlines):
            room = max(_FIRST_ROOM, at)
            more = np.zeros((room, self._outlines.shape[1]), np.uint64)
            self._outlines = np.concatenate([self._outlines, more])
            self._set_bits = np.concatenate([self._set_bits, np.zeros(room, np.float32)])
        there = _outline(corners)
        self._outlines[at] = _packed(there)
        self._set_bits[at] = there.sum()
        self._pictures_with += there
        self._sets.append((row, corners))
        self.used += len(corners.packed) // RECORD.itemsize

    def like(
        self, sought: "Sequence[Corners]", without: "Container[int]", most: int = CANDIDATES
    ) -> set[int]:
        """The rows whose corners are arranged as those sought; `most` are compared one by one."""
        found = set[int]()
        for corners in sought if self._sets else ():
            for at in self._resembling(corners, without)[:most]:
                row, known = self._sets[at]
                if row not in found and arranged_alike(corners, known):
                    found.add(row)
        return found

    def _resembling(self, corners: "Corners", without: "Container[int]") -> list[int]:
        """The sets that share more with the corners than by chance, those that share most first."""
        count = len(self._sets)
        telling = self._pictures_with <= max(COMMON_SHARE * count, FEWEST_COMMON)
        there = _outline(corners) & telling
        shared = np.bitwise_count(self._outlines[:count] & _packed(there)).sum(axis=1, dtype=np.uint16)
        by_chance = self._set_bits[:count] * np.float32(there.sum() / OUTLINE_BITS)
        # Shares of chance are Poisson's; the four keep a picture of three corners from standing out by one.
        standing_out = (shared - by_chance) / np.sqrt(by_chance + 4)
        near = np.flatnonzero(standing_out >= LEAST_SHARED)
        best = cast("list[int]", near[np.argsort(-standing_out[near], kind="stable")].tolist())
        return [at for at in best if self._sets[at][0] not in without]

    def keep(self, kept: "Mask") -> None:
        """Drop the corners of rows that are not kept, and renumber the others."""
        number, count = renumbered(kept), len(self._sets)
        stays = np.array([kept[row] for row, _ in self._sets], np.bool_)
        for outline in self._outlines[:count][~stays]:
            self._pictures_with -= _unpacked(outline)
        self._outlines = self._outlines[:count][stays]
        self._set_bits = self._set_bits[:count][stays]
        self._sets = [(int(number[row]), corners) for row, corners in self._sets if kept[row]]
        self.used = sum(len(corners.packed) // RECORD.itemsize for _, corners in self._sets)


def _outline(corners: "Corners") -> "Mask":
    """Which ways of looking there are among the quarters of the corners' descriptions."""
    bits = np.frombuffer(corners.packed, RECORD)["bits"].copy()
    quarters = bits.view(np.uint16).reshape(-1, _QUARTERS).astype(np.uint32)
    quarters += np.arange(_QUARTERS, dtype=np.uint32) << np.uint32(16)
    there = np.zeros(OUTLINE_BITS, np.bool_)
    there[(quarters * _MIXERS) >> _SHIFT] = True
    return there


def _packed(there: "Mask") -> "Words":
    return np.packbits(there, bitorder="little").view(np.uint64)


def _unpacked(outline: "Words") -> "npt.NDArray[np.uint8]":
    return np.unpackbits(outline.view(np.uint8), bitorder="little")
