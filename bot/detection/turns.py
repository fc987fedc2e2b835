"""Who speaks to whom in a place: by reply, by mention, by name, by taking turns.

Knows people and times; of what they say only who is named. Constant memory: a bound on places, and on the
speakers that are remembered in each.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.detection.naming import Names
from bot.observed import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from bot.observed import Message, PersonId, Place, PlaceId

MAX_SPEAKERS = 8
"""Recent speakers remembered in a place; a table at which people still follow one another."""

TURN = timedelta(hours=1)
"""An unaddressed line answers somebody who spoke within this time, in a place with several speakers."""

NEXT = (1.0, 0.5)
"""How much speaks for such a line answering whoever spoke last, often a bystander, and who spoke before. With
one only, of sextortion in groups, threads and channels by writers held out of training 81 % were cautioned in
place of 83; with three no more."""

TOLD = 8.0
"""How much speaks for somebody being spoken to who answers as people under pressure do, or whom anybody calls
by name: friends do it as well ("tom, is this you?"). In groups, threads and channels of the corpus the one at
risk was told in 85 of 100, without names in 65, where whoever else spoke last was it in 35
(`tests/bench/test_at_risk.py`)."""

PAIR = 2

_Spoke = tuple["datetime", "PersonId | None"]


@dataclass(slots=True)
class Room:
    """The recent speakers of a place, latest last, each once: when they spoke, to whom last."""

    people: "dict[PersonId, _Spoke]" = field(default_factory=dict["PersonId", "_Spoke"])
    names: Names | None = None

    def hear(self, person: "PersonId", to: "PersonId | None", at: "datetime") -> None:
        """Note that `person` spoke."""
        before = self.people.pop(person, None)
        if to is None and before is not None:
            to = before[1]
        self.people[person] = at, to
        if len(self.people) > MAX_SPEAKERS:
            del self.people[next(iter(self.people))]

    def addressee(self, message: "Message") -> "PersonId | None":
        """Return whom `message` speaks to, or `None` where that cannot be told."""
        author = message.author.id
        for person in (message.replies_to, *message.mentions):
            if person is not None and person != author:
                return person
        if is_pair(message.place):
            return next((person for person in reversed(self.people) if person != author), None)
        spoke, sticky = self.people.get(author, (message.at, None))
        return sticky if sticky in self.people and message.at - spoke <= TURN else None

    def called(self, message: "Message", ordinary: "AbstractSet[str]") -> "list[PersonId]":
        """Return which of the recent speakers, the author of `message` among them, it shows to be called.

        Their names are remembered only in places where this is asked for; `ordinary` words call nobody.
        """
        if self.names is None:
            self.names = Names()
        return self.names.hear(message, self.people, ordinary)

    def answered(self, message: "Message", addressee: "PersonId | None") -> "dict[PersonId, float]":
        """Return whom `message` may answer and how much speaks for each, the likeliest first.

        Only the `addressee` where it has one; otherwise those who spoke last.
        """
        if addressee is not None:
            return {addressee: NEXT[0]}
        others = (
            person
            for person, (spoke, _) in reversed(self.people.items())
            if person != message.author.id and message.at - spoke <= TURN
        )
        return dict(zip(others, NEXT, strict=False))


class Turns:
    """The rooms of all places, at most `max_rooms`; the longest silent goes first."""

    def __init__(self, max_rooms: int) -> None:
        """Start with no rooms."""
        self._max_rooms = max_rooms
        self._rooms: OrderedDict[PlaceId, Room] = OrderedDict()

    def room(self, place: "Place") -> Room:
        """Return the room of `place`, new where it was unknown."""
        room = self._rooms.get(place.id)
        if room is None:
            room = self._rooms[place.id] = Room()
            if len(self._rooms) > self._max_rooms:
                self._rooms.popitem(last=False)
        else:
            self._rooms.move_to_end(place.id)
        return room

    def forget(self, person: "PersonId") -> None:
        """Forget that `person` spoke anywhere."""
        for room in self._rooms.values():
            room.people.pop(person, None)
            if room.names is not None:
                room.names.forget(person)
            for speaker, (at, to) in room.people.items():
                if to == person:
                    room.people[speaker] = at, None

    def __len__(self) -> int:
        return len(self._rooms)


def is_pair(place: "Place") -> bool:
    """Return whether only two people can be speaking in `place`."""
    return place.kind is PlaceKind.DIRECT or place.members == PAIR
