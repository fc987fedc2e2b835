"""The course of a conversation, as a small recurrent network reads it: message by message, both sides.

Knows weights that `breakwater train` fitted on text written for this project, and a state of some dozen
numbers for each conversation. It keeps no text, and it learns nothing from what it reads.
"""

import json
import math
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from datetime import datetime
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    from bot.observed import MessageId, PersonId

    Floats = NDArray[np.float32]


class Like(StrEnum):
    """What the network answers after each message, as log-odds."""

    COURSE = "course"
    """The suspect works towards blackmail, or is at it."""
    REQUEST = "like_request"
    ISOLATION = "like_isolation"
    CAPTURE = "like_capture"
    THREAT = "like_threat"
    DEMAND = "like_demand"
    DISTRIBUTION = "like_distribution"
    VICTIM = "like_victim"
    """The other one answers as somebody under pressure does; the rest is the suspect's own."""


LIKES = tuple(Like)

_HALF = np.float32(0.5)

TYPICAL = 40
"""Known features of a message of ordinary length. In a longer one each says less: a long story holds a bit of
everything, and would otherwise read like anything."""

ARRAYS = ("keys", "table", "scale", "inward", "gates", "back", "answers")
"""What of `Weights` stands in the file as arrays, in order."""

CONTEXT = 3
"""Numbers beside the words: the silence before, whether a picture came with it, whether it is a call."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message, or a call, as one conversation takes it in.

    Attributes:
        by: Who wrote it.
        suspect: Whose conversation takes it in.
        rows: Its known features.
        at: When (aware UTC).
        pictures: Whether pictures came with it.
        call: Whether it is a call that began or ended.
    """

    message: "MessageId"
    by: "PersonId"
    suspect: "PersonId"
    rows: tuple[int, ...]
    at: "datetime"
    pictures: bool = False
    call: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted weights of several networks of the same shape (members), whose answers are averaged.

    Attributes:
        keys: Features, sorted, each once; shape (features,).
        table: What each feature says, in units of `scale`; shape (features, members x inputs).
        scale: Shape (members x inputs,).
        inward: From a message to the hidden units, for the suspect and for the other one, the context and a
            constant behind the message; shape (members, 2, inputs + CONTEXT + 1, hidden).
        gates: From hidden units to the gates, a constant behind them; shape (members, hidden + 1, 3 hidden).
        back: From the state to the gates, a constant behind it; likewise.
        answers: From hidden units and state to the answers, a constant behind them; shape
            (members, 2 hidden + 1, answers).
        corpus: A digest of what it was fitted on.
    """

    keys: "NDArray[np.uint32]"
    table: "NDArray[np.int8]"
    scale: "Floats"
    inward: "Floats"
    gates: "Floats"
    back: "Floats"
    answers: "Floats"
    corpus: str


@dataclass(frozen=True, slots=True)
class State:
    """What is kept of a conversation: `hidden`, shape (members, 1, hidden), and when it was last heard."""

    hidden: "Floats"
    at: "datetime"


class Listener(Protocol):
    """Follows conversations, each by its state."""

    def hear(self, state: State | None, heard: Heard) -> "tuple[State, dict[Like, float]]":
        """Return the state after `heard`, and what the conversation is like now, as log-odds."""
        ...


class Course:
    """The network. Immutable; the states are its callers'."""

    def __init__(self, weights: Weights) -> None:
        members, _, inputs, hidden = weights.inward.shape
        self._table = weights.table
        self._shape = (members, 1, inputs - CONTEXT - 1)
        self._scale = weights.scale.reshape(self._shape)
        self._hidden = hidden
        self._fresh = np.zeros((members, 1, hidden), dtype=np.float32)
        self._words = weights.inward[:, :, : inputs - CONTEXT - 1]
        self._context = weights.inward[:, :, inputs - CONTEXT - 1 :, None]
        self._gates, self._gates_bias = _joined(weights)
        self._answers = weights.answers[:, :-1] / np.float32(members)
        self._answers_bias = weights.answers[:, -1].mean(axis=0)
        self._last: tuple[tuple[int, ...], Floats] = ((), np.zeros(self._shape, dtype=np.float32))

    def hear(self, state: State | None, heard: Heard) -> "tuple[State, dict[Like, float]]":
        """Return the state after `heard`, and what the conversation is like now, as log-odds."""
        before = self._fresh if state is None else state.hidden
        told = np.tanh(self._inward(heard, 0.0 if state is None else (heard.at - state.at).total_seconds()))
        # Gates as Cho et al. 2014 have them; a sigmoid is half a tanh, which numpy does faster.
        size = self._hidden
        sums = np.concatenate((told, before), axis=2) @ self._gates + self._gates_bias
        gates = np.tanh(sums[..., : 2 * size] * _HALF) * _HALF + _HALF
        new = np.tanh(sums[..., 2 * size : 3 * size] + gates[..., :size] * sums[..., 3 * size :])
        after = new + gates[..., size:] * (before - new)
        odds = (np.concatenate((told, after), axis=2) @ self._answers).sum(axis=0)[0] + self._answers_bias
        return State(after, heard.at), dict(zip(LIKES, odds.tolist(), strict=True))

    def _inward(self, heard: Heard, silence: float) -> "Floats":
        """The hidden units before they are bent, shape (members, 1, hidden)."""
        side = 0 if heard.by == heard.suspect else 1
        context = self._context[:, side]
        inward = self._said(heard.rows) @ self._words[:, side] + context[:, CONTEXT]
        for place, much in enumerate((silence_of(silence), heard.pictures, heard.call)):
            if much:
                inward += context[:, place] * np.float32(much)
        return inward

    def _said(self, rows: tuple[int, ...]) -> "Floats":
        """What a message says, shape (members, 1, inputs); remembered once, as two sides hear it."""
        if rows != self._last[0]:
            summed = self._table[list(rows)].sum(axis=0, dtype=np.int32).reshape(self._shape)
            self._last = rows, summed * self._scale * np.float32(share(len(rows)))
        return self._last[1]


