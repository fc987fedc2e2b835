"""Plots of an evaluation: precision against recall, reliability of scores, time to the first warning.

Knows levels, scores and labels; no text.
"""

from itertools import groupby
from typing import TYPE_CHECKING

from bot.detection.verdict import Level
from bot.replay.plot import Axis, Curve, Dot, Plot, Rule, even_ticks, shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.replay.judged import Judged
    from bot.replay.labelled import Labels

    Cases = Sequence[tuple[Judged, Labels]]

BINS = 10
"""Of equal width: the usual reliability diagram (Niculescu-Mizil and Caruana, ICML 2005)."""

STEPS = 100
"""Thresholds that are tried between 0 and 1: finer than a plot can show."""

FARTHEST = 15
"""Messages before and after the last useful moment that the plot of times shows; the rest lies at its end."""

_ACTED_ON = (Level.CAUTION, Level.ALERT)


def precision_recall(cases: "Cases") -> Plot | None:
    """Precision and recall of every threshold on a conversation's highest score; `None` without positives."""
    positives = sum(labels.positive for _, labels in cases)
    if not positives:
        return None
    ranked = sorted(((one.scores[-1], labels.positive) for one, labels in cases), reverse=True)
    points: list[tuple[float, float]] = []
    hits = seen = 0
    for _, same in groupby(ranked, key=lambda pair: pair[0]):
        group = [positive for _, positive in same]
        hits, seen = hits + sum(group), seen + len(group)
        points.append((hits / positives, hits / seen))
    dots = [dot for level in _ACTED_ON if (dot := _operating_point(cases, level, positives))]
    return Plot(
        title="Precision and recall",
        summary="Precision at each recall, as the threshold on a conversation's highest score falls; "
        "the marks are where caution and alert stand.",
        x=shares("recall"),
        y=shares("precision"),
        curves=(Curve("line", "threshold on the score", ((0.0, points[0][1]), *points)),),
        dots=tuple(dots),
    )


def _operating_point(cases: "Cases", level: Level, positives: int) -> Dot | None:
    reached = [labels.positive for one, labels in cases if one.levels[-1] >= level]
    if not reached:
        return None
    recall, precision = sum(reached) / positives, sum(reached) / len(reached)
    title = f"{level.word}: precision {precision:.3f}, recall {recall:.3f}"
    return Dot(level.word, recall, precision, title, radius=6)


def reliability(cases: "Cases") -> Plot | None:
    """The share of positives among conversations of about the same score; `None` without positives."""
    if not any(labels.positive for _, labels in cases):
        return None
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for one, labels in cases:
        bins[min(int(one.scores[-1] * BINS), BINS - 1)].append((one.scores[-1], labels.positive))
    points = [
        (
            sum(score for score, _ in some) / len(some),
            sum(positive for _, positive in some) / len(some),
            len(some),
        )
        for some in bins
        if some
    ]
    dots = tuple(
        Dot(
            "score",
            mean,
            share,
            f"{count} conversations with a mean score of {mean:.2f}: {share:.0%} positive",
            radius=3 + 9 * (count / len(cases)) ** 0.5,
        )
        for mean, share, count in points
    )
    return Plot(
        title="Reliability",
        summary="Share of positives among conversations whose highest scores are close; on the dashed line "
        "a score is a probability.",
        x=shares("highest score"),
        y=shares("share that is sextortion"),
        curves=(
            Curve("ideal", "score = share", ((0.0, 0.0), (1.0, 1.0))),
            Curve("line thin", "", tuple((mean, share) for mean, share, _ in points)),
        ),
        dots=dots,
    )


def thresholds(cases: "Cases") -> Plot | None:
    """Recall and the share of benign conversations at every threshold; `None` without any conversation.

    Where all are benign, the lowest tenth of the paper is enlarged: that is where thresholds lie.
    """
    if not cases:
        return None
    curves = tuple(
        Curve(kind, name, _reaching([one.scores[-1] for one, labels in cases if labels.positive is positive]))
        for kind, name, positive in (("line", "sextortion", True), ("alert", "benign", False))
    )
    enlarged = Axis("share that reaches it", 0.0, 0.1, even_ticks((0, 0.02, 0.04, 0.06, 0.08, 0.1)))
    mixed = any(labels.positive for _, labels in cases)
    return Plot(
        title="Choosing a threshold",
        summary="What a threshold on the highest score would reach: how much sextortion, and how much "
        "ordinary talk with it.",
        x=shares("threshold on the highest score"),
        y=shares("share that reaches it") if mixed else enlarged,
        curves=tuple(curve for curve in curves if curve.points),
    )


def _reaching(scores: "Sequence[float]") -> tuple[tuple[float, float], ...]:
    """The share of scores that reach each threshold; empty without scores."""
    steps = [number / STEPS for number in range(STEPS + 1)] if scores else []
    return tuple((step, sum(score >= step for score in scores) / len(scores)) for step in steps)


def calibration_error(cases: "Cases") -> float | None:
    """Expected calibration error of the highest scores over ten bins, 0 to 1: lower is better.

    Source: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks" (ICML 2017).
    """
    if not cases:
        return None
    sums = [0.0] * BINS
    for one, labels in cases:
        sums[min(int(one.scores[-1] * BINS), BINS - 1)] += one.scores[-1] - labels.positive
    return sum(abs(total) for total in sums) / len(cases)


def time_to_warning(cases: "Cases") -> Plot | None:
    """What share of positives was warned by each message around `warn_by`; `None` where nothing says when."""
    timed = [
        (one, labels.expect.warn_by)
        for one, labels in cases
        if labels.positive and labels.expect.warn_by is not None
    ]
    if not timed:
        return None
    curves = tuple(
        Curve(level.word, level.word, _reached_by(timed, level), stepped=True) for level in _ACTED_ON
    )
    ticks = tuple((at, f"{at:+d}" if at else "warn_by") for at in range(-FARTHEST, FARTHEST + 1, 5))
    return Plot(
        title="Time to warning",
        summary="Share of sextortion conversations that had reached caution and alert, so many messages "
        "before and after the last moment at which a warning still comes in time.",
        x=Axis("messages from the last useful moment", -FARTHEST, FARTHEST, ticks),
        y=Axis("share of positives warned", 0.0, 1.0, even_ticks((0, 0.2, 0.4, 0.6, 0.8, 1))),
        curves=curves,
        rules=(Rule("due", 0, "later is too late"),),
    )


def _reached_by(timed: "Sequence[tuple[Judged, int]]", level: Level) -> tuple[tuple[float, float], ...]:
    delays = [first - due for one, due in timed if (first := one.first_at(level)) is not None]
    moments = range(-FARTHEST, FARTHEST + 1)
    return tuple((moment, sum(delay <= moment for delay in delays) / len(timed)) for moment in moments)
