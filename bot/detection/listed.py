"""Listed: pictures that moderators confirmed, here or on a server that shares its list, or that were removed.

Judges by marks that were put on a picture when it was read. Refuses to know fingerprints and whose list it
is.
"""

from typing import TYPE_CHECKING, Final

from bot.detection.evidence import Evidence, Signal
from bot.detection.spread_weights import KNOWN_LIST, THREE_PLACES
from bot.observed import Message

if TYPE_CHECKING:
    from bot.observed import Observation

OWN_LIST, SHARED_LIST, REMOVED = "own_list", "shared_list", "removed_before"
"""Kinds of evidence. A removed picture that comes again is removed again, whoever posts it; that alone tells
nothing about who posts it, who may have meant no harm."""

OTHERS_LISTS: Final = frozenset({"known_list", SHARED_LIST})
"""Kinds of evidence that rest on another's judgement, an operator's or another server's: what follows from
them is for moderators to decide. What those of the own server confirmed is their judgement already."""

_REASONS: Final = {
    OWN_LIST: "posted a picture that moderators of this server confirmed",
    SHARED_LIST: "posted a picture that is on the confirmed list of another server",
    REMOVED: "posted a picture that was removed on this server before",
}


def listed(seen: "Observation", strongest: float = 0.0) -> tuple[Evidence, ...]:
    """Return the evidence in the marks on the pictures of `seen`.

    Args:
        seen: A message whose pictures were read; anything else has no marks.
        strongest: The weight of what its posting itself tells. A wave that goes on while it is swept needs no
            telling, with each copy, that the picture was removed before.

    What the own moderators judged, another server's list adds nothing to. What trusted members, bots and
    webhooks post, and what stands in places for adverts, is no evidence.
    """
    if not isinstance(seen, Message) or seen.author.trusted or seen.author.automated or seen.place.adverts:
        return ()
    own = any(picture.own_list for picture in seen.pictures)
    shared = any(picture.shared_list and not picture.own_list for picture in seen.pictures)
    removed = strongest < THREE_PLACES[0][1] and any(picture.removed_here for picture in seen.pictures)
    told = ((OWN_LIST, own), (SHARED_LIST, shared), (REMOVED, removed))
    return tuple(
        Evidence(
            signal=Signal.SPREAD,
            kind=kind,
            weight=KNOWN_LIST,
            reason=_REASONS[kind],
            at=seen.at,
            place=seen.place.id,
            messages=(seen.id,),
            suspect=seen.author.id,
        )
        for kind, there in told
        if there
    )