def _joined(weights: Weights) -> "tuple[Floats, Floats]":
    """What message and state say to the gates, in one: reset and update, then each one's part of the new."""
    gates, back = weights.gates, weights.back
    size = gates.shape[2] // 3
    none = np.zeros((gates.shape[0], size, size), dtype=np.float32)
    message = np.concatenate((gates[:, :-1], none), axis=2)
    state = np.concatenate((back[:, :-1, : 2 * size], none, back[:, :-1, 2 * size :]), axis=2)
    both = gates[:, -1:, : 2 * size] + back[:, -1:, : 2 * size]
    bias = np.concatenate((both, gates[:, -1:, 2 * size :], back[:, -1:, 2 * size :]), axis=2)
    return np.concatenate((message, state), axis=1), bias


def share(features: int) -> float:
    """How much of each of so many features counts."""
    return min(1.0, (TYPICAL / max(1, features)) ** 0.5)


def silence_of(seconds: float) -> float:
    """The silence before a message as the network takes it: 0 for none, about 1 for six hours."""
    return math.log1p(max(0.0, seconds)) / 10


def packaged_weights() -> "Traversable":
    """The file of weights that comes with Breakwater."""
    return resources.files("bot.detection").joinpath("course.npz")


def load_weights(file: "Traversable | None" = None) -> Weights | None:
    """Load fitted weights; by default those that come with Breakwater, `None` where they are not there.

    Raises:
        ValueError: The file is not one that `breakwater train` wrote for these answers.
    """
    source = packaged_weights() if file is None else file
    if not source.is_file():
        return None
    with source.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
        told = json.loads(str(arrays["told"]))
        if told["likes"] != list(LIKES):
            raise ValueError(f"{source}: weights for other answers; run: breakwater train")
        return Weights(*(arrays[name] for name in ARRAYS), corpus=told["corpus"])
