"""What the learned reader answers, as a conversation keeps it: how strong it must be to count.

Knows log-odds and who spoke; it refuses to weigh them against other signs.
"""

from typing import TYPE_CHECKING

from bot.detection.conversation import note
from bot.detection.course import Like

if TYPE_CHECKING:
    from bot.detection.conversation import Story, Trace
    from bot.detection.finders import Finder
    from bot.detection.signs import Degree
    from bot.observed import Message

FLOOR = -1.0
CERTAIN = 2.0
"""Log-odds from which an answer about one message counts at all, and in full: nearly nine of ten are so."""

CALM = -4.0
WORST = 6.0
"""Log-odds between which the answer about the course is told apart."""

LEAST = 0.1
"""Fainter answers are not kept."""

CLEAR = 0.6
"""The strength from which a message is taken for a request, rather than as pointing to one."""


def keep(story: "Story", answers: "dict[Like, float]", message: "Message") -> bool:
    """Note in `story` what the conversation is like after `message`; return whether there was anything."""
    own = message.author.id == story.suspect.id
    kept = False
    for like, odds in answers.items():
        strength = share(odds, CALM, WORST) if like is Like.COURSE else share(odds, FLOOR, CERTAIN)
        if strength < LEAST or (like is not Like.COURSE and own is (like is Like.VICTIM)):
            continue
        note(
            story,
            story.answered if like is Like.VICTIM else story.said,
            like,
            message.at,
            message.id,
            strength,
        )
        kept = True
    return kept


def share(odds: float, low: float, high: float) -> float:
    """How far `odds` are on the way from `low` to `high`, 0 to 1."""
    return min(1.0, max(0.0, (odds - low) / (high - low)))


def asked(story: "Story") -> bool:
    """Return whether something that the suspect said clearly reads like a request."""
    trace = story.said.get(Like.REQUEST)
    return trace is not None and trace.best >= CLEAR


def best(find: "Finder") -> "Degree":
    """The strength of the strongest message that something rests on."""
    return lambda story: _of(find(story))


def between(find: "Finder", low: float, high: float) -> "Degree":
    """How far the course is on the way between two log-odds."""
    first, last = share(low, CALM, WORST), share(high, CALM, WORST)
    return lambda story: share(_of(find(story)), first, last)


def least(*finds: "Finder") -> "Degree":
    """The weakest of several things that stand together."""
    return lambda story: min(_of(find(story)) for find in finds)


def _of(trace: "Trace | None") -> float:
    return 0.0 if trace is None else trace.best
