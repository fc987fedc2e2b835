"""Where in a story something stands: the small questions that signs are made of.

Knows what a story keeps; it refuses to know weights and words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.detection.conversation import HANDED_OVER, REQUEST, Story, Trace
from bot.detection.course import Like
from bot.detection.language.cue import Cue

SOON = timedelta(days=1)
"""A request on the day of first contact is the police's own marker (Kent Police, 2022)."""

ONCE_OR_TWICE = 2
"""So often may one offer, or ask in return, before it is insisting."""

_HOSTILE = (
    Cue.EXPOSE,
    Cue.CAPTURE,
    Cue.DEMAND,
    Cue.SEARCHED,
    Cue.MENACE,
    Cue.SENT,
    Cue.ORDER,
    Cue.AUDIENCE,
)
_LEVERAGE = (Cue.EXPOSE, Cue.SEARCHED, Cue.CAPTURE)
_OPENING = (Cue.EXPOSE, Cue.CAPTURE, Cue.SEARCHED, Cue.MENACE)
_INSISTING = (Cue.RETURN, Cue.PRESSURE)
_SERIOUS: frozenset[str] = frozenset(
    {
        *(Cue.EXPOSE, Cue.CAPTURE, Cue.SEARCHED, Cue.DEMAND, Cue.SENT, Cue.ORDER, Cue.RECOVERY),
        *(HANDED_OVER, REQUEST),
    }
)
_SERIOUS_LIKE = _SERIOUS | {Like.COURSE, Like.REQUEST}

Side = Literal["said", "answered", "around"]
Find = Callable[[Story], Trace | None]


@dataclass(frozen=True, slots=True)
class Need:
    """Something without which a thing cannot be found: one of some kinds on one side of a story."""

    side: Side
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finder:
    """A question to a story.

    Attributes:
        find: Where something is, if it is.
        needs: What must all be there, so that nobody needs to ask where it is not.
    """

    find: Find
    needs: tuple[Need, ...]

    def __call__(self, story: Story) -> Trace | None:
        """Ask the question, whatever it needs."""
        return self.find(story)


def _needing(side: Side, *kinds: str) -> Callable[[Find], Finder]:
    """Make a question of a function that finds something only where one of `kinds` is."""
    return lambda find: Finder(find, (Need(side, frozenset(kinds)),))


def said(kind: Cue | str) -> Finder:
    """What the suspect said or did."""
    return _needing("said", kind)(lambda story: story.said.get(kind))


def said_again(kind: Cue | str) -> Finder:
    """What the suspect said in more than one message."""
    return _needing("said", kind)(lambda story: _repeated(story.said.get(kind)))


def answered(kind: Cue) -> Finder:
    """What the other one answered, once there was something to plead about: "don't!" also answers jokes."""
    return _needing("answered", kind)(
        lambda story: story.answered.get(kind) if story.said.keys() & _SERIOUS else None
    )


def around(kind: Cue) -> Finder:
    """What the talk is about, whoever says so."""
    return _needing("around", kind)(lambda story: story.around.get(kind))


def around_again(kind: Cue) -> Finder:
    """What the talk is about in more than one line."""
    return _needing("around", kind)(lambda story: _repeated(story.around.get(kind)))


def both(first: Finder, second: Finder) -> Finder:
    """Two things, in either order; where the later of them began."""

    def find(story: Story) -> Trace | None:
        one, two = first(story), second(story)
        if one is None or two is None:
            return None
        return one if one.first_at >= two.first_at else two

    return Finder(find, first.needs + second.needs)


def later(first: Finder, second: Finder) -> Finder:
    """The second thing, where it was seen after the first began."""

    def find(story: Story) -> Trace | None:
        one, two = first(story), second(story)
        if one is None or two is None:
            return None
        return two if two.last_at >= one.first_at and two.last_message != one.first_message else None

    return Finder(find, first.needs + second.needs)


@_needing("said", *_HOSTILE)
def hostile(story: Story) -> Trace | None:
    """The first of the suspect's hostile cues, the plainest kind first."""
    return next((story.said[cue] for cue in _HOSTILE if cue in story.said), None)


@_needing("said", *_LEVERAGE)
def threat(story: Story) -> Trace | None:
    """A threat, or the leverage for one."""
    return next((story.said[cue] for cue in _LEVERAGE if cue in story.said), None)


@_needing("said", REQUEST)
def request(story: Story) -> Trace | None:
    """A request for something intimate by somebody who was not known before."""
    return story.said.get(REQUEST) if _new(story) else None


@_needing("said", REQUEST)
def request_known(story: Story) -> Trace | None:
    """A request for something intimate by somebody who was known before."""
    return None if _new(story) else story.said.get(REQUEST)


@_needing("said", REQUEST)
def request_soon(story: Story) -> Trace | None:
    """A request that came soon after the first contact."""
    found = request(story)
    return found if found and found.first_at - story.first_at <= SOON else None


@_needing("said", *_INSISTING)
def insisted(story: Story) -> Trace | None:
    """Offering and pressing more than once or twice, by somebody who was not known before."""
    traces = [story.said[cue] for cue in _INSISTING if cue in story.said]
    if not _new(story) or sum(trace.count for trace in traces) <= ONCE_OR_TWICE:
        return None
    return max(traces, key=_last)


@_needing("said", *_OPENING)
def opened_hostile(story: Story) -> Trace | None:
    """A first message that threatens already; a price in a first message is an advert."""
    found = (story.said.get(cue) for cue in _OPENING)
    first = (trace for trace in found if trace and trace.first_at == story.first_at)
    return next(first, None) if _new(story) else None


@_needing("said", Like.REQUEST)
def like_request_soon(story: Story) -> Trace | None:
    """What reads like a request, soon after the first contact with somebody who was not known before."""
    found = story.said.get(Like.REQUEST)
    return found if _new(story) and found and found.first_at - story.first_at <= SOON else None


@_needing("answered", Like.VICTIM)
def like_answered(story: Story) -> Trace | None:
    """What the other one answered that reads like somebody under pressure, once there is a reason for it."""
    return story.answered.get(Like.VICTIM) if story.said.keys() & _SERIOUS_LIKE else None


@_needing("said", *_HOSTILE)
def assembled(story: Story) -> Trace | None:
    """Something hostile in a group that the suspect opened."""
    return hostile(story) if story.opened else None


@_needing("said", Like.COURSE)
def like_assembled(story: Story) -> Trace | None:
    """The same in words that no cue file knows."""
    return story.said.get(Like.COURSE) if story.opened and hostile(story) is None else None


@_needing("said", *_HOSTILE)
def friends(story: Story) -> Trace | None:
    """Something hostile between people who know one another."""
    return None if _new(story) else hostile(story)


@_needing("said", *_HOSTILE)
def friends_laughing(story: Story) -> Trace | None:
    """Something hostile between people who know one another, with laughter on either side."""
    return friends(story) if story.laughing else None


def _new(story: Story) -> bool:
    return story.known is not True


def _repeated(trace: Trace | None) -> Trace | None:
    return trace if trace and trace.count > 1 else None


def _last(trace: Trace) -> datetime:
    return trace.last_at
