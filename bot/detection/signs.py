"""What in a conversation speaks for blackmail or against it, how much, and in which words it is told.

Each sign looks at one story and says where it found something. Weights are log-odds, set by hand and
rounded; they were chosen on labelled conversations so that single signs rarely convict and conjunctions do.
"""

from dataclasses import dataclass

from bot.detection.conversation import FLIP, HANDED_OVER, LAUGHED_LATE, PUSHED, REQUEST
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
    opened_hostile,
    request,
    request_known,
    request_soon,
    said,
    said_again,
    threat,
)
from bot.detection.language.cue import Cue


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


SIGNS: tuple[Sign, ...] = (
    Sign("request", 1.6, "asked for something intimate {elapsed} after the first message", request),
    Sign("request_known", 0.6, "asked for something intimate", request_known),
    Sign(
        "request_soon",
        0.7,
        "the request came within a day of the first contact",
        request_soon,
        content=False,
    ),
    Sign("pushed", 0.5, "went on asking after a refusal", said(PUSHED)),
    Sign(
        "intimate",
        1.0,
        "turned the talk to something intimate {elapsed} after the first message",
        said(Cue.INTIMATE),
    ),
    Sign("reciprocity", 1.1, "offered a picture or a look in return", said(Cue.RETURN)),
    Sign("picture", 0.3, "asked for a picture", said(Cue.PICTURE)),
    Sign("call", 0.7, "asked for a video call", said(Cue.CALL)),
    Sign("pressure", 1.4, "pressed for it", said(Cue.PRESSURE)),
    Sign("secrecy", 1.3, "asked to keep it secret", said(Cue.SECRECY)),
    Sign("move", 0.4, "asked to go on in another app", said(Cue.MOVE)),
    Sign("rapport", 0.1, "compliments early on", said(Cue.FLATTERY), content=False),
    Sign("personal", 0.2, "personal questions early on", said(Cue.PERSONAL), content=False),
    Sign("insisted", 0.9, "kept pressing for it", insisted),
    Sign("refusal", 0.8, "the other person declined", answered(Cue.REFUSAL)),
    Sign(
        "capture",
        2.0,
        "claimed to hold pictures or a recording, {elapsed} after the first message",
        said(Cue.CAPTURE),
    ),
    Sign("searched", 1.4, "claimed to know the other person's contacts or accounts", said(Cue.SEARCHED)),
    Sign("audience", 1.0, "brought up the other person's family, work or contacts", said(Cue.AUDIENCE)),
    Sign(
        "threat", 0.9, "threatened to show it to others, {elapsed} after the first message", said(Cue.EXPOSE)
    ),
    Sign("menace", 1.8, "used menacing words", said(Cue.MENACE)),
    Sign("demand", 0.6, "demanded money, {elapsed} after the first message", said(Cue.DEMAND)),
    Sign("repeated_demand", 0.4, "demanded again", said_again(Cue.DEMAND)),
    Sign("money", 0.4, "talked of money", said(Cue.MONEY)),
    Sign("deadline", 0.1, "set a deadline", said(Cue.DEADLINE)),
    Sign("order", 0.8, "demanded more pictures or acts", said(Cue.ORDER)),
    Sign("distribution", 1.1, "said or showed that it was sent to others", said(Cue.SENT)),
    Sign("recovery", 1.8, "offered to delete or recover private pictures", said(Cue.RECOVERY)),
    Sign("recovery_fee", 1.3, "asked for a fee for that", both(said(Cue.RECOVERY), said(Cue.MONEY))),
    Sign(
        "preying",
        2.0,
        "asked for money in a talk where somebody had told of blackmail",
        both(answered(Cue.DISCLOSURE), said(Cue.DEMAND)),
    ),
    Sign("opened_hostile", 1.9, "the first message was already hostile", opened_hostile),
    Sign("assembled", 1.1, "opened the group in which it is said", assembled, content=False),
    Sign("flip", 0.4, "the tone turned from friendly to commanding", said(FLIP)),
    Sign("threat_and_demand", 0.4, "a threat and a demand came together", both(threat, said(Cue.DEMAND))),
    Sign("threat_and_order", 0.8, "a threat and an order came together", both(threat, said(Cue.ORDER))),
    Sign(
        "capture_and_threat",
        0.9,
        "claimed to hold pictures and threatened to show them",
        both(said(Cue.CAPTURE), said(Cue.EXPOSE)),
    ),
    Sign(
        "after_handover",
        0.7,
        "turned hostile after a picture or a video call",
        later(said(HANDED_OVER), hostile),
    ),
    Sign(
        "money_after_handover",
        0.8,
        "asked for money after it had a picture or a video call",
        later(said(HANDED_OVER), said(Cue.DEMAND)),
    ),
    Sign(
        "audience_after_handover",
        1.2,
        "brought up family, work or contacts after a picture or a video call",
        later(said(HANDED_OVER), said(Cue.AUDIENCE)),
    ),
    Sign(
        "money_after_request",
        0.8,
        "asked for money after asking for something intimate",
        later(said(REQUEST), said(Cue.DEMAND)),
    ),
    Sign(
        "audience_and_demand",
        0.3,
        "brought up family, work or contacts and demanded money",
        both(said(Cue.AUDIENCE), said(Cue.DEMAND)),
    ),
    Sign("plea", 0.2, "the other person pleaded", answered(Cue.PLEA)),
    Sign("shock", 0.3, "the other person was shocked", answered(Cue.SHOCK)),
    Sign("police", 0.3, "the other person spoke of police or reporting", answered(Cue.POLICE)),
    Sign("poor", 0.7, "the other person said they do not have the money", answered(Cue.POOR)),
    Sign("paid", 0.3, "the other person seems to have paid", answered(Cue.PAID)),
    Sign("laughter", -1.3, "the other person laughed about it", said(LAUGHED_LATE)),
    Sign("own_laughter", -0.4, "was said with laughter", both(said(Cue.LAUGH), hostile)),
    Sign("trade", -0.9, "it is about a trade", around(Cue.TRADE)),
    Sign("game", -0.8, "it is about a game", around(Cue.GAME)),
    Sign("fiction", -0.8, "it is a story or a role-play", around(Cue.FICTION)),
    Sign("about", -1.0, "it is talk about such cases", said(Cue.ABOUT)),
    Sign("trade_again", -1.2, "more than one line is about a trade", around_again(Cue.TRADE)),
    Sign("game_again", -0.6, "more than one line is about a game", around_again(Cue.GAME)),
    Sign("fiction_again", -0.7, "more than one line belongs to a story", around_again(Cue.FICTION)),
    Sign(
        "craft_again",
        -0.7,
        "more than one line is about art, photography or health",
        around_again(Cue.CRAFT),
    ),
    Sign("disclosure", -1.5, "tells of what others did", said(Cue.DISCLOSURE)),
    Sign("trivial", -1.5, "it is about something harmless", around(Cue.TRIVIAL)),
    Sign("craft", -0.6, "it is about art, photography or health", around(Cue.CRAFT)),
    Sign("consent", -1.4, "left the other person free to say no", said(Cue.CONSENT)),
    Sign("friends", -0.8, "they know one another", friends, content=False),
    Sign("friends_laughing", -0.9, "they know one another and laugh", friends_laughing, content=False),
)
"""In the order of a conversation. Reasons quote nobody and name nobody."""
