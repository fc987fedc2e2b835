"""Stories are found by where, by whom and by suspect, whatever was kept and dropped before."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.detection.conversation import Story
from bot.detection.stories import Key, Stories
from bot.observed import PersonId, PlaceId, ServerId
from tests.detection.talk_world import START

PLACES = st.integers(1, 4).map(PlaceId)
SUSPECTS = st.integers(1, 3).map(PersonId)
TARGETS = st.none() | st.integers(4, 6).map(PersonId)
DAY = timedelta(days=1)
KEYS = st.tuples(PLACES, SUSPECTS, TARGETS)


def story(key: Key) -> Story:
    return Story(key[0], ServerId(key[0] % 2), key[1], key[2], START, START)


@given(st.lists(KEYS), st.integers(1, 20))
def test_a_suspects_stories_are_those_that_are_kept(keys: list[Key], most: int) -> None:
    stories = Stories(most)
    kept: dict[Key, Story] = {}

    for key in keys:
        stories.put(key, told := story(key))
        kept.pop(key, None)
        kept[key] = told
        while len(kept) > most:
            del kept[next(iter(kept))]

    for server in (ServerId(0), ServerId(1)):
        for suspect in map(PersonId, (1, 2, 3)):
            expected = [s for key, s in kept.items() if (s.server, key[1]) == (server, suspect)]
            found = stories.of(server, suspect)
            assert len(found) == len(expected)
            assert all(any(one is other for other in expected) for one in found)


@given(st.lists(KEYS))
def test_a_person_who_is_forgotten_has_no_story_left_and_the_others_keep_theirs(keys: list[Key]) -> None:
    stories = Stories(100)
    for key in keys:
        stories.put(key, story(key))

    stories.forget(PersonId(1))

    assert len(stories) == len({key for key in keys if key[1] != 1})
    assert not any(stories.of(server, PersonId(1)) for server in (ServerId(0), ServerId(1)))


def test_a_person_who_is_forgotten_is_no_longer_at_risk_in_what_is_said_to_all() -> None:
    stories = Stories(100)
    key = (PlaceId(1), PersonId(1), None)
    stories.put(key, story(key))
    told = stories.get(key)
    assert told is not None
    told.lean(PersonId(4), 1.0)

    stories.forget(PersonId(4))

    assert told.target is None


@given(st.lists(KEYS), KEYS)
def test_a_story_that_went_to_sleep_is_found_as_it_was(keys: list[Key], last: Key) -> None:
    stories = Stories(100, awake=0)
    for number, key in enumerate([*keys, last]):
        stories.put(key, told := story(key))
        told.turns = number
        stories.settle(START, DAY)

    found = stories.get(last)

    assert found is not None
    assert found == replace(story(last), turns=len(keys))


@given(st.lists(KEYS))
def test_stories_that_sleep_are_bounded_and_forgotten_like_the_others(keys: list[Key]) -> None:
    stories = Stories(5, awake=1)
    for key in keys:
        stories.put(key, story(key))
        stories.settle(START, DAY)
    kept = list(dict.fromkeys(reversed(keys)))[:5]

    assert len(stories) == len(kept)
    stories.forget(PersonId(1))
    stories.forget_server(ServerId(0))
    assert len(stories) == sum(key[1] != 1 and key[0] % 2 == 1 for key in kept)
    stories.settle(START + 2 * DAY, DAY)
    assert len(stories) == 0
