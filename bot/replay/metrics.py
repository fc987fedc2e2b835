"""Figures of how well detection did on labelled conversations. Knows levels and labels, no text.

A ratio whose denominator is zero has no value: it is `None` (null in JSON), never 0 or 1.
"""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.detection.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.replay.judged import Judged
    from bot.replay.labelled import Labels


@dataclass(frozen=True, slots=True)
class Rates:
    """How well reaching one level tells sextortion from other talk.

    Attributes:
        precision: Share of the conversations that reached it that are positive.
        recall: Share of the positives that reached it.
        f1: Twice the hits over hits and errors: 2TP / (2TP + FP + FN).
        benign_rate: Share of the benign conversations that reached it.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    benign_rate: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some labelled conversations.

    Attributes:
        conversations: How many, positives included.
        in_time: Share of positives whose first caution or higher came at or before `warn_by`, guesses
            included.
        guesses: Share of positives whose first caution or higher came before `warn_from`.
        latency_f1: Not measured yet.
        messages_per_second: Messages judged in a second of detection, one core; differs between runs.
    """

    conversations: int
    positives: int
    caution: Rates
    alert: Rates
    in_time: float | None
    guesses: float | None
    latency_f1: float | None
    messages_per_second: float | None


@dataclass(frozen=True, slots=True)
class Metrics:
    """Figures over all conversations, and the same for each family and each language, by name."""

    all: Figures
    by_family: dict[str, Figures]
    by_language: dict[str, Figures]

    def as_json(self) -> dict[str, object]:
        """One flat object: the figures, `by_family` and `by_language`."""
        parts = ("by_family", "by_language")
        groups = (self.by_family, self.by_language)
        split = {
            part: {name: asdict(figures) for name, figures in group.items()}
            for part, group in zip(parts, groups, strict=True)
        }
        return {**asdict(self.all), **split}


def measure(judged: "Iterable[Judged]") -> Metrics:
    """Measure the labelled ones among these conversations; the others count nowhere."""
    cases = [(one, one.labels) for one in judged if one.labels is not None]
    return Metrics(
        all=_figures(cases),
        by_family=_split(cases, lambda labels: labels.family),
        by_language=_split(cases, lambda labels: labels.language),
    )


def _split(cases: "Sequence[tuple[Judged, Labels]]", key: "Callable[[Labels], str]") -> dict[str, Figures]:
    groups: dict[str, list[tuple[Judged, Labels]]] = {}
    for one, labels in cases:
        groups.setdefault(key(labels), []).append((one, labels))
    return {name: _figures(groups[name]) for name in sorted(groups)}


def _figures(cases: "Sequence[tuple[Judged, Labels]]") -> Figures:
    positives = [(one, labels) for one, labels in cases if labels.positive]
    messages = sum(len(one.levels) for one, _ in cases)
    seconds = sum(one.seconds for one, _ in cases)
    return Figures(
        conversations=len(cases),
        positives=len(positives),
        caution=_rates(cases, Level.CAUTION),
        alert=_rates(cases, Level.ALERT),
        in_time=ratio(sum(_in_time(one, labels) for one, labels in positives), len(positives)),
        guesses=ratio(sum(_guessed(one, labels) for one, labels in positives), len(positives)),
        latency_f1=None,
        messages_per_second=ratio(messages, seconds),
    )


def _rates(cases: "Sequence[tuple[Judged, Labels]]", level: Level) -> Rates:
    reached = [(one.first_at(level) is not None, labels.positive) for one, labels in cases]
    hits = reached.count((True, True))
    false_alarms = reached.count((True, False))
    misses = reached.count((False, True))
    passed = reached.count((False, False))
    return Rates(
        precision=ratio(hits, hits + false_alarms),
        recall=ratio(hits, hits + misses),
        f1=ratio(2 * hits, 2 * hits + false_alarms + misses),
        benign_rate=ratio(false_alarms, false_alarms + passed),
    )


def _in_time(one: "Judged", labels: "Labels") -> bool:
    first, last = one.first_at(Level.CAUTION), labels.expect.warn_by
    return first is not None and last is not None and first <= last


def _guessed(one: "Judged", labels: "Labels") -> bool:
    first, fair = one.first_at(Level.CAUTION), labels.expect.warn_from
    return first is not None and fair is not None and first < fair


def ratio(part: float, whole: float) -> float | None:
    """`part / whole`; `None` where `whole` is zero."""
    return part / whole if whole else None
