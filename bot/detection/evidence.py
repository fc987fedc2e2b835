"""Evidence: one thing that a detector noticed, with the words, weight and messages that explain it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from bot.observed import MessageId, Observation, PersonId, PlaceId


class Signal(StrEnum):
    """The kind of detector that a piece of evidence comes from."""

    ESCALATION = "escalation"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to be worried, which a moderator can check.

    Attributes:
        signal: The detector's kind.
        kind: What was noticed, one word within the signal, such as `demand` or `same_picture`.
        weight: Log-odds that it adds to the suspicion against `suspect`; negative where it speaks for them.
        reason: One sentence fragment in plain words with the elapsed time, quoting nobody and naming nobody,
            such as "asked for a private picture 14 minutes after the first message".
        at: When the last of `messages` was sent (aware UTC).
        place: Where.
        messages: What it rests on, oldest first.
        suspect: Whose doing it is.
        target: To whom, where that is known.
        places: Where each of `messages` stands, in the same order; empty where all stand in `place`.
    """

    signal: Signal
    kind: str
    weight: float
    reason: str
    at: "datetime"
    place: "PlaceId"
    messages: "tuple[MessageId, ...]"
    suspect: "PersonId"
    target: "PersonId | None" = None
    places: "tuple[PlaceId, ...]" = ()

    def where(self) -> "tuple[tuple[MessageId, PlaceId], ...]":
        """Each message with the place where it stands."""
        places = self.places or (self.place,) * len(self.messages)
        return tuple(zip(self.messages, places, strict=True))


class Detector(Protocol):
    """Looks at observations and returns what it newly noticed. Sends, stores and deletes nothing."""

    def look(self, seen: "Observation") -> tuple[Evidence, ...]:
        """Return the evidence that `seen` adds to what was looked at before, oldest first."""
        ...
