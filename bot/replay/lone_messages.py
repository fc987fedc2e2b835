"""Judges single messages from a CSV file, each as the only words of an unknown person in a private chat.

Detection's levels are made for conversations; a lone message is judged by its score alone.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.observed import Message, MessageId, Person, PersonId, Place, PlaceId, PlaceKind, ServerId
from bot.replay.metrics import ratio
from bot.replay.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from bot.replay.judging import Assessing

LONE_SCORE = 0.14
"""Score from which a lone message counts as positive: chosen on 600 lines of two writers that were in no
training (F1 0.98 in English, 0.96 mostly in other languages), and best on single messages of the development
sets as well, offenders' against those of benign talk. To be chosen anew whenever weights change. It lies far
below the score of a caution, since one message shows neither course nor pace."""

COLUMNS = ("text", "label")
POSITIVE = frozenset(
    {"sextortion", "1", "1.0", "true", "yes", "positive", "threat", "scam", "harmful", "unsafe", "blackmail"}
)
NEGATIVE = frozenset(
    {"benign", "0", "0.0", "false", "no", "negative", "none", "ordinary", "normal", "safe", "ham", "ok"}
)
"""Labels as people write them; case does not matter."""

MAX_FIELD_CHARACTERS = 1_000_000
"""A Discord message has at most 4,000; a longer field than this is an unclosed quote."""

_AT = datetime(2024, 1, 1, tzinfo=UTC)
_PLACE = Place(ServerId(10), PlaceId(10), PlaceKind.DIRECT, members=2)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    Attributes:
        line: Where it ends in the file, 1 for the first line.
        positive: Whether its label calls it sextortion.
    """

    line: int
    text: str
    positive: bool


@dataclass(frozen=True, slots=True)
class LoneFigures:
    """How well a score tells sextortion from ordinary messages, one by one.

    Attributes:
        rows: How many were judged.
        threshold: The score from which a message counted as positive.
        best_threshold: The one that would have given the highest F1 on these rows, the highest among equals;
            `None` where no row is positive. Shown to compare, never used.
        best_f1: That F1.
    """

    rows: int
    positives: int
    precision: float | None
    recall: float | None
    f1: float | None
    threshold: float
    best_threshold: float | None
    best_f1: float | None


def read_rows(path: "Path", name: str) -> "Iterator[Row | Problem]":
    """Read the rows of a CSV file with the columns `text` and `label`, in UTF-8.

    Yields:
        Each row, and a problem for each that cannot be read: never an exception.
    """
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(csv.DictReader(file, strict=True), name)
    except UnicodeDecodeError as error:
        yield Problem(name, "", f"is not UTF-8 text: {error.reason} at byte {error.start:,}")
    except OSError as error:
        yield Problem(name, "", f"cannot be read: {error.strerror or error}")


def _rows(rows: "csv.DictReader[str]", name: str) -> "Iterator[Row | Problem]":
    try:
        rows.fieldnames = [heading.strip().casefold() for heading in rows.fieldnames or ()]
        missing = [column for column in COLUMNS if column not in rows.fieldnames]
        if missing:
            yield Problem(name, "line 1", f"has no column {' and no column '.join(missing)}")
            return
        for row in rows:
            yield _row(row, rows.line_num, name)
    except csv.Error as error:
        yield Problem(name, f"after line {rows.line_num}", f"the CSV is broken, the rest was left: {error}")


def _row(row: "dict[str, str | None]", line: int, name: str) -> Row | Problem:
    text, label = row["text"], row["label"]
    if text is None or label is None:
        return Problem(name, f"line {line}", "has fewer columns than the first line")
    said = label.strip().casefold()
    if said not in POSITIVE | NEGATIVE:
        return Problem(name, f"line {line}", f"the label {label[:40]!r} is none of {_known()}")
    return Row(line, text, said in POSITIVE)


def _known() -> str:
    return f"{', '.join(sorted(POSITIVE))}; {', '.join(sorted(NEGATIVE))}"


def score_alone(text: str, build: "Callable[[], Assessing]") -> float:
    """The score of a message of which nothing else is known, 0 to 1."""
    author = Person(PersonId(1))
    verdicts = build().assess(Message(MessageId(1), _PLACE, author, _AT, text))
    return max((verdict.score for verdict in verdicts), default=0.0)


def measure_alone(scored: "Sequence[tuple[float, bool]]", threshold: float = LONE_SCORE) -> LoneFigures:
    """Measure scores against what each message was labelled, True for positive."""
    hits, false_alarms, misses = _counts(scored, threshold)
    best = max(
        ((_f1(*_counts(scored, score)), score) for score in {score for score, _ in scored}),
        default=(0.0, 0.0),
    )
    positives = hits + misses
    return LoneFigures(
        rows=len(scored),
        positives=positives,
        precision=ratio(hits, hits + false_alarms),
        recall=ratio(hits, positives),
        f1=ratio(2 * hits, 2 * hits + false_alarms + misses),
        threshold=threshold,
        best_threshold=best[1] if positives else None,
        best_f1=best[0] if positives else None,
    )


def _counts(scored: "Sequence[tuple[float, bool]]", threshold: float) -> tuple[int, int, int]:
    reached = [(score >= threshold, positive) for score, positive in scored]
    return reached.count((True, True)), reached.count((True, False)), reached.count((False, True))


def _f1(hits: int, false_alarms: int, misses: int) -> float:
    return ratio(2 * hits, 2 * hits + false_alarms + misses) or 0.0
