"""A member's own words: telling of harm, asking for help, teaching and moderating are never an offence.

Knows which cues may be held against a speaker and which never; it refuses to weigh them.
"""

from typing import TYPE_CHECKING

from bot.detection.language.cue import Cue

if TYPE_CHECKING:
    from bot.detection.language.reading import Reading
    from bot.observed import Message

ANSWERS = frozenset(
    {Cue.PLEA, Cue.SHOCK, Cue.REFUSAL, Cue.POLICE, Cue.POOR, Cue.PAID, Cue.DANGER, Cue.SECRECY, Cue.LAUGH}
)
"""What a person under pressure says. It supports the case against the other one only."""

TOPICS = frozenset({Cue.TRADE, Cue.GAME, Cue.FICTION, Cue.ABOUT, Cue.TRIVIAL, Cue.CRAFT})
"""What the talk is about; it counts for everybody in it."""

_NEVER_HELD_AGAINST = ANSWERS - {Cue.SECRECY, Cue.LAUGH} | {Cue.COERCED, Cue.DESPAIR}
_NOT_BY_A_PLEADER = frozenset({Cue.EXPOSE, Cue.SEARCHED, Cue.AUDIENCE, Cue.CAPTURE, Cue.ORDER, Cue.SENT})
_HARMLESS = frozenset({Cue.LAUGH, Cue.CONSENT, Cue.DISCLOSURE, Cue.ABOUT, Cue.REPORTED})


def topics(cues: frozenset[Cue], *, in_hostile: bool) -> frozenset[Cue]:
    """Return what `cues` say the talk is about; a harmless object counts only where it is threatened."""
    return cues & TOPICS if in_hostile else cues & TOPICS - {Cue.TRIVIAL}


def is_own_words(message: "Message") -> bool:
    """Return whether the text of `message` is its author's own."""
    return not message.forwarded


def told_of(reading: "Reading") -> bool:
    """Whether `reading` tells of others' deeds, or teaches about them: not held against its writer."""
    cues = reading.cues
    addressed = Cue.ADDRESS in cues and not reading.quoting
    return Cue.DISCLOSURE in cues or bool(cues & {Cue.REPORTED, Cue.ABOUT} and not addressed)


def offender_cues(fresh: frozenset[Cue], reading: "Reading") -> frozenset[Cue]:
    """Return which of the `fresh` cues may be held against whoever wrote them, in words read as `reading`.

    Who tells of others' deeds, or teaches about them, is held to nothing, and what a plea pleads about
    is not its writer's threat ("please don't send it to my mother").
    """
    cues = fresh - _NEVER_HELD_AGAINST
    if told_of(reading):
        return cues & _HARMLESS
    if Cue.PLEA in reading.cues and Cue.DEMAND not in cues:
        return cues - _NOT_BY_A_PLEADER
    return cues
