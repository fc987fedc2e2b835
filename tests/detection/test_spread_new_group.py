"""A picture in a group just opened with several people, and pictures that leave a private talk."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.detection.new_groups import NEW_FOR, SEVERAL
from bot.detection.policy import Policy
from bot.observed import Happening, Person, Place, PlaceId, PlaceKind, ServerId
from tests.detection.spread_world import (
    BEGIN,
    MEMBER,
    OTHER,
    SERVER,
    STRANGER,
    World,
    channel,
    group,
    kinds,
    picture,
    print_of,
)

POLICY = Policy()
SHOWN = picture(print_of(1))
NINE = tuple(range(100, 109))
TALK = group(700, members=2)
KIND = "new_group_picture"


def test_a_picture_after_opening_a_group_is_moderate_evidence_with_its_reason() -> None:
    world = World()
    world.open(group(), *NINE)
    (found,) = world.post(group(), SHOWN, after=40)
    assert (found.kind, found.suspect) == (KIND, STRANGER.id)
    assert 1 < found.weight < POLICY.caution  # friends do the same: it needs a threat beside it
    assert found.reason == "posted a picture 40 seconds after opening a group with 9 people"


def test_fewer_people_than_several_are_a_chat() -> None:
    world = World()
    world.open(group(), *NINE[: SEVERAL - 1])
    assert world.post(group(), SHOWN, after=40) == ()


def test_the_opener_does_not_count_as_added() -> None:
    world = World()
    world.open(group(), *NINE[: SEVERAL - 1], STRANGER.id)
    assert world.post(group(), SHOWN, after=40) == ()


def test_somebody_elses_picture_there_is_nothing() -> None:
    world = World()
    world.open(group(), *NINE)
    assert world.post(group(), SHOWN, by=MEMBER, after=40) == ()


@pytest.mark.parametrize(
    ("after", "there"), [(0.0, True), (NEW_FOR.total_seconds(), True), (NEW_FOR.total_seconds() + 1, False)]
)
def test_a_group_is_new_for_an_hour(after: float, there: bool) -> None:  # noqa: FBT001 - a case
    world = World()
    world.open(group(), *NINE)
    assert (KIND in kinds(world.post(group(), SHOWN, after=after))) is there


def test_later_in_the_hour_weighs_less() -> None:
    world = World()
    world.open(group(), *NINE)
    at_once, later = (kinds(world.post(group(), SHOWN, after=after))[KIND] for after in (60, 3000))
    assert later < at_once


def test_an_album_is_an_event_more_likely() -> None:
    world = World()
    world.open(group(), *NINE)
    album = [picture(print_of(seed)) for seed in range(4)]
    one = kinds(world.post(group(), SHOWN, after=10))[KIND]
    assert kinds(world.post(group(), *album, after=20))[KIND] < one


def test_people_who_knew_one_another_weigh_less() -> None:
    friends, strangers = World(), World()
    known = replace(STRANGER, known_before=True)
    friends.open(group(), *NINE, by=known)
    strangers.open(group(), *NINE)
    theirs = kinds(friends.post(group(), SHOWN, by=known, after=10))[KIND]
    assert theirs < kinds(strangers.post(group(), SHOWN, after=10))[KIND]


def test_names_beside_the_picture_alert() -> None:
    world = World()
    world.open(group(), *NINE)
    (found,) = world.post(group(), SHOWN, after=10, text="everyone meet @ash.p, @ash.mum and @ash_work")
    assert found.weight >= POLICY.alert
    assert found.reason.endswith("with 9 people, naming 3 people")


def test_what_a_place_tells_of_itself_is_enough() -> None:
    world = World()
    place = group(opened_at=BEGIN, opened_by=STRANGER.id, members=5)
    (found,) = world.post(place, SHOWN, after=90)
    assert found.reason == "posted a picture 2 minutes after opening a group with 4 people"


def test_a_place_of_four_with_its_opener_is_enough_and_one_of_three_is_not() -> None:
    place = group(opened_at=BEGIN, opened_by=STRANGER.id, members=SEVERAL + 1)
    assert KIND in kinds(World().post(place, SHOWN, after=90))
    assert World().post(replace(place, members=SEVERAL), SHOWN, after=90) == ()


def test_an_unknown_opener_weighs_less() -> None:
    known, unknown = World(), World()
    place = group(opened_at=BEGIN, opened_by=STRANGER.id, members=5)
    whole = kinds(known.post(place, SHOWN, after=5))[KIND]
    assert 0 < kinds(unknown.post(replace(place, opened_by=None), SHOWN, after=5))[KIND] < whole


def test_people_added_one_by_one_count_together() -> None:
    world = World()
    world.open(group())
    for second, number in enumerate(NINE[:4]):
        world.happen(Happening.MEMBERS_ADDED, group(), number, after=second)
    assert KIND in kinds(world.post(group(), SHOWN, after=30))


def test_one_person_added_to_an_old_large_thread_opens_nothing() -> None:
    world = World()
    old = group(members=40)
    world.happen(Happening.MEMBERS_ADDED, old, 100, after=0)
    assert world.post(old, SHOWN, after=30) == ()


def test_several_added_to_an_older_place_are_told_as_such() -> None:
    world = World()
    world.happen(Happening.MEMBERS_ADDED, channel(5, kind=PlaceKind.THREAD), *NINE[:4])
    (found,) = world.post(channel(5, kind=PlaceKind.THREAD), SHOWN, after=30)
    assert found.reason == "posted a picture 30 seconds after adding 4 people to a group"


def test_a_thread_that_all_may_read_is_no_group() -> None:
    world = World()
    thread = channel(5, kind=PlaceKind.THREAD, opened_at=BEGIN, opened_by=STRANGER.id, members=30)
    assert world.post(thread, SHOWN, after=30) == ()


def test_all_pictures_of_the_opener_there_are_listed() -> None:
    world = World()
    world.open(group(), *NINE)
    posts = [world.post(group(), picture(print_of(seed)), after=10 + seed) for seed in range(3)]
    assert posts[-1][0].messages == (2, 3, 4)


def test_a_trusted_members_group_is_nothing() -> None:
    world = World()
    moderator = replace(STRANGER, trusted=True)
    world.open(group(), *NINE, by=moderator)
    assert world.post(group(), SHOWN, by=moderator, after=5) == ()


def test_an_unread_picture_counts_in_a_new_group() -> None:
    world = World()
    world.open(group(), *NINE)
    assert KIND in kinds(world.post(group(), picture(None, size=0), after=5))


def test_a_picture_from_a_private_talk_in_a_new_group_alerts_and_names_the_target() -> None:
    world = World()
    world.post(TALK, SHOWN, by=MEMBER)
    world.post(TALK, by=STRANGER, after=60)
    world.open(group(), *NINE, after=600)
    found = {piece.kind: piece for piece in world.post(group(), SHOWN, after=620)}
    assert found[KIND].weight >= POLICY.alert
    assert found[KIND].target == MEMBER.id
    assert (
        found[KIND].reason
        == "posted a picture from a private conversation 20 seconds after opening a group with 9 people"
    )


def test_a_capture_that_the_suspect_showed_first_is_recognised_too() -> None:
    world = World()
    world.post(TALK, SHOWN, by=STRANGER, replies_to=MEMBER.id)
    world.open(group(), *NINE, after=600)
    found = {piece.kind: piece for piece in world.post(group(), SHOWN, after=620)}
    assert found[KIND].target == MEMBER.id
    assert found[KIND].weight >= POLICY.alert


def test_a_private_chat_that_belongs_to_no_server_is_searched() -> None:
    world = World()
    direct = Place(ServerId(77), PlaceId(77), PlaceKind.DIRECT)
    world.post(direct, SHOWN, by=MEMBER)
    world.post(direct, by=STRANGER, after=5)
    found = {piece.kind: piece for piece in world.post(channel(1), SHOWN, after=60)}
    assert found["private_picture"].target == MEMBER.id
    assert (
        found["private_picture"].reason
        == "posted a picture that they received in a private conversation 60 seconds before"
    )


def test_a_private_talk_of_another_server_is_not_searched() -> None:
    world = World()
    elsewhere = replace(TALK, server=ServerId(2))
    world.post(elsewhere, SHOWN, by=MEMBER)
    world.post(elsewhere, by=STRANGER, after=5)
    assert world.post(channel(1), SHOWN, after=60) == ()


def test_ones_own_picture_shown_in_private_first_is_nothing() -> None:
    world = World()
    world.post(TALK, SHOWN, by=STRANGER, replies_to=MEMBER.id)
    assert "private_picture" not in kinds(world.post(channel(1), SHOWN, after=60))


def test_a_received_picture_shown_in_another_private_talk_is_not_shown_to_many() -> None:
    world = World()
    world.post(TALK, SHOWN, by=MEMBER)
    world.post(TALK, by=STRANGER, after=5)
    assert "private_picture" not in kinds(world.post(group(701, members=2), SHOWN, after=60))


def test_after_a_month_a_private_picture_is_no_longer_recognised() -> None:
    world = World()
    world.post(TALK, SHOWN, by=MEMBER)
    world.post(TALK, by=STRANGER, after=5)
    later = timedelta(days=31).total_seconds()
    assert world.post(channel(1), SHOWN, after=later) == ()


def test_a_third_person_of_no_private_talk_is_not_suspected_of_it() -> None:
    world = World()
    world.post(TALK, SHOWN, by=MEMBER)
    world.post(TALK, by=STRANGER, after=5)
    assert world.post(channel(1), SHOWN, by=OTHER, after=60) == ()


@pytest.mark.parametrize("forgotten", [STRANGER, MEMBER])
def test_a_talk_is_forgotten_with_either_who_spoke_in_it(forgotten: Person) -> None:
    world = World()
    world.post(TALK, SHOWN, by=MEMBER)
    world.post(TALK, by=STRANGER, after=5)
    world.detector.forget(forgotten.id)
    assert "private_picture" not in kinds(world.post(channel(1), SHOWN, after=60))


def test_a_forgotten_opener_or_server_has_no_new_group() -> None:
    world = World()
    world.open(group(), *NINE)
    world.detector.forget(STRANGER.id)
    assert world.post(group(), SHOWN, after=5) == ()
    world.open(group(800), *NINE, after=10)
    world.detector.forget_server(SERVER)
    assert world.post(group(800), SHOWN, after=15) == ()
