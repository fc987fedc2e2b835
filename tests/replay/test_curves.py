"""Plots of an evaluation: the points are those computed by hand, and they lie on the paper."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detection.verdict import Level
from bot.replay.confusion import confusion
from bot.replay.curves import calibration_error, precision_recall, reliability, thresholds, time_to_warning
from bot.replay.judged import Judged
from bot.replay.labelled import Expect, Labels
from bot.replay.plot import Axis, Curve, Plot, draw, placed, shares

N, C, A, E = Level.NONE, Level.CAUTION, Level.ALERT, Level.EMERGENCY
Case = tuple[Judged, Labels]


def case(
    score: float, *levels: Level, positive: bool = True, warn_by: int = 0, family: str = "flash"
) -> Case:
    expect = Expect(warn_from=0, warn_by=warn_by) if positive else Expect()
    label = "sextortion" if positive else "benign"
    labels = Labels(label=label, family=family, language="en", expect=expect)
    return Judged("x", labels, levels, (score,) * len(levels), (), 0.1), labels


@st.composite
def any_case(draw: st.DrawFn) -> Case:
    score, level = draw(st.floats(0, 1)), draw(st.sampled_from(Level))
    return case(score, level, positive=draw(st.booleans()))


def test_precision_and_recall_fall_and_rise_with_the_threshold() -> None:
    plot = precision_recall(
        [case(0.9, A), case(0.8, C, positive=False), case(0.4, N), case(0.1, N, positive=False)]
    )

    assert plot is not None
    assert plot.curves[0].points == ((0.0, 1.0), (0.5, 1.0), (0.5, 0.5), (1.0, 2 / 3), (1.0, 0.5))
    assert [(dot.kind, dot.x, dot.y) for dot in plot.dots] == [("caution", 0.5, 0.5), ("alert", 0.5, 1.0)]


def test_equal_scores_are_one_threshold() -> None:
    plot = precision_recall([case(0.5, C), case(0.5, C, positive=False)])

    assert plot is not None
    assert plot.curves[0].points == ((0.0, 0.5), (1.0, 0.5))


def test_reliability_compares_mean_scores_with_shares() -> None:
    cases = [case(0.91, A), case(0.95, A, positive=False), case(0.02, N, positive=False)]
    plot = reliability(cases)

    assert plot is not None
    assert [(pytest.approx(dot.x), dot.y) for dot in plot.dots] == [(0.02, 0.0), (0.93, 0.5)]
    # |0.91 + 0.95 - 1| in one bin and 0.02 in another, over three.
    assert calibration_error(cases) == pytest.approx((0.86 + 0.02) / 3)


def test_thresholds_show_both_kinds() -> None:
    plot = thresholds([case(0.5, C), case(1.0, A), case(0.25, N, positive=False)])

    assert plot is not None
    sextortion, benign = (dict(curve.points) for curve in plot.curves)
    assert (sextortion[0.5], sextortion[0.51], sextortion[1.0]) == (1.0, 0.5, 0.5)
    assert (benign[0.25], benign[0.26]) == (1.0, 0.0)


def test_time_to_warning_counts_messages_around_the_last_useful_one() -> None:
    plot = time_to_warning(
        [case(1, N, C, C, A, warn_by=1), case(1, N, N, N, C, warn_by=1), case(0, N, N, warn_by=1)]
    )

    assert plot is not None
    caution, alert = (dict(curve.points) for curve in plot.curves)
    assert (caution[-1], caution[0], caution[1], caution[2]) == (0.0, 1 / 3, 1 / 3, 2 / 3)
    assert (alert[1], alert[2]) == (0.0, 1 / 3)


def test_families_are_counted_by_the_level_at_which_they_ended() -> None:
    sales = [case(0, N, positive=False, family="sales"), case(0, N, C, positive=False, family="sales")]
    flash = [case(1, C, E), case(1, N, A), case(0, N, N)]

    first, second = confusion([*sales, *flash])

    assert (first.name, first.reached, first.in_time, first.wrong(N)) == ("flash", (1, 0, 1, 1), 1, True)
    assert (second.name, second.reached, second.in_time, second.wrong(C)) == (
        "sales",
        (1, 1, 0, 0),
        None,
        True,
    )
    assert second.share(C) == 0.5


def test_nothing_to_draw_is_nothing() -> None:
    benign = [case(0.3, N, positive=False)]

    assert (precision_recall(benign), time_to_warning(benign), reliability(benign)) == (None, None, None)
    assert (thresholds([]), calibration_error([])) == (None, None)


def test_ordinary_talk_alone_is_drawn_enlarged() -> None:
    plot = thresholds([case(0.3, N, positive=False)])

    assert plot is not None
    assert [curve.name for curve in plot.curves] == ["benign"]
    assert plot.y.high == 0.1


@given(st.lists(any_case(), max_size=20))
def test_all_shares_lie_on_the_paper(cases: list[Case]) -> None:
    for plot in filter(None, (precision_recall(cases), reliability(cases), thresholds(cases))):
        for x, y in (point for curve in plot.curves for point in curve.points):
            assert 0 <= x <= 1
            assert 0 <= y <= 1
    error = calibration_error(cases)
    assert error is None or 0 <= error <= 1


def test_a_value_beyond_the_axis_is_drawn_at_its_end() -> None:
    plot = Plot("t", "s", Axis("x", -5, 5, ()), shares("y"))

    assert plot.across(-99) == plot.across(-5) == plot.left
    assert plot.across(99) == plot.across(5) == plot.right
    assert (plot.up(0), plot.up(1)) == (plot.base, plot.top)


@given(st.lists(st.tuples(st.floats(0, 900), st.text(min_size=1, max_size=15))).map(sorted))
def test_words_in_one_row_never_collide(words: list[tuple[float, str]]) -> None:
    notes = placed(words, 900)

    assert [note.label for note in notes] == [label for _, label in words]
    assert all(note.start >= 0 and note.start + note.width <= 900 + 1e-9 for note in notes)
    for row in {note.row for note in notes}:
        same = [note for note in notes if note.row == row]
        assert all(one.start + one.width < other.start for one, other in itertools.pairwise(same))


def test_a_picture_escapes_what_it_is_given() -> None:
    curve = Curve("line", "", ((0, 0), (1, 1)))

    svg = draw(Plot("<script>", "a & b", shares("x"), shares("y"), curves=(curve,)))

    assert "<script>" not in svg
    assert "a &amp; b" in svg
    assert svg.lstrip().startswith("<svg")
