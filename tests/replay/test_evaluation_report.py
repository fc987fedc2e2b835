"""The report: self-contained, escaped, without words unless they were asked for, worst mistakes first."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from bot.replay.evaluation import evaluate_files
from bot.replay.labelled_reading import read_labelled
from bot.replay.mistakes import MOST, Wrong, with_text, worst
from bot.replay.report import render_report
from bot.replay.sight import Sight, looking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.replay.evaluation import Evaluation

MADE_AT = datetime(2024, 5, 1, 12, tzinfo=UTC)


class Loaded(HTMLParser):
    """Collects what a page would load or run, and that its elements close."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "srcset", "action")]


@pytest.fixture
def evaluated(
    build: "Callable[[], Any]", labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]"
) -> "Callable[..., tuple[Evaluation, Path]]":
    """Five conversations with one mistake of each kind, and those that a test adds."""

    def said(*texts: str) -> list[dict[str, object]]:
        return [{"at": 60 * n, "from": "new_here", "text": text} for n, text in enumerate(texts)]

    benign: dict[str, object] = {"label": "benign", "family": "sales", "expect": {}}
    late = {"suspect": "new_here", "target": "quiet.rook", "warn_from": 0, "warn_by": 1}
    early = {**late, "warn_from": 3, "warn_by": 4}

    def make(*more: dict[str, object]) -> "tuple[Evaluation, Path]":
        path = write_lines(
            labelled(id="right"),
            labelled(id="alerted", messages=said("hi", "buy now or else"), **benign),
            labelled(id="cautioned", messages=said("a private picture frame"), **benign),
            labelled(id="missed", messages=said("some hidden words", "b", "c"), expect=late),
            labelled(id="late", messages=said("a", "b", "private picture"), expect=late),
            labelled(id="guessed", messages=said("private picture", "b", "c", "d", "e"), expect=early),
            *more,
        )
        return evaluate_files([path], build, lambda: 0.0), path

    return make


def render(evaluation: "Evaluation", sight: str = "whole conversations") -> str:
    return render_report(evaluation, worst(evaluation), sight, MADE_AT)


def test_mistakes_come_worst_first_with_the_message_that_led_to_them(evaluated: Any) -> None:
    evaluation, _ = evaluated()

    assert [(one.id, one.wrong, one.message) for one in worst(evaluation)] == [
        ("alerted", Wrong.ALERTED, 1),
        ("missed", Wrong.MISSED, 0),
        ("cautioned", Wrong.CAUTIONED, 0),
        ("late", Wrong.LATE, 2),
        ("guessed", Wrong.GUESSED, 0),
    ]


def test_it_names_files_ids_families_and_reasons(evaluated: Any) -> None:
    html = render(evaluated()[0])

    for expected in (
        "alerted",
        "missed",
        "flash",
        "sales",
        "talk.jsonl",
        "said “or else”",
        "2024-05-01 12:00",
    ):
        assert expected in html
    assert "Precision and recall" in html
    assert "Time to warning" in html


def test_no_words_are_in_it_unless_asked_for(evaluated: Any) -> None:
    evaluation, path = evaluated()
    told = with_text(worst(evaluation), {"talk.jsonl": path}, read_labelled)

    without, with_them = render(evaluation), render_report(evaluation, told, "all", MADE_AT)

    assert "some hidden words" not in without
    assert "no message text" in without
    assert "some hidden words" in with_them
    assert "holds people&#39;s words" in with_them or "holds people's words" in with_them


def test_words_are_those_that_detection_saw(evaluated: Any) -> None:
    evaluation, path = evaluated()
    sparse = looking(read_labelled, Sight(messages=1))

    told = with_text(worst(evaluation), {"talk.jsonl": path}, sparse)

    assert {len(one.lines) for one in told} == {1}


def test_it_loads_nothing_and_runs_nothing(evaluated: Any) -> None:
    parser = Loaded()
    parser.feed(render(evaluated()[0]))

    assert parser.links == []
    assert not {"script", "img", "iframe", "link", "object", "video"} & set(parser.tags)
    assert parser.tags.count("figure") == 4


def test_what_files_hold_cannot_become_markup(labelled: Any, evaluated: Any) -> None:
    hostile = "<script>alert(1)</script>"
    bad = labelled(id=hostile, family=hostile, language=hostile, messages=[{"at": 0, "from": "new_here"}])
    evaluation, path = evaluated(bad)
    told = with_text(worst(evaluation), {"talk.jsonl": path}, read_labelled)
    parser = Loaded()

    parser.feed(render_report(evaluation, told, hostile, MADE_AT))

    assert "script" not in parser.tags


def test_sets_without_positives_have_figures_for_a_thousand(
    build: Any, labelled: Any, write_lines: Any
) -> None:
    path = write_lines(labelled(label="benign", family="sales", expect={}))

    html = render(evaluate_files([path], build, lambda: 0.0))

    assert "in 1,000 benign conversations" in html
    assert "1000.0" in html
    assert "Time to warning" not in html


def test_an_empty_file_and_problems_are_told(build: Any, write_lines: Any, labelled: Any) -> None:
    bare = labelled(id="t-9")
    del bare["label"]
    html = render(evaluate_files([write_lines("{oops", bare)], build, lambda: 0.0))

    assert "0 labelled conversations" in html
    assert "line 1" in html
    assert "1 conversation carries no label" in html


def test_no_more_mistakes_than_a_person_reads(build: Any, labelled: Any, write_lines: Any) -> None:
    quiet = [{"at": 0, "from": "new_here", "text": "hi"}]
    late = {"warn_from": 0, "warn_by": 0}
    missed = [labelled(id=f"m-{n}", messages=quiet, expect=late) for n in range(MOST + 5)]

    assert len(worst(evaluate_files([write_lines(*missed)], build, lambda: 0.0))) == MOST
