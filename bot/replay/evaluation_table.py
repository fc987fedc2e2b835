"""Figures of an evaluation as tables that fit a terminal of 80 columns. Lays out and measures nothing."""

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from bot.replay.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.replay.lone_messages import LoneFigures
    from bot.replay.metrics import Figures, Metrics

NO_VALUE = "-"
"""Shown where a ratio has no value because its denominator is zero."""

LEGEND = (
    "In per cent. P precision, R recall, B share of benign conversations that reached the level; "
    "time: first caution at or before warn_by; guess: before warn_from. An alert is a caution too."
)
_DIGITS = 3
_HEADINGS = (
    "all",
    "pos.",
    "caut.\nP",
    "\nR",
    "\nF1",
    "\nB",
    "alert\nP",
    "\nR",
    "\nF1",
    "\nB",
    "time",
    "guess",
)


def evaluation_tables(files: "Mapping[str, Metrics]", overall: "Metrics") -> tuple[Table, ...]:
    """Lay out figures by family and by language over all files, then by file."""
    by_file = [(name, metrics.all) for name, metrics in files.items()]
    said = " ".join([LEGEND, *_sentences(overall.all)])
    return (
        _table("By family", "family", overall.by_family.items()),
        _table("By language", "language", [*overall.by_language.items(), *_other(overall)]),
        _table("By file", "file", [*by_file, ("all", overall.all)], caption=said),
    )


def lone_table(figures: "LoneFigures") -> Table:
    """Lay out the figures of single messages."""
    table = Table(title="Single messages", title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    names = ("rows", "positive", "precision", "recall", "f1", "threshold", "best threshold", "best f1")
    shares = (figures.precision, figures.recall, figures.f1, figures.threshold)
    best = (figures.best_threshold, figures.best_f1)
    table.add_column("figure")
    table.add_column("value", justify="right")
    values = (str(figures.rows), str(figures.positives), *map(_plain, (*shares, *best)))
    for name, value in zip(names, values, strict=True):
        table.add_row(name, value)
    return table


def _other(overall: "Metrics") -> "Iterable[tuple[str, Figures]]":
    if overall.not_english is not None:
        yield "all but en", overall.not_english


def _sentences(figures: "Figures") -> "Iterable[str]":
    """What has no column of its own."""
    if figures.latency_f1 is not None:
        yield f"Latency-weighted F1 at caution: {_plain(figures.latency_f1)}."
    if figures.sparse_positives is not None:
        yield (
            f"Of {figures.sparse_positives} positives with a request, threat or demand among the few "
            f"messages shown, {_percent(figures.sparse_recall)} % reached caution."
        )
    if figures.cautions_per_1000 is not None and figures.alerts_per_1000 is not None:
        yield (
            f"In 1,000 benign conversations: {figures.cautions_per_1000:.1f} cautions, "
            f"{figures.alerts_per_1000:.1f} alerts."
        )
    if figures.messages_per_second is not None:
        yield f"{figures.messages_per_second:,.0f} messages a second."


def _table(
    title: str, first: str, rows: "Iterable[tuple[str, Figures]]", caption: str | None = None
) -> Table:
    table = Table(
        title=title,
        caption=caption,
        box=box.SIMPLE_HEAD,
        title_justify="left",
        caption_justify="left",
        title_style="bold",
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    table.add_column(first, overflow="fold", min_width=10)
    for heading in _HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    for name, figures in rows:
        table.add_row(Text(printable(name)), *_cells(figures))
    return table


def _cells(figures: "Figures") -> tuple[str, ...]:
    levels = (figures.caution, figures.alert)
    rates = [
        rate for level in levels for rate in (level.precision, level.recall, level.f1, level.benign_rate)
    ]
    shares = (_percent(rate) for rate in (*rates, figures.in_time, figures.guesses))
    return (str(figures.conversations), str(figures.positives), *shares)


def _plain(value: float | None) -> str:
    return NO_VALUE if value is None else f"{value:.{_DIGITS}f}"


def _percent(value: float | None) -> str:
    return NO_VALUE if value is None else f"{100 * value:.0f}"
