"""A story that nobody speaks in is packed, and comes back as it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.detection.conversation import Story, Trace
from bot.detection.course import State
from bot.detection.packed import KINDS, last_spoken, pack, server_of, unpack
from bot.observed import MessageId, PersonId, PlaceId, ServerId

TIMES = st.datetimes(datetime(2015, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - as Hypothesis asks
IDS = st.integers(0, 2**64 - 1)
TURNS = st.integers(0, 2**31 - 1)
TRACES = st.builds(Trace, TIMES, TIMES, IDS.map(MessageId), IDS.map(MessageId), TURNS, TURNS, st.floats(0, 1))
SIDES = st.dictionaries(st.sampled_from(KINDS), TRACES)
NUMBERS = st.lists(st.floats(-1, 1, width=32), min_size=6, max_size=6)


def _state(numbers: list[float], at: datetime) -> State:
    return State(np.array(numbers, dtype=np.float32).reshape(3, 2), at)


STATES = st.builds(_state, NUMBERS, TIMES)
STORIES = st.builds(
    Story,
    *(IDS.map(PlaceId), IDS.map(ServerId), IDS.map(PersonId), st.none() | IDS.map(PersonId)),
    *(TIMES, TIMES, st.sampled_from([None, True, False]), st.booleans(), st.booleans()),
    *(SIDES, SIDES, SIDES, TURNS, st.none() | STATES),
)


@given(STORIES, st.none() | STATES)
def test_a_packed_story_comes_back_as_it_was(story: Story, telling: State | None) -> None:
    # Telling messages are messages: whoever heard them heard the story.
    story = replace(story, telling=telling if story.course else None)
    packed = pack(story)

    back = unpack((story.place, story.suspect, story.target), packed)

    assert replace(back, course=None, telling=None) == replace(story, course=None, telling=None)
    for one, other in ((back.course, story.course), (back.telling, story.telling)):
        assert (one is None) is (other is None)
        if one is not None and other is not None:
            assert one.at == other.at
            assert np.allclose(one.hidden, other.hidden, atol=2**-15)
    assert (last_spoken(packed), server_of(packed)) == (story.last_at, story.server)


def test_a_usual_story_takes_less_than_half_a_kilobyte() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    story = Story(PlaceId(1), ServerId(1), PersonId(1), PersonId(2), at, at + timedelta(days=1))
    story.course = State(np.zeros((3, 32), dtype=np.float32), at)
    story.said = {kind: Trace(at, at, MessageId(1), MessageId(2), 3) for kind in KINDS[:4]}

    assert len(pack(story)) < 512
