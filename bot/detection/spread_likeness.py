"""Which of the pictures remembered shows what another shows, however it was altered.

Two pictures are the same where a hash of one picture itself (whole, or without its frame) is within 31 bits
of such a hash of the other, of one of its crops, or of one of its turned forms; or where corners of both lie
in one arrangement. Crops are not compared with crops. Refuses to know where pictures were posted.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.detection.spread_geometry import RECORD, arranged_alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from bot.observed import Corners, Fingerprint, Look

    Words = npt.NDArray[np.uint64]
    Mask = npt.NDArray[np.bool_]

MOST_CORNERS: Final = 5_120_000
"""Remembered at once by the whole bot: those of 20,000 pictures. At 22 bytes each 113 MB."""

SAME_PICTURE_BITS: Final = 31
"""Fingerprints that differ by at most so many of 256 bits show the same picture (PDQ's paper of 2019,
section "Matching": 31 with a quality of 50 and over)."""

LEAST_QUALITY: Final = 50
"""Below it a picture is too flat to be told from others: without it 2 in 10,000 pairs match wrongly."""

CANDIDATES: Final = 16
"""Pictures whose corners are compared one by one, at most half a millisecond each: those that share most."""

LEAST_VOTES: Final = 12
"""Corners with a quarter of their bits in common, below which no comparison is worth its time."""

_WORDS: Final = 4
_KEYS: Final = 4
_FIRST_ROOM: Final = 16


class By(StrEnum):
    """How a picture was recognised."""

    WHOLE = "whole"
    INNER = "inner"
    CROP = "crop"
    TURNED = "turned"
    FRAME = "frame"
    CORNERS = "corners"


@dataclass(frozen=True, slots=True)
class Likeness:
    """That a remembered picture shows the same.

    Attributes:
        row: Which, by the order in which pictures were added and not yet dropped.
        distance: Bits that differ, of 256; `None` where corners told.
    """

    row: int
    by: By
    distance: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a picture's content, as it was read.

    Attributes:
        look: Absent for pictures of which only the fingerprint was kept.
    """

    fingerprint: "Fingerprint"
    look: "Look | None" = None

    @property
    def flat(self) -> bool:
        """Whether it shows too little to be recognised: neither it nor a picture inside it has quality."""
        return self.fingerprint.quality < LEAST_QUALITY and not (self.look and self.look.inner)

    def itself(self) -> "list[tuple[By, Words]]":
        """The hashes of the picture itself, shape (hashes, 4)."""
        whole = (By.WHOLE, self.fingerprint.bits.to_bytes(32, "little"))
        hashes = [whole] if self.fingerprint.quality >= LEAST_QUALITY else []
        if self.look:
            hashes += [(By.INNER, self.look.inner), (By.FRAME, self.look.frames)]
        return [(by, _words(packed)) for by, packed in hashes if packed]


class Likenesses:
    """Pictures by their likeness, as many as its owner adds; those too flat take a row and match nothing."""

    def __init__(self) -> None:
        self._rows = 0
        self._itself = _Hashes()
        self._crops = _Hashes()
        self._corners = _CornerTable()

    def __len__(self) -> int:
        return self._rows

    def add(self, known: Known | None) -> None:
        """Remember a picture in the next row; `None` takes the row of one that was not read."""
        if known is not None and not known.flat:
            for by, words in known.itself():
                self._itself.add(self._rows, words, by)
            if known.look:
                self._crops.add(self._rows, _words(known.look.crops), By.CROP)
                for corners in known.look.corners:
                    self._corners.add(self._rows, corners)
        self._rows += 1

    def keep(self, kept: "Mask") -> None:
        """Drop the rows that are not kept; the others move up."""
        for part in (self._itself, self._crops, self._corners):
            part.keep(kept)
        self._rows = int(kept.sum())

    def forget_corners(self) -> None:
        """Drop the larger part of what is known, and go on with hashes alone."""
        self._corners = _CornerTable()

    @property
    def corners(self) -> int:
        """How many corners are remembered, at 12 bytes each beside their 10 bytes of description."""
        return self._corners.used

    def like(self, sought: Known) -> list[Likeness]:
        """All that show the same picture, in the order of their rows, each by its nearest likeness."""
        found: dict[int, Likeness] = {}
        if sought.flat:
            return []
        for likeness in self._by_hashes(sought):
            known = found.get(likeness.row)
            if known is None or (likeness.distance or 0) < (known.distance or 0):
                found[likeness.row] = likeness
        for row in self._corners.like(sought.look.corners if sought.look else (), without=found):
            found[row] = Likeness(row, By.CORNERS, None)
        return [found[row] for row in sorted(found)]

    def _by_hashes(self, sought: Known) -> "Iterator[Likeness]":
        for by, words in sought.itself():
            yield from self._itself.near(words, by)
            yield from self._crops.near(words, by)
        if sought.look:
            yield from self._itself.near(_words(sought.look.turned), By.TURNED)
            yield from self._itself.near(_words(sought.look.crops), By.CROP)


