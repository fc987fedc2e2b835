"""Which of the pictures remembered shows what another shows, however it was altered.

Two pictures are the same where a hash of one picture itself (whole, or without its frame) is within 31 bits
of such a hash of the other, of one of its crops, of one of its turned forms, or of one of the fields that it
has as a collage; or where corners of both lie in one arrangement, perhaps mirrored. Crops are not compared
with crops, nor fields with fields. Refuses to know where pictures were posted.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.detection.spread_corners import MIRRORED_CANDIDATES, CornerTable
from bot.detection.spread_hashes import HashTable, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.detection.spread_hashes import Mask, Words
    from bot.observed import Fingerprint, Look

MOST_CORNERS: Final = 5_120_000
"""Remembered at once by the whole bot: those of 20,000 pictures. At 24 bytes each, of which 10 are the corner
mirrored and 4 its share of the outline, 123 MB."""

SAME_PICTURE_BITS: Final = 31
"""Fingerprints that differ by at most so many of 256 bits show the same picture (PDQ's paper of 2019,
section "Matching": 31 with a quality of 50 and over)."""

LEAST_QUALITY: Final = 50
"""Below it a picture is too flat to be told from others: without it 2 in 10,000 pairs match wrongly."""


class By(StrEnum):
    """How a picture was recognised; `breakwater pictures find --help` says what each means."""

    WHOLE = "whole"
    INNER = "inner"
    CROP = "crop"
    TURNED = "turned"
    FRAME = "frame"
    FIELD = "field"
    CORNERS = "corners"


_KINDS: Final = tuple(By)


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
        return not self._whole() and not (self.look and self.look.inner)

    def itself(self) -> "list[tuple[By, Words]]":
        """The hashes of the picture itself, shape (hashes, 4); of its middle too, which is most of it."""
        hashes = [(By.WHOLE, self._whole())]
        if self.look:
            look = self.look
            hashes += [(By.INNER, look.inner), (By.FRAME, look.frames), (By.CROP, look.middle)]
        return [(by, words_of(packed)) for by, packed in hashes if packed]

    def _whole(self) -> bytes:
        """The hash of the whole; of a picture that is dim, not flat, as well. Empty where it is flat."""
        if self.fingerprint.quality >= LEAST_QUALITY:
            return self.fingerprint.bits.to_bytes(32, "little")
        return self.look.dim if self.look else b""


class Likenesses:
    """Pictures by their likeness, as many as its owner adds; those too flat take a row and match nothing."""

    def __init__(self) -> None:
        self._rows = 0
        self._itself = HashTable()
        self._parts = HashTable()
        self._corners = CornerTable()

    def __len__(self) -> int:
        return self._rows

    def add(self, known: Known | None) -> None:
        """Remember a picture in the next row; `None` takes the row of one that was not read."""
        self._rows += 1
        if known is not None:
            self.fill(self._rows - 1, known)

    def fill(self, row: int, known: Known) -> None:
        """Remember a picture in a row that was taken by `None`."""
        if known.flat:
            return
        for by, words in known.itself():
            self._itself.add(row, words, _KINDS.index(by))
        if known.look:
            for by, packed in ((By.CROP, known.look.crops), (By.FIELD, known.look.fields)):
                self._parts.add(row, words_of(packed), _KINDS.index(by))
            for corners in known.look.corners:
                self._corners.add(row, corners)

    def keep(self, kept: "Mask") -> None:
        """Drop the rows that are not kept; the others move up."""
        for part in (self._itself, self._parts, self._corners):
            part.keep(kept)
        self._rows = int(kept.sum())

    def forget_corners(self) -> None:
        """Drop the larger part of what is known, and go on with hashes alone."""
        self._corners = CornerTable()

    @property
    def corners(self) -> int:
        """How many corners are remembered."""
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
        for row in self._by_corners(sought, found):
            found[row] = Likeness(row, By.CORNERS, None)
        return [found[row] for row in sorted(found)]

    def _by_hashes(self, sought: Known) -> "Iterator[Likeness]":
        for by, words in sought.itself():
            yield from _near(self._itself, words, by)
            yield from _near(self._parts, words, by)
        if (look := sought.look) is not None:
            for by, packed in ((By.TURNED, look.turned), (By.CROP, look.crops), (By.FIELD, look.fields)):
                yield from _near(self._itself, words_of(packed), by)

    def _by_corners(self, sought: Known, found: "dict[int, Likeness]") -> set[int]:
        if (look := sought.look) is None or not self.corners:
            return set()
        rows = self._corners.like(look.corners, without=found)
        without = found.keys() | rows
        return rows | self._corners.like(look.mirrored, without, MIRRORED_CANDIDATES)


def _near(table: HashTable, words: "Words", by: By) -> "Iterator[Likeness]":
    """What is within the threshold of any of the hashes, which stand for the picture sought as `by` says."""
    for row, kind, distance in table.near(words, SAME_PICTURE_BITS):
        known_by = _KINDS[kind]
        yield Likeness(row, by if known_by is By.WHOLE else known_by, distance)


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
