"""Conversations as the fitting of the signs sees them: how much of each sign stood there after each message.

Runs the same escalation as the bot does; it refuses to know weights.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.detection.escalation import Escalation
from bot.detection.policy import Policy
from bot.detection.signs import SIGNS
from bot.detection.weighing import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.detection.course import Listener
    from bot.detection.language.reading import Cues
    from bot.observed import Observation, PersonId


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation with what a reviewer says of it.

    Attributes:
        steps: What is observed with each message.
        offenders: Whose stories are sextortion; empty in benign talk.
        writer: Who wrote it; what one has written may sound alike.
        stages: What each message does, as its writer says.
        warn_from: The first message after which a caution is fair; likewise `warn_by`, the last in time.
    """

    id: str
    language: str
    family: str
    writer: str
    stages: tuple[str, ...]
    steps: "tuple[tuple[Observation, ...], ...]"
    offenders: "frozenset[PersonId]"
    warn_from: int
    warn_by: int

    @property
    def positive(self) -> bool:
        """Whether it is sextortion."""
        return bool(self.offenders)


@dataclass(frozen=True, slots=True)
class Snapshots:
    """The stories of many cases after each message that added to them.

    Attributes:
        signs: How much of each sign there was, 0 to 1; shape (snapshots, signs).
        case: Which case, by place in the sequence; shape (snapshots,).
        step: After which message; shape (snapshots,).
        offender: Whether the suspect of the story is an offender; shape (snapshots,).
    """

    signs: "NDArray[np.float32]"
    case: "NDArray[np.int64]"
    step: "NDArray[np.int64]"
    offender: "NDArray[np.bool_]"


def take(cases: "Sequence[Case]", cues: "Cues", listeners: "Sequence[Listener]") -> Snapshots:
    """Follow every case, each with the listener given for it."""
    signs: list[list[float]] = []
    told: list[tuple[int, int, bool]] = []
    for number, (case, listener) in enumerate(zip(cases, listeners, strict=True)):
        escalation = Escalation(cues, Policy(), listener)
        for step, group in enumerate(case.steps):
            for seen in group:
                for story in escalation.follow(seen):
                    signs.append(shown(story))
                    told.append((number, step, story.suspect in case.offenders))
    columns = np.array(told, dtype=np.int64).reshape(len(told), 3)
    return Snapshots(
        np.array(signs, dtype=np.float32).reshape(len(told), len(SIGNS)),
        columns[:, 0],
        columns[:, 1],
        columns[:, 2].astype(bool),
    )
