from bot.discord_io import rosters
from bot.discord_io.rosters import Rosters
from bot.observed import (
    Happening,
    Message,
    MessageId,
    Person,
    PersonId,
    Place,
    PlaceEvent,
    PlaceId,
    PlaceKind,
    ServerId,
)
from tests.conftest import NOON


def _thread(number: int = 1, kind: PlaceKind = PlaceKind.PRIVATE_THREAD) -> Place:
    return Place(ServerId(1), PlaceId(number), kind)


def _opened(place: Place) -> PlaceEvent:
    return PlaceEvent(MessageId(1), place, Happening.OPENED, Person(PersonId(1)), NOON)


def _added(place: Place, *people: int) -> PlaceEvent:
    ids = tuple(PersonId(number) for number in people)
    return PlaceEvent(MessageId(2), place, Happening.MEMBERS_ADDED, Person(PersonId(1)), NOON, ids)


def _said(place: Place, author: int = 1) -> Message:
    return Message(MessageId(3), place, Person(PersonId(author)), NOON, "hello")


def test_a_private_thread_counts_its_opener_and_whoever_was_added() -> None:
    counting = Rosters()
    counting.counted(_opened(_thread()))
    counting.counted(_added(_thread(), 2))
    assert counting.counted(_said(_thread())).place.members == 2
    counting.counted(_added(_thread(), 3, 4))
    assert counting.counted(_said(_thread())).place.members == 4


def test_whoever_speaks_is_counted_though_nobody_said_that_they_were_added() -> None:
    counting = Rosters()
    counting.counted(_opened(_thread()))
    counting.counted(_said(_thread(), author=7))
    assert counting.counted(_said(_thread())).place.members == 2


def test_a_thread_whose_opening_was_not_seen_stays_unknown() -> None:
    counting = Rosters()
    counting.counted(_added(_thread(), 2, 3))
    assert counting.counted(_said(_thread())).place.members is None


def test_a_place_that_everybody_may_read_is_not_counted() -> None:
    counting = Rosters()
    open_to_all = _thread(kind=PlaceKind.THREAD)
    counting.counted(_opened(open_to_all))
    assert counting.counted(_said(open_to_all)).place.members is None


def test_no_more_threads_are_remembered_than_stated() -> None:
    counting = Rosters()
    for number in range(rosters.MOST_THREADS + 1):
        counting.counted(_opened(_thread(number)))
    assert counting.counted(_said(_thread(0))).place.members is None
    assert counting.counted(_said(_thread(1))).place.members == 1


def test_no_more_people_are_remembered_of_a_thread_than_stated() -> None:
    counting = Rosters()
    counting.counted(_opened(_thread()))
    for number in range(2, rosters.MOST_PEOPLE + 50):
        counting.counted(_added(_thread(), number))
    assert counting.counted(_said(_thread())).place.members == rosters.MOST_PEOPLE
