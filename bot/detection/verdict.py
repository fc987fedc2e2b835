"""The verdict: how bad it is, about whom, and why."""

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.detection.evidence import Evidence
    from bot.observed import MessageId, PersonId, Place


class Level(IntEnum):
    """How bad it is; a higher level includes the lower ones."""

    NONE = 0
    CAUTION = 1
    """A quiet private word to the target is fair."""
    ALERT = 2
    """Moderators must see it."""
    EMERGENCY = 3
    """Danger to life, or images being spread now."""

    @property
    def word(self) -> str:
        """The level as written in reports: `none`, `caution`, `alert` or `emergency`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of one suspect after one observation.

    Attributes:
        level: The level that the whole evidence supports now.
        score: Probability-like suspicion, 0 to 1, monotone in the weighed evidence.
        place: Where the observation that led to it happened.
        suspect: Whose doing it is.
        target: To whom; `None` where pictures go to many.
        evidence: All that supports the level, strongest first; last how it sounds as a whole.
        message: The observation that led to it.
        at: When that was (aware UTC).
    """

    level: Level
    score: float
    place: "Place"
    suspect: "PersonId"
    target: "PersonId | None"
    evidence: "tuple[Evidence, ...]"
    message: "MessageId"
    at: "datetime"
