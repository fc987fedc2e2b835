"""Runs: what somebody says in several short messages, with nobody between, is read as one message.

"send" / "me a pic" asks as "send me a pic" does, and "they want" / "£500 or they post it" tells of others.
Holds as little text as that takes: in each place the last speaker's short messages, of `LIFE` only. It
refuses to know what follows from what was read.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.detection.disclosure import is_own_words

if TYPE_CHECKING:
    from datetime import datetime

    from bot.detection.language.cue import Cue
    from bot.detection.language.reading import Cues, Reading
    from bot.observed import Message, MessageId, PersonId, PlaceId, ServerId


LIFE: Final = timedelta(minutes=1)
"""So long a run lasts from its first message on; it is let go of with the first message of anybody anywhere
after that: time is the messages' own."""

MOST_CHARACTERS: Final = 100
"""Of a run. Longer ones hold several sentences: with 160 characters and two minutes the learned reader took a
third more ordinary chats (chitchat-dataset) for blackmail."""

MOST_RUNS: Final = 4_096
"""Runs that are held in all, the newest; below 4 MB."""


class Said(NamedTuple):
    """What a message says, behind what its author said just before.

    Attributes:
        first: The message that the run begins with; often the message itself.
        reading: Of the whole run.
        fresh: Its cues that the messages before did not have already, or that this one has by itself.
        lone: Which features of the learned reader the message has by itself, where it is not the whole run.
    """

    first: "MessageId"
    reading: "Reading"
    fresh: "frozenset[Cue]"
    lone: tuple[int, ...] = ()


@dataclass(slots=True)
class _Run:
    server: "ServerId"
    by: "PersonId"
    since: "datetime"
    last: "datetime"
    parts: "dict[MessageId, str]"
    told: "frozenset[Cue]" = field(default_factory=frozenset["Cue"])

    def may_go_on(self, message: "Message") -> bool:
        """Whether `message` can be the next part; of two in the same moment nobody knows which came first."""
        return self.by == message.author.id and self.last < message.at and self.has_room_for(message)

    def has_room_for(self, message: "Message") -> bool:
        """Whether all parts are short enough together, `message` in place of what it may correct."""
        held = sum(len(part) for number, part in self.parts.items() if number != message.id)
        return held + len(message.text) <= MOST_CHARACTERS


class Runs:
    """The runs that go on now, one a place."""

    def __init__(self, cues: "Cues") -> None:
        """Start with none; words are read by `cues`."""
        self._cues = cues
        self._open: OrderedDict[PlaceId, _Run] = OrderedDict()

    def __len__(self) -> int:
        """The number of messages that are held."""
        return sum(len(run.parts) for run in self._open.values())

    def hear(self, message: "Message") -> Said:
        """Read `message` with what it goes on; whoever else spoke in its place is interrupted.

        A picture, a long message and words that are not the author's own stand by themselves. An edit takes
        the place of what it corrects.
        """
        self._let_go(message.at)
        text = message.text if is_own_words(message) else ""
        alone = self._cues.read(text)
        run = self._of(message, text)
        if run is None:
            return Said(message.id, alone, alone.cues)
        run.parts[message.id], run.last = text, max(run.last, message.at)
        whole = alone if len(run.parts) == 1 else self._cues.read("\n".join(run.parts.values()))
        fresh = alone.cues | (whole.cues - run.told)
        run.told |= alone.cues | whole.cues
        lone = () if whole is alone else alone.rows
        return Said(next(iter(run.parts)), whole, fresh, lone)

    def forget(self, person: "PersonId") -> None:
        """Let go of what `person` said."""
        for place in [place for place, run in self._open.items() if run.by == person]:
            del self._open[place]

    def forget_server(self, server: "ServerId") -> None:
        """Let go of what was said on `server`."""
        for place in [place for place, run in self._open.items() if run.server == server]:
            del self._open[place]

    def _of(self, message: "Message", text: str) -> _Run | None:
        """The run that `message` goes on or begins; `None` where it stands by itself."""
        place = message.place.id
        run = self._open.get(place)
        correcting = run is not None and run.by == message.author.id and message.id in run.parts
        if message.edited and not correcting:
            return None
        if not text or message.pictures or len(text) > MOST_CHARACTERS:
            self._open.pop(place, None)
            return None
        if run is None or not (run.has_room_for(message) if correcting else run.may_go_on(message)):
            self._open.pop(place, None)
            run = self._open[place] = _Run(
                message.place.server, message.author.id, message.at, message.at, {}
            )
        return run

    def _let_go(self, now: "datetime") -> None:
        while self._open:
            place, oldest = next(iter(self._open.items()))
            if now - oldest.since <= LIFE and len(self._open) < MOST_RUNS:
                return
            del self._open[place]
