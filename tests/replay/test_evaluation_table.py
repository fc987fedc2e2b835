"""The tables in the terminal: they fit 80 columns, and what has no column stands below them."""

from typing import TYPE_CHECKING

from rich.console import Console

from bot.detection.verdict import Level
from bot.replay.evaluation_table import evaluation_tables, lone_table
from bot.replay.judged import Judged
from bot.replay.labelled import Expect, Labels, Staged
from bot.replay.lone_messages import measure_alone
from bot.replay.metrics import Metrics, measure

if TYPE_CHECKING:
    from rich.table import Table

WARNED = (Level.NONE, Level.ALERT)


def case(*, positive: bool, sparse: bool = False, language: str = "en") -> Judged:
    labels = Labels(
        label="sextortion" if positive else "benign",
        family="group-chat-distribution" if positive else "news-or-awareness",
        language=language,
        expect=Expect(warn_from=0, warn_by=1) if positive else Expect(),
        messages=(Staged(stage="threat"), Staged()),
    )
    return Judged("x", labels, WARNED, (0.1, 0.9), (), 0.5, sparse=sparse)


def shown(*tables: "Table") -> str:
    console = Console(width=80)
    with console.capture() as captured:
        console.print(*tables, sep="")
    return captured.get()


def told(metrics: Metrics) -> str:
    return " ".join(shown(*evaluation_tables({"a.jsonl": metrics}, metrics)).split())


def test_tables_fit_a_terminal_with_every_heading_whole() -> None:
    metrics = measure([*[case(positive=True)] * 100, *[case(positive=False)] * 1000])

    lines = shown(*evaluation_tables({"a-rather-long-name-of-a-file.jsonl": metrics}, metrics)).splitlines()

    assert max(len(line) for line in lines) <= 80
    assert sum("guess" in line for line in lines if "time" in line and "all" in line) == 3


def test_latency_and_figures_for_a_thousand_stand_below() -> None:
    text = told(measure([case(positive=True), case(positive=False, language="fr")]))

    # Cautioned after 2 of 2 messages: the penalty is a half; one false alarm makes F1 2/3.
    assert "Latency-weighted F1 at caution: 0.333." in text
    assert "In 1,000 benign conversations: 1000.0 cautions, 1000.0 alerts." in text
    assert "all but en" in text


def test_sparse_sight_says_of_how_many() -> None:
    text = told(measure([case(positive=True, sparse=True)]))

    assert "Of 1 positives with a request, threat or demand among the few messages shown, 100 %" in text
    assert "Latency" not in text


def test_single_messages_are_told_with_their_threshold() -> None:
    text = shown(lone_table(measure_alone([(0.9, True), (0.1, False)], threshold=0.25)))

    assert "0.250" in text
    assert "best threshold" in text