class CornerBudget:
    """Keeps corners under a limit over many windows: those that were silent longest lose theirs first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._spent = 0

    def spend(self, corners: int, oldest_first: "Iterable[Likenesses]") -> None:
        """Count corners just added, and make room where they are too many."""
        self._spent += corners
        if self._spent <= self._most:
            return
        windows = list(oldest_first)
        self._spent = sum(window.corners for window in windows)
        for window in windows:
            if self._spent <= self._most * 3 // 4:  # a quarter at once: looking is then paid once for many
                break
            self._spent -= window.corners
            window.forget_corners()


class _Hashes:
    """Hashes in columns, each belonging to a row of its owner."""

    def __init__(self) -> None:
        self._words = np.zeros((_WORDS, 0), np.uint64)
        self._row = np.zeros(0, np.int32)
        self._by: list[By] = []

    def add(self, row: int, words: "Words", by: By) -> None:
        used, end = len(self._by), len(self._by) + len(words)
        if end > len(self._row):
            room = max(_FIRST_ROOM, 2 * end) - used
            self._words = np.concatenate([self._words[:, :used], np.zeros((_WORDS, room), np.uint64)], axis=1)
            self._row = np.concatenate([self._row[:used], np.zeros(room, np.int32)])
        self._words[:, used:end] = words.T
        self._row[used:end] = row
        self._by += [by] * len(words)

    def near(self, words: "Words", by: By) -> "Iterator[Likeness]":
        """What is within the threshold of any of the hashes."""
        used = len(self._by)
        for hash_words in words if used else ():
            # Word by word, not picture by picture: numpy then adds long rows, four times as fast.
            differing = np.bitwise_count(self._words[:, :used] ^ hash_words[:, None])
            distances = differing.sum(axis=0, dtype=np.uint16)
            for at in np.flatnonzero(distances <= SAME_PICTURE_BITS).tolist():
                told = by if self._by[at] is By.WHOLE else self._by[at]
                yield Likeness(int(self._row[at]), told, int(distances[at]))

    def keep(self, kept: "Mask") -> None:
        used = len(self._by)
        stays = kept[self._row[:used]]
        self._words = self._words[:, :used][:, stays]
        self._row = _renumbered(kept)[self._row[:used][stays]]
        self._by = [by for by, stay in zip(self._by, stays.tolist(), strict=True) if stay]


class _CornerTable:
    """Corners of pictures, searched by the quarters of their bits; the best are compared one by one."""

    def __init__(self) -> None:
        self._bits = np.zeros(0, np.uint64)
        self._set = np.zeros(0, np.int32)
        self._sets: list[tuple[int, Corners]] = []
        self.used = 0

    def add(self, row: int, corners: "Corners") -> None:
        bits = np.frombuffer(corners.packed, RECORD)["bits"]
        end = self.used + len(bits)
        if end > len(self._bits):
            room = max(_FIRST_ROOM, 2 * end) - self.used
            self._bits = np.concatenate([self._bits[: self.used], np.zeros(room, np.uint64)])
            self._set = np.concatenate([self._set[: self.used], np.zeros(room, np.int32)])
        self._bits[self.used : end] = bits
        self._set[self.used : end] = len(self._sets)
        self._sets.append((row, corners))
        self.used = end

    def like(self, sought: "Sequence[Corners]", without: "dict[int, Likeness]") -> set[int]:
        """The rows whose corners are arranged as those sought."""
        found = set[int]()
        for corners in sought if self._sets else ():
            votes = self._votes(corners)
            best: list[int] = np.argsort(-votes, kind="stable").tolist()
            candidates = [self._sets[at] for at in best if votes[at] >= LEAST_VOTES]
            for row, known in [one for one in candidates if one[0] not in without][:CANDIDATES]:
                if row not in found and arranged_alike(corners, known):
                    found.add(row)
        return found

    def _votes(self, corners: "Corners") -> "npt.NDArray[np.intp]":
        """For each set, how many of its corners share a quarter of their bits with one sought."""
        sought = np.frombuffer(corners.packed, RECORD)["bits"].copy().view(np.uint16).reshape(-1, _KEYS)
        known = self._bits[: self.used].view(np.uint16).reshape(-1, _KEYS)
        shared = np.zeros(self.used, np.bool_)
        for key in range(_KEYS):
            wanted = np.zeros(1 << 16, np.bool_)
            wanted[sought[:, key]] = True
            shared |= wanted.take(known[:, key], mode="clip")  # no key is out of range; half the time
        return np.bincount(self._set[: self.used][shared], minlength=len(self._sets))

    def keep(self, kept: "Mask") -> None:
        number = _renumbered(kept)
        stays = np.array([kept[row] for row, _ in self._sets], np.bool_)
        corner_stays = stays[self._set[: self.used]] if self._sets else np.zeros(0, np.bool_)
        self._bits = self._bits[: self.used][corner_stays]
        self._set = _renumbered(stays)[self._set[: self.used][corner_stays]]
        self._sets = [(int(number[row]), corners) for row, corners in self._sets if kept[row]]
        self.used = len(self._bits)


def _renumbered(kept: "Mask") -> "npt.NDArray[np.int32]":
    return (np.cumsum(kept) - 1).astype(np.int32)


def _words(packed: bytes) -> "Words":
    return np.frombuffer(packed, np.uint64).reshape(-1, _WORDS)
