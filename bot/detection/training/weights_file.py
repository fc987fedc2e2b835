"""Fitted networks as the file that is packaged, and back. Knows numbers; nothing of what they mean."""

import io
import json
from typing import TYPE_CHECKING

import numpy as np

from bot.detection.course import CONTEXT, LIKES, Weights
from bot.detection.training.course_fit import HIDDEN, INPUTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.detection.training.course_fit import Parameters

UNIT = 127
"""The table is kept in bytes: the largest number of each column is this many units."""


def folded(members: "Sequence[Parameters]", keys: "NDArray[np.uint32]", corpus: str) -> Weights:
    """Put networks of one shape side by side; of none, only the features are known."""
    if not members:
        empty = np.zeros((0, 0), dtype=np.float32)
        none = np.zeros((0, 2, INPUTS + CONTEXT + 1, HIDDEN), dtype=np.float32)
        return Weights(
            keys,
            np.zeros((len(keys), 0), np.int8),
            np.zeros(0, np.float32),
            none,
            empty,
            empty,
            empty,
            corpus,
        )
    table = np.concatenate([member["table"] for member in members], axis=1)
    scale = np.maximum(np.abs(table).max(axis=0, initial=0.0), 1e-9) / UNIT
    return Weights(
        keys,
        np.rint(table / scale).astype(np.int8),
        scale.astype(np.float32),
        *(np.stack([m[name] for m in members]) for name in ("inward", "gates", "back", "answers")),
        corpus=corpus,
    )


def as_bytes(weights: Weights) -> bytes:
    """The file of weights, as it is packaged."""
    out = io.BytesIO()
    np.savez_compressed(
        out,
        keys=weights.keys,
        table=weights.table,
        scale=weights.scale,
        inward=weights.inward,
        gates=weights.gates,
        back=weights.back,
        answers=weights.answers,
        told=np.array(json.dumps({"likes": list(LIKES), "corpus": weights.corpus})),
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
