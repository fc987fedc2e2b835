"""The network of the course in training: its answers, its loss and the slope of it, through time.

Knows a batch of numbers; it refuses to know words, and how learning goes on.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.detection.course import LIKES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.detection.training.batches import Batch

    Floats = NDArray[np.float32]
    Parameters = dict[str, Floats]

FORGET_UNIT = 0.3
"""The share of hidden units that each step of learning does without."""

RIDGE = 1e-3
"""Weight of the squared features of a batch: rare words stay near nothing."""

SMOOTH = 0.05
"""Answers are 0.05 and 0.95: nobody is that sure."""

STAGES = 0.5
"""How much the answers about single messages count beside the one about the course."""


def gradient(
    point: "Parameters", batch: "Batch", chance: "np.random.Generator | None"
) -> "tuple[Parameters, NDArray[np.int64], Floats]":
    """The slope of the loss.

    Returns:
        The slope of each parameter but the table; then which of its rows were looked at, and their slopes.
    """
    count, steps = batch.scale.shape
    masks = _masks(point, batch, chance)
    inputs, told, seen, run, both, odds = _answered(point, batch, masks)
    wanted, weight = _wanted(batch)
    error = (weight * (1 / (1 + np.exp(-odds)) - wanted)).astype(np.float32)
    slopes: Parameters = {"answers": np.einsum("bti,bto->io", _behind(both), error, optimize=True)}
    back_both = error @ point["answers"][:-1].T
    hidden = told.shape[2]
    back_seen = _backward(point, run, seen, back_both[..., hidden:] * masks[1], slopes)
    back_told = (back_both[..., :hidden] + back_seen) * masks[0] * (1 - told * told)
    back_inputs = np.zeros_like(inputs)
    slopes["inward"] = np.zeros_like(point["inward"])
    for side, theirs in enumerate((batch.own > 0, batch.own <= 0)):
        part = back_told * theirs
        slopes["inward"][side] = np.einsum("bti,bth->ih", inputs, part, optimize=True)
        back_inputs += part @ point["inward"][side].T
    back_said = back_inputs[..., : point["table"].shape[1]] * batch.scale[..., None]
    back_said = back_said.reshape(count * steps, -1)
    order = np.argsort(batch.flat, kind="stable")
    rows, first = np.unique(batch.flat[order], return_index=True)
    each = back_said[batch.starts] + 2 * RIDGE / count * point["table"][batch.flat]
    return slopes, rows, np.add.reduceat(each[order], first, axis=0)


def loss(point: "Parameters", batch: "Batch") -> float:
    """What learning lowers, without the ridge and with nothing forgotten."""
    odds = answered(point, batch).astype(np.float64)
    wanted, weight = _wanted(batch)
    return float(np.sum(weight * (np.logaddexp(0.0, odds) - wanted * odds)))


def answered(point: "Parameters", batch: "Batch") -> "Floats":
    """The log-odds of each answer after each step; shape (sequences, steps, answers)."""
    return _answered(point, batch, _masks(point, batch, None))[-1]


def _masks(point: "Parameters", batch: "Batch", chance: "np.random.Generator | None") -> "Floats":
    shape = (2, *batch.scale.shape, point["inward"].shape[2])
    if chance is None:
        return np.ones(shape, dtype=np.float32)
    return (chance.random(shape) > FORGET_UNIT).astype(np.float32) / np.float32(1 - FORGET_UNIT)


def _wanted(batch: "Batch") -> "tuple[Floats, Floats]":
    """What each answer should be, and how much it counts."""
    weight = batch.importance * np.where(np.arange(len(LIKES)) == 0, 1.0, STAGES).astype(np.float32)
    weight = weight / max(1.0, float((batch.importance[..., 0] > 0).sum()))
    return batch.answers * (1 - 2 * SMOOTH) + SMOOTH, weight


def _answered(
    point: "Parameters", batch: "Batch", masks: "Floats"
) -> "tuple[Floats, Floats, Floats, _Run, Floats, Floats]":
    """From messages to answers: inputs, hidden units, what is seen of them, the run, both, the answers."""
    count, steps = batch.scale.shape
    said = _summed(point["table"][batch.flat], batch.starts, count * steps).reshape(count, steps, -1)
    inputs = np.concatenate(
        [said * batch.scale[..., None], batch.context, np.ones((count, steps, 1), dtype=np.float32)], axis=2
    )
    own: Floats = inputs @ point["inward"][0]
    other: Floats = inputs @ point["inward"][1]
    told: Floats = np.tanh(np.where(batch.own > 0, own, other))
    seen = told * masks[0]
    run = _forward(point, seen)
    both = np.concatenate([seen, run.states[:, 1:] * masks[1]], axis=2)
    return inputs, told, seen, run, both, _behind(both) @ point["answers"]


@dataclass(frozen=True, slots=True)
class _Run:
    """What the way back needs of the way there; `states` begins with the empty one."""

    states: "Floats"
    reset: "Floats"
    update: "Floats"
    new: "Floats"
    kept: "Floats"


def _forward(point: "Parameters", seen: "Floats") -> _Run:
    count, steps, hidden = seen.shape
    fresh = _behind(seen) @ point["gates"]
    states = np.zeros((count, steps + 1, hidden), dtype=np.float32)
    reset, update, new = (np.empty((count, steps, hidden), dtype=np.float32) for _ in range(3))
    kept = np.empty((count, steps, hidden), dtype=np.float32)
    for step in range(steps):
        before = states[:, step]
        back = before @ point["back"][:-1] + point["back"][-1]
        gates = 1 / (1 + np.exp(-(fresh[:, step, : 2 * hidden] + back[:, : 2 * hidden])))
        reset[:, step], update[:, step] = gates[:, :hidden], gates[:, hidden:]
        kept[:, step] = back[:, 2 * hidden :]
        new[:, step] = np.tanh(fresh[:, step, 2 * hidden :] + reset[:, step] * kept[:, step])
        states[:, step + 1] = update[:, step] * before + (1 - update[:, step]) * new[:, step]
    return _Run(states, reset, update, new, kept)


def _backward(
    point: "Parameters", run: _Run, seen: "Floats", above: "Floats", slopes: "Parameters"
) -> "Floats":
    """Add the slopes of the gates to `slopes`; return those of what was `seen`."""
    count, steps, hidden = seen.shape
    fresh = np.empty((count, steps, 3 * hidden), dtype=np.float32)
    back = np.empty_like(fresh)
    carried = np.zeros((count, hidden), dtype=np.float32)
    for step in reversed(range(steps)):
        reset, update, new, kept = (part[:, step] for part in (run.reset, run.update, run.new, run.kept))
        carried += above[:, step]
        new_slope = carried * (1 - update) * (1 - new * new)
        update_slope = carried * (run.states[:, step] - new) * update * (1 - update)
        reset_slope = new_slope * kept * reset * (1 - reset)
        fresh[:, step] = np.concatenate([reset_slope, update_slope, new_slope], axis=1)
        back[:, step] = np.concatenate([reset_slope, update_slope, new_slope * reset], axis=1)
        carried = carried * update + back[:, step] @ point["back"][:-1].T
    slopes["gates"] = np.einsum("bti,btg->ig", _behind(seen), fresh, optimize=True)
    slopes["back"] = np.einsum("bti,btg->ig", _behind(run.states[:, :-1]), back, optimize=True)
    return fresh @ point["gates"][:-1].T


def _behind(values: "Floats") -> "Floats":
    """The same with a constant behind."""
    return np.concatenate([values, np.ones((*values.shape[:-1], 1), dtype=np.float32)], axis=-1)


def _summed(values: "Floats", places: "NDArray[np.int64]", count: int) -> "Floats":
    """The sums of rows that belong to the same place; `places` is sorted."""
    out = np.zeros((count, values.shape[1]), dtype=np.float32)
    found, first = np.unique(places, return_index=True)
    out[found] = np.add.reduceat(values, first, axis=0)
    return out
