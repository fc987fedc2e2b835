"""Single messages: reading the file, judging each alone, and figures computed by hand."""

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.observed import Message, PlaceKind
from bot.replay.lone_messages import LONE_SCORE, Row, measure_alone, read_rows, score_alone
from bot.replay.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCORED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30)


def read(folder: "Path", text: str) -> list[Row | Problem]:
    path = folder / "lines.csv"
    path.write_text(text, encoding="utf-8")
    return list(read_rows(path, "lines.csv"))


def test_rows_are_read_with_quotes_line_ends_and_other_columns(tmp_path: "Path") -> None:
    text = '\ufeffLabel, text,who\nsextortion,"pay, or\nelse",x\n0,hello,y\nBenign , bye,z\n1,last,\n'

    assert read(tmp_path, text) == [
        Row(3, "pay, or\nelse", positive=True),
        Row(4, "hello", positive=False),
        Row(5, " bye", positive=False),
        Row(6, "last", positive=True),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text,kind\nhello,0\n", "line 1: has no column label"),
        ("", "line 1: has no column text and no column label"),
        ("text,label\nhello,maybe\n", "line 2: the label 'maybe' is none of"),
        ("text,label\nhello\n", "line 2: has fewer columns"),
        ('text,label\n"hello,0\n', "after line 1: the CSV is broken"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: "Path", text: str, said: str) -> None:
    (problem,) = read(tmp_path, text)

    assert isinstance(problem, Problem)
    assert said in str(problem)


def test_a_bad_row_does_not_hide_the_next(tmp_path: "Path") -> None:
    found = read(tmp_path, "text,label\nhello,perhaps\nbye,0\n")

    assert [type(one) for one in found] == [Problem, Row]


def test_bytes_that_are_no_utf_8_and_missing_files_are_problems(tmp_path: "Path") -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"text,label\n\xff\xfe,1\n")

    (encoding,), (missing,) = read_rows(path, "x.csv"), read_rows(tmp_path / "no.csv", "no.csv")

    assert "is not UTF-8" in str(encoding)
    assert "cannot be read" in str(missing)


def test_each_message_meets_a_fresh_detection_as_the_only_words_of_a_stranger(
    build: "Callable[[], Any]",
) -> None:
    judges: list[Any] = []

    def built() -> object:
        judges.append(build())
        return judges[-1]

    scores = [score_alone(text, built) for text in ("hello", "a private picture", "hello")]  # type: ignore[arg-type]

    assert scores == [0.0, 0.5, 0.0]
    assert [len(judge.log) for judge in judges] == [1, 1, 1]
    (seen,) = judges[0].log
    assert isinstance(seen, Message)
    assert (seen.place.kind, seen.author.known_before, seen.author.account_created) == (
        PlaceKind.DIRECT,
        None,
        None,
    )


def test_figures_are_those_computed_by_hand() -> None:
    scored = [(0.9, True), (0.8, False), (0.6, True), (0.2, True), (0.1, False), (0.0, False)]

    figures = measure_alone(scored, threshold=0.5)

    assert (figures.rows, figures.positives) == (6, 3)
    assert figures.precision == figures.recall == figures.f1 == pytest.approx(2 / 3)
    # From 0.2 on: three hits and one false alarm, 6/7.
    assert figures.best_threshold == 0.2
    assert figures.best_f1 == pytest.approx(6 / 7)


def test_a_score_at_the_threshold_counts() -> None:
    assert measure_alone([(LONE_SCORE, True)]).recall == 1.0


def test_without_positives_nothing_is_best() -> None:
    figures = measure_alone([(0.9, False)])

    assert (figures.precision, figures.recall, figures.best_threshold, figures.best_f1) == (
        0.0,
        None,
        None,
        None,
    )


@given(SCORED, st.floats(0, 1))
def test_no_threshold_does_better_than_the_best(scored: list[tuple[float, bool]], threshold: float) -> None:
    figures = measure_alone(scored, threshold)

    if figures.best_f1 is not None and figures.best_threshold is not None:
        assert (figures.f1 or 0) <= figures.best_f1
        assert measure_alone(scored, figures.best_threshold).f1 == figures.best_f1
