"""The state of one conversation between a suspect and a target, or all who are there, in constant memory.

Knows when which cue was first and last seen, from which side; it keeps no text and refuses to judge.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.detection.language.cue import Cue
from bot.detection.turns import MAX_SPEAKERS

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.detection.course import State
    from bot.observed import MessageId, PersonId, PlaceId, ServerId


FADING = 0.97
"""What is left of a strength after one more message of the suspect: half of it after 23."""

LEANING = 0.98
"""Likewise of what spoke for somebody being spoken to, after one more turn of anybody."""

MOST_AMONG = MAX_SPEAKERS
"""People who may be spoken to at once; as many as speakers are remembered in a place."""


@dataclass(slots=True)
class Trace:
    """When something was seen: the first and the last time, how often, in which messages.

    Attributes:
        turn: How many messages the suspect had written when it was seen last.
        best: The greatest strength with which it was seen, 0 to 1, fading by `FADING` with every message of
            the suspect until it is seen again; 1 for what is seen or not seen.
    """

    first_at: "datetime"
    last_at: "datetime"
    first_message: "MessageId"
    last_message: "MessageId"
    turn: int
    count: int = 1
    best: float = 1.0

    def again(self, at: "datetime", message: "MessageId", turn: int, strength: float) -> None:
        """Note that it was seen once more; an edit of the same message counts once."""
        if message == self.last_message:
            self.best = max(self.best, strength)
            return
        self.best = max(self.best * FADING ** max(0, turn - self.turn), strength)
        self.last_at, self.last_message = max(self.last_at, at), message
        self.count += 1
        self.turn = turn

    @property
    def messages(self) -> "tuple[MessageId, ...]":
        """The first and the last message, without repeats."""
        if self.first_message == self.last_message:
            return (self.first_message,)
        return (self.first_message, self.last_message)


Traces = dict[Cue | str, Trace]
"""What was seen from one side; at most one entry for each cue and each deed."""

PICTURE_SENT = "picture_sent"
CALL_MADE = "call_made"
REQUEST = "request"
"""Asked for something intimate in one message or in two that follow one another."""
PUSHED = "pushed"
"""Asked again after a refusal."""
HANDED_OVER = "handed_over"
"""The other one sent a picture or joined a call after being asked."""
FLIP = "flip"
"""Turned from friendly to commanding."""
LAUGHED_LATE = "laughed_late"
"""The other one laughed after a threat or a demand."""
ALONE = "alone"
"""Said what reads like part of blackmail whatever was said before."""


DEEDS = (PICTURE_SENT, CALL_MADE, REQUEST, PUSHED, HANDED_OVER, FLIP, LAUGHED_LATE, ALONE)
"""All of these."""

LASTING = frozenset({REQUEST, HANDED_OVER})
"""What was asked for or given stays leverage for as long as the story is remembered."""

FRESH_TURNS = 30
"""Cues that lie further apart than so many of the suspect's messages belong to different talk; in the
development sets an approach takes fewer."""


@dataclass(slots=True)
class Story:
    """What one person says and does to another in a place for two, or to everybody in a place for many.

    In a group or a channel nobody can tell for sure who is spoken to, and a suspect who works several members
    there is one story.

    Attributes:
        suspect: Whose side `said` is.
        target: The other one; `None` until somebody answers. In a place for many who is at risk as far as
            can be told. It is lost there when packed, as is `among`.
        among: In a place for many, how much speaks for each of the others being spoken to.
        first_at: The first contact that was seen.
        last_at: The last time either of them spoke.
        known: Whether the suspect and the others knew one another before; `None`: unknown.
        pair: Whether only two people can be speaking in the place.
        opened: Whether the suspect opened the place.
        said: The suspect's cues and deeds.
        answered: The target's.
        around: Cues of anybody in the place that speak for another topic.
        turns: How many messages the suspect has written, several in a row being one.
        course: What the learned reader keeps of it.
        telling: What it keeps of those of the suspect's messages that are telling by themselves, heard alone.
        run: The first of the messages in a row that were heard last, and `before`: what the reader kept
            before it. Both are lost where the story is packed.
    """

    place: "PlaceId"
    server: "ServerId"
    suspect: "PersonId"
    target: "PersonId | None"
    first_at: "datetime"
    last_at: "datetime"
    known: bool | None = None
    pair: bool = False
    opened: bool = False
    said: Traces = field(default_factory=dict[Cue | str, Trace])
    answered: Traces = field(default_factory=dict[Cue | str, Trace])
    around: Traces = field(default_factory=dict[Cue | str, Trace])
    turns: int = 0
    course: "State | None" = None
    telling: "State | None" = None
    run: "MessageId | None" = None
    before: "State | None" = None
    among: "dict[PersonId, float]" = field(default_factory=dict["PersonId", float])

    def lean(self, person: "PersonId", weight: float) -> None:
        """Let so much more speak for `person` being the one who is spoken to; what was before fades."""
        for other in self.among:
            self.among[other] *= LEANING
        self.among[person] = self.among.get(person, 0.0) + weight
        if len(self.among) > MOST_AMONG:
            del self.among[min(self.among, key=self.among.__getitem__)]
        self.target = max(self.among, key=self.among.__getitem__)

    def before_run(self, first: "MessageId") -> "State | None":
        """What the learned reader kept before the messages in a row that begin with `first`."""
        return self.before if self.run == first else self.course

    def hear(self, first: "MessageId", course: "State") -> None:
        """Keep what the learned reader keeps now that it heard the messages in a row from `first` on."""
        self.run, self.before, self.course = first, self.before_run(first), course

    def since_contact(self, at: "datetime") -> "timedelta":
        """Return the time from the first contact to `at`."""
        return at - self.first_at

    @property
    def laughing(self) -> bool:
        """Whether either of them laughed."""
        return Cue.LAUGH in self.said or Cue.LAUGH in self.answered

    def fade(self) -> None:
        """Drop what was last seen more than `FRESH_TURNS` ago, save for what stays true."""
        for traces in (self.said, self.answered, self.around):
            stale = [
                k for k, trace in traces.items() if self.turns - trace.turn > FRESH_TURNS and k not in LASTING
            ]
            for kind in stale:
                del traces[kind]


def note(  # noqa: PLR0913, PLR0917 - whose, what, when, where, how strongly
    story: Story,
    traces: Traces,
    kind: Cue | str,
    at: "datetime",
    message: "MessageId",
    strength: float = 1.0,
) -> None:
    """Note in `traces`, a side of `story`, that `kind` was seen, with a strength of 0 to 1."""
    trace = traces.get(kind)
    if trace is None:
        traces[kind] = Trace(at, at, message, message, story.turns, best=strength)
    else:
        trace.again(at, message, story.turns, strength)
