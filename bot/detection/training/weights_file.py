"""Fitted networks as the file that is packaged. Knows numbers; nothing of what they mean."""

import io
import json
from typing import TYPE_CHECKING

import numpy as np

from bot.detection.course import ARRAYS, LIKES, Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.detection.training.course_fit import Parameters

UNIT = 127
"""The table is kept in bytes: the largest number of each column is this many units."""


def folded(members: "Sequence[Parameters]", keys: "NDArray[np.uint32]", corpus: str) -> Weights:
    """Put networks of one shape side by side."""
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
    told = np.array(json.dumps({"likes": list(LIKES), "corpus": weights.corpus}))
    np.savez_compressed(out, told=told, **{name: getattr(weights, name) for name in ARRAYS})
    return out.getvalue()
