"""Which groups and private threads were just opened with several people, and by whom.

Knows openings for an hour. Refuses to know what is said there.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.observed import Happening, Message, PlaceEvent, PlaceKind

if TYPE_CHECKING:
    from datetime import datetime

    from bot.observed import Observation, PersonId, Place, PlaceId, ServerId

SEVERAL: Final = 3
"""People added besides the one who opened it. Two friends added are a chat; Kent Police describe groups of
the victim's followers."""

NEW_FOR: Final = timedelta(hours=1)
"""How long after its opening, or after people were last added, a group counts as new."""

MOST_GROUPS: Final = 5_000
"""Openings remembered at once, the newest: an hour of a very large bot; 1 KB each."""

MOST_ADDED: Final = 100
"""People counted per group; beyond that the number no longer matters."""

_CLOSED_KINDS: Final = frozenset({PlaceKind.GROUP, PlaceKind.PRIVATE_THREAD})
"""Places where `members` means people who were brought there. To a thread that all may read, people are
brought only by an event that says so."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A place that was opened with several people, or to which several were added.

    Attributes:
        at: When that was, or when people were last added (aware UTC).
        by: Who opened it or added people; empty where unknown.
        others: How many people are there besides them.
        opened: It is new; otherwise people were added to an older place.
    """

    server: "ServerId"
    at: "datetime"
    by: "frozenset[PersonId]"
    others: int
    opened: bool


class NewGroups:
    """Remembers openings, and tells whether a message comes shortly after one."""

    def __init__(self) -> None:
        self._openings: OrderedDict[PlaceId, Opening] = OrderedDict()
        self._added: dict[PlaceId, frozenset[PersonId]] = {}

    def note(self, seen: "Observation") -> None:
        """Take in an event, or what a message tells of its place."""
        if isinstance(seen, PlaceEvent):
            if seen.happening in {Happening.OPENED, Happening.MEMBERS_ADDED}:
                self._note_event(seen)
        elif (opening := _opening_of(seen.place)) and seen.at - opening.at <= NEW_FOR:
            known = self._openings.get(seen.place.id)
            if known is None:
                self._put(seen.place.id, opening)
            elif opening.others > known.others:
                self._put(seen.place.id, replace(known, others=opening.others))

    def before(self, message: Message) -> Opening | None:
        """The opening by its author that `message` follows within an hour; `None` where there is none."""
        opening = self._openings.get(message.place.id)
        if opening is None or opening.others < SEVERAL:
            return None
        theirs = not opening.by or message.author.id in opening.by
        return opening if theirs and timedelta(0) <= message.at - opening.at <= NEW_FOR else None

    def forget(self, person: "PersonId") -> None:
        """Forget what one person opened, and that they were added anywhere."""
        for place in [place for place, opening in self._openings.items() if person in opening.by]:
            self._remove(place)
        for place, added in self._added.items():
            self._added[place] = added - {person}

    def forget_server(self, server: "ServerId") -> None:
        """Forget the openings of one server."""
        for place in [place for place, opening in self._openings.items() if opening.server == server]:
            self._remove(place)

    def _note_event(self, event: PlaceEvent) -> None:
        place = event.place
        before = self._openings.get(place.id)
        if before is not None and event.at - before.at > NEW_FOR:
            self._remove(place.id)
            before = None
        opened = event.happening is Happening.OPENED or (before is not None and before.opened)
        added = self._added.get(place.id, frozenset()) | (set(event.people) - {event.by.id})
        told = _others(place) if place.kind in _CLOSED_KINDS and (opened or not added) else 0
        others = max(len(added), told, before.others if before else 0)
        by = before.by | {event.by.id} if before else frozenset({event.by.id})
        self._put(place.id, Opening(place.server, event.at, by, min(others, MOST_ADDED), opened))
        if len(added) <= MOST_ADDED:
            self._added[place.id] = added

    def _put(self, place: "PlaceId", opening: Opening) -> None:
        self._openings[place] = opening
        self._openings.move_to_end(place)
        if len(self._openings) > MOST_GROUPS:
            self._remove(next(iter(self._openings)))

    def _remove(self, place: "PlaceId") -> None:
        del self._openings[place]
        self._added.pop(place, None)


def _opening_of(place: "Place") -> Opening | None:
    if place.kind not in _CLOSED_KINDS or place.opened_at is None or place.members is None:
        return None
    by = frozenset({place.opened_by}) if place.opened_by is not None else frozenset["PersonId"]()
    return Opening(place.server, place.opened_at, by, _others(place), opened=True)


def _others(place: "Place") -> int:
    """Who is there besides the one who opened it."""
    return min(max((place.members or 0) - 1, 0), MOST_ADDED)
