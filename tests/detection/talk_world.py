"""A world of one place in which people say things to one another, minute by minute."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.detection.verdict import Level, Verdict
from bot.observed import (
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
    from bot.detection.pipeline import Detection
    from bot.detection.policy import Policy

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHAT = Place(ServerId(1), PlaceId(10), PlaceKind.DIRECT, members=2)

UNRELATED = (
    "did you see the match last night",
    "my train was late again",
    "it has been raining all day here",
    "what are you having for dinner",
    "this song is great",
    "i have a maths test on monday",
)
"""Lines of talk that have nothing to do with anything."""


@dataclass
class Talk:
    """What is said in one place; `levels` and `suspects` tell what detection made of it."""

    detection: "Detection"
    place: Place
    known: bool | None = None
    names: dict[int, str] = field(default_factory=dict[int, str])
    minutes: float = 0
    number: int = 0
    verdicts: list[Verdict] = field(default_factory=list[Verdict])

    def person(self, who: int) -> Person:
        return Person(PersonId(who), known_before=self.known, name=self.names.get(who, ""))

    def say(  # noqa: PLR0913 - each is a way in which one line of a talk can differ
        self,
        who: int,
        text: str,
        *,
        after: float = 1,
        pictures: int = 0,
        to: int | None = None,
        forwarded: bool = False,
    ) -> Level:
        self.number += 1
        self.minutes += after
        message = Message(
            id=MessageId(self.number),
            place=self.place,
            author=self.person(who),
            at=START + timedelta(minutes=self.minutes),
            text=text,
            pictures=tuple(
                Picture(PictureId(100 * self.number + n), "image.png", "image/png", 1, None, None, "")
                for n in range(pictures)
            ),
            replies_to=None if to is None else PersonId(to),
            forwarded=forwarded,
        )
        found = self.detection.observe(message)
        self.verdicts.extend(found)
        return max((verdict.level for verdict in found), default=Level.NONE)

    def happen(self, who: int, happening: Happening, *, after: float = 1) -> None:
        self.number += 1
        self.minutes += after
        at = START + timedelta(minutes=self.minutes)
        event = PlaceEvent(MessageId(self.number), self.place, happening, self.person(who), at)
        self.verdicts.extend(self.detection.observe(event))

    def play(self, *lines: tuple[int, str]) -> Level:
        for who, text in lines:
            self.say(who, text)
        return self.worst

    @property
    def worst(self) -> Level:
        return max((verdict.level for verdict in self.verdicts), default=Level.NONE)

    @property
    def suspects(self) -> set[int]:
        return {int(verdict.suspect) for verdict in self.verdicts}


class Start(Protocol):
    """Begins a talk in a place where nobody has spoken yet."""

    def __call__(
        self, kind: PlaceKind = ..., *, known: bool | None = ..., policy: "Policy | None" = ...
    ) -> Talk: ...
