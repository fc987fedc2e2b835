"""The pattern language: what it says, and that it says the same as looking at every pair of words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detection.language.errors import CueFileError
from bot.detection.language.patterns import MAX_REACH, parse

CLASSES = {"a": 0, "b": 1, "c": 2}
POSITIONS = st.sets(st.integers(1, 60), max_size=6)


def bits(positions: set[int]) -> int:
    return sum(1 << position for position in positions)


@given(POSITIONS, POSITIONS, st.integers(1, MAX_REACH))
def test_an_ordered_step_finds_what_stands_within_reach_behind(a: set[int], b: set[int], reach: int) -> None:
    found = parse(f"a >{reach} b", CLASSES, "here").mask([bits(a), bits(b), 0])

    assert found == bits({y for y in b if any(1 <= y - x <= reach for x in a)})


@given(POSITIONS, POSITIONS, st.integers(1, MAX_REACH))
def test_an_unordered_step_finds_what_stands_within_reach_on_either_side(
    a: set[int], b: set[int], reach: int
) -> None:
    found = parse(f"a ~{reach} b", CLASSES, "here").mask([bits(a), bits(b), 0])

    assert found == bits({y for y in b if any(abs(y - x) <= reach for x in a)})


@given(POSITIONS, POSITIONS)
def test_a_negated_clause_must_not_hold(a: set[int], b: set[int]) -> None:
    found = parse("a & !b", CLASSES, "here").mask([bits(a), bits(b), 0])

    assert bool(found) == (bool(a) and not b)


@pytest.mark.parametrize("source", ["", "a b", "a >3", "a >0 b", "a >99 b", "a ?2 b", "x", "!a", "a & & b"])
def test_a_malformed_pattern_is_refused_with_its_place(source: str) -> None:
    with pytest.raises(CueFileError, match=r"en\.toml"):
        parse(source, CLASSES, "en.toml: demand")
