"""Asking only the signs whose needs are there finds what asking all of them finds."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.detection.conversation import DEEDS, Story, Trace
from bot.detection.course import Like
from bot.detection.language.cue import Cue
from bot.detection.packed import KINDS
from bot.detection.signs import SIGNS
from bot.detection.weighing import TOLD, find, shown
from bot.observed import MessageId, PersonId, PlaceId, ServerId
from tests.detection.talk_world import START


def _trace(first: int, more: int, message: int, count: int, best: float) -> Trace:
    begun = START + timedelta(hours=first)
    last = begun + timedelta(hours=more)
    return Trace(begun, last, MessageId(message), MessageId(message + more % 3), 1, count, best)


TRACES = st.builds(
    _trace,
    *(st.integers(0, 40), st.integers(0, 40), st.integers(0, 3), st.integers(1, 4)),
    st.floats(0, 1),
)
SIDES = st.dictionaries(st.sampled_from([*Cue, *DEEDS, *Like]), TRACES, max_size=8)
STORIES = st.builds(
    Story,
    *(st.just(PlaceId(1)), st.just(ServerId(1)), st.just(PersonId(1)), st.just(PersonId(2))),
    *(st.just(START), st.just(START), st.sampled_from([None, True, False]), st.booleans(), st.booleans()),
    *(SIDES, SIDES, SIDES),
)


def _found_plainly(story: Story) -> dict[str, float]:
    """What is found by asking every sign."""
    found = {
        sign.kind: sign.weight * degree
        for sign, degree in zip(SIGNS, shown(story), strict=True)
        if degree > 0 and (sign.weight or sign.kind in TOLD)
    }
    convicting = {sign.kind for sign in SIGNS if sign.content and found.get(sign.kind, 0) > 0}
    return found if convicting else {}


@given(STORIES)
def test_the_signs_found_are_those_that_asking_all_would_find(story: Story) -> None:
    found = {sign.kind: weight for sign, _, weight in find(story)}

    assert found == _found_plainly(story)


@given(STORIES)
def test_a_sign_is_found_only_where_its_needs_are(story: Story) -> None:
    for sign in SIGNS:
        if sign.find(story) is not None:
            assert all(getattr(story, need.side).keys() & need.kinds for need in sign.find.needs)


def test_no_sign_has_more_needs_than_are_looked_at() -> None:
    assert {len(sign.find.needs) for sign in SIGNS} == {1, 2}
    assert {kind for sign in SIGNS for need in sign.find.needs for kind in need.kinds} <= set(KINDS)
