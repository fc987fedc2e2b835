"""Fits the scorer on messages of the corpus. Knows what a message was written to do; no conversation."""

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.detection.language.scorer import LIKES, Like, Weights
from bot.detection.training.logistic import fit, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.detection.language.reading import Cues
    from bot.detection.training.corpus import Line, Written

RIDGE = 10.0
"""Chosen on the development sets among 3, 10 and 30."""

STEPS = 60
"""L-BFGS has settled before."""

FEWEST = 2
"""A feature of one message alone teaches nothing about another."""

UNIT = 127
"""Weights are kept in bytes: the largest of each likeness is this many units."""

_OFFENDERS_NONE = 0.5
"""An offender's message that its writer gave no stage may still belong to one."""

_ANY = Like.SEXTORTION
_SAID: dict[str, frozenset[Like]] = {
    "sexualisation": frozenset({Like.REQUEST, _ANY}),
    "isolation": frozenset({Like.ISOLATION, _ANY}),
    "capture": frozenset({Like.CAPTURE, Like.HOSTILE, _ANY}),
    "threat": frozenset({Like.THREAT, Like.HOSTILE, _ANY}),
    "demand": frozenset({Like.DEMAND, Like.HOSTILE, _ANY}),
    "escalation": frozenset({Like.DEMAND, Like.HOSTILE, _ANY}),
    "distribution": frozenset({Like.DISTRIBUTION, Like.HOSTILE, _ANY}),
}
"""What an offender's message of a stage is an example of."""


@dataclass(frozen=True, slots=True)
class Example:
    """One message to learn from.

    Attributes:
        features: See `Cues.features`.
        likes: What it is an example of.
        importance: How much it counts.
        unsaid: What it may or may not be an example of, since its writer did not say.
    """

    features: tuple[int, ...]
    likes: frozenset[Like]
    importance: float
    unsaid: frozenset[Like] = frozenset()


def examples(written: "Written", cues: "Cues") -> "Iterable[Example]":
    """The messages of one conversation that have words."""
    for line in written.lines:
        features = tuple(cues.features(line.text))
        if not features:
            continue
        if written.people[line.sender].role != "offender":
            victim = line.stage == "victim"
            yield Example(features, frozenset({Like.VICTIM}) if victim else frozenset(), 1.0)
        else:
            importance = _OFFENDERS_NONE if line.stage == "none" else 1.0
            yield Example(features, _SAID.get(line.stage, frozenset()), importance)


def example_of_line(line: "Line", cues: "Cues") -> Example | None:
    """One line by itself; of a sextortion line nobody said which stage it is."""
    features = tuple(cues.features(line.text))
    if not features:
        return None
    if not line.sextortion:
        return Example(features, frozenset(), 1.0)
    return Example(features, frozenset({_ANY}), 1.0, frozenset(LIKES) - {_ANY})


def fit_scorer(messages: "Sequence[Example]") -> Weights:
    """Fit weights on `messages`; the same messages give the same bytes."""
    counted: dict[int, int] = {}
    for message in messages:
        for key in message.features:
            counted[key] = counted.get(key, 0) + 1
    keys = np.array(sorted(key for key, count in counted.items() if count >= FEWEST), dtype=np.uint32)
    answers = np.array(
        [[like in message.likes for like in LIKES] + [bool(message.likes)] for message in messages],
        dtype=np.float64,
    )
    importance = np.array(
        [
            [message.importance * (like not in message.unsaid) for like in LIKES] + [message.importance]
            for message in messages
        ]
    )
    rows = rows_of([message.features for message in messages], keys)
    weights, bias = fit(rows, answers, importance, RIDGE, STEPS)
    scale = np.maximum(np.abs(weights).max(axis=0, initial=0.0), 1e-9) / UNIT
    table = np.rint(weights / scale).astype(np.int8)
    used = table.any(axis=1)
    return Weights(keys[used], table[used], scale.round(9), bias.round(6))


def as_bytes(weights: Weights) -> bytes:
    """The file of weights, as it is packaged."""
    out = io.BytesIO()
    np.savez_compressed(
        out,
        keys=weights.keys,
        table=weights.table,
        scale=weights.scale,
        bias=weights.bias,
        likes=np.array(json.dumps(list(LIKES))),
    )
    return out.getvalue()


def same_weights(one: bytes, other: bytes) -> bool:
    """Whether two files hold the same numbers, to the bit.

    The bytes around them differ between releases of Python: their zip headers name other versions.
    """
    with np.load(io.BytesIO(one)) as first, np.load(io.BytesIO(other)) as second:
        return first.files == second.files and all(
            first[name].dtype == second[name].dtype and np.array_equal(first[name], second[name])
            for name in first.files
        )
