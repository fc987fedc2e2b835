"""Stories are found by where, by whom and by suspect, whatever was kept and dropped before."""

from hypothesis import given
from hypothesis import strategies as st

from bot.detection.conversation import Story
from bot.detection.stories import Key, Stories
from bot.observed import Person, PersonId, Place, PlaceId, PlaceKind, ServerId
from tests.detection.talk_world import START

PLACES = st.integers(1, 4).map(PlaceId)
SUSPECTS = st.integers(1, 3).map(PersonId)
TARGETS = st.none() | st.integers(4, 6).map(PersonId)
KEYS = st.tuples(PLACES, SUSPECTS, TARGETS)


def story(key: Key) -> Story:
    place = Place(ServerId(key[0] % 2), key[0], PlaceKind.CHANNEL)
    return Story(place, Person(key[1]), key[2], START, START)


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
            expected = [s for key, s in kept.items() if (s.place.server, key[1]) == (server, suspect)]
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
