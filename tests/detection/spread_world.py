"""A server in which pictures are posted: values for the tests of spread; the people are invented."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

from bot.detection.spread import SpreadDetector
from bot.observed import (
    Fingerprint,
    Happening,
    Message,
    MessageId,
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
    from bot.detection.evidence import Evidence

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
SERVER = ServerId(1)
STRANGER, MEMBER, OTHER = Person(PersonId(10)), Person(PersonId(11)), Person(PersonId(12))
REGULAR = Person(PersonId(13), joined=BEGIN - timedelta(days=400))


def print_of(seed: int, quality: int = 90) -> Fingerprint:
    """A fingerprint like no other seed's."""
    return Fingerprint(Random(seed).getrandbits(256), quality)  # noqa: S311 - a test's stand-in


def altered(fingerprint: Fingerprint, bits: int) -> Fingerprint:
    """The same, with so many of its bits changed."""
    changed = sum(1 << at for at in range(bits))
    return replace(fingerprint, bits=fingerprint.bits ^ changed)


def picture(fingerprint: Fingerprint | None, name: str = "image.png", size: int = 1000) -> Picture:
    """A picture with what Discord says of it."""
    return Picture(PictureId(1), name, "image/png", size, 640, 480, "", fingerprint)


def channel(number: int, **told: Any) -> Place:
    """A channel of the server."""
    return replace(Place(SERVER, PlaceId(number), PlaceKind.CHANNEL), **told)


def group(number: int = 900, **told: Any) -> Place:
    """A private thread of the server."""
    return replace(Place(SERVER, PlaceId(number), PlaceKind.PRIVATE_THREAD), **told)


class World:
    """A detector, and a server that tells it what happens."""

    def __init__(self) -> None:
        self.detector = SpreadDetector()
        self.numbers = count(1)

    def post(
        self, place: Place, *pictures: Picture, by: Person = STRANGER, after: float = 0, **told: Any
    ) -> "tuple[Evidence, ...]":
        """Post a message `after` so many seconds, and return the evidence."""
        return self.detector.look(self.message(place, *pictures, by=by, after=after, **told))

    def message(
        self, place: Place, *pictures: Picture, by: Person = STRANGER, after: float = 0, **told: Any
    ) -> Message:
        """A message that was not yet looked at."""
        at = BEGIN + timedelta(seconds=after)
        return replace(Message(MessageId(next(self.numbers)), place, by, at, "", pictures), **told)

    def wave(
        self, places: int, shown: Picture, *, by: Person = STRANGER, every: float = 10, **told: Any
    ) -> "tuple[Evidence, ...]":
        """Post one picture to so many channels, and return the evidence of the last posting."""
        found: tuple[Evidence, ...] = ()
        for number in range(places):
            found = self.post(channel(number), shown, by=by, after=number * every, **told)
        return found

    def open(self, place: Place, *added: int, by: Person = STRANGER, after: float = 0) -> None:
        """Open a place with these people."""
        self.happen(Happening.OPENED, place, *added, by=by, after=after)

    def happen(
        self, what: Happening, place: Place, *added: int, by: Person = STRANGER, after: float = 0
    ) -> None:
        """Let something happen in a place."""
        at = BEGIN + timedelta(seconds=after)
        people = tuple(PersonId(number) for number in added)
        self.detector.look(PlaceEvent(MessageId(next(self.numbers)), place, what, by, at, people))


def kinds(found: "tuple[Evidence, ...]") -> dict[str, float]:
    """The weights by kind."""
    return {piece.kind: piece.weight for piece in found}
