"""Up to ten million hashes in files that are mapped, not read, and searched exactly up to 31 differing bits.

Two hashes that differ in at most 31 of 256 bits differ in at most two bits of one of ten parts of 23 bits, or
in at most one of an eleventh: for 10 times 3 and once 2 are 32. So each part has a table of which hashes hold
which value, 2,794 values are looked up, and the few hashes found there are compared whole.

Source: Norouzi, Punjani and Fleet, "Fast Search in Hamming Space with Multi-Index Hashing" (2012).
"""

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, Self, cast

import numpy as np

from bot.detection.spread_likeness import SAME_PICTURE_BITS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy.typing as npt

    Numbers = npt.NDArray[np.uint32]

PARTS: Final = 11
PART_BITS: Final = 23
VALUES: Final = 1 << PART_BITS
WORDS: Final = 4
BYTES: Final = 8 * WORDS

SCANNED: Final = 200_000
"""Lists up to this length are compared whole, in two milliseconds; the tables would take 370 MB."""

HASHES_FILE: Final = "hashes.bin"
MEMBERS_FILE: Final = "members.bin"
BEGINS_FILE: Final = "begins.bin"


def _flips(most: int) -> "Numbers":
    """All changes of a part's value in at most so many bits."""
    flips = [
        sum(1 << bit for bit in bits) for n in range(most + 1) for bits in combinations(range(PART_BITS), n)
    ]
    return np.array(flips, np.uint32)


_FLIPS: Final = _flips(2)
_FLIPS_OF_LAST: Final = _flips(1)
_PART: Final = np.concatenate(
    [np.repeat(np.arange(PARTS - 1), len(_FLIPS)), np.full(len(_FLIPS_OF_LAST), PARTS - 1)]
)
_CHANGES: Final = np.concatenate([np.tile(_FLIPS, PARTS - 1), _FLIPS_OF_LAST])
"""For each value looked up: of which part, and what is changed in it."""

_TABLE: Final = _PART * (VALUES + 1)
"""And where its part's table begins."""


class KnownIndex:
    """The hashes of one list, searched where they lie on disk."""

    def __init__(
        self, hashes: "npt.NDArray[np.void]", members: "Numbers | None", begins: "Numbers | None"
    ) -> None:
        self._hashes = hashes
        self._members = members
        self._begins = begins

    def __len__(self) -> int:
        return len(self._hashes)

    @classmethod
    def open(cls, folder: "Path") -> Self:
        """Map the files of a list that `build` wrote.

        Raises:
            OSError: A file is missing.
            ValueError: A file is cut off.
        """
        hashes = _mapped(folder / HASHES_FILE).view(np.dtype((np.void, BYTES)))
        if not (folder / MEMBERS_FILE).exists():
            return cls(hashes, None, None)
        members = _mapped(folder / MEMBERS_FILE).view(np.uint32)
        begins = _mapped(folder / BEGINS_FILE).view(np.uint32)
        if len(members) != PARTS * len(hashes) or len(begins) != PARTS * (VALUES + 1):
            raise ValueError("its tables do not belong to its hashes")
        return cls(hashes, members, begins)

    def near(self, sought: bytes) -> dict[int, int]:
        """The hashes within 31 bits of `sought` (32 bytes, little-endian): their place and distance."""
        words = np.frombuffer(sought, np.uint64)
        candidates = self._candidates(sought)
        # As one value of 32 bytes each: numpy then copies them without looking at their shape.
        taken = self._hashes if candidates is None else self._hashes.take(candidates)
        differing = np.bitwise_count(taken.view(np.uint64).reshape(-1, WORDS) ^ words)
        distances = differing.sum(axis=1, dtype=np.uint16)
        near = np.flatnonzero(distances <= SAME_PICTURE_BITS)
        places = near if candidates is None else candidates[near]
        return dict(zip(_listed(places), _listed(distances[near]), strict=True))

    def _candidates(self, sought: bytes) -> "Numbers | None":
        """The hashes that share a part with `sought` but for two bits, some twice; `None`: compare all."""
        if self._members is None or self._begins is None:
            return None
        bits = int.from_bytes(sought, "little")
        parts = np.array([bits >> part * PART_BITS & VALUES - 1 for part in range(PARTS)], np.int64)
        at = _TABLE + (parts[_PART] ^ _CHANGES)
        begin: Numbers = self._begins.take(at)
        end: Numbers = self._begins.take(at + 1)
        counts = (end - begin).astype(np.int64)
        after = np.cumsum(counts)
        first = begin.astype(np.int64) + _PART * len(self) - after + counts
        starts = cast("npt.NDArray[np.int64]", np.repeat(first, counts))
        places = starts + np.arange(int(after[-1]), dtype=np.int64)
        return self._members.take(places)


def _listed(numbers: "npt.NDArray[np.unsignedinteger[Any]] | npt.NDArray[np.intp]") -> list[int]:
    return numbers.tolist()


def _mapped(path: "Path") -> "npt.NDArray[np.uint8]":
    """The bytes of a file, read where they are needed; not as a `memmap`, whose methods are slower."""
    return np.asarray(np.memmap(path, np.uint8, "r"))


def build(folder: "Path", hashes: "npt.NDArray[np.uint8]", advance: "Callable[[], object]") -> None:
    """Write the files of a list.

    Args:
        folder: An empty one.
        hashes: Shape (hashes, 32), little-endian.
        advance: Called 11 times, once for each part.
    """
    with (folder / HASHES_FILE).open("wb") as file:
        np.ascontiguousarray(hashes).tofile(file)
    if len(hashes) <= SCANNED:
        for _ in range(PARTS):
            advance()
        return
    with (folder / MEMBERS_FILE).open("wb") as members, (folder / BEGINS_FILE).open("wb") as begins:
        for part in range(PARTS):
            values = _part(hashes, part)
            np.argsort(values, kind="stable").astype(np.uint32).tofile(members)
            ends = np.cumsum(np.bincount(values, minlength=VALUES))
            np.concatenate([[0], ends]).astype(np.uint32).tofile(begins)
            advance()


def _part(hashes: "npt.NDArray[np.uint8]", part: int) -> "Numbers":
    """The value of one part of each hash."""
    byte, shift = divmod(part * PART_BITS, 8)
    window = np.ascontiguousarray(hashes[:, byte : byte + 4]).view("<u4")[:, 0]
    return (window >> np.uint32(shift)) & np.uint32(VALUES - 1)
