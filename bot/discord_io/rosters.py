"""Who is in a private thread, from its opening and the lines in which Discord says who was added.

Without the members intent, which Breakwater does not ask for, Discord keeps no count up to date.
"""

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.observed import Happening, PlaceEvent, PlaceKind

if TYPE_CHECKING:
    from bot.observed import Observation, PersonId, PlaceId

MOST_THREADS: Final = 10_000
"""Private threads remembered, those that moved last; some 300 bytes each. Others count as unknown."""

MOST_PEOPLE: Final = 100
"""People remembered of one thread: whether it is two, a few or many is all that matters."""


class Rosters:
    """Counts the people of private threads whose opening was seen."""

    def __init__(self) -> None:
        self._people: OrderedDict[PlaceId, set[PersonId]] = OrderedDict()

    def counted(self, seen: "Observation") -> "Observation":
        """Take in an observation and return it with its place's `members`, where they are known."""
        if seen.place.kind is not PlaceKind.PRIVATE_THREAD:
            return seen
        if isinstance(seen, PlaceEvent) and seen.happening is Happening.OPENED:
            self._people[seen.place.id] = {seen.by.id}
            while len(self._people) > MOST_THREADS:
                self._people.popitem(last=False)
        people = self._people.get(seen.place.id)
        if people is None:
            return seen
        self._people.move_to_end(seen.place.id)
        if len(people) < MOST_PEOPLE:
            people.update((seen.by.id, *seen.people) if isinstance(seen, PlaceEvent) else (seen.author.id,))
        return replace(seen, place=replace(seen.place, members=len(people)))
