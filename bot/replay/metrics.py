"""Figures of how well detection did on labelled conversations. Knows levels and labels, no text.

A ratio whose denominator is zero has no value: it is `None` (null in JSON), never 0 or 1.
"""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.detection.verdict import Level
from bot.replay.latency import latency_weighted_f1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.replay.judged import Judged
    from bot.replay.labelled import Labels

PER_1000 = 1000


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
        latency_f1: Latency-weighted F1 at caution (see `latency`). The penalty's pace rests on all positive
            conversations that are measured together, so that families and languages can be compared.
        cautions_per_1000: Benign conversations that reached caution, in 1,000 of them.
        alerts_per_1000: Likewise alert.
        sparse_positives: Positives of which a few messages were shown, one with a request, threat or demand
            among them; `None` where whole conversations were shown.
        sparse_recall: Share of those that reached caution.
        messages_per_second: Messages judged in a second of detection, one core; differs between runs.
    """

    conversations: int
    positives: int
    caution: Rates
    alert: Rates
    in_time: float | None
    guesses: float | None
    latency_f1: float | None
    cautions_per_1000: float | None
    alerts_per_1000: float | None
    sparse_positives: int | None
    sparse_recall: float | None
    messages_per_second: float | None


@dataclass(frozen=True, slots=True)
class Metrics:
    """Figures over all conversations, and the same for each family and each language, by name.

    Attributes:
        not_english: Over those in another language than English; `None` without any.
    """

    all: Figures
    not_english: Figures | None
    by_family: dict[str, Figures]
    by_language: dict[str, Figures]

    def as_json(self) -> dict[str, object]:
        """One flat object: the figures, `by_family`, `by_language` and `not_english`."""
        parts = ("by_family", "by_language")
        groups = (self.by_family, self.by_language)
        split = {
            part: {name: asdict(figures) for name, figures in group.items()}
            for part, group in zip(parts, groups, strict=True)
        }
        other = None if self.not_english is None else asdict(self.not_english)
        return {**asdict(self.all), **split, "not_english": other}


def measure(judged: "Iterable[Judged]") -> Metrics:
    """Measure the labelled ones among these conversations; the others count nowhere.

    What says when a warning came (`in_time`, `guesses`, `latency_f1`) has no value where only a few messages
    of the conversations were shown.
    """
    cases = [(one, one.labels) for one in judged if one.labels is not None]
    lengths = [len(one.levels) for one, labels in cases if labels.positive and not one.sparse]
    other = [(one, labels) for one, labels in cases if not labels.english]
    return Metrics(
        all=_figures(cases, lengths),
        not_english=_figures(other, lengths) if other else None,
        by_family=_split(cases, lengths, lambda labels: labels.family),
        by_language=_split(cases, lengths, lambda labels: labels.language),
    )


def _split(
    cases: "Sequence[tuple[Judged, Labels]]", lengths: "Sequence[int]", key: "Callable[[Labels], str]"
) -> dict[str, Figures]:
    groups: dict[str, list[tuple[Judged, Labels]]] = {}
    for one, labels in cases:
        groups.setdefault(key(labels), []).append((one, labels))
    return {name: _figures(groups[name], lengths) for name in sorted(groups)}


def _figures(cases: "Sequence[tuple[Judged, Labels]]", lengths: "Sequence[int]") -> Figures:
    positives = [(one, labels) for one, labels in cases if labels.positive]
    timed = [(one, labels) for one, labels in positives if not one.sparse]
    messages = sum(len(one.levels) for one, _ in cases)
    seconds = sum(one.seconds for one, _ in cases)
    caution, alert = _rates(cases, Level.CAUTION), _rates(cases, Level.ALERT)
    sparse = any(one.sparse for one, _ in cases)
    telling = [one for one, labels in positives if one.sparse and labels.telling]
    reached = sum(one.first_at(Level.CAUTION) is not None for one in telling)
    return Figures(
        conversations=len(cases),
        positives=len(positives),
        caution=caution,
        alert=alert,
        in_time=ratio(sum(_in_time(one, labels) for one, labels in timed), len(timed)),
        guesses=ratio(sum(_guessed(one, labels) for one, labels in timed), len(timed)),
        latency_f1=None if sparse else _latency_f1(caution.f1, [one for one, _ in timed], lengths),
        cautions_per_1000=_per_1000(caution.benign_rate),
        alerts_per_1000=_per_1000(alert.benign_rate),
        sparse_positives=len(telling) if sparse else None,
        sparse_recall=ratio(reached, len(telling)),
        messages_per_second=ratio(messages, seconds),
    )


def _latency_f1(f1: float | None, positives: "Sequence[Judged]", lengths: "Sequence[int]") -> float | None:
    if f1 is None or not positives:
        return None
    firsts = [one.first_at(Level.CAUTION) for one in positives]
    return latency_weighted_f1(f1, [first + 1 for first in firsts if first is not None], lengths)


def _per_1000(rate: float | None) -> float | None:
    return None if rate is None else PER_1000 * rate


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
