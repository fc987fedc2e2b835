"""The values that consequences are asked with. They carry no text that a member wrote and no picture."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import datetime

    from bot.detection.verdict import Level
    from bot.guidance.words import Situation
    from bot.observed import MessageId, PersonId, PlaceId, ServerId

IncidentId = NewType("IncidentId", int)
OutboxId = NewType("OutboxId", int)


class Ladder(StrEnum):
    """How far the bot goes alone. The server chooses; each step includes the ones before it."""

    OFF = "off"
    LOG = "log"
    ASK = "ask"
    REMOVE_THEN_ASK = "remove-then-ask"
    ACT = "act"

    @property
    def removes(self) -> bool:
        """Whether copies of a spread picture are removed before a moderator has looked."""
        return self in {Ladder.REMOVE_THEN_ASK, Ladder.ACT}


class IncidentState(StrEnum):
    """Whether moderators still have to look."""

    OPEN = "open"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a message of Breakwater's stands."""

    channel: "PlaceId"
    message: "MessageId"


@dataclass(frozen=True, slots=True)
class Marker:
    """Recognises a message of Breakwater's that may have been sent before a crash.

    Attributes:
        outbox: The errand it belongs to; Discord's `nonce` is made from it.
        begun: When sending was first tried (aware UTC); `None`: never, so there is nothing to look for.
    """

    outbox: OutboxId
    begun: "datetime | None"

    @property
    def nonce(self) -> str:
        """At most 25 characters, as Discord allows."""
        return f"breakwater-{self.outbox}"


@dataclass(frozen=True, slots=True)
class Note:
    """The quiet word in the chat, naming nobody. Without an incident it answers a plea for help."""

    marker: Marker
    incident: IncidentId | None
    server: "ServerId"
    place: "PlaceId"
    situation: "Situation"


@dataclass(frozen=True, slots=True)
class Look:
    """Asks moderators to look after somebody who may be in danger: a link, no text, and no name.

    Attributes:
        channel: The moderators' channel; `None` until somebody ran `/setup`.
        role: Whom to call.
    """

    marker: Marker
    server: "ServerId"
    channel: "PlaceId | None"
    role: int | None
    place: "PlaceId"
    message: "MessageId"


@dataclass(frozen=True, slots=True)
class Hint:
    """How to set Breakwater up, said once on a server."""

    marker: Marker
    server: "ServerId"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason on a card: words, when, and the messages that a moderator can open.

    Attributes:
        kind: Signal and kind of its evidence; reasons of one kind say the same of different messages.
        weight: Log-odds; tells which reasons matter most.
    """

    kind: str
    weight: float
    at: "datetime"
    text: str
    place: "PlaceId"
    messages: "tuple[MessageId, ...]"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A message that an incident rests on, and what became of it.

    Attributes:
        spread: True for a copy of a spread picture, which may be removed without a moderator.
        removed_at: When Breakwater removed it or found it gone (aware UTC).
        not_removed_because: Why removing it failed.
    """

    place: "PlaceId"
    message: "MessageId"
    spread: bool
    removed_at: "datetime | None" = None
    not_removed_because: str | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, by whom; `by` is `None` where Breakwater acted by itself."""

    capability: str
    at: "datetime"
    text: str
    by: "PersonId | None"


@dataclass(frozen=True, slots=True)
class Card:
    """All that the moderators' card of one incident shows.

    Attributes:
        channel: The moderators' channel; `None` until somebody ran `/setup`.
        role: Whom to call when the card first appears.
        reasons: In the order of time.
        confirmable: How many of its pictures could be put on the server's list.
        timed_out: Whether the suspect is timed out by this incident and that was not lifted.
        waiting: What was decided and cannot happen yet, with the reason.
        sent: Where the card stands already; then it is edited.
    """

    marker: Marker
    incident: IncidentId
    server: "ServerId"
    channel: "PlaceId | None"
    role: int | None
    level: "Level"
    state: IncidentState
    suspect: "PersonId"
    targets: "tuple[PersonId, ...]"
    opened_at: "datetime"
    reasons: tuple[Reason, ...]
    sightings: tuple[Sighting, ...]
    deeds: tuple[Deed, ...]
    confirmable: int
    timed_out: bool
    waiting: tuple[str, ...]
    sent: Sent | None


@dataclass(frozen=True, slots=True)
class Removal:
    """Messages to take out, on whose word: copies of a spread picture, and what the suspect wrote."""

    incident: IncidentId
    server: "ServerId"
    suspect: "PersonId"
    sightings: tuple[Sighting, ...]
    by: "PersonId | None"
    by_name: str | None


@dataclass(frozen=True, slots=True)
class Removed:
    """What became of each message of a removal; `problem` is `None` where it is gone."""

    message: "MessageId"
    problem: str | None


@dataclass(frozen=True, slots=True)
class TimeOut:
    """Stop somebody from writing until a moment; `until` of `None` lets them write again."""

    incident: IncidentId
    server: "ServerId"
    suspect: "PersonId"
    until: "datetime | None"
    by: "PersonId | None"
    by_name: str | None
