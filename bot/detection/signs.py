"""What in a conversation speaks for blackmail or against it, how much, and in which words it is told.

Each sign looks at one story and says where it found something. Weights are log-odds, fitted by `breakwater
train` (see `sign_weights.py`); signs of what the learned reader answers weigh by how sure it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.detection.conversation import ALONE, FLIP, HANDED_OVER, LAUGHED_LATE, PUSHED, REQUEST
from bot.detection.course import Like
from bot.detection.finders import (
    Finder,
    answered,
    around,
    around_again,
    assembled,
    both,
    friends,
    friends_laughing,
    hostile,
    insisted,
    later,
    like_answered,
    like_assembled,
    like_request_soon,
    opened_hostile,
    request,
    request_known,
    request_soon,
    said,
    said_again,
    threat,
)
from bot.detection.language.cue import Cue
from bot.detection.likeness import (
    CALM,
    CLEAR,
    FAINT,
    PLAIN,
    PLAINEST,
    RISING,
    WORST,
    best,
    between,
    length,
    weaker,
)
from bot.detection.sign_weights import WEIGHTS

if TYPE_CHECKING:
    from bot.detection.conversation import Story, Trace

Degree = Callable[["Trace", "Story"], float]
"""How much of a sign there is, 0 to 1, where it was found."""


def _full(_: "Trace", __: "Story") -> float:
    return 1.0


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing to look for.

    Attributes:
        kind: Its name in the evidence.
        reason: In words; `{elapsed}` stands for the time since the first contact.
        find: Where it is in a story, if it is.
        content: Whether it may convict; context only adds to content.
        degree: How much of it there is, 0 to 1.
    """

    kind: str
    reason: str
    find: Finder
    content: bool = True
    degree: Degree = _full

    @property
    def weight(self) -> float:
        """Log-odds of all of it; negative where it speaks for the suspect."""
        return WEIGHTS[self.kind]


