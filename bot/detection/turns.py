"""Who speaks to whom in a place: by reply, by mention, by taking turns.

Knows people and times; it refuses to know what they say. Constant memory: a bound on places, and on the
speakers that are remembered in each.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.observed import PlaceKind

if TYPE_CHECKING:
    from datetime import datetime

    from bot.observed import Message, PersonId, Place, PlaceId

MAX_SPEAKERS = 8
"""Recent speakers remembered in a place; a table at which people still follow one another."""

TURN = timedelta(minutes=10)
"""An unaddressed line answers whoever spoke last within this time in a place with several speakers."""

PAIR = 2


@dataclass(slots=True)
class Room:
    """The recent speakers of a place, latest last, each once, and whom each of them last spoke to."""

    people: "dict[PersonId, datetime]" = field(default_factory=dict["PersonId", "datetime"])
    spoken_to: "dict[PersonId, PersonId]" = field(default_factory=dict["PersonId", "PersonId"])

    def hear(self, person: "PersonId", to: "PersonId | None", at: "datetime") -> None:
        """Note that `person` spoke."""
        self.people.pop(person, None)
        self.people[person] = at
        if to is not None:
            self.spoken_to[person] = to
        while len(self.people) > MAX_SPEAKERS:
            gone = next(iter(self.people))
            del self.people[gone]
            self.spoken_to.pop(gone, None)

    def addressee(self, message: "Message") -> "PersonId | None":
        """Return whom `message` speaks to, or `None` where that cannot be told."""
        author = message.author.id
        for person in (message.replies_to, *message.mentions):
            if person is not None and person != author:
                return person
        others = [person for person in self.people if person != author]
        if is_pair(message.place) or len(others) == 1:
            return others[-1] if others else None
        sticky = self.spoken_to.get(author)
        if sticky in self.people and message.at - self.people[author] <= TURN * 6:
            return sticky
        if others and message.at - self.people[others[-1]] <= TURN:
            return others[-1]
        return None


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
            room.spoken_to.pop(person, None)
            for speaker in [speaker for speaker, to in room.spoken_to.items() if to == person]:
                del room.spoken_to[speaker]

    def __len__(self) -> int:
        return len(self._rooms)


def is_pair(place: "Place") -> bool:
    """Return whether only two people can be speaking in `place`."""
    return place.kind is PlaceKind.DIRECT or place.members == PAIR
