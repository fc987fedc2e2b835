"""Training from beginning to end: fit the reader, let it read what it did not see, fit the signs, measure.

A conversation is always read by a network that was fitted on other people's writing, so that the signs learn
how much its answers are worth on text that nobody has seen, and what is measured was not learned.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.detection.course import Course
from bot.detection.language.reading import Cues
from bot.detection.signs import SIGNS
from bot.detection.training.calibration import Calibration, calibrate
from bot.detection.training.fits import Task, fit_all
from bot.detection.training.held_out import HeldOut
from bot.detection.training.lessons import lesson_of_line, lessons_of
from bot.detection.training.other_talk import with_other_talk
from bot.detection.training.signs_fit import fit_signs, totals
from bot.detection.training.snapshots import take
from bot.detection.training.weights_file import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.detection.course import Weights
    from bot.detection.language.lexicon import Lexicon
    from bot.detection.training.corpus import Line, Written
    from bot.detection.training.signs_fit import Floats
    from bot.detection.training.snapshots import Case, Snapshots

FOLDS = 5

MEMBERS = 2
"""Networks whose answers are averaged; each more makes them steadier, slower and larger: two of 48 numbers do
better than three of 32, in as much memory."""

FEWEST = 9
"""A feature of fewer messages teaches little about others, and takes as much room in every installation."""

SCALE = 0.83
"""What fitted log-odds are multiplied by, so that the alert stays at 3.8, where the evidence of pictures that
spread was calibrated to reach it."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives.

    Attributes:
        course: Weights of the network, fitted on everything.
        signs: Log-odds of each sign, by name.
        held_out: What was said of each conversation by weights that were fitted on other writers'.
        calibration: How summed log-odds become a probability, from the same.
    """

    course: "Weights"
    signs: dict[str, float]
    held_out: tuple[HeldOut, ...]
    calibration: Calibration


class Material(NamedTuple):
    """What to learn from.

    Attributes:
        written: The corpus.
        lines: Its single lines.
        cases: The conversations of `written` as observed values, in the same order.
    """

    written: "Sequence[Written]"
    lines: "Sequence[Line]"
    cases: "Sequence[Case]"


def folds_of(writers: "Sequence[str]") -> dict[str, int]:
    """The fold of each writer: all that one person wrote is learned from, or measured on, together."""
    return {writer: number % FOLDS for number, writer in enumerate(sorted(set(writers)))}


def train(
    material: Material,
    lexicon: "Lexicon",
    progress: "Callable[[str], None]" = lambda _: None,
    processes: int = 1,
) -> Trained:
    """Fit everything; the same corpus and cue files give the same bits.

    Args:
        material: What to learn from.
        lexicon: The words of the cue files.
        progress: Told what is being done.
        processes: How many networks are fitted at once.
    """
    written, lines, cases = material
    keys = _keys(written, lines, Cues(lexicon))
    corpus = digest(written, lines, lexicon)
    cues = Cues(lexicon, keys.tolist())
    folds = folds_of([case.writer for case in cases])
    heard = [(folds[case.writer], one) for case in cases for one in lessons_of(case, cues)]
    heard += [
        (folds.get(line.writer, 0), one) for line in lines if (one := lesson_of_line(line, cues)) is not None
    ]
    fitted = fit_all(Task(heard, len(keys), FOLDS, MEMBERS), processes, progress)
    *others, course = (folded(members, keys, corpus) for members in fitted)
    listeners = [Course(weights) for weights in others]
    progress("following the conversations")
    number_of = [folds[case.writer] for case in cases]
    among = with_other_talk(cases, number_of)
    followed = [*cases, *(case for _, case in among)]
    number_of += [fold for fold, _ in among]
    snapshots = take(followed, cues, [listeners[fold] for fold in number_of])
    progress("fitting the signs")
    held_out = _held_out(snapshots, followed, number_of)[: len(cases)]
    weights = _rounded(fit_signs(snapshots, followed, range(len(followed))))
    signs = {sign.kind: float(weight) for sign, weight in zip(SIGNS, weights, strict=True)}
    return Trained(course, signs, held_out, calibrate(held_out))


def digest(written: "Sequence[Written]", lines: "Sequence[Line]", lexicon: "Lexicon") -> str:
    """A digest of all that is learned from: weights of another one are out of date.

    Of JSON in ASCII: `repr` escapes characters that a Python's Unicode does not know yet.
    """
    told = hashlib.sha256()
    labelled = (one.as_labelled() for one in written)
    shown = ((line.text, line.sextortion, line.writer) for line in lines)
    for part in (asdict(lexicon), *labelled, *shown):
        told.update(json.dumps(part).encode())
    return told.hexdigest()


def _keys(
    written: "Sequence[Written]", lines: "Sequence[Line]", cues: Cues
) -> "np.typing.NDArray[np.uint32]":
    counted: dict[int, int] = {}
    texts = [said.text for one in written for said in one.lines] + [line.text for line in lines]
    for text in texts:
        for key in cues.features(text):
            counted[key] = counted.get(key, 0) + 1
    return np.array(sorted(key for key, count in counted.items() if count >= FEWEST), dtype=np.uint32)


def _rounded(weights: "Floats") -> "Floats":
    return np.round(weights * SCALE, 2) + 0.0


def _held_out(snapshots: "Snapshots", cases: "Sequence[Case]", folds: "Sequence[int]") -> tuple[HeldOut, ...]:
    found: dict[int, HeldOut] = {}
    for fold in sorted(set(folds)):
        learned = [number for number in range(len(cases)) if folds[number] != fold]
        weights = _rounded(fit_signs(snapshots, cases, learned))
        total = totals(snapshots, weights)
        for number in range(len(cases)):
            if folds[number] == fold:
                found[number] = HeldOut.of(cases[number], number, snapshots, weights, total)
    return tuple(found[number] for number in range(len(cases)))
