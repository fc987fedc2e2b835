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

_EXCUSES = frozenset({Cue.DISCLOSURE, Cue.ABOUT})
_NEVER_HELD_AGAINST = ANSWERS - {Cue.SECRECY, Cue.LAUGH}
_PLEADING = frozenset({Cue.PLEA, Cue.SHOCK, Cue.POOR, Cue.POLICE})
_HARMLESS = frozenset({Cue.LAUGH, Cue.CONSENT, Cue.DISCLOSURE})


def is_own_words(message: "Message") -> bool:
    """Return whether the text of `message` is its author's own."""
    return not message.forwarded


def offender_cues(reading: "Reading") -> frozenset[Cue]:
    """Return the cues of `reading` that may be held against whoever wrote it.

    A message that tells of somebody else's deeds, or teaches about them, counts for nothing; so do the words of
    a plea, whatever it pleads about.
    """
    cues = reading.cues - _NEVER_HELD_AGAINST
    if reading.cues & _EXCUSES:
        return cues & _HARMLESS
    if reading.cues & _PLEADING and not reading.cues & {Cue.EXPOSE, Cue.DEMAND, Cue.CAPTURE}:
        return cues & _HARMLESS
    return cues
