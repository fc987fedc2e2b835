"""What the learned reader answers, as a conversation keeps it: how strong it must be to count.

Knows log-odds and who spoke; it refuses to weigh them against other signs.
"""

from math import log1p
from typing import TYPE_CHECKING

from bot.detection.conversation import ALONE, note
from bot.detection.course import COURSE, LIKES, Like

if TYPE_CHECKING:
    from bot.detection.conversation import Story, Trace
    from bot.detection.course import Answers
    from bot.detection.signs import Degree
    from bot.observed import Message

CALM, RISING, CLEAR, WORST = -2.2, -0.5, 1.25, 2.5
"""Log-odds of the answer about the course: nothing, first doubts, plain, and as sure as it gets."""

FAINT, PLAIN, PLAINEST = -1.3, 0.4, 2.0
"""Likewise of a single message as if nothing had been said before it."""

COUNTS = {
    Like.COURSE: (CALM, WORST),
    Like.REQUEST: (-2.2, -0.3),
    Like.ISOLATION: (-2.8, -2.6),
    Like.CAPTURE: (-2.5, -2.0),
    Like.THREAT: (-2.4, -0.8),
    Like.DEMAND: (-2.0, 0.8),
    Like.DISTRIBUTION: (-2.0, -1.5),
    Like.VICTIM: (-1.8, 0.8),
}
"""Log-odds from which an answer counts at all, and in full. Of one about a single message: what fewer than
one of a hundred ordinary messages by writers held out of training reaches, and about one of four of that
kind; of isolation hardly any does. The network was taught never to be quite sure (`backpropagation.SMOOTH`),
and is the less so the fewer messages of a kind it was shown: of nothing at all it says about -2.9."""

BRIEF, DOUBT, MOST_DOUBT = 3, 0.6, 3.0
"""Messages of the suspect up to which the answer about the course counts in full, the log-odds that it loses
with the logarithm of how many more there are, and at most: each is one more chance to sound like something.
What a message is like by itself loses nothing."""

SHORT, LONG = 4, 200
"""Messages of the suspect up to which a talk is not long at all, and from which it is as long as they get; in
between by the logarithm. The sign of it takes from everything what `DOUBT` takes from the course. At 3 of
1,000 ordinary chats (chitchat-dataset) cautioned, 77 of 100 conversations of the development sets and of six
by writers outside training were cautioned in time with both, 73 without the sign; with other talk between
the messages as many."""

TELLING, CHOSEN = -0.5, 1.2
"""Log-odds from which a message by itself is telling, and what the answer about the telling messages alone
loses in place of the doubt: they were chosen for how they sound. Among other talk 71 % of sextortion came to
a caution with it, 65 % without, and of benign talk as much (`tests/bench/test_other_talk.py`)."""

LEAST = 0.1
"""Fainter answers are not kept."""

ASKED = 0.6
"""The strength from which a message is taken for a request, rather than as pointing to one."""


_VICTIM = LIKES.index(Like.VICTIM)
_KEPT = tuple(
    (like, low, high, low + LEAST * (high - low)) for like in LIKES for low, high in (COUNTS[like],)
)
"""Each answer with the log-odds of no strength, of full strength, and of one that is kept."""


def keep(story: "Story", answers: "Answers", message: "Message", telling: "Answers" = ()) -> bool:
    """Note in `story` what the conversation is like after `message`; return whether there was anything.

    Args:
        story: The conversation.
        answers: What it is like now.
        message: By either of them.
        telling: What it would be like if only the suspect's telling messages had been written.
    """
    own = message.author.id == story.suspect
    kept = False
    for (like, low, high, enough), odds in zip(_KEPT, answers, strict=False):
        if own is (like is Like.VICTIM):
            continue
        told = _course(story, odds, telling) if like is Like.COURSE else odds
        if told < enough:
            continue
        traces = story.answered if like is Like.VICTIM else story.said
        note(story, traces, like, message.at, message.id, share(told, low, high))
        kept = True
    return kept


def is_telling(alone: "Answers") -> bool:
    """Return whether a message reads like part of blackmail, whatever was said before."""
    return bool(alone) and alone[COURSE] >= TELLING


def _course(story: "Story", odds: float, telling: "Answers") -> float:
    """The answer about the course, with what is taken from it; other talk in between hides less."""
    doubted = odds - _doubt(story)
    return max(doubted, telling[COURSE] - CHOSEN) if telling else doubted


def _doubt(story: "Story") -> float:
    """What a long talk takes from the answer about the course."""
    return min(MOST_DOUBT, DOUBT * log1p(max(0, story.turns - BRIEF)))


def keep_alone(story: "Story", alone: "Answers", message: "Message") -> bool:
    """Note in `story` what the suspect's `message` is like by itself; return whether it is like anything."""
    strength = share(alone[COURSE], FAINT, PLAINEST) if alone else 0.0
    if strength < LEAST:
        return False
    note(story, story.said, ALONE, message.at, message.id, strength)
    return True


def share(odds: float, low: float, high: float) -> float:
    """How far `odds` are on the way from `low` to `high`, 0 to 1."""
    return min(1.0, max(0.0, (odds - low) / (high - low)))


def asked(story: "Story") -> bool:
    """Return whether something that the suspect said clearly reads like a request."""
    trace = story.said.get(Like.REQUEST)
    return trace is not None and trace.best >= ASKED


def pressed(answers: "Answers") -> bool:
    """Return whether a message reads plainly like one of somebody under pressure."""
    return bool(answers) and answers[_VICTIM] >= COUNTS[Like.VICTIM][1]


def best(trace: "Trace", _: "Story") -> float:
    """The strength of the strongest message that something rests on."""
    return trace.best


def length(_: "Trace", story: "Story") -> float:
    """How long the talk is, 0 to 1."""
    return share(log1p(max(0, story.turns - SHORT)), 0.0, log1p(LONG - SHORT))


def between(low: float, high: float, least: float = CALM, most: float = WORST) -> "Degree":
    """How far something is on the way between two log-odds, whose strength is told from `least` to `most`."""
    first, last = share(low, least, most), share(high, least, most)
    return lambda trace, _: share(trace.best, first, last)


def weaker(one: Like, other: Like) -> "Degree":
    """The weaker of two things that the suspect's messages read like."""
    return lambda _, story: min(story.said[one].best, story.said[other].best)
