"""Latency-weighted F1: the hand-computed values, and the laws of its penalty."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.detection.verdict import Level
from bot.replay.judged import Judged
from bot.replay.labelled import Expect, Labels
from bot.replay.latency import growth, latency_weighted_f1, penalty
from bot.replay.metrics import measure

LENGTHS = st.lists(st.integers(1, 400), min_size=1, max_size=9)


def case(length: int, first: int | None, *, positive: bool = True, language: str = "en") -> Judged:
    """A conversation of so many messages, cautioned at that index."""
    expect = Expect(warn_from=0, warn_by=0) if positive else Expect()
    label = "sextortion" if positive else "benign"
    labels = Labels(label=label, family="flash", language=language, expect=expect)
    reached = [first is not None and index >= first for index in range(length)]
    levels = tuple(Level.CAUTION if yes else Level.NONE for yes in reached)
    return Judged("x", labels, levels, (0.0,) * length, (), 1.0)


def test_the_penalty_is_a_half_at_the_median_length() -> None:
    assert penalty(11, growth([3, 11, 40])) == pytest.approx(0.5)


def test_a_warning_at_the_first_message_loses_nothing() -> None:
    assert latency_weighted_f1(0.8, [1, 1], [1, 1]) == 0.8


def test_f1_is_weighted_with_the_median_speed_of_the_true_positives() -> None:
    # p = ln 3 / 2 for a median of 3. Latencies 1, 2, 3: penalties 0, 2 - sqrt 3, 0.5; their median counts.
    expected = 0.9 * (1 - (2 - math.sqrt(3)))

    assert latency_weighted_f1(0.9, [3, 1, 2], [3, 3, 3]) == pytest.approx(expected)


def test_without_a_true_positive_it_is_zero() -> None:
    assert latency_weighted_f1(0.0, [], [5]) == 0.0


@given(LENGTHS, st.integers(1, 500), st.integers(1, 500))
def test_a_later_warning_never_loses_less_and_never_more_than_all(
    lengths: list[int], one: int, other: int
) -> None:
    p = growth(lengths)
    sooner, later = sorted((one, other))

    assert 0 <= penalty(sooner, p) <= penalty(later, p) <= 1


@given(LENGTHS, st.lists(st.integers(1, 400), max_size=9), st.floats(0, 1))
def test_it_lies_between_zero_and_f1(lengths: list[int], latencies: list[int], f1: float) -> None:
    assert 0 <= latency_weighted_f1(f1, latencies, lengths) <= f1


@given(st.integers(2, 50), st.integers(1, 40), st.data())
def test_reading_one_message_more_before_each_warning_costs_something(
    length: int, count: int, data: st.DataObject
) -> None:
    latencies = data.draw(st.lists(st.integers(1, length), min_size=count, max_size=count))
    slower = [latency + 1 for latency in latencies]
    assume(count > 0)

    assert latency_weighted_f1(1, slower, [length]) < latency_weighted_f1(1, latencies, [length])


def test_measured_conversations_give_the_hand_computed_value() -> None:
    # Two of three positives cautioned after 1 and 3 messages; one false alarm: F1 = 4/6.
    # The median length of the positives is 3: penalties 0 and 0.5, their median 0.25.
    judged = [case(3, 0), case(3, 2), case(9, None), case(40, 5, positive=False)]

    assert measure(judged).all.latency_f1 == pytest.approx(4 / 6 * 0.75)


def test_groups_share_the_pace_of_all_positives() -> None:
    judged = [case(5, 2), case(3, 2, language="fr"), case(9, 2, language="en-GB")]
    metrics = measure(judged)

    # p rests on the median of all, 5, and not on the French one's own 3.
    assert metrics.not_english is not None
    assert metrics.not_english.latency_f1 == pytest.approx(1 - penalty(3, growth([5])))
    assert metrics.by_language["fr"] == metrics.not_english


def test_files_without_positives_have_figures_for_a_thousand_and_no_latency() -> None:
    figures = measure([case(4, 1, positive=False), *[case(4, None, positive=False)] * 7]).all

    assert (figures.cautions_per_1000, figures.alerts_per_1000) == (125.0, 0.0)
    assert figures.latency_f1 is None
