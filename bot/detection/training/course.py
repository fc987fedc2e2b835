"""The course of training: fit the scorer, let it read what it did not see, fit the signs on that, measure.

A conversation is always read by a scorer that was fitted on the other folds, so that the signs learn how much
a likeness is worth on text that nobody has seen, and so that what is measured was not learned.
"""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.detection.language.reading import Cues
from bot.detection.signs import SIGNS
from bot.detection.training.calibration import Calibration, calibrate
from bot.detection.training.held_out import HeldOut
from bot.detection.training.scorer_fit import example_of_line, examples, fit_scorer
from bot.detection.training.signs_fit import fit_signs, totals
from bot.detection.training.snapshots import take

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.detection.language.lexicon import Lexicon
    from bot.detection.language.scorer import Weights
    from bot.detection.training.corpus import Line, Written
    from bot.detection.training.scorer_fit import Example
    from bot.detection.training.signs_fit import Floats
    from bot.detection.training.snapshots import Case, Snapshots

FOLDS = 5

SCALE = 0.92
"""What fitted log-odds are multiplied by, so that the alert stays at 3.8, where the evidence of pictures that
spread was calibrated to reach it."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives.

    Attributes:
        scorer: Weights of the learned scorer, fitted on everything.
        signs: Log-odds of each sign, by name.
        held_out: What was said of each conversation by weights that were fitted on the other folds.
        calibration: How summed log-odds become a probability, from the same.
    """

    scorer: "Weights"
    signs: dict[str, float]
    held_out: tuple[HeldOut, ...]
    calibration: Calibration


def fold_of(text: str) -> int:
    """The fold of a conversation's id, or of a line: the same on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % FOLDS


def train(
    written: "Sequence[Written]",
    lines: "Sequence[Line]",
    cases: "Sequence[Case]",
    lexicon: "Lexicon",
    progress: "Callable[[str], None]" = lambda _: None,
) -> Trained:
    """Fit everything; the same corpus and cue files give the same bits.

    Args:
        written: The corpus.
        lines: Its single lines.
        cases: The same conversations as observed values, in the same order.
        lexicon: The words of the cue files.
        progress: Told what is being done.
    """
    plain = Cues(lexicon)
    folded = [(fold_of(one.id), example) for one in written for example in examples(one, plain)]
    folded += [(fold_of(line.text), example) for line in lines if (example := example_of_line(line, plain))]
    readers: list[Cues] = []
    for fold in range(FOLDS):
        progress(f"fitting the scorer without fold {fold + 1} of {FOLDS}")
        readers.append(Cues(lexicon, fit_scorer(_without(folded, fold))))
    progress("fitting the scorer on everything")
    scorer = fit_scorer(_without(folded, FOLDS))
    progress("following the conversations")
    folds = [fold_of(case.id) for case in cases]
    snapshots = take(cases, [readers[fold] for fold in folds])
    progress("fitting the signs")
    held_out = _held_out(snapshots, cases, folds)
    weights = _rounded(fit_signs(snapshots, cases, range(len(cases))))
    signs = {sign.kind: float(weight) for sign, weight in zip(SIGNS, weights, strict=True)}
    return Trained(scorer, signs, held_out, calibrate(held_out))


def _without(folded: "list[tuple[int, Example]]", fold: int) -> "list[Example]":
    return [example for other, example in folded if other != fold]


def _rounded(weights: "Floats") -> "Floats":
    return np.round(weights * SCALE, 2) + 0.0


def _held_out(snapshots: "Snapshots", cases: "Sequence[Case]", folds: "Sequence[int]") -> tuple[HeldOut, ...]:
    found: dict[int, HeldOut] = {}
    for fold in range(FOLDS):
        learned = [number for number in range(len(cases)) if folds[number] != fold]
        weights = _rounded(fit_signs(snapshots, cases, learned))
        total = totals(snapshots, weights)
        for number in range(len(cases)):
            if folds[number] == fold:
                found[number] = HeldOut.of(cases[number], number, snapshots, weights, total)
    return tuple(found[number] for number in range(len(cases)))
