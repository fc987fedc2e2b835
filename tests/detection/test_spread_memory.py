"""What spread remembers is bounded: per server, per talk, per group, and in servers."""

import time
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from bot.detection import new_groups, private_talks, sightings, spread, spread_likeness
from bot.detection.sightings import MOST_SIGHTINGS, Sighting, Sightings
from bot.detection.spread_likeness import Known
from bot.observed import Look, MessageId, PersonId, Place, PlaceId, PlaceKind, ServerId
from tests.detection.spread_world import (
    BEGIN,
    MEMBER,
    STRANGER,
    World,
    channel,
    group,
    kinds,
    picture,
    print_of,
)

if TYPE_CHECKING:
    import pytest

SHOWN = picture(print_of(1))


def sighting(number: int, seconds: float = 0) -> Sighting:
    return Sighting(
        MessageId(number),
        PlaceId(number % 9),
        PersonId(number % 5),
        BEGIN + timedelta(seconds=seconds),
        Known(print_of(number)),
        None,
    )


def test_a_server_remembers_at_most_two_thousand_pictures_the_newest() -> None:
    window = Sightings()
    for number in range(3 * MOST_SIGHTINGS):
        window.add(sighting(number))
        assert len(window) <= MOST_SIGHTINGS
    assert window.like(sighting(3 * MOST_SIGHTINGS - 1)) != []
    assert window.like(sighting(3 * MOST_SIGHTINGS - MOST_SIGHTINGS // 2)) != []
    assert window.like(sighting(1)) == []


def test_pictures_older_than_a_day_leave_the_window() -> None:
    window = Sightings()
    for number in range(100):
        window.add(sighting(number, seconds=number * 3600))
    assert len(window) <= 31  # a day, and the quarter of one by which clearing is put off


def shown(number: int, seed: int, look: Look | None = None) -> Sighting:
    return replace(sighting(number), known=Known(print_of(seed), look))


def crops(*seeds: int) -> Look:
    return Look(crops=b"".join(print_of(seed).bits.to_bytes(32, "little") for seed in seeds))


def test_copies_of_copies_do_not_lead_from_one_picture_to_another() -> None:
    window = Sightings()
    first, copy, far = shown(1, 10), shown(2, 20, crops(10)), shown(3, 30, crops(20))
    for one in (first, copy, far):
        window.add(one)
    assert window.like(copy) == [first, copy]
    assert window.like(far) == [far]


def test_when_the_first_picture_of_a_family_goes_the_next_stands_for_it() -> None:
    window = Sightings()
    first, copy = shown(1, 10), shown(2, 20, crops(10))
    for one in (first, copy, shown(3, 99)):
        window.add(one)
    window.drop(MessageId(1))
    later = shown(4, 20)
    window.add(later)
    assert window.like(later) == [copy, later]


def test_a_collage_belongs_to_each_picture_it_shows_and_joins_them_not() -> None:
    window = Sightings()
    fields = b"".join(print_of(seed).bits.to_bytes(32, "little") for seed in (10, 20))
    one, other, collage = shown(1, 10), shown(2, 20), shown(3, 30, Look(fields=fields))
    for each in (one, other, collage):
        window.add(each)
    assert window.like(collage) == [one, other, collage]
    later = shown(4, 10)
    window.add(later)
    assert window.like(later) == [one, collage, later]


def test_searching_two_thousand_pictures_takes_microseconds() -> None:
    window = Sightings()
    for number in range(MOST_SIGHTINGS - 1):
        window.add(sighting(number))
    taken: list[float] = []
    for number in range(300):
        begun = time.perf_counter()
        window.like(sighting(MOST_SIGHTINGS + number))
        taken.append(time.perf_counter() - begun)
    assert median(taken) < 0.001  # 0.03 ms on an idle machine, the making of the sighting included


def test_the_longest_silent_server_goes_first(monkeypatch: "pytest.MonkeyPatch") -> None:
    monkeypatch.setattr(spread, "MOST_SERVERS", 2)
    world = World()
    for server in (1, 2, 1, 3):
        place = Place(ServerId(server), PlaceId(server * 10), PlaceKind.CHANNEL)
        world.post(place, SHOWN)
    again = {s: world.post(Place(ServerId(s), PlaceId(5), PlaceKind.CHANNEL), SHOWN, after=1) for s in (1, 2)}
    assert kinds(again[1]) != {}
    assert kinds(again[2]) == {}


def test_a_private_talk_keeps_its_newest_pictures() -> None:
    world = World()
    talk = group(700, members=2)
    for seed in range(private_talks.MOST_PICTURES + 1):
        world.post(talk, picture(print_of(seed)), by=MEMBER)
    world.post(talk, by=STRANGER)
    assert "private_picture" not in kinds(world.post(channel(1), picture(print_of(0)), after=9))
    assert "private_picture" in kinds(world.post(channel(1), picture(print_of(1)), after=9))


def test_the_longest_silent_private_talk_goes_first(monkeypatch: "pytest.MonkeyPatch") -> None:
    monkeypatch.setattr(private_talks, "MOST_TALKS", 1)
    world = World()
    for number in (700, 701):
        world.post(group(number, members=2), picture(print_of(number)), by=MEMBER)
        world.post(group(number, members=2), by=STRANGER)
    assert "private_picture" not in kinds(world.post(channel(1), picture(print_of(700)), after=9))
    assert "private_picture" in kinds(world.post(channel(1), picture(print_of(701)), after=9))


def test_the_oldest_opening_goes_first(monkeypatch: "pytest.MonkeyPatch") -> None:
    monkeypatch.setattr(new_groups, "MOST_GROUPS", 1)
    world = World()
    world.open(group(900), 1, 2, 3)
    world.open(group(901), 1, 2, 3)
    assert kinds(world.post(group(900), SHOWN, after=5)) == {}
    assert "new_group_picture" in kinds(world.post(group(901), picture(print_of(2)), after=5))


def test_a_group_counts_no_more_people_than_its_limit() -> None:
    world = World()
    world.open(group(), *range(100, 100 + 3 * new_groups.MOST_ADDED))
    (found,) = world.post(group(), SHOWN, after=5)
    assert f"with {new_groups.MOST_ADDED} people" in found.reason


def test_the_limits_are_those_that_were_decided() -> None:
    assert sightings.MOST_SIGHTINGS == 2_000
    assert sightings.KEPT_FOR.total_seconds() == 24 * 3600
    assert spread_likeness.SAME_PICTURE_BITS == 31
    assert spread_likeness.LEAST_QUALITY == 50
