"""Which pictures were posted where of late, in one server: a sliding window that is searched by likeness.

Knows fingerprints and what Discord says of a file. Refuses to know what a likeness means, and holds no
picture.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.detection.spread_hashes import renumbered
from bot.detection.spread_likeness import Known, Likenesses

if TYPE_CHECKING:
    from datetime import datetime

    import numpy.typing as npt

    from bot.observed import Message, MessageId, PersonId, Picture, PlaceId

MOST_SIGHTINGS: Final = 2_000
"""Pictures remembered per server, the newest. About 8 KB each with their corners, and a search takes some
milliseconds."""

KEPT_FOR: Final = timedelta(hours=24)
"""A wave lasts minutes to hours; what comes back after a day is a meme or a joke retold."""

MOST_IN_MESSAGE: Final = 10
"""Pictures that Discord lets a message have; forwarded ones likewise."""

_FIRST_ROWS: Final = 64
"""Room for a server at first; it doubles as needed, for most servers post few pictures a day."""


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
        known: What was read of it; `None` where it was not.
        names: How many people the message names, by mention or by handle.
        regular: Its author had long been a member.
    """

    message: "MessageId"
    place: "PlaceId"
    person: "PersonId"
    at: "datetime"
    known: Known | None
    file: File | None
    names: int = 0
    forwarded: bool = False
    regular: bool = False

    @property
    def flat(self) -> bool:
        """Whether the picture was read and found to show too little to be recognised."""
        return self.known is not None and self.known.flat


def file_of(picture: "Picture") -> File | None:
    """What identifies the picture's file; `None` where its size is unknown, for a name alone says nothing."""
    if picture.size <= 0:
        return None
    return File(picture.name, picture.content_type, picture.size, picture.width, picture.height)


class Sightings:
    """The recent pictures of one server, oldest first.

    What shows the same is a family, and only its first picture is compared with what comes: copies of copies
    then cannot lead from one picture to another, and a wave costs no more to search than one picture. When
    the first one goes, the next takes its place.
    """

    def __init__(self, most: int = MOST_SIGHTINGS) -> None:
        self._most = most
        self._rows: list[Sighting] = []
        self._read: npt.NDArray[np.bool_] = np.zeros(_FIRST_ROWS, np.bool_)
        self.likenesses = Likenesses()
        self._families: list[frozenset[int]] = []
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
        used = len(self._rows)
        families = self._families_of(sought)
        alike = {at for at, family in enumerate(self._families) if family & families}
        if sought.file is not None:
            same = self._files[:used] == hash(sought.file)
            if sought.known is not None:
                same &= ~self._read[:used]  # of two that were read, what they show decides
            found = np.flatnonzero(same).tolist()
            alike.update(at for at in found if self._same_file(self._rows[at], sought))
        rows = (self._rows[at] for at in sorted(alike))
        return [row for row in rows if abs(sought.at - row.at) <= KEPT_FOR]

    def _families_of(self, sought: Sighting) -> frozenset[int]:
        """The rows of the first pictures that show the same; nothing for what was not read."""
        newest = range(len(self._rows) - 1, max(len(self._rows) - MOST_IN_MESSAGE, 0) - 1, -1)
        if (just_added := next((at for at in newest if self._rows[at] is sought), None)) is not None:
            return self._families[just_added]
        if sought.known is None:
            return frozenset()
        return frozenset(likeness.row for likeness in self.likenesses.like(sought.known))

    @staticmethod
    def _same_file(one: Sighting, other: Sighting) -> bool:
        unread = one.known is None or other.known is None
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
        staying = {id(row) for row in rows}
        kept = np.array([id(row) in staying for row in self._rows], np.bool_)
        self.likenesses.keep(kept)
        used = len(kept)
        self._read, self._files = self._read[:used][kept], self._files[:used][kept]
        self._rows, self._messages = rows, {row.message for row in rows}
        self._keep_families(kept)

    def _keep_families(self, kept: "npt.NDArray[np.bool_]") -> None:
        """Renumber the families, and let the next picture stand for one whose first is gone."""
        number = renumbered(kept).tolist()
        families = [family for family, stays in zip(self._families, kept.tolist(), strict=True) if stays]
        heirs = dict[int, int]()
        # Collages last: they would bring other families in.
        for at in sorted(range(len(families)), key=lambda at: (len(families[at]), at)):
            lost = [first for first in families[at] if not kept[first] and first not in heirs]
            if lost and (known := self._rows[at].known) is not None:
                heirs |= dict.fromkeys(lost, at)
                self.likenesses.fill(at, known)
        self._families = [
            frozenset(number[first] if kept[first] else heirs[first] for first in family)
            for family in families
        ]

    def _append(self, sighting: Sighting) -> None:
        at = len(self._rows)
        if at == len(self._read):
            room = max(at, _FIRST_ROWS)
            self._read = np.concatenate([self._read, np.zeros(room, np.bool_)])
            self._files = np.concatenate([self._files, np.zeros(room, np.int64)])
        families = self._families_of(sighting)
        self._rows.append(sighting)
        self._messages.add(sighting.message)
        self._families.append(families)
        self.likenesses.add(None if families else sighting.known)
        if not families and sighting.known is not None and not sighting.flat:
            self._families[at] = frozenset({at})
        self._read[at] = sighting.known is not None and not sighting.flat
        self._files[at] = hash(sighting.file)


def seen_in(message: "Message", *, names: int, regular: bool) -> tuple[Sighting, ...]:
    """The sightings that a message makes."""
    return tuple(
        Sighting(
            message=message.id,
            place=message.place.id,
            person=message.author.id,
            at=message.at,
            known=known_of(picture),
            file=file_of(picture),
            names=names,
            forwarded=message.forwarded,
            regular=regular,
        )
        for picture in message.pictures
    )


def known_of(picture: "Picture") -> Known | None:
    """What was read of a picture."""
    return Known(picture.fingerprint, picture.look) if picture.fingerprint else None
