"""What messages read like, as a story keeps it: how strong it must be to count, and against whom.

Knows the scorer's log-odds and one message's cues; it refuses to weigh them against other signs.
"""

from typing import TYPE_CHECKING

from bot.detection.language.cue import Cue
from bot.detection.language.scorer import FLOOR, Like

if TYPE_CHECKING:
    from bot.detection.conversation import Story, Trace
    from bot.detection.finders import Finder
    from bot.detection.language.reading import Reading
    from bot.detection.signs import Degree

CERTAIN = 2.0
"""Log-odds from which a likeness counts in full: nearly nine of ten such messages are so."""

LEAST = 0.1
"""Fainter likenesses are not kept."""

CLEAR = 0.6
"""The strength from which a message is taken for a request, rather than as pointing to one."""


def _strength(odds: float) -> float:
    return min(1.0, max(0.0, (odds - FLOOR) / (CERTAIN - FLOOR)))


def held_against(reading: "Reading") -> tuple[tuple[Like, float], ...]:
    """Return what `reading` reads like that may be held against its writer, with strengths of 0 to 1.

    What tells of somebody else's deeds, or teaches about them, is not held against whoever writes it.
    """
    if not reading.likes:
        return ()
    cues = reading.cues
    addressed = Cue.ADDRESS in cues and not reading.quoting
    if Cue.DISCLOSURE in cues or (cues & {Cue.REPORTED, Cue.ABOUT} and not addressed):
        return ()
    strengths = ((like, _strength(odds)) for like, odds in reading.likes if like is not Like.VICTIM)
    return tuple(pair for pair in strengths if pair[1] >= LEAST)


def answered_like(reading: "Reading") -> float:
    """Return how much `reading` reads like somebody under pressure, 0 to 1."""
    for like, odds in reading.likes:
        if like is Like.VICTIM and (strength := _strength(odds)) >= LEAST:
            return strength
    return 0.0


def asked(story: "Story") -> bool:
    """Return whether something that the suspect said clearly reads like a request."""
    trace = story.said.get(Like.REQUEST)
    return trace is not None and trace.best >= CLEAR


def best(find: "Finder") -> "Degree":
    """The strength of the strongest message that something rests on."""
    return lambda story: _of(find(story))


def least(*finds: "Finder") -> "Degree":
    """The weakest of several things that stand together."""
    return lambda story: min(_of(find(story)) for find in finds)


def second(find: "Finder") -> "Degree":
    """The strength of the second strongest message."""
    return lambda story: 0.0 if (trace := find(story)) is None else trace.second


def third(find: "Finder") -> "Degree":
    """The strength of the third strongest message."""
    return lambda story: 0.0 if (trace := find(story)) is None else trace.third


def _of(trace: "Trace | None") -> float:
    return 0.0 if trace is None else trace.best
