"""An evaluation as one self-contained page: figures, plots, families, and the worst mistakes to read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.detection.verdict import Level
from bot.replay.confusion import confusion
from bot.replay.curves import calibration_error, precision_recall, reliability, thresholds, time_to_warning
from bot.replay.evaluation_table import NO_VALUE
from bot.replay.latency import latency_weighted_f1
from bot.replay.mistakes import MOST
from bot.replay.plot import pages
from bot.replay.replay_table import when

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.replay.evaluation import Evaluation
    from bot.replay.judged import Judged
    from bot.replay.labelled import Labels
    from bot.replay.metrics import Figures
    from bot.replay.mistakes import Mistake


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure with its name and what it means."""

    name: str
    value: str
    meaning: str


def render_report(
    evaluation: "Evaluation", mistakes: "Sequence[Mistake]", sight: str, made_at: "datetime"
) -> str:
    """Render the page.

    Args:
        evaluation: What came of the files.
        mistakes: As `worst` finds them; their messages are shown where they carry any.
        sight: In words, how much detection was shown.
        made_at: Shown as the time of the report (aware).

    Returns:
        HTML that loads nothing from anywhere and runs nothing; everything taken from the files is escaped.
    """
    cases = [(one, one.labels) for one in evaluation.everything if one.labels is not None]
    by_file, overall = evaluation.metrics()
    plots = (precision_recall(cases), reliability(cases), thresholds(cases), time_to_warning(cases))
    environment = pages()
    environment.filters["when"] = when
    environment.filters["percent"] = percent
    return environment.get_template("report.html.j2").render(
        by_file=by_file,
        overall=overall,
        tiles=_tiles(overall.all, cases),
        plots=[plot for plot in plots if plot is not None],
        error=calibration_error(cases),
        families=confusion(cases),
        levels=tuple(Level),
        mistakes=mistakes,
        most=MOST,
        with_text=any(mistake.lines for mistake in mistakes),
        problems=evaluation.problems,
        unlabelled=evaluation.unlabelled,
        sight=sight,
        made_at=made_at,
    )


def percent(value: float | None) -> str:
    """A share in per cent with one decimal; a dash where it has no value."""
    return NO_VALUE if value is None else f"{100 * value:.1f} %"


def _tiles(figures: "Figures", cases: "Sequence[tuple[Judged, Labels]]") -> tuple[Tile, ...]:
    if not figures.positives:
        return (
            Tile("Cautions", _plain(figures.cautions_per_1000), "in 1,000 benign conversations"),
            Tile("Alerts", _plain(figures.alerts_per_1000), "in 1,000 benign conversations"),
        )
    tiles = (
        Tile("Caution, recall", percent(figures.caution.recall), "of sextortion conversations"),
        Tile("Caution, benign", percent(figures.caution.benign_rate), "of benign conversations cautioned"),
        Tile("Alert, recall", percent(figures.alert.recall), "of sextortion conversations"),
        Tile("Alert, precision", percent(figures.alert.precision), "of alerts were right"),
    )
    if figures.sparse_positives is not None:
        meaning = f"of {figures.sparse_positives} where a request, threat or demand was shown"
        return (*tiles, Tile("Sparse, recall", percent(figures.sparse_recall), meaning))
    best = _best_latency_f1(cases)
    bound = "" if best is None else f"; {best:.3f} for perfect warnings at warn_from"
    return (
        *tiles,
        Tile("In time", percent(figures.in_time), "cautioned at or before warn_by"),
        Tile("Guesses", percent(figures.guesses), "cautioned before warn_from"),
        Tile("Latency F1", _plain(figures.latency_f1, 3), f"latency-weighted F1 at caution{bound}"),
    )


def _best_latency_f1(cases: "Sequence[tuple[Judged, Labels]]") -> float | None:
    """The latency-weighted F1 of a detector that errs never and cautions exactly at `warn_from`."""
    fair = [
        (labels.expect.warn_from, len(one.levels))
        for one, labels in cases
        if labels.positive and labels.expect.warn_from is not None
    ]
    if not fair:
        return None
    return latency_weighted_f1(1.0, [index + 1 for index, _ in fair], [length for _, length in fair])


def _plain(value: float | None, digits: int = 1) -> str:
    return NO_VALUE if value is None else f"{value:.{digits}f}"
