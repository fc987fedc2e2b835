"""What a story weighs: the signs in it, with their log-odds, and those as evidence in words.

Knows signs and what they need. It refuses to know which level follows.
"""

from typing import TYPE_CHECKING

from bot.detection.conversation import CALL_MADE, LAUGHED_LATE, PICTURE_SENT
from bot.detection.elapsed import in_words
from bot.detection.evidence import Evidence, Signal
from bot.detection.judge import COERCING, CONVICTING, HEARD
from bot.detection.language.cue import Cue
from bot.detection.signs import SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.detection.conversation import Story, Trace
    from bot.detection.finders import Side
    from bot.detection.signs import Sign

_SMALL_TALK = frozenset(
    {
        *(Cue.GREETING, Cue.FLATTERY, Cue.PERSONAL, Cue.MONEY, Cue.DEADLINE, Cue.LAUGH, Cue.CONSENT),
        *(Cue.DISCLOSURE, Cue.ABOUT, Cue.REPORTED, Cue.PICTURE, PICTURE_SENT, CALL_MADE, LAUGHED_LATE),
    }
)
"""A story of nothing else than this is not worth weighing; most stories are."""

TOLD = frozenset(
    {
        *COERCING,
        *CONVICTING,
        *HEARD,
        *("deadline", "repeated_demand", "request", "pushed", "secrecy", "audience"),
    }
)
"""Signs that stand among the reasons though the fit gives them no weight, because others that come with them
have it: a moderator has to read what was asked, and that money was demanded."""

Found = list[tuple["Sign", "Trace", float]]
"""The signs that a story shows, each with where and with its weight there."""

_WEIGHED = tuple((sign, sign.weight) for sign in SIGNS if sign.weight or sign.kind in TOLD)


def find(story: "Story") -> Found:
    """Return the signs in `story`, in the order of a conversation; empty without content."""
    if _is_small_talk(story):
        return []
    found: Found = []
    for sign, weight in _worth_asking(story):
        trace = sign.find.find(story)
        if trace is not None and (degree := sign.degree(trace, story)) > 0:
            found.append((sign, trace, weight * degree))
    return found if any(sign.content and weight > 0 for sign, _, weight in found) else []


def _is_small_talk(story: "Story") -> bool:
    return _SMALL_TALK.issuperset(story.said)


def _needing(side: "Side") -> dict[str, int]:
    """The needs that each kind on a side meets, as bits: those that signs have first, then second ones."""
    bits: dict[str, int] = {}
    for place, (sign, _) in enumerate(_WEIGHED):
        for turn, need in enumerate(sign.find.needs):
            for kind in need.kinds if need.side == side else ():
                bits[kind] = bits.get(kind, 0) | 1 << place + turn * len(_WEIGHED)
    return bits


_BY_SAID, _BY_ANSWERED, _BY_AROUND = _needing("said"), _needing("answered"), _needing("around")
_NO_SECOND = sum(
    1 << place + len(_WEIGHED) for place, (sign, _) in enumerate(_WEIGHED) if len(sign.find.needs) == 1
)


def _worth_asking(story: "Story") -> "Iterator[tuple[Sign, float]]":
    """The signs that may be in `story`, since what they need is there: few, of many."""
    met = _NO_SECOND
    for kind in story.said:
        met |= _BY_SAID.get(kind, 0)
    for kind in story.answered:
        met |= _BY_ANSWERED.get(kind, 0)
    for kind in story.around:
        met |= _BY_AROUND.get(kind, 0)
    left = met & met >> len(_WEIGHED)
    while left:
        lowest = left & -left
        left ^= lowest
        yield _WEIGHED[lowest.bit_length() - 1]


def shown(story: "Story") -> list[float]:
    """Return how much of each sign `story` shows, 0 to 1, in the order of the signs."""
    if _is_small_talk(story):
        return [0.0] * len(SIGNS)
    return [0.0 if (trace := sign.find(story)) is None else sign.degree(trace, story) for sign in SIGNS]


def weigh(story: "Story", found: Found) -> tuple[Evidence, ...]:
    """Return what was `found` in `story` as evidence, with the reasons in words."""
    return tuple(piece_of(story, sign.kind, sign.reason, trace, weight) for sign, trace, weight in found)


def piece_of(story: "Story", kind: str, reason: str, trace: "Trace", weight: float) -> Evidence:
    """Return what `trace` shows of `story`; in the reason, `{elapsed}` stands for the time it took."""
    return Evidence(
        signal=Signal.ESCALATION,
        kind=kind,
        weight=weight,
        reason=reason.format(elapsed=in_words(story.since_contact(trace.first_at))),
        at=trace.last_at,
        place=story.place,
        messages=trace.messages,
        suspect=story.suspect,
        target=story.target,
    )
