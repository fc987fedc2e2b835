"""Stories side by side, as one step of learning takes them: as a bot may hear them, with features forgotten.

Knows sequences of numbers; no words, and nothing of the network.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bot.detection.course import LEARNED_AT, LIKES, share
from bot.detection.training.lessons import TELLING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.detection.training.lessons import Lesson

    Floats = NDArray[np.float32]

BATCH = 24
"""Stories in one step of learning."""

FORGET_FEATURE = 0.7
"""The share of features that each step of learning does without: none is relied upon. At 0.6 and at 0.8,
writers held out of training were read a little worse: a recall of 0.87 in place of 0.89, at as many false
cautions."""

MEDLEY = 0.65
"""The share of other harmless stories that are heard as pieces of many: a talk of weeks holds all subjects,
and what little each message says for blackmail must not add up. Without it ordinary chats (chitchat-dataset)
were cautioned five times as often."""

MONOLOGUE = 0.5
"""The share of those in which one person says everything."""

PIECES = 6
PIECE = 16
"""Stories that make up a medley at most, and messages of each."""

MIDDLE, THINNED, JOINED, AMID = 0.15, 0.1, 0.2, 0.3
"""Shares of the rest that are heard from the middle on, with gaps, after harmless talk of the two, and with
such talk between their messages. Without the last only harmless talk was mixed, and with three ordinary lines
after every message the network knew 27 of 100 conversations; with a fifth heard so, 60."""

ASIDE = 4
"""Messages of other talk in one place between two of the story, at most."""

FEW = 3
"""Messages that a member may forward to be checked."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Sequences side by side, filled up with steps of no importance; shapes (sequences, steps, …)."""

    flat: "NDArray[np.int64]"
    starts: "NDArray[np.int64]"
    scale: "Floats"
    context: "Floats"
    own: "Floats"
    answers: "Floats"
    importance: "Floats"


def as_heard(one: "Lesson", harmless: "list[Lesson]", chance: "np.random.Generator") -> "Lesson":
    """The story as a bot may see it: among other talk, from the middle on, with gaps."""
    if len(one.rows) <= FEW:
        return one
    if harmless and not one.bad and chance.random() < MEDLEY:
        return _medley(one, harmless, chance)
    return _partly(one, harmless, chance)


def _partly(one: "Lesson", harmless: "list[Lesson]", chance: "np.random.Generator") -> "Lesson":
    steps, draw = len(one.rows), chance.random()
    if draw < MIDDLE:
        return one.at(range(int(chance.integers(1, steps - 1)), steps))
    if draw < MIDDLE + THINNED:
        return one.at([place for place in range(steps) if chance.random() > THINNED * 2] or [0])
    if harmless and draw < MIDDLE + THINNED + JOINED:
        return _any_of(harmless, chance).then(one)
    if harmless and draw < MIDDLE + THINNED + JOINED + AMID:
        return _amid(one, _any_of(harmless, chance), chance)
    return one


def _amid(one: "Lesson", other: "Lesson", chance: "np.random.Generator") -> "Lesson":
    """The story with pieces of other talk between its messages: they take nothing back."""
    order, said = [0], len(one.rows)
    end = said + len(other.rows)
    for place in range(1, len(one.rows)):
        until = min(end, said + int(chance.integers(0, ASIDE + 1)))
        order += [*range(said, until), place]
        said = until
    told = replace(one.then(other).at(order), bad=one.bad)
    told.answers[:, 0] = np.maximum.accumulate(told.answers[:, 0])
    return told


def _medley(one: "Lesson", harmless: "list[Lesson]", chance: "np.random.Generator") -> "Lesson":
    """Pieces of this harmless story and of others, as one long talk; perhaps all from one side."""
    told = _piece(one, chance)
    for _ in range(int(chance.integers(1, PIECES))):
        told = told.then(_piece(_any_of(harmless, chance), chance))
    if chance.random() < MONOLOGUE:
        told.own[:] = True
        told.answers[:] = 0
    return told


def _piece(one: "Lesson", chance: "np.random.Generator") -> "Lesson":
    first = int(chance.integers(0, len(one.rows)))
    return one.at(range(first, min(len(one.rows), first + int(chance.integers(PIECE // 4, PIECE)))))


def _any_of(stories: "list[Lesson]", chance: "np.random.Generator") -> "Lesson":
    return stories[int(chance.integers(0, len(stories)))]


def handful(one: "Lesson", chance: "np.random.Generator") -> "Lesson | None":
    """A few of the suspect's messages in any order, as they may be forwarded; `None` where there are none.

    They are telling from the first one on that is.
    """
    own = np.flatnonzero(one.own)
    if not len(own):
        return None
    few = chance.permutation(own)[: int(chance.integers(1, FEW + 1))]
    part = one.at([int(place) for place in few])
    told = part.answers[:, [LIKES.index(like) for like in TELLING]].any(axis=1)
    part.answers[:, 0] = np.maximum.accumulate(told) & one.bad
    part.importance[:, 0] = 1.0
    part.context[:] = 0.0
    return part


def batches(lengths: "Sequence[int]", chance: "np.random.Generator") -> "list[NDArray[np.int64]]":
    """Sequences of about one length together, so that little is filled up; in random order."""
    order = chance.permutation(len(lengths))
    order = order[np.argsort(np.array(lengths)[order], kind="stable")]
    parts = np.array_split(order, max(1, len(order) // BATCH))
    return [parts[place] for place in chance.permutation(len(parts))]


def batch_of(sequences: "list[Lesson]", chance: "np.random.Generator | None") -> Batch | None:
    """Put sequences side by side, with features forgotten by `chance`; `None` where none has any."""
    steps = max(len(one.rows) for one in sequences)
    rows: list[NDArray[np.int64]] = []
    none = np.zeros(0, dtype=np.int64)
    scale = np.zeros((len(sequences), steps), dtype=np.float32)
    for number, one in enumerate(sequences):
        for step in range(steps):
            row = one.rows[step] if step < len(one.rows) else none
            scale[number, step] = share(len(row), LEARNED_AT)
            if chance is not None:
                row = row[chance.random(len(row)) > FORGET_FEATURE]
            rows.append(row)
    lengths = np.array([len(row) for row in rows])
    flat = np.concatenate(rows)
    if not len(flat):
        return None
    kept = 1 / (1 - FORGET_FEATURE) if chance is not None else 1.0
    return Batch(
        flat,
        np.repeat(np.arange(len(rows)), lengths),
        scale * np.float32(kept),
        _filled([one.context for one in sequences], steps),
        _filled([one.own[:, None] for one in sequences], steps),
        _filled([one.answers for one in sequences], steps),
        _filled([one.importance for one in sequences], steps),
    )


def _filled(parts: "Sequence[NDArray[np.generic]]", steps: int) -> "Floats":
    out = np.zeros((len(parts), steps, parts[0].shape[1]), dtype=np.float32)
    for number, part in enumerate(parts):
        out[number, : len(part)] = part
    return out
