"""What one message adds to a story: cues and deeds, on the side of whoever wrote it.

Knows what was said and done before in that story. It refuses to know which story a message belongs to.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.detection.context import in_context
from bot.detection.conversation import (
    CALL_MADE,
    FLIP,
    HANDED_OVER,
    LAUGHED_LATE,
    PICTURE_SENT,
    PUSHED,
    REQUEST,
    Story,
    note,
)
from bot.detection.disclosure import ANSWERS, offender_cues, topics
from bot.detection.language.cue import Cue
from bot.detection.likeness import asked, keep, pressed
from bot.detection.turns import TOLD

if TYPE_CHECKING:
    from datetime import datetime

    from bot.detection.course import Answers
    from bot.detection.runs import Said
    from bot.observed import Message, MessageId, PlaceEvent

_ASKING = frozenset({Cue.PICTURE, Cue.CALL, Cue.RETURN, Cue.PRESSURE})
_BARGAIN = frozenset({Cue.PICTURE, Cue.PRESSURE, Cue.SECRECY})
_HOSTILE = frozenset({Cue.EXPOSE, Cue.DEMAND, Cue.CAPTURE, Cue.MENACE, Cue.SEARCHED, Cue.ORDER})
_PASSING = frozenset({Cue.ADDRESS, Cue.NUMBER})
"""They help to read a message and mean nothing afterwards."""

_ANSWERING = ANSWERS | topics(frozenset(Cue), in_hostile=False)
"""What counts in an answer."""

_PRESSED = frozenset({Cue.PLEA, Cue.POOR, Cue.PAID})
"""What tells, in a place for many, who is at risk: bystanders are shocked, refuse and call the police too."""

_FADE_EVERY = 8
"""Messages between two looks at what has gone stale; more often would cost time and change little."""

_LATELY = timedelta(minutes=10)
"""What was said within this time belongs to the same thought."""

_WANTED = frozenset({REQUEST, Cue.INTIMATE, Cue.RETURN, Cue.PRESSURE, Cue.CALL, Cue.PICTURE})
_FRIENDLY = frozenset({Cue.GREETING, Cue.FLATTERY, Cue.PERSONAL, Cue.INTIMATE, Cue.RETURN})


def answer(story: Story, answers: "Answers", message: "Message", said: "Said") -> bool:
    """Add what the other one answers to the suspect of `story`; return whether there was anything."""
    at, id_ = message.at, message.id
    story.last_at = max(story.last_at, at)
    like = keep(story, answers, message)
    cues = said.fresh & _ANSWERING
    if not story.pair and (cues & _PRESSED or pressed(answers)):
        story.lean(message.author.id, TOLD)
    if not (cues or message.pictures):
        return like
    _note_once(story, LAUGHED_LATE, at, id_, when=Cue.LAUGH in cues and bool(story.said.keys() & _HOSTILE))
    for cue in cues & ANSWERS:
        note(story, story.answered, cue, at, id_)
    for cue in cues - ANSWERS:
        note(story, story.around, cue, at, id_)
    if message.pictures:
        note(story, story.answered, PICTURE_SENT, at, id_)
        _note_once(story, HANDED_OVER, at, id_, when=_wanted(story))
    return True


def tell(story: Story, message: "Message", said: "Said") -> bool:
    """Add what the suspect of `story` says; return whether there was anything."""
    at, id_ = message.at, message.id
    if said.first == id_:
        story.turns += 1
        if story.turns % _FADE_EVERY == 0:
            story.fade()
    if not (said.fresh or message.pictures):
        return False
    cues = in_context(story, offender_cues(said.fresh, said.reading)) - _PASSING
    around = topics(said.fresh, in_hostile=bool(cues & _HOSTILE))
    if not (cues or around or message.pictures):
        return False
    for cue in around:
        note(story, story.around, cue, at, id_)
    if _asks(story, cues, message):
        _note_once(story, PUSHED, at, id_, when=Cue.REFUSAL in story.answered and REQUEST in story.said)
        note(story, story.said, REQUEST, at, id_)
    friendly = any(cue in story.said for cue in _FRIENDLY)
    _note_once(story, FLIP, at, id_, when=len(cues & _HOSTILE) > 1 and friendly)
    for cue in cues:
        note(story, story.said, cue, at, id_)
    if message.pictures:
        note(story, story.said, PICTURE_SENT, at, id_)
    return True


def call(story: Story, event: "PlaceEvent") -> None:
    """Add a call that began or ended where `story` is told."""
    note(story, story.said, CALL_MADE, event.at, event.id)
    _note_once(story, HANDED_OVER, event.at, event.id, when=_wanted(story))


def _wanted(story: Story) -> bool:
    return bool(story.said.keys() & _WANTED) or asked(story)


def _asks(story: Story, cues: frozenset[Cue], message: "Message") -> bool:
    if Cue.INTIMATE in cues and cues & _ASKING:
        return True
    if Cue.RETURN in cues and (Cue.CALL in cues or len(cues & _BARGAIN) > 1):
        return True
    if Cue.INTIMATE in cues:
        return any(_lately(story, cue, message) for cue in (Cue.RETURN, Cue.PICTURE, Cue.CALL))
    return bool(cues & _ASKING) and _lately(story, Cue.INTIMATE, message)


def _lately(story: Story, cue: Cue, message: "Message") -> bool:
    trace = story.said.get(cue)
    return trace is not None and message.at - trace.last_at <= _LATELY


def _note_once(story: Story, kind: str, at: "datetime", message: "MessageId", *, when: bool) -> None:
    if when:
        note(story, story.said, kind, at, message)
