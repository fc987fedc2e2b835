"""What the learned reader answers, as a conversation keeps it: how strong it must be to count.

Knows log-odds and who spoke; it refuses to weigh them against other signs.
"""

from typing import TYPE_CHECKING

from bot.detection.conversation import note
from bot.detection.course import LIKES, Like

if TYPE_CHECKING:
    from bot.detection.conversation import Story, Trace
    from bot.detection.course import Answers
    from bot.detection.signs import Degree
    from bot.observed import Message

FLOOR = -1.5
CERTAIN = 1.25
"""Log-odds from which an answer about one message counts at all, and in full. The network was taught never to
be quite sure (`backpropagation.SMOOTH`): of nothing at all it says about -2.9, of what is plain 1 or more."""

CALM = -2.0
WORST = 3.0
"""Log-odds between which the answer about the course is told apart: 95 of 100 ordinary messages
(chitchat-dataset) leave it below, and 13 of 100 by offenders in the development sets above."""

LEAST = 0.1
"""Fainter answers are not kept."""

CLEAR = 0.6
"""The strength from which a message is taken for a request, rather than as pointing to one."""


_FROM = tuple((CALM, WORST) if like is Like.COURSE else (FLOOR, CERTAIN) for like in LIKES)
_KEPT = tuple(
    (like, low, high, low + LEAST * (high - low)) for like, (low, high) in zip(LIKES, _FROM, strict=True)
)
"""Each answer with the log-odds of no strength, of full strength, and of one that is kept."""


def keep(story: "Story", answers: "Answers", message: "Message") -> bool:
    """Note in `story` what the conversation is like after `message`; return whether there was anything."""
    own = message.author.id == story.suspect
    kept = False
    for (like, low, high, enough), odds in zip(_KEPT, answers, strict=False):
        if odds < enough or (like is not Like.COURSE and own is (like is Like.VICTIM)):
            continue
        traces = story.answered if like is Like.VICTIM else story.said
        note(story, traces, like, message.at, message.id, share(odds, low, high))
        kept = True
    return kept


def share(odds: float, low: float, high: float) -> float:
    """How far `odds` are on the way from `low` to `high`, 0 to 1."""
    return min(1.0, max(0.0, (odds - low) / (high - low)))


def asked(story: "Story") -> bool:
    """Return whether something that the suspect said clearly reads like a request."""
    trace = story.said.get(Like.REQUEST)
    return trace is not None and trace.best >= CLEAR


def best(trace: "Trace", _: "Story") -> float:
    """The strength of the strongest message that something rests on."""
    return trace.best


def between(low: float, high: float) -> "Degree":
    """How far the course is on the way between two log-odds."""
    first, last = share(low, CALM, WORST), share(high, CALM, WORST)
    return lambda trace, _: share(trace.best, first, last)


def weaker(one: Like, other: Like) -> "Degree":
    """The weaker of two things that the suspect's messages read like."""
    return lambda _, story: min(story.said[one].best, story.said[other].best)
