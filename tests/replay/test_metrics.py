"""Figures: what each means, and what it is when there is nothing to divide by."""

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detection.verdict import Level
from bot.replay.judged import Judged
from bot.replay.labelled import Expect, Labels
from bot.replay.metrics import Rates, measure, ratio

if TYPE_CHECKING:
    from collections.abc import Iterable

LEVELS = st.lists(st.sampled_from(Level), min_size=1, max_size=6).map(
    lambda levels: tuple(max(levels[: n + 1]) for n in range(len(levels)))
)


def case(
    *levels: Level, positive: bool = True, family: str = "flash", warn: tuple[int, int] = (1, 2)
) -> Judged:
    expect = Expect(warn_from=warn[0], warn_by=warn[1]) if positive else Expect()
    label = "sextortion" if positive else "benign"
    labels = Labels(label=label, family=family, language="en", expect=expect)
    return Judged("x", labels, levels, tuple(float(level) / 3 for level in levels), (), 0.5)


N, C, A, E = Level.NONE, Level.CAUTION, Level.ALERT, Level.EMERGENCY


def test_precision_recall_f1_and_benign_rate_count_what_they_say() -> None:
    judged = [case(C), case(A), case(N), case(C, positive=False), *[case(N, positive=False)] * 3]

    caution, alert = measure(judged).all.caution, measure(judged).all.alert

    assert caution == Rates(precision=2 / 3, recall=2 / 3, f1=2 / 3, benign_rate=1 / 4)
    assert alert == Rates(precision=1.0, recall=1 / 3, f1=0.5, benign_rate=0.0)


@pytest.mark.parametrize(
    ("levels", "in_time", "guesses"),
    [
        ((C, C, C, C), 1, 1),
        ((N, C, C, C), 1, 0),
        ((N, N, E, E), 1, 0),
        ((N, N, N, C), 0, 0),
        ((N, N, N, N), 0, 0),
    ],
)
def test_a_caution_is_in_time_up_to_warn_by_and_a_guess_before_warn_from(
    levels: tuple[Level, ...], in_time: float, guesses: float
) -> None:
    figures = measure([case(*levels)]).all

    assert (figures.in_time, figures.guesses) == (in_time, guesses)


def test_what_has_nothing_to_divide_by_has_no_value() -> None:
    nothing = measure([]).all
    only_benign = measure([case(N, positive=False)]).all
    only_missed = measure([case(N)]).all

    assert nothing.caution == Rates(None, None, None, None)
    assert (nothing.in_time, nothing.guesses, nothing.messages_per_second) == (None, None, None)
    assert only_benign.caution == Rates(precision=None, recall=None, f1=None, benign_rate=0.0)
    assert only_missed.caution == Rates(precision=None, recall=0.0, f1=0.0, benign_rate=None)


def test_json_has_the_promised_fields_and_groups_lack_the_groups() -> None:
    shown = measure([case(C), case(N, positive=False, family="sales")]).as_json()
    fields = {
        "conversations",
        "positives",
        "caution",
        "alert",
        "in_time",
        "guesses",
        "latency_f1",
        "cautions_per_1000",
        "alerts_per_1000",
        "sparse_positives",
        "sparse_recall",
        "messages_per_second",
    }
    families = json.loads(json.dumps(shown["by_family"]))

    assert set(shown) == fields | {"by_family", "by_language", "not_english"}
    assert set(families) == {"flash", "sales"}
    assert all(set(group) == fields for group in families.values())
    assert set(families["flash"]["caution"]) == {"precision", "recall", "f1", "benign_rate"}
    assert shown["not_english"] is None


@given(st.lists(st.tuples(LEVELS, st.booleans()), max_size=12))
def test_every_share_lies_between_zero_and_one_and_alerts_never_outnumber_cautions(
    cases: "Iterable[tuple[tuple[Level, ...], bool]]",
) -> None:
    figures = measure(case(*levels, positive=positive) for levels, positive in cases).all

    for rates in (figures.caution, figures.alert):
        shares = (rates.precision, rates.recall, rates.f1, rates.benign_rate)
        assert all(share is None or 0 <= share <= 1 for share in shares)
    assert (figures.alert.recall or 0) <= (figures.caution.recall or 0)
    assert (figures.alert.benign_rate or 0) <= (figures.caution.benign_rate or 0)


def test_speed_is_messages_over_the_time_that_detection_took() -> None:
    assert measure([case(N, N, N), case(N)]).all.messages_per_second == 4.0


def test_a_ratio_over_zero_is_none() -> None:
    assert ratio(0, 0) is None
