"""The same picture in several places: what is evidence, and what is not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detection.evidence import Signal
from bot.detection.policy import Policy
from bot.detection.spread_likeness import LEAST_QUALITY, SAME_PICTURE_BITS
from bot.observed import Fingerprint, Person, PersonId, Place, PlaceId, PlaceKind, ServerId
from tests.detection.spread_world import (
    BEGIN,
    MEMBER,
    OTHER,
    REGULAR,
    SERVER,
    STRANGER,
    World,
    altered,
    channel,
    kinds,
    picture,
    print_of,
)

POLICY = Policy()
SHOWN = picture(print_of(1))


def weight(world: World, *posts: tuple[int, float], by: Person = STRANGER) -> float:
    """Post one picture to channels at seconds; return the last weight of `same_picture`."""
    found = [world.post(channel(place), SHOWN, by=by, after=after) for place, after in posts]
    return kinds(found[-1]).get("same_picture", 0.0)


def test_three_places_in_minutes_alert() -> None:
    assert weight(World(), (1, 0), (2, 30), (3, 60)) >= POLICY.alert


def test_two_places_are_weak() -> None:
    assert 0 < weight(World(), (1, 0), (2, 30)) < POLICY.caution / 2


def test_one_place_again_and_again_is_nothing() -> None:
    assert weight(World(), *((1, second) for second in range(10))) == 0


def test_more_places_weigh_more_and_slower_ones_less() -> None:
    three = weight(World(), (1, 0), (2, 10), (3, 20))
    assert weight(World(), (1, 0), (2, 10), (3, 20), (4, 30)) > three
    hours = weight(World(), (1, 0), (2, 3000), (3, 6000))
    assert 0 < hours < POLICY.caution < three
    assert weight(World(), *((n, n * 600) for n in range(6))) >= POLICY.alert  # slow, but everywhere


def test_what_lies_more_than_a_day_apart_is_nothing() -> None:
    assert weight(World(), *((n, n * 90_000) for n in range(5))) == 0


def test_the_evidence_names_every_copy_with_its_place_oldest_first() -> None:
    world = World()
    world.wave(3, SHOWN)
    (found,) = world.post(channel(1), SHOWN, after=90)
    assert found.messages == (1, 2, 3, 4)
    assert found.places == (0, 1, 2, 1)
    assert (found.signal, found.suspect, found.target) == (Signal.SPREAD, STRANGER.id, None)
    assert found.at == BEGIN + timedelta(seconds=90)


def test_the_reason_tells_places_and_pace() -> None:
    (found,) = World().wave(5, SHOWN, every=29)
    assert found.reason == "posted the same picture in 5 places within 2 minutes"


def test_names_beside_the_picture_weigh_and_are_told() -> None:
    (silent,) = World().wave(3, SHOWN)
    (naming,) = World().wave(3, SHOWN, text="look who it is @anna.b @ben_c @cleo")
    mentions = tuple(PersonId(number) for number in (5, 6, 7))
    (mentioning,) = World().wave(3, SHOWN, mentions=mentions)
    assert naming.weight == mentioning.weight > silent.weight
    assert naming.reason.endswith(", naming 3 people")


@pytest.mark.parametrize(
    "text", ["@everyone @here come all", "write to me@example.com or you@example.org", "@a.b"]
)
def test_what_names_nobody_weighs_nothing(text: str) -> None:
    assert kinds(World().wave(3, SHOWN, text=text)) == kinds(World().wave(3, SHOWN))


def test_an_altered_copy_within_31_bits_is_the_same_picture_and_beyond_is_not() -> None:
    near, far = World(), World()
    for number in range(2):
        near.post(channel(number), picture(altered(print_of(1), number * SAME_PICTURE_BITS)))
        far.post(channel(number), picture(altered(print_of(1), number * (SAME_PICTURE_BITS + 1))))
    assert kinds(near.post(channel(3), picture(print_of(1))))["same_picture"] >= POLICY.alert
    assert kinds(far.post(channel(3), picture(print_of(1))))["same_picture"] < POLICY.caution


def test_flat_pictures_never_match() -> None:
    flat = picture(print_of(1, LEAST_QUALITY - 1))
    assert World().wave(8, flat) == ()
    assert World().wave(8, picture(print_of(1, LEAST_QUALITY))) != ()


@pytest.mark.parametrize("kind", [PlaceKind.THREAD, PlaceKind.FORUM_POST, PlaceKind.VOICE])
def test_threads_posts_and_voice_text_are_places_too(kind: PlaceKind) -> None:
    world = World()
    found = [world.post(replace(channel(n), kind=kind, parent=PlaceId(1)), SHOWN, after=n) for n in range(3)]
    assert kinds(found[-1])["same_picture"] >= POLICY.alert


def test_other_servers_are_other_worlds() -> None:
    world = World()
    for number in range(6):
        place = Place(ServerId(number), PlaceId(number), PlaceKind.CHANNEL)
        assert world.post(place, SHOWN, after=number) == ()


@pytest.mark.parametrize("person", [replace(STRANGER, trusted=True), replace(STRANGER, automated=True)])
def test_an_announcement_in_six_channels_is_nothing(person: Person) -> None:
    world = World()
    assert [world.post(channel(n), SHOWN, by=person, after=n) for n in range(6)] == [()] * 6


def test_places_for_adverts_do_not_count() -> None:
    world = World()
    posts = [world.post(channel(n, adverts=n < 5), SHOWN, after=n) for n in range(6)]
    assert posts == [()] * 6


def test_a_regulars_poster_in_six_channels_causes_no_caution() -> None:
    found = World().wave(6, SHOWN, by=REGULAR, every=15)
    assert sum(kinds(found).values()) < POLICY.caution


def test_a_regulars_account_that_posts_like_a_program_alerts() -> None:
    found = World().wave(5, SHOWN, by=REGULAR, every=1)
    assert kinds(found)["same_picture"] >= POLICY.alert


def test_a_regular_who_forwards_to_five_places_at_once_causes_no_caution() -> None:
    found = World().wave(5, SHOWN, by=REGULAR, every=0, forwarded=True)
    assert sum(kinds(found).values()) < POLICY.caution


def test_a_strangers_forwards_count_as_copies() -> None:
    assert kinds(World().wave(3, SHOWN, forwarded=True))["same_picture"] >= POLICY.alert


def test_who_joined_today_weighs_more() -> None:
    joined = replace(STRANGER, joined=BEGIN - timedelta(hours=1))
    assert sum(kinds(World().wave(3, SHOWN, by=joined)).values()) > sum(
        kinds(World().wave(3, SHOWN)).values()
    )


def test_several_newcomers_together_in_minutes_are_a_wave() -> None:
    world = World()
    people = [Person(PersonId(100 + number)) for number in range(4)]
    found = [world.post(channel(n), SHOWN, by=person, after=n * 20) for n, person in enumerate(people)]
    assert kinds(found[1]) == {}
    assert POLICY.caution < kinds(found[2])["same_picture_by_several"] < POLICY.alert
    assert kinds(found[3])["same_picture_by_several"] >= POLICY.alert
    assert found[3][0].messages == (1, 2, 3, 4)
    assert "4 accounts together posted in 4 places" in found[3][0].reason


def test_a_meme_by_unrelated_people_over_days_is_nothing() -> None:
    world = World()
    people = [Person(PersonId(100 + number)) for number in range(12)]
    assert [world.post(channel(n % 5), SHOWN, by=p, after=n * 14_400) for n, p in enumerate(people)] == [
        ()
    ] * 12


def test_members_who_forward_a_picture_to_the_moderators_are_no_wave() -> None:
    world = World()
    world.post(channel(0), SHOWN)
    assert world.post(channel(1), SHOWN, by=MEMBER, after=60, forwarded=True) == ()
    assert world.post(channel(2), SHOWN, by=OTHER, after=90, forwarded=True) == ()


def test_a_picture_that_goes_round_weighs_less() -> None:
    world = World()
    for number in range(3):
        world.post(channel(number), SHOWN, by=Person(PersonId(100 + number)), after=number)
    posts = [world.post(channel(n), SHOWN, after=8000 + n) for n in range(3)]
    assert kinds(posts[-1])["same_picture"] < POLICY.alert


def test_ten_screenshots_in_one_message_are_nothing() -> None:
    alike = [picture(altered(print_of(1), number)) for number in range(10)]
    assert World().post(channel(1), *alike) == ()


def test_an_edited_message_does_not_count_twice() -> None:
    world = World()
    first, second = world.message(channel(1), SHOWN), world.message(channel(2), SHOWN, after=5)
    world.detector.look(first)
    once = world.detector.look(second)
    assert len(once) == 1
    assert world.detector.look(replace(second, edited=True)) == ()
    third = world.post(channel(3), SHOWN, after=10)
    assert third[0].messages == (1, 2, 3)


def test_a_message_that_lost_its_picture_in_an_edit_no_longer_counts() -> None:
    world = World()
    first = world.message(channel(1), SHOWN)
    world.detector.look(first)
    world.detector.look(replace(first, pictures=(), edited=True))
    world.post(channel(2), SHOWN, after=5)
    assert kinds(world.post(channel(3), SHOWN, after=9))["same_picture"] < POLICY.caution


def test_fingerprints_that_come_later_replace_what_was_known_of_the_message() -> None:
    world = World()
    unread = [world.message(channel(n), picture(None, name=f"{n}.png"), after=n) for n in range(3)]
    assert [world.detector.look(message) for message in unread] == [()] * 3
    found = [world.detector.look(replace(message, pictures=(SHOWN,))) for message in unread]
    assert kinds(found[-1])["same_picture"] >= POLICY.alert


def test_who_asks_to_be_forgotten_is() -> None:
    world = World()
    world.wave(3, SHOWN)
    world.detector.forget(STRANGER.id)
    assert world.post(channel(5), SHOWN, after=40) == ()


def test_a_server_that_leaves_is_forgotten() -> None:
    world = World()
    world.wave(3, SHOWN)
    world.detector.forget_server(SERVER)
    assert world.post(channel(5), SHOWN, after=40) == ()


def test_a_removed_message_is_forgotten() -> None:
    world = World()
    first = world.message(channel(1), SHOWN)
    world.detector.look(first)
    world.detector.forget_message(SERVER, first.id)
    assert world.post(channel(2), SHOWN, after=4) == ()


def test_an_unread_file_in_four_places_in_minutes_is_weaker_evidence() -> None:
    unread = picture(None)
    assert World().wave(3, unread) == ()
    (four,) = World().wave(4, unread)
    assert four.kind == "same_file"
    assert POLICY.caution / 2 < four.weight < POLICY.alert
    assert four.reason == "posted the same file in 4 places within 30 seconds"
    assert kinds(World().wave(8, unread))["same_file"] >= POLICY.alert


def test_an_unread_file_of_unknown_size_is_nothing() -> None:
    assert World().wave(8, picture(None, size=0)) == ()


def test_an_unread_file_over_hours_is_nothing() -> None:
    assert World().wave(8, picture(None), every=1000) == ()


def test_a_copy_that_could_not_be_read_is_among_the_messages() -> None:
    world = World()
    world.post(channel(9), picture(None))
    (found,) = world.wave(3, SHOWN)
    assert len(found.messages) == 4


def test_copies_that_arrive_out_of_order_count_the_same() -> None:
    forwards = weight(World(), (1, 0), (2, 100), (3, 200))
    assert weight(World(), (3, 200), (2, 100), (1, 0)) == forwards


prints = st.builds(Fingerprint, st.integers(0, 2**256 - 1), st.integers(0, 100))


@given(others=st.lists(st.integers(1000, 2000), max_size=6, unique=True), places=st.integers(1, 5))
def test_unrelated_pictures_change_nothing(others: list[int], places: int) -> None:
    busy, quiet = World(), World()
    for seed in others:
        busy.post(channel(seed), picture(print_of(seed)), by=MEMBER)
    assert kinds(busy.wave(places, SHOWN)) == kinds(quiet.wave(places, SHOWN))


@given(order=st.permutations(range(4)), places=st.integers(2, 4))
def test_the_order_of_pictures_in_a_message_does_not_matter(order: list[int], places: int) -> None:
    album = [picture(print_of(seed)) for seed in range(4)]
    straight, mixed = World(), World()
    for number in range(places):
        one = straight.post(channel(number), *album, after=number)
        two = mixed.post(channel(number), *(album[at] for at in order), after=number)
        assert one == two


@given(pictures=st.lists(prints, max_size=5), places=st.lists(st.integers(1, 4), max_size=8))
def test_evidence_always_rests_on_the_message_and_is_never_negative(
    pictures: list[Fingerprint], places: list[int]
) -> None:
    world = World()
    for second, number in enumerate(places):
        message = world.message(channel(number), *map(picture, pictures), after=second)
        for piece in world.detector.look(message):
            assert message.id in piece.messages
            assert piece.weight > 0
            assert len(set(piece.messages)) == len(piece.messages) == len(piece.places)


def test_a_picture_on_a_known_list_is_an_alert_that_names_the_list() -> None:
    listed = replace(picture(print_of(1)), known=("partner", "own"))
    (found,) = World().post(channel(1), listed)
    assert found.kind == "known_list"
    assert found.weight >= Policy().alert
    assert found.reason == "posted a picture that is on the known lists own, partner"
