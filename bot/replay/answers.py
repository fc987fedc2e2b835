"""What the bot would answer where a member asks for help: never an incident, and never against anybody.

Knows pleas and how often one is answered; it names nobody who pleaded, as the bot writes them down nowhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.detection.judge import coerced
from bot.detection.pleas import QUIET_FOR, Need, NewPleas
from bot.detection.verdict import Level, Verdict
from bot.observed import Message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.detection.pleas import Plea
    from bot.observed import Observation, PersonId, PlaceId
    from bot.replay.exported import Head
    from bot.replay.judging import Hearing

PLEADS: Final = {
    Need.HELP: "a member tells of blackmail, their own or a friend's",
    Need.DANGER: "somebody's life may be in danger",
}
"""What was heard, in plain words."""


class Reply(StrEnum):
    """What the bot does, in plain words."""

    HELP = "a note with help in the place, naming nobody"
    DANGER = "a note with crisis lines in the place; moderators are called to look after them"
    AGAIN = "nothing more: heard already, less than an hour ago"
    STANDS = "no note of its own: one that says as much was posted there less than an hour ago"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a message asks for, and what the bot would do."""

    plea: "Plea"
    reply: Reply

    @property
    def need(self) -> Need:
        """What it calls for."""
        return self.plea.need

    @property
    def pleads(self) -> str:
        """What was heard, in plain words."""
        return PLEADS[self.need]


class Answers:
    """Answers what a detection hears as the running bot does: each plea once in `QUIET_FOR`."""

    def __init__(self, hearing: "Hearing") -> None:
        """Start having answered nobody."""
        self._hearing = hearing
        self._new = NewPleas()
        self._noted: dict[PlaceId, datetime] = {}
        self._stories: set[tuple[PlaceId, PersonId]] = set()

    def to(self, seen: "Observation", verdicts: "Iterable[Verdict]") -> Answer | None:
        """What the bot would answer to something that was just observed, if it asks for help.

        Args:
            seen: The observation.
            verdicts: What detection said of it; a story's first threat puts a note in the place, as an order
                to self-harm and spread pictures do.
        """
        for verdict in verdicts:
            story = (verdict.place.id, verdict.suspect)
            if story not in self._stories and _brings_a_note(verdict):
                self._stories.add(story)
                self._noted[verdict.place.id] = verdict.at
        plea = self._hearing.plea_in(seen) if isinstance(seen, Message) else None
        return None if plea is None else Answer(plea, self._reply(plea))

    def _reply(self, plea: "Plea") -> Reply:
        place = plea.place.id
        if not self._new.is_new(plea, plea.at):
            return Reply.AGAIN
        if plea.need is Need.DANGER:
            self._noted[place] = plea.at
            return Reply.DANGER
        noted = self._noted.get(place)
        return Reply.HELP if noted is None or plea.at - noted >= QUIET_FOR else Reply.STANDS


def _brings_a_note(verdict: Verdict) -> bool:
    """Whether a note follows that says as much as one with help; one on prevention does not."""
    return verdict.level >= Level.CAUTION and coerced(verdict.evidence)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that the bot would have given in an exported place.

    Attributes:
        head: Of the export in which the message that asked for it stands.
        file: That export, as reports call it.
    """

    answer: Answer
    head: "Head"
    file: str

    @property
    def at(self) -> "datetime":
        """When it was asked for (aware UTC)."""
        return self.answer.plea.at

    @property
    def message_id(self) -> int:
        """The message that asked for it."""
        return self.answer.plea.message

    @property
    def link(self) -> str:
        """The address of that message on Discord."""
        return self.head.link(self.message_id)

    def as_json(self) -> dict[str, object]:
        """The answer as `breakwater replay --json` prints it; ids are strings, as in exports."""
        channel = self.head.channel
        return {
            "file": self.file,
            "channel": channel.name,
            "channel_id": str(channel.id),
            "need": self.answer.need.value,
            "message_id": str(self.message_id),
            "at": self.at.isoformat(),
            "answer": self.answer.reply.value,
        }
