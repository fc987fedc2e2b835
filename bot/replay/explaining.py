"""Explains one conversation message by message: what was newly noticed, and how it stood afterwards.

Detection gets what may be seen; handles and the reviewer's stages are put beside its words here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.detection.verdict import Level, Verdict
from bot.replay.answers import Answers
from bot.replay.judged import assessed, verdicts_of
from bot.replay.labelled_seen import handles_of, observations

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.detection.evidence import Evidence
    from bot.observed import PersonId
    from bot.replay.answers import Answer
    from bot.replay.judging import Assessing, Hearing
    from bot.replay.labelled import Conversation, Labels, Line

    Signs = Mapping[tuple[PersonId, str], Evidence]


@dataclass(frozen=True, slots=True)
class Noticed:
    """One sign that a message added or took away.

    Attributes:
        about: The handle of the person it speaks of.
        kind: Its name in the evidence.
        weight: Log-odds; negative where it speaks for them.
        reason: In words.
    """

    about: str
    kind: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """One message and what it changed.

    Attributes:
        stage: What the reviewer says it does; `none` where nobody said.
        added: Signs that were not there before it, strongest first.
        gone: Signs that no longer stand after it.
        score: How things stand after it for whoever is suspected most, 0 to 1. It may fall.
        level: The highest level that was acted on so far.
        about: The handle of whoever is suspected most; empty while nobody is.
        answer: What the bot would answer where it asks for help.
    """

    index: int
    line: "Line"
    stage: str
    added: tuple[Noticed, ...]
    gone: tuple[Noticed, ...]
    score: float
    level: Level
    about: str
    answer: "Answer | None" = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A conversation explained.

    Attributes:
        id: The conversation's.
        labels: What the reviewer said, `None` where unlabelled.
    """

    id: str
    labels: "Labels | None"
    steps: tuple[Step, ...]

    @property
    def suspect(self) -> str:
        """The handle of whoever was suspected most at any moment; empty where nobody was."""
        return max(self.steps, key=lambda step: step.score).about

    @property
    def several(self) -> bool:
        """Whether signs speak of more than one person, so that each must be named."""
        return len({one.about for step in self.steps for one in step.added}) > 1

    def rises(self) -> tuple[Step, ...]:
        """The messages that led to a higher level than any before."""
        before = (Level.NONE, *(step.level for step in self.steps))
        return tuple(step for step, level in zip(self.steps, before, strict=False) if step.level > level)


def explain(conversation: "Conversation", build: "Callable[[], Hearing]") -> Explanation:
    """Run two fresh detections over a conversation: what one would act on, and how the other stands."""
    seen, labels = conversation.seen, conversation.labels
    handles = handles_of(seen)
    acting, standing = build(), _Standing(build())
    answers, level = Answers(acting), Level.NONE
    steps: list[Step] = []
    for index, (line, group) in enumerate(zip(seen.messages, observations(seen), strict=True)):
        said = [verdicts_of(value, acting) for value in group]
        level = max([level, *(verdict.level for verdicts in said for verdict in verdicts)])
        answer = next(filter(None, map(answers.to, group, said)), None)
        before = standing.signs()
        for value in group:
            standing.take(assessed(value, standing.detection))
        after, worst = standing.signs(), standing.worst()
        steps.append(
            Step(
                index=index,
                line=line,
                stage=labels.messages[index].stage or "none" if labels else "none",
                added=_noticed(after, before, handles),
                gone=_noticed(before, after, handles),
                score=worst.score if worst else 0.0,
                level=level,
                about=handles[worst.suspect] if worst and worst.evidence else "",
                answer=answer,
            )
        )
    return Explanation(seen.id, labels, tuple(steps))


class _Standing:
    """The latest verdict on each suspect: in one place each has one story."""

    def __init__(self, detection: "Assessing") -> None:
        self.detection = detection
        self._verdicts: dict[PersonId, Verdict] = {}

    def take(self, verdicts: tuple[Verdict, ...]) -> None:
        self._verdicts.update((verdict.suspect, verdict) for verdict in verdicts)

    def worst(self) -> Verdict | None:
        return max(self._verdicts.values(), key=lambda verdict: verdict.score, default=None)

    def signs(self) -> "Signs":
        return {
            (verdict.suspect, piece.kind): piece
            for verdict in self._verdicts.values()
            for piece in verdict.evidence
        }


def _noticed(some: "Signs", others: "Signs", handles: "Mapping[PersonId, str]") -> tuple[Noticed, ...]:
    """The signs in `some` that are not in `others`."""
    found = [
        Noticed(handles[suspect], kind, piece.weight, piece.reason)
        for (suspect, kind), piece in some.items()
        if (suspect, kind) not in others
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.weight), one.kind)))
