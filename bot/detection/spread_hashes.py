"""Hashes of 256 bits in columns, searched by how many bits differ. Refuses to know what they are of."""

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Words = npt.NDArray[np.uint64]
    Mask = npt.NDArray[np.bool_]

WORDS: Final = 4
_FIRST_ROOM: Final = 16


def words_of(packed: bytes) -> "Words":
    """Hashes one behind the other, as shape (hashes, 4)."""
    return np.frombuffer(packed, np.uint64).reshape(-1, WORDS)


def renumbered(kept: "Mask") -> "npt.NDArray[np.int32]":
    """The new number of each row, once those not kept are gone."""
    return (np.cumsum(kept) - 1).astype(np.int32)


class HashTable:
    """Hashes, each belonging to a row of its owner and of one kind."""

    def __init__(self) -> None:
        self._words = np.zeros((WORDS, 0), np.uint64)
        self._row = np.zeros(0, np.int32)
        self._kind = np.zeros(0, np.int8)
        self._used = 0

    def add(self, row: int, words: "Words", kind: int) -> None:
        """Remember hashes, shape (hashes, 4)."""
        used, end = self._used, self._used + len(words)
        if end > len(self._row):
            room = max(_FIRST_ROOM, 2 * end) - used
            self._words = np.concatenate([self._words[:, :used], np.zeros((WORDS, room), np.uint64)], axis=1)
            self._row = np.concatenate([self._row[:used], np.zeros(room, np.int32)])
            self._kind = np.concatenate([self._kind[:used], np.zeros(room, np.int8)])
        self._words[:, used:end] = words.T
        self._row[used:end] = row
        self._kind[used:end] = kind
        self._used = end

    def near(self, words: "Words", most: int) -> "Iterator[tuple[int, int, int]]":
        """Row, kind and distance of what differs in at most so many bits from one of the hashes."""
        used = self._used
        for hash_words in words if used else ():
            # Word by word, not picture by picture: numpy then adds long rows, four times as fast.
            differing = np.bitwise_count(self._words[:, :used] ^ hash_words[:, None])
            distances = differing.sum(axis=0, dtype=np.uint16)
            for at in np.flatnonzero(distances <= most).tolist():
                yield int(self._row[at]), int(self._kind[at]), int(distances[at])

    def keep(self, kept: "Mask") -> None:
        """Drop the hashes of rows that are not kept, and renumber the others."""
        used = self._used
        stays = kept[self._row[:used]]
        self._words = self._words[:, :used][:, stays]
        self._row = renumbered(kept)[self._row[:used][stays]]
        self._kind = self._kind[:used][stays]
        self._used = len(self._row)
