"""Turns what may be seen of a labelled conversation into observed values. It is never given a label."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.observed import (
    Fingerprint,
    Happening,
    Message,
    MessageId,
    Observation,
    Person,
    PersonId,
    Picture,
    PictureId,
    Place,
    PlaceEvent,
    PlaceId,
    PlaceKind,
    ServerId,
)

if TYPE_CHECKING:
    from bot.replay.labelled import Event, Line, Seen, Setting

BASE_TIME = datetime(2024, 1, 1, tzinfo=UTC)
"""The moment of every conversation's first message: fixed, so that two runs see the same values."""

PLACE = PlaceId(10)
PARENT = PlaceId(9)
SERVER = ServerId(1)
"""Any ids do: a conversation is one place, alone with its detection."""

STAND_IN_QUALITY = 100
"""A picture's name stands for the picture, and a name is always recognised again."""

_KINDS: "dict[Setting, PlaceKind]" = {
    "dm": PlaceKind.DIRECT,
    "group": PlaceKind.GROUP,
    "thread": PlaceKind.THREAD,
    "channel": PlaceKind.CHANNEL,
}
_HAPPENINGS: "dict[Event, Happening]" = {
    "group_created": Happening.OPENED,
    "members_added": Happening.MEMBERS_ADDED,
    "call_started": Happening.CALL_STARTED,
    "call_ended": Happening.CALL_ENDED,
    "friend_added": Happening.FRIEND_ADDED,
    "left": Happening.LEFT,
}
_MENTION = re.compile(r"@([\w.\-]+)")


def stand_in(name: str) -> Fingerprint:
    """The fingerprint that stands for the picture of this name: 256 bits of SHA-256, of full quality."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return Fingerprint(int.from_bytes(digest, "big"), STAND_IN_QUALITY)


def observations(seen: "Seen") -> tuple[tuple[Observation, ...], ...]:
    """Turn a conversation into observed values.

    People get ids in the order in which they first speak (those who never do follow, by handle), so that the
    order of `participants` says nothing. A message with an event and with text or pictures gives both, the
    event first; one with an event alone gives that alone.

    Returns:
        One tuple of observations per message, in order.
    """
    world = _World(_people(seen), _place(seen))
    return tuple(world.observe(index, line) for index, line in enumerate(seen.messages))


def handles_of(seen: "Seen") -> dict[PersonId, str]:
    """Whose handle stands behind each id that `observations` gives."""
    return {person.id: handle for handle, person in _people(seen).items()}


def _people(seen: "Seen") -> dict[str, Person]:
    speakers = dict.fromkeys(line.sender for line in seen.messages)
    handles = [*speakers, *sorted(set(seen.participants) - set(speakers))]
    people: dict[str, Person] = {}
    for number, handle in enumerate(handles, start=1):
        about = seen.participants[handle]
        age = about.account_age_days
        people[handle] = Person(
            PersonId(number),
            account_created=None if age is None else BASE_TIME - timedelta(days=age),
            known_before=about.known_before,
            name=handle,
        )
    return people


def _place(seen: "Seen") -> Place:
    kind = _KINDS[seen.setting]
    private = kind in (PlaceKind.DIRECT, PlaceKind.GROUP)
    return Place(
        server=ServerId(PLACE) if private else SERVER,
        id=PLACE,
        kind=kind,
        parent=PARENT if kind is PlaceKind.THREAD else None,
        members=len(seen.participants) if private else None,
    )


@dataclass(slots=True)
class _World:
    """The people and the place, which learns when it was opened."""

    people: dict[str, Person]
    place: Place

    def observe(self, index: int, line: "Line") -> tuple[Observation, ...]:
        at = BASE_TIME + timedelta(seconds=line.at)
        author = self.people[line.sender]
        found: list[Observation] = []
        if line.event is not None:
            happening = _HAPPENINGS[line.event]
            if happening is Happening.OPENED:
                self.place = replace(self.place, opened_at=at, opened_by=author.id)
            found.append(PlaceEvent(_event_id(index), self.place, happening, author, at))
        if line.text or line.images or not found:
            found.append(
                Message(
                    id=message_id(index),
                    place=self.place,
                    author=author,
                    at=at,
                    text=line.text,
                    pictures=_pictures(index, line.images),
                    mentions=self._mentions(line.text),
                )
            )
        return tuple(found)

    def _mentions(self, text: str) -> tuple[PersonId, ...]:
        named = (self.people.get(handle.rstrip(".-")) for handle in _MENTION.findall(text))
        return tuple(dict.fromkeys(person.id for person in named if person is not None))


def message_id(index: int) -> MessageId:
    """The id of the message at this index; the event that comes with it, if any, has the id before."""
    return MessageId(2 * index + 2)


def _event_id(index: int) -> MessageId:
    return MessageId(2 * index + 1)


def _pictures(index: int, names: tuple[str, ...]) -> tuple[Picture, ...]:
    return tuple(
        Picture(
            id=PictureId(1000 * message_id(index) + number),
            name="image",
            content_type="image/jpeg",
            size=0,
            width=None,
            height=None,
            url="",
            fingerprint=stand_in(name),
        )
        for number, name in enumerate(names)
    )
