"""The course of a conversation, as a small recurrent network reads it: message by message, both sides.

Knows weights that `breakwater train` fitted on text written for this project, and a state of some dozen
numbers for each conversation. It keeps no text, and it learns nothing from what it reads.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

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

COURSE = LIKES.index(Like.COURSE)
"""Where the answer about the course stands among the answers."""

LEARNED_AT = 40
HEARD_AT = 15
"""Known features of a message up to which each counts in full, in training and here. In a longer one each
says less: it holds a bit of everything, and would otherwise read like anything. The bot is the more careful:
people think aloud in longer sentences than the corpus has. With 40 here as well, at as many false cautions on
writers held out of training, 14 of 1,000 ordinary chats (chitchat-dataset) were cautioned in place of 4."""

ARRAYS = ("keys", "table", "scale", "inward", "gates", "back", "answers")
"""What of `Weights` stands in the file as arrays, in order."""

CONTEXT = 3
"""Numbers beside the words: the silence before, whether a picture came with it, whether it is a call."""


class Heard(NamedTuple):
    """One message, or a call, as conversations take it in. A plain tuple: every message makes one.

    Attributes:
        first: The message that its author's words begin with, where several in a row are one: it is heard
            from the state before that one. Otherwise the message itself.
        by: Who wrote it.
        rows: Its known features, with those of the messages that its author's words begin with.
        at: When (aware UTC).
        pictures: Whether pictures came with it.
        call: Whether it is a call that began or ended.
        lone: Its known features without those messages; empty where it is the only one.
    """

    message: "MessageId"
    first: "MessageId"
    by: "PersonId"
    rows: tuple[int, ...]
    at: "datetime"
    pictures: bool = False
    call: bool = False
    lone: tuple[int, ...] = ()


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


class State(NamedTuple):
    """What is kept of a conversation: `hidden`, each within -1 to 1, and when it was last heard."""

    hidden: "Floats"
    at: "datetime"


Answers = Sequence[float]
"""What a conversation is like, as log-odds, in the order of `LIKES`."""


class Listener(Protocol):
    """Follows conversations, each by its state."""

    def hear(
        self, heard: Heard, stories: "Sequence[tuple[PersonId, State | None]]"
    ) -> "tuple[list[tuple[State, Answers]], Answers]":
        """Let conversations take in `heard`.

        Args:
            heard: A message or a call.
            stories: The suspect of each conversation, and its state before; `None` where it is new.

        Returns:
            For each conversation its state after, and what it is like now. Then what it would be like if this
            were all that was ever said, with or without the rest of the run, whichever is more like a course
            towards blackmail: other talk before it takes nothing away from that.
        """
        ...


class Course:
    """The network. Immutable; the states are its callers'."""

    def __init__(self, weights: Weights) -> None:
        self._members, _, self._width, self._hidden = weights.inward.shape
        self._inputs = self._width - CONTEXT - 1
        self._table = weights.table
        inward = weights.inward.copy()
        inward[:, :, : self._inputs] *= weights.scale.reshape(self._members, 1, self._inputs, 1)
        # The suspect's words and the other one's have weights of their own, one above the other.
        self._inward = inward.reshape(self._members, 2 * self._width, self._hidden)
        self._gates = _joined(weights)
        self._answers = weights.answers / np.float32(self._members)

    def hear(
        self, heard: Heard, stories: "Sequence[tuple[PersonId, State | None]]"
    ) -> "tuple[list[tuple[State, Answers]], Answers]":
        """Return the state of each of `stories` after `heard`, what it is like now, and `heard` by itself."""
        told = len(stories)
        # Behind the stories stands one in which nothing was said before; where the message goes on a run, a
        # second one, for the message without the rest of it.
        stories = (*stories, *((heard.by, None),) * (2 if heard.lone else 1))
        size, count = self._hidden, len(stories)
        before = np.empty((self._members, count, size), dtype=np.float32)
        for place, (_, state) in enumerate(stories):
            before[:, place] = 0.0 if state is None else state.hidden
        # The units that hear, the state, and a constant, side by side.
        both = np.empty((self._members, count, 2 * size + 1), dtype=np.float32)
        np.tanh(self._inward_of(heard, stories), out=both[:, :, :size])
        both[:, :, size:-1] = before
        both[:, :, -1] = 1.0
        # Gates as Cho et al. 2014 have them. A sigmoid is half of a tanh and a half, and numpy does a tanh
        # faster; most halves are in the weights.
        gates = both @ self._gates
        np.tanh(gates[:2], out=gates[:2])
        reset, update, new, kept = gates
        kept *= reset
        new += kept
        np.tanh(new, out=new)
        after = before - new
        after *= update
        after += new
        after += before
        after *= 0.5
        both[:, :, size:-1] = after
        odds = np.add.reduce(both @ self._answers).tolist()
        heard_in = [(State(after[:, place].copy(), heard.at), odds[place]) for place in range(told)]
        return heard_in, max(odds[told:], key=itemgetter(COURSE))

    def _inward_of(self, heard: Heard, stories: "Sequence[tuple[PersonId, State | None]]") -> "Floats":
        """The units that hear, before they are bent; shape (members, stories, hidden)."""
        said = self._said(heard.rows)
        inputs = np.zeros((self._members, len(stories), 2 * self._width), dtype=np.float32)
        for place, (suspect, state) in enumerate(stories):
            first = 0 if heard.by == suspect else self._width
            last = first + self._inputs
            inputs[:, place, first:last] = said
            silence = 0.0 if state is None else silence_of((heard.at - state.at).total_seconds())
            inputs[:, place, last : last + CONTEXT + 1] = (silence, heard.pictures, heard.call, 1.0)
        if heard.lone:
            inputs[:, -1, : self._inputs] = self._said(heard.lone)
        return inputs @ self._inward

    def _said(self, rows: "Sequence[int]") -> "Floats":
        """What features say together; shape (members, inputs)."""
        said = np.add.reduce(self._table.take(rows, axis=0), axis=0, dtype=np.float32)
        said = said.reshape(self._members, self._inputs)
        if len(rows) > HEARD_AT:
            said *= share(len(rows), HEARD_AT)
        return said


def _joined(weights: Weights) -> "Floats":
    """What message, state and a constant say to the gates, shape (4, members, 2 hidden + 1, hidden).

    Reset and update come first, halved: a sigmoid of a number is half of the tanh of its half, and a half.
    Then the new state, and the part of it that the tanh of the reset adds or takes away: half of what the
    state says to it. The other half is added whatever the reset.
    """
    gates, back = weights.gates, weights.back
    size = gates.shape[2] // 3
    joined = np.zeros((4, gates.shape[0], 2 * size + 1, size), dtype=np.float32)
    for part, into in enumerate(joined[:3]):
        columns = slice(part * size, (part + 1) * size)
        into[:, :size] = gates[:, :-1, columns]
        into[:, size:-1] = back[:, :-1, columns]
        into[:, -1] = gates[:, -1, columns] + back[:, -1, columns]
    joined[:2] *= 0.5
    joined[3, :, size:] = back[:, :, 2 * size :] * 0.5
    joined[2, :, size:-1] *= 0.5
    joined[2, :, -1] -= joined[3, :, -1]
    return joined


def share(features: int, full: int) -> float:
    """How much of each of so many features counts, where up to `full` count in full."""
    return min(1.0, (full / max(1, features)) ** 0.5)


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