SIGNS: tuple[Sign, ...] = (
    Sign("request", "asked for something intimate {elapsed} after the first message", request),
    Sign("request_known", "asked for something intimate", request_known),
    Sign(
        "request_soon",
        "the request came within a day of the first contact",
        request_soon,
        content=False,
    ),
    Sign("pushed", "went on asking after a refusal", said(PUSHED)),
    Sign(
        "intimate",
        "turned the talk to something intimate {elapsed} after the first message",
        said(Cue.INTIMATE),
    ),
    Sign("reciprocity", "offered a picture or a look in return", said(Cue.RETURN)),
    Sign("picture", "asked for a picture", said(Cue.PICTURE)),
    Sign("call", "asked for a video call", said(Cue.CALL)),
    Sign("pressure", "pressed for it", said(Cue.PRESSURE)),
    Sign("secrecy", "asked to keep it secret", said(Cue.SECRECY)),
    Sign("move", "asked to go on in another app", said(Cue.MOVE)),
    Sign("rapport", "compliments early on", said(Cue.FLATTERY), content=False),
    Sign("personal", "personal questions early on", said(Cue.PERSONAL), content=False),
    Sign("insisted", "kept pressing for it", insisted),
    Sign("refusal", "the other person declined", answered(Cue.REFUSAL)),
    Sign(
        "capture",
        "claimed to hold pictures or a recording, {elapsed} after the first message",
        said(Cue.CAPTURE),
    ),
    Sign("searched", "claimed to know the other person's contacts or accounts", said(Cue.SEARCHED)),
    Sign("audience", "brought up the other person's family, work or contacts", said(Cue.AUDIENCE)),
    Sign("threat", "threatened to show it to others, {elapsed} after the first message", said(Cue.EXPOSE)),
    Sign("menace", "used menacing words", said(Cue.MENACE)),
    Sign("demand", "demanded money, {elapsed} after the first message", said(Cue.DEMAND)),
    Sign("repeated_demand", "demanded again", said_again(Cue.DEMAND)),
    Sign("money", "talked of money", said(Cue.MONEY)),
    Sign("deadline", "set a deadline", said(Cue.DEADLINE)),
    Sign("order", "demanded more pictures or acts", said(Cue.ORDER)),
    Sign("distribution", "said or showed that it was sent to others", said(Cue.SENT)),
    Sign("recovery", "offered to delete or recover private pictures", said(Cue.RECOVERY)),
    Sign("recovery_fee", "asked for a fee for that", both(said(Cue.RECOVERY), said(Cue.MONEY))),
    Sign(
        "preying",
        "asked for money in a talk where somebody had told of blackmail",
        both(answered(Cue.DISCLOSURE), said(Cue.DEMAND)),
    ),
    Sign("opened_hostile", "the first message was already hostile", opened_hostile),
    Sign("assembled", "opened the place in which it is said", assembled, content=False),
    Sign(
        "like_assembled",
        "opened the place in which it is said",
        like_assembled,
        content=False,
        degree=between(CALM, CLEAR),
    ),
    Sign("flip", "the tone turned from friendly to commanding", said(FLIP)),
    Sign("threat_and_demand", "a threat and a demand came together", both(threat, said(Cue.DEMAND))),
    Sign("threat_and_order", "a threat and an order came together", both(threat, said(Cue.ORDER))),
    Sign(
        "capture_and_threat",
        "claimed to hold pictures and threatened to show them",
        both(said(Cue.CAPTURE), said(Cue.EXPOSE)),
    ),
    Sign(
        "after_handover",
        "turned hostile after a picture or a video call",
        later(said(HANDED_OVER), hostile),
    ),
    Sign(
        "money_after_handover",
        "asked for money after it had a picture or a video call",
        later(said(HANDED_OVER), said(Cue.DEMAND)),
    ),
    Sign(
        "audience_after_handover",
        "brought up family, work or contacts after a picture or a video call",
        later(said(HANDED_OVER), said(Cue.AUDIENCE)),
    ),
    Sign(
        "money_after_request",
        "asked for money after asking for something intimate",
        later(said(REQUEST), said(Cue.DEMAND)),
    ),
    Sign(
        "audience_and_demand",
        "brought up family, work or contacts and demanded money",
        both(said(Cue.AUDIENCE), said(Cue.DEMAND)),
    ),
    Sign(
        "like_request",
        "reads like a request for something intimate, {elapsed} after the first message",
        said(Like.REQUEST),
        degree=best,
    ),
    Sign(
        "like_request_soon",
        "that came within a day of the first contact",
        like_request_soon,
        content=False,
        degree=best,
    ),
    Sign(
        "like_isolation",
        "reads like drawing the other person away or into secrecy",
        said(Like.ISOLATION),
        degree=best,
    ),
    Sign(
        "like_capture",
        "reads like a claim to hold pictures or a recording",
        said(Like.CAPTURE),
        degree=best,
    ),
    Sign(
        "like_threat",
        "reads like a threat to expose, {elapsed} after the first message",
        said(Like.THREAT),
        degree=best,
    ),
    Sign("like_demand", "reads like a demand under pressure", said(Like.DEMAND), degree=best),
    Sign(
        "like_distribution",
        "reads like spreading something about the other person",
        said(Like.DISTRIBUTION),
        degree=best,
    ),
    Sign(
        "like_victim",
        "the other person answers like somebody under pressure",
        like_answered,
        degree=best,
    ),
    Sign(
        "like_threat_and_demand",
        "messages read like a threat and a demand",
        both(said(Like.THREAT), said(Like.DEMAND)),
        degree=weaker(Like.THREAT, Like.DEMAND),
    ),
    Sign(
        "course",
        "the talk runs as such approaches do",
        said(Like.COURSE),
        degree=between(CALM, RISING),
    ),
    Sign(
        "course_clear",
        "it clearly runs as blackmail does",
        said(Like.COURSE),
        degree=between(RISING, CLEAR),
    ),
    Sign(
        "course_certain",
        "it runs as hardly anything but blackmail does",
        said(Like.COURSE),
        degree=between(CLEAR, WORST),
    ),
    Sign(
        "alone",
        "a message reads like part of blackmail whatever was said before",
        said(ALONE),
        degree=between(FAINT, PLAIN, FAINT, PLAINEST),
    ),
    Sign(
        "alone_clear",
        "a message clearly reads like part of blackmail whatever was said before",
        said(ALONE),
        degree=between(PLAIN, PLAINEST, FAINT, PLAINEST),
    ),
    Sign(
        "alone_again",
        "more than one message by itself reads like part of blackmail",
        said_again(ALONE),
        degree=best,
    ),
    Sign(
        "length",
        "the talk is long, and a long one holds something of everything",
        said(Like.COURSE),
        content=False,
        degree=length,
    ),
    Sign("plea", "the other person pleaded", answered(Cue.PLEA)),
    Sign("shock", "the other person was shocked", answered(Cue.SHOCK)),
    Sign("police", "the other person spoke of police or reporting", answered(Cue.POLICE)),
    Sign("poor", "the other person said they do not have the money", answered(Cue.POOR)),
    Sign("paid", "the other person seems to have paid", answered(Cue.PAID)),
    Sign("laughter", "the other person laughed about it", said(LAUGHED_LATE)),
    Sign("own_laughter", "was said with laughter", both(said(Cue.LAUGH), hostile)),
    Sign("trade", "it is about a trade", around(Cue.TRADE)),
    Sign("game", "it is about a game", around(Cue.GAME)),
    Sign("fiction", "it is a story or a role-play", around(Cue.FICTION)),
    Sign("about", "it is talk about such cases", said(Cue.ABOUT)),
    Sign("trade_again", "more than one line is about a trade", around_again(Cue.TRADE)),
    Sign("game_again", "more than one line is about a game", around_again(Cue.GAME)),
    Sign("fiction_again", "more than one line belongs to a story", around_again(Cue.FICTION)),
    Sign(
        "craft_again",
        "more than one line is about art, photography or health",
        around_again(Cue.CRAFT),
    ),
    Sign("disclosure", "tells of what others did", said(Cue.DISCLOSURE)),
    Sign("trivial", "it is about something harmless", around(Cue.TRIVIAL)),
    Sign("craft", "it is about art, photography or health", around(Cue.CRAFT)),
    Sign("consent", "left the other person free to say no", said(Cue.CONSENT)),
    Sign("friends", "they know one another", friends, content=False),
    Sign("friends_laughing", "they know one another and laugh", friends_laughing, content=False),
)
"""In the order of a conversation. Reasons quote nobody and name nobody."""
