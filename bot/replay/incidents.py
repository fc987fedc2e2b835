"""What a replay would have raised: one incident per server and suspect. Knows verdicts and names, no text."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.detection.verdict import Level, Verdict
from bot.replay.judged import reasons_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.observed import ServerId
    from bot.replay.exported import Head

REASONS_TOLD = 8
"""As many as a card in Discord shows; `--json` has them all."""


@dataclass(frozen=True, slots=True)
class Step:
    """A moment at which an incident reached a level for the first time.

    Attributes:
        at: Aware UTC.
        message_id: The message after which it did.
        link: Its address on Discord.
    """

    level: Level
    at: "datetime"
    file: str
    channel: str
    channel_id: int
    message_id: int
    link: str


@dataclass(frozen=True, slots=True)
class Incident:
    """What Breakwater would have raised about one suspect in one server.

    Attributes:
        server: The server's name, or the private chat's.
        suspect: The name in the export.
        steps: From the first caution or higher up to the highest level, each level once.
        reasons: Of the highest level, strongest first.
        score: Of the verdict that the reasons come from, 0 to 1.
    """

    server: str
    suspect: str
    suspect_id: int
    steps: tuple[Step, ...]
    reasons: tuple[str, ...]
    score: float

    @property
    def told(self) -> tuple[str, ...]:
        """The weightiest reasons for a person to read, and how many more there are."""
        rest = len(self.reasons) - REASONS_TOLD
        more = (f"and {rest} more reason{'s' if rest > 1 else ''}",) if rest > 0 else ()
        return (*self.reasons[:REASONS_TOLD], *more)

    @property
    def level(self) -> Level:
        """The highest level that was reached."""
        return self.steps[-1].level

    def as_json(self) -> dict[str, object]:
        """The incident as `breakwater replay --json` prints it; ids are strings, as in exports."""
        first = self.steps[0]
        return {
            "file": first.file,
            "channel": first.channel,
            "channel_id": str(first.channel_id),
            "suspect": self.suspect,
            "suspect_id": str(self.suspect_id),
            "level": self.level.word,
            "first_message_id": str(first.message_id),
            "at": first.at.isoformat(),
            "reasons": list(self.reasons),
            "steps": [
                {
                    "level": step.level.word,
                    "at": step.at.isoformat(),
                    "channel": step.channel,
                    "message_id": str(step.message_id),
                }
                for step in self.steps
            ],
        }


class Incidents:
    """Collects verdicts into incidents, in the order in which they opened."""

    def __init__(self) -> None:
        self._by: dict[tuple[ServerId, int], Incident] = {}

    def __len__(self) -> int:
        return len(self._by)

    def take(self, verdict: Verdict, head: "Head", file: str, name: str) -> None:
        """Let a verdict open an incident, raise it, or explain it better; below caution it does nothing.

        Args:
            verdict: What detection said.
            head: Of the export in which the message that led to it stands.
            file: That export, as reports call it.
            name: The suspect's, as far as the exports tell.
        """
        if verdict.level < Level.CAUTION:
            return
        key = (verdict.place.server, verdict.suspect)
        before = self._by.get(key)
        if before is None:
            steps, reasons = (_step(verdict, head, file),), reasons_of(verdict)
            self._by[key] = Incident(head.server_name, name, verdict.suspect, steps, reasons, verdict.score)
        elif (verdict.level, verdict.score) >= (before.level, before.score):
            higher = (_step(verdict, head, file),) if verdict.level > before.level else ()
            self._by[key] = Incident(
                before.server,
                before.suspect,
                before.suspect_id,
                before.steps + higher,
                reasons_of(verdict),
                verdict.score,
            )

    def all(self) -> tuple[Incident, ...]:
        """The incidents, in the order in which they opened."""
        return tuple(self._by.values())


def _step(verdict: Verdict, head: "Head", file: str) -> Step:
    channel = head.channel
    link = head.link(verdict.message)
    return Step(verdict.level, verdict.at, file, channel.name, channel.id, verdict.message, link)
