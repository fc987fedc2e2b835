"""From summed log-odds to a probability (Platt 1999), on conversations that the weights had not seen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.detection.training.held_out import HeldOut

STEPS = 50
"""Newton's method has settled long before."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The probability is 1 / (1 + exp(-slope * (log-odds - midpoint))).

    Attributes:
        expected_error: Mean distance between probability and share of sextortion, in ten bins by size.
    """

    slope: float
    midpoint: float
    expected_error: float


def calibrate(held_out: "Sequence[HeldOut]") -> Calibration:
    """Fit slope and midpoint, with Platt's smoothed answers; both kinds of talk count the same in all."""
    total = np.array([one.worst for one in held_out])
    bad = np.array([one.case.positive for one in held_out])
    count_bad, count_good = int(bad.sum()), int((~bad).sum())
    answer = np.where(bad, (count_bad + 1) / (count_bad + 2), 1 / (count_good + 2))
    importance = np.where(bad, 0.5 / max(count_bad, 1), 0.5 / max(count_good, 1))
    slope, offset = 1.0, -3.0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(slope * total + offset)))
        error = importance * (chance - answer)
        curve = importance * chance * (1 - chance) + 1e-9
        first, second, both = np.sum(curve * total * total), np.sum(curve), np.sum(curve * total)
        ahead_slope, ahead_offset = np.sum(error * total), np.sum(error)
        volume = first * second - both * both + 1e-12
        slope -= float((second * ahead_slope - both * ahead_offset) / volume)
        offset -= float((first * ahead_offset - both * ahead_slope) / volume)
    chance = 1 / (1 + np.exp(-(slope * total + offset)))
    order = np.argsort(chance, kind="stable")
    bins = [part for part in np.array_split(order, 10) if len(part)]
    gaps = [abs(float(chance[part].mean()) - float(bad[part].mean())) * len(part) for part in bins]
    return Calibration(round(slope, 2), round(-offset / slope, 2), round(sum(gaps) / len(held_out), 3))
