"""The shape of a story: who says what, where and how much later; and what must come of it."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Part(StrEnum):
    """What a person is in a story."""

    STRANGER = "stranger"
    MEMBER = "member"


class Scene(StrEnum):
    """Where a line is spoken."""

    LOUNGE = "lounge"
    """The server's public channel."""
    TALK = "talk"
    """A private thread of the two."""
    GATHERING = "gathering"
    """A private thread that the stranger opened with the member's followers."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message.

    Attributes:
        after: Story time since the line before.
        picture: The seed of a neutral pattern that stands in for a picture.
        again: The picture comes re-encoded and smaller, as pictures do when they travel.
    """

    part: Part
    text: str
    after: timedelta = timedelta(seconds=40)
    scene: Scene = Scene.TALK
    picture: int | None = None
    again: bool = False


class Outcome(StrEnum):
    """What must come of a story."""

    EMERGENCY = "emergency"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Story:
    """A story and its expectation.

    Attributes:
        stranger: The name of who speaks first.
        stranger_days: The age of their account in days.
        known_days: How long ago the first line was, so that the story ends in the present.
        followers: Who is gathered, where somebody is.
        caution_by: The index of the last line after which a note still comes in time.
    """

    key: str
    title: str
    told: str
    stranger: str
    stranger_days: int
    member: str
    lines: tuple[Line, ...]
    outcome: Outcome
    followers: tuple[str, ...] = field(default=())
    caution_by: int | None = None

    @property
    def length(self) -> timedelta:
        """Story time from the first line to the last."""
        return sum((line.after for line in self.lines), timedelta())
