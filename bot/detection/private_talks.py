"""Which pictures were part of a talk between two people, so that one is recognised when it leaves that talk.

Knows who spoke in a place for two, and fingerprints. Refuses to know what was said.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.detection.sightings import known_of
from bot.detection.spread_likeness import MOST_CORNERS, CornerBudget, Likenesses
from bot.observed import PlaceKind

if TYPE_CHECKING:
    from datetime import datetime

    from bot.detection.spread_likeness import Known
    from bot.observed import Message, PersonId, Place, PlaceId, ServerId

MOST_TALKS: Final = 2_000
"""Talks remembered at once; the longest silent goes first. At most 100 KB each, and corners beside."""

MOST_PICTURES: Final = 50
"""Pictures remembered per talk, the newest."""

KEPT_FOR: Final = timedelta(days=30)
"""How long after it was shown in private a picture is recognised: threats are carried out within weeks."""

_CLOSED_KINDS: Final = frozenset({PlaceKind.GROUP, PlaceKind.PRIVATE_THREAD})
_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as it was shown in a talk between two people."""

    known: "Known"
    by: "PersonId"
    at: "datetime"


@dataclass(slots=True)
class _Talk:
    server: "ServerId"
    kind: PlaceKind
    people: "set[PersonId]" = field(default_factory=set["PersonId"])
    shown: list[Shown] = field(default_factory=list[Shown])
    likenesses: Likenesses = field(default_factory=Likenesses)

    def show(self, shown: Shown) -> int:
        """Remember a picture once, and forget the oldest where there are too many; the corners it took."""
        if any(shown.known.fingerprint == before.known.fingerprint for before in self.shown):
            return 0
        if len(self.shown) >= MOST_PICTURES:
            self.likenesses.keep(np.arange(len(self.shown)) > 0)
            self.shown.pop(0)
        before = self.likenesses.corners
        self.shown.append(shown)
        self.likenesses.add(shown.known)
        return self.likenesses.corners - before


class PrivateTalks:
    """Remembers the pictures of talks between two people."""

    def __init__(self) -> None:
        self._talks: OrderedDict[PlaceId, _Talk] = OrderedDict()
        self._budget = CornerBudget(MOST_CORNERS // 2)

    def note(self, message: "Message") -> None:
        """Take in a message; one that stands in a place for more than two changes nothing."""
        place = message.place
        if not for_two(place):
            return
        talk = self._talks.setdefault(place.id, _Talk(place.server, place.kind))
        self._talks.move_to_end(place.id)
        talk.people.update({message.author.id} | ({message.replies_to} if message.replies_to else set()))
        for picture in message.pictures:
            known = known_of(picture)
            if known is not None and not known.flat:
                taken = talk.show(Shown(known, message.author.id, message.at))
                self._budget.spend(taken, (one.likenesses for one in self._talks.values()))
        if len(self._talks) > MOST_TALKS:
            self._talks.popitem(last=False)

    def source(self, message: "Message", known: "Known") -> "tuple[Shown, PersonId | None] | None":
        """Where the author of `message` had this picture from: how it was shown before, and the other person.

        Only talks of the same server, and private chats that belong to none, are searched.
        """
        author = message.author.id
        for place, talk in reversed(self._talks.items()):
            near = talk.kind is PlaceKind.DIRECT or talk.server == message.place.server
            if author not in talk.people or place == message.place.id or not near:
                continue
            for likeness in talk.likenesses.like(known):
                shown = talk.shown[likeness.row]
                if timedelta(0) <= message.at - shown.at <= KEPT_FOR:
                    return shown, next((other for other in talk.people if other != author), None)
        return None

    def forget(self, person: "PersonId") -> None:
        """Forget every talk that one person took part in."""
        for place in [place for place, talk in self._talks.items() if person in talk.people]:
            del self._talks[place]

    def forget_server(self, server: "ServerId") -> None:
        """Forget the talks of one server."""
        for place in [place for place, talk in self._talks.items() if talk.server == server]:
            del self._talks[place]


def for_two(place: "Place") -> bool:
    """Whether nobody but two people reads there."""
    few = place.members is not None and place.members <= _TWO
    return place.kind is PlaceKind.DIRECT or (place.kind in _CLOSED_KINDS and few)
