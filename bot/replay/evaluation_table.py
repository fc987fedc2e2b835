"""Figures of an evaluation as tables that fit a terminal of 80 columns. Lays out and measures nothing."""

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from bot.replay.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.replay.metrics import Figures, Metrics

NO_VALUE = "-"
"""Shown where a ratio has no value because its denominator is zero."""

LEGEND = (
    "In per cent. P precision, R recall, B share of benign conversations that reached the level; "
    "time: first caution at or before warn_by; guess: before warn_from. An alert is a caution too."
)
_HEADINGS = (
    "conv.",
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
    speed = overall.all.messages_per_second
    said = LEGEND if speed is None else f"{LEGEND} {speed:,.0f} messages a second."
    return (
        _table("By family", "family", overall.by_family.items()),
        _table("By language", "language", overall.by_language.items()),
        _table("By file", "file", [*by_file, ("all", overall.all)], caption=said),
    )


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
    table.add_column(first, overflow="fold", min_width=12)
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


def _percent(value: float | None) -> str:
    return NO_VALUE if value is None else f"{100 * value:.0f}"
