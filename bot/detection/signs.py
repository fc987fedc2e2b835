"""What in a conversation speaks for blackmail or against it, how much, and in which words it is told.

Each sign looks at one story and says where it found something. Weights are log-odds, set by hand and
rounded; they were chosen on labelled conversations so that single signs rarely convict and conjunctions do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.detection.conversation import (
    FLIP,
    HANDED_OVER,
    LAUGHED_LATE,
    PUSHED,
    REQUEST,
    Story,
    Trace,
)
from bot.detection.language.cue import Cue

SOON = timedelta(days=1)
"""A request on the day of first contact is the police's own marker (Kent Police, 2022)."""

_SERIOUS = frozenset(
    {
        Cue.EXPOSE,
        Cue.CAPTURE,
        Cue.SEARCHED,
        Cue.DEMAND,
        Cue.SENT,
        Cue.ORDER,
        Cue.RECOVERY,
        HANDED_OVER,
        REQUEST,
    }
)

Finder = Callable[[Story], Trace | None]


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing to look for.

    Attributes:
        kind: Its name in the evidence.
        weight: Log-odds; negative where it speaks for the suspect.
        reason: In words; `{elapsed}` stands for the time since the first contact.
        find: Where it is in a story, if it is.
        content: Whether it may convict; context only adds to content.
    """

    kind: str
    weight: float
    reason: str
    find: Finder
    content: bool = True


def _said(kind: Cue | str) -> Finder:
    return lambda story: story.said.get(kind)


def _answered(kind: Cue | str) -> Finder:
    return lambda story: story.answered.get(kind) if _serious(story) else None


def _around(kind: Cue) -> Finder:
    return lambda story: story.around.get(kind)


def _hostile(story: Story) -> Trace | None:
    for cue in (
        Cue.EXPOSE,
        Cue.CAPTURE,
        Cue.DEMAND,
        Cue.SEARCHED,
        Cue.MENACE,
        Cue.SENT,
        Cue.ORDER,
        Cue.AUDIENCE,
    ):
        if cue in story.said:
            return story.said[cue]
    return None


def _serious(story: Story) -> bool:
    """Whether there is something to plead about: "please don't" also answers jokes."""
    return bool(story.said.keys() & _SERIOUS)


def _threat(story: Story) -> Trace | None:
    return story.said.get(Cue.EXPOSE) or story.said.get(Cue.SEARCHED) or story.said.get(Cue.CAPTURE)


def _new(story: Story) -> bool:
    return story.suspect.known_before is not True


def _request(story: Story) -> Trace | None:
    return story.said.get(REQUEST) if _new(story) else None


def _request_known(story: Story) -> Trace | None:
    return None if _new(story) else story.said.get(REQUEST)


def _request_soon(story: Story) -> Trace | None:
    found = _request(story)
    return found if found and found.first_at - story.first_at <= SOON else None


def _both(first: Finder, second: Finder) -> Finder:
    def find(story: Story) -> Trace | None:
        one, two = first(story), second(story)
        if one is None or two is None:
            return None
        return one if one.first_at >= two.first_at else two

    return find


def _again(kind: Cue) -> Finder:
    def find(story: Story) -> Trace | None:
        trace = story.said.get(kind)
        return trace if trace and trace.count > 1 else None

    return find


def _later(first: Finder, second: Finder) -> Finder:
    """Where `second` was seen last, if that was after `first` began."""

    def find(story: Story) -> Trace | None:
        one, two = first(story), second(story)
        return (
            two
            if one and two and two.last_at >= one.first_at and two.last_message != one.first_message
            else None
        )

    return find


def _opened_hostile(story: Story) -> Trace | None:
    hostile = _hostile(story)
    return hostile if hostile and _new(story) and hostile.first_at == story.first_at else None


def _known(story: Story) -> Trace | None:
    return _hostile(story) if story.suspect.known_before is True else None


SIGNS: tuple[Sign, ...] = (
    Sign("request", 1.4, "asked for something intimate {elapsed} after the first message", _request),
    Sign("request_known", 0.5, "asked for something intimate", _request_known),
    Sign(
        "request_soon",
        0.8,
        "the request came within a day of the first contact",
        _request_soon,
        content=False,
    ),
    Sign("pushed", 0.5, "went on asking after a refusal", _said(PUSHED)),
    Sign(
        "intimate",
        0.6,
        "turned the talk to something intimate {elapsed} after the first message",
        _said(Cue.INTIMATE),
    ),
    Sign("reciprocity", 0.7, "offered a picture or a look in return", _said(Cue.RETURN)),
    Sign("picture", 0.2, "asked for a picture", _said(Cue.PICTURE)),
    Sign("call", 0.6, "asked for a video call", _said(Cue.CALL)),
    Sign("pressure", 1.0, "pressed for it", _said(Cue.PRESSURE)),
    Sign("secrecy", 0.9, "asked to keep it secret", _said(Cue.SECRECY)),
    Sign("move", 0.5, "asked to go on in another app", _said(Cue.MOVE)),
    Sign("rapport", 0.1, "compliments early on", _said(Cue.FLATTERY), content=False),
    Sign("personal", 0.1, "personal questions early on", _said(Cue.PERSONAL), content=False),
    Sign("refusal", 0.7, "the other person declined", _answered(Cue.REFUSAL)),
    Sign(
        "capture",
        1.7,
        "claimed to hold pictures or a recording, {elapsed} after the first message",
        _said(Cue.CAPTURE),
    ),
    Sign("searched", 1.3, "claimed to know the other person's contacts or accounts", _said(Cue.SEARCHED)),
    Sign("audience", 0.8, "brought up the other person's family, work or contacts", _said(Cue.AUDIENCE)),
    Sign(
        "threat", 1.2, "threatened to show it to others, {elapsed} after the first message", _said(Cue.EXPOSE)
    ),
    Sign("menace", 1.3, "used menacing words", _said(Cue.MENACE)),
    Sign("demand", 0.7, "demanded money, {elapsed} after the first message", _said(Cue.DEMAND)),
    Sign("repeated_demand", 0.4, "demanded again", _again(Cue.DEMAND)),
    Sign("money", 0.3, "talked of money", _said(Cue.MONEY)),
    Sign("deadline", 0.1, "set a deadline", _said(Cue.DEADLINE)),
    Sign("order", 0.8, "demanded more pictures or acts", _said(Cue.ORDER)),
    Sign("distribution", 1.0, "said or showed that it was sent to others", _said(Cue.SENT)),
    Sign("recovery", 1.6, "offered to delete or recover private pictures", _said(Cue.RECOVERY)),
    Sign("recovery_fee", 1.2, "asked for a fee for that", _both(_said(Cue.RECOVERY), _said(Cue.MONEY))),
    Sign("opened_hostile", 1.2, "the first message was already hostile", _opened_hostile),
    Sign("flip", 0.5, "the tone turned from friendly to commanding", _said(FLIP)),
    Sign("threat_and_demand", 0.6, "a threat and a demand came together", _both(_threat, _said(Cue.DEMAND))),
    Sign("threat_and_order", 0.8, "a threat and an order came together", _both(_threat, _said(Cue.ORDER))),
    Sign(
        "capture_and_threat",
        0.8,
        "claimed to hold pictures and threatened to show them",
        _both(_said(Cue.CAPTURE), _said(Cue.EXPOSE)),
    ),
    Sign(
        "after_handover",
        0.7,
        "turned hostile after a picture or a video call",
        _later(_said(HANDED_OVER), _hostile),
    ),
    Sign(
        "money_after_handover",
        1.0,
        "asked for money after it had a picture or a video call",
        _later(_said(HANDED_OVER), _said(Cue.DEMAND)),
    ),
    Sign(
        "audience_after_handover",
        1.2,
        "brought up family, work or contacts after a picture or a video call",
        _later(_said(HANDED_OVER), _said(Cue.AUDIENCE)),
    ),
    Sign(
        "money_after_request",
        0.8,
        "asked for money after asking for something intimate",
        _later(_said(REQUEST), _said(Cue.DEMAND)),
    ),
    Sign(
        "audience_and_demand",
        0.4,
        "brought up family, work or contacts and demanded money",
        _both(_said(Cue.AUDIENCE), _said(Cue.DEMAND)),
    ),
    Sign("plea", 0.4, "the other person pleaded", _answered(Cue.PLEA)),
    Sign("shock", 0.2, "the other person was shocked", _answered(Cue.SHOCK)),
    Sign("police", 0.4, "the other person spoke of police or reporting", _answered(Cue.POLICE)),
    Sign("poor", 0.6, "the other person said they do not have the money", _answered(Cue.POOR)),
    Sign("paid", 0.3, "the other person seems to have paid", _answered(Cue.PAID)),
    Sign("laughter", -1.2, "the other person laughed about it", _said(LAUGHED_LATE)),
    Sign("own_laughter", -0.4, "was said with laughter", _both(_said(Cue.LAUGH), _hostile)),
    Sign("trade", -1.8, "it is about a trade", _around(Cue.TRADE)),
    Sign("game", -1.0, "it is about a game", _around(Cue.GAME)),
    Sign("fiction", -1.5, "it is a story or a role-play", _around(Cue.FICTION)),
    Sign("about", -1.0, "it is talk about such cases", _said(Cue.ABOUT)),
    Sign("disclosure", -1.5, "tells of what others did", _said(Cue.DISCLOSURE)),
    Sign("trivial", -1.4, "it is about something harmless", _around(Cue.TRIVIAL)),
    Sign("craft", -1.4, "it is about art, photography or health", _around(Cue.CRAFT)),
    Sign("consent", -1.1, "left the other person free to say no", _said(Cue.CONSENT)),
    Sign("friends", -1.3, "they know one another", _known, content=False),
)
"""In the order of a conversation. Reasons quote nobody and name nobody."""
