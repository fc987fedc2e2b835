"""Which pictures were posted where of late, in one server: a sliding window that is searched by likeness.

Knows fingerprints and what Discord says of a file. Refuses to know what a likeness means, and holds no
picture.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from datetime import datetime

    import numpy.typing as npt

    from bot.observed import Fingerprint, Message, MessageId, PersonId, Picture, PlaceId

SAME_PICTURE_BITS: Final = 31
"""Fingerprints that differ by at most so many of 256 bits show the same picture (PDQ's paper of 2019,
section "Matching": 31 with a quality of 50 and over)."""

LEAST_QUALITY: Final = 50
"""Below it a picture is too flat to be told from others: without it 2 in 10,000 pairs match wrongly."""

MOST_SIGHTINGS: Final = 2_000
"""Pictures remembered per server, the newest. 64 KB, and a search takes tens of microseconds."""

KEPT_FOR: Final = timedelta(hours=24)
"""A wave lasts minutes to hours; what comes back after a day is a meme or a joke retold."""

_WORDS: Final = 4
"""Words of 64 bits in a fingerprint."""

_FIRST_ROWS: Final = 64
"""Room for a server at first; it doubles as needed, for most servers post few pictures a day."""

_NEVER_SAME: Final = 1_000
"""Added to the distance of what has no usable fingerprint."""


@dataclass(frozen=True, slots=True)
class File:
    """What Discord tells of a file without its being read. Equal values mean one file, very nearly always."""

    name: str
    content_type: str | None
    size: int
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One picture in one message.

    Attributes:
        names: How many people the message names, by mention or by handle.
        regular: Its author had long been a member.
    """

    message: "MessageId"
    place: "PlaceId"
    person: "PersonId"
    at: "datetime"
    fingerprint: "Fingerprint | None"
    file: File | None
    names: int = 0
    forwarded: bool = False
    regular: bool = False

    @property
    def flat(self) -> bool:
        """Whether the picture was read and found to show too little to be recognised."""
        return self.fingerprint is not None and self.fingerprint.quality < LEAST_QUALITY


def file_of(picture: "Picture") -> File | None:
    """What identifies the picture's file; `None` where its size is unknown, for a name alone says nothing."""
    if picture.size <= 0:
        return None
    return File(picture.name, picture.content_type, picture.size, picture.width, picture.height)


class Sightings:
    """The recent pictures of one server, oldest first."""

    def __init__(self, most: int = MOST_SIGHTINGS) -> None:
        self._most = most
        self._rows: list[Sighting] = []
        self._words: npt.NDArray[np.uint64] = np.zeros((_WORDS, _FIRST_ROWS), np.uint64)
        self._penalty: npt.NDArray[np.uint16] = np.zeros(_FIRST_ROWS, np.uint16)
        self._files: npt.NDArray[np.int64] = np.zeros(_FIRST_ROWS, np.int64)
        self._messages: set[MessageId] = set()

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, sighting: Sighting) -> None:
        """Remember a sighting, and drop what is too old or too much."""
        if len(self._rows) >= self._most:
            # A quarter at once: moving what stays is then paid once for many.
            self._keep(self._rows[len(self._rows) - self._most * 3 // 4 :])
        elif self._rows and sighting.at - self._rows[0].at > KEPT_FOR * 1.25:
            self._keep([row for row in self._rows if sighting.at - row.at <= KEPT_FOR])
        self._append(sighting)

    def of(self, message: "MessageId") -> list[Sighting]:
        """The pictures of one message."""
        if message not in self._messages:
            return []
        return [row for row in self._rows if row.message == message]

    def by(self, person: "PersonId", place: "PlaceId") -> list[Sighting]:
        """What one person posted in one place."""
        return [row for row in self._rows if row.place == place and row.person == person]

    def like(self, sought: Sighting) -> list[Sighting]:
        """All that show the same picture, oldest first; nothing for a picture too flat to be recognised.

        Where either could not be read, the same file counts as the same picture.
        """
        if sought.flat:
            return []
        used, alike = len(self._rows), set[int]()
        if sought.fingerprint is not None:
            # Word by word, not picture by picture: numpy then adds long rows, four times as fast.
            differing = np.bitwise_count(self._words[:, :used] ^ _words(sought.fingerprint)[:, None])
            distances = differing.sum(axis=0, dtype=np.uint16) + self._penalty[:used]
            alike.update(np.flatnonzero(distances <= SAME_PICTURE_BITS).tolist())
        if sought.file is not None:
            same = self._files[:used] == hash(sought.file)
            if sought.fingerprint is not None:
                same &= self._penalty[:used] > 0  # of two that were read, fingerprints decide
            found = np.flatnonzero(same).tolist()
            alike.update(at for at in found if self._same_file(self._rows[at], sought))
        rows = (self._rows[at] for at in sorted(alike))
        return [row for row in rows if abs(sought.at - row.at) <= KEPT_FOR]

    @staticmethod
    def _same_file(one: Sighting, other: Sighting) -> bool:
        unread = one.fingerprint is None or other.fingerprint is None
        return unread and one.file == other.file and not one.flat

    def drop(self, message: "MessageId") -> None:
        """Forget the pictures of one message."""
        self._keep([row for row in self._rows if row.message != message])

    def forget(self, person: "PersonId") -> None:
        """Forget what one person posted."""
        self._keep([row for row in self._rows if row.person != person])

    def _keep(self, rows: list[Sighting]) -> None:
        if len(rows) == len(self._rows):
            return
        self._rows, self._messages = [], set()
        for row in rows:
            self._append(row)

    def _append(self, sighting: Sighting) -> None:
        at = len(self._rows)
        if at == len(self._penalty):
            self._words = np.concatenate([self._words, np.zeros_like(self._words)], axis=1)
            self._penalty = np.concatenate([self._penalty, np.zeros_like(self._penalty)])
            self._files = np.concatenate([self._files, np.zeros_like(self._files)])
        self._rows.append(sighting)
        self._messages.add(sighting.message)
        usable = sighting.fingerprint is not None and not sighting.flat
        self._words[:, at] = _words(sighting.fingerprint) if sighting.fingerprint else 0
        self._penalty[at] = 0 if usable else _NEVER_SAME
        self._files[at] = hash(sighting.file)


def seen_in(message: "Message", *, names: int, regular: bool) -> tuple[Sighting, ...]:
    """The sightings that a message makes."""
    return tuple(
        Sighting(
            message=message.id,
            place=message.place.id,
            person=message.author.id,
            at=message.at,
            fingerprint=picture.fingerprint,
            file=file_of(picture),
            names=names,
            forwarded=message.forwarded,
            regular=regular,
        )
        for picture in message.pictures
    )


def _words(fingerprint: "Fingerprint") -> "npt.NDArray[np.uint64]":
    return np.frombuffer(fingerprint.bits.to_bytes(8 * _WORDS, "little"), np.uint64)
