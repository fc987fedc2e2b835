"""Runs detection over one labelled conversation and keeps what it said after each message.

It hands detection observed values only; the conversation's id and labels stay here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from bot.detection.verdict import Level, Verdict
from bot.observed import Message
from bot.replay.labelled_seen import observations

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.observed import Observation
    from bot.replay.judging import Assessing, Judging
    from bot.replay.labelled import Conversation, Labels


@dataclass(frozen=True, slots=True)
class Judged:
    """What detection said of one conversation.

    Attributes:
        id: The conversation's.
        labels: What the reviewer said, `None` where unlabelled.
        levels: One per message: the highest level reached so far, so it never falls.
        scores: One per message: the highest score so far, 0 to 1.
        reasons: Why it stands at the last level, strongest first; where several verdicts reached it, those of
            the highest score, the latest among equals.
        seconds: Time that detection took.
        sparse: Detection saw only a few of the messages; levels and scores are of those, and of all together:
            whoever has some checked asks about all of them.
    """

    id: str
    labels: "Labels | None"
    levels: tuple[Level, ...]
    scores: tuple[float, ...]
    reasons: tuple[str, ...]
    seconds: float
    sparse: bool = False

    def first_at(self, level: Level) -> int | None:
        """The index of the first message after which `level` was reached, if it was."""
        return next((index for index, reached in enumerate(self.levels) if reached >= level), None)


def judge(
    conversation: "Conversation", build: "Callable[[], Assessing]", clock: "Callable[[], float]"
) -> Judged:
    """Run a fresh detection over a conversation.

    A second, equally fresh one tells the scores, which detection does not give for what it would not act on.

    Args:
        conversation: Only its `seen` half becomes observations.
        build: Makes a detection that has seen nothing.
        clock: Seconds, monotonic; measures the first detection and decides nothing.
    """
    seen = observations(conversation.seen)
    judging = build()
    started = clock()
    said = [[verdict for value in group for verdict in verdicts_of(value, judging)] for group in seen]
    seconds = max(clock() - started, 0.0)
    assessing = build()
    worst: Verdict | None = None
    levels, scores = [Level.NONE], [0.0]
    for number, (group, verdicts) in enumerate(zip(seen, said, strict=True), 1):
        stands = [verdict.score for value in group for verdict in assessed(value, assessing)]
        if conversation.sparse and number < len(seen):
            levels.append(Level.NONE)
            scores.append(0.0)
            continue
        levels.append(max([levels[-1], *(verdict.level for verdict in verdicts)]))
        scores.append(max([scores[-1], *stands, *(verdict.score for verdict in verdicts)]))
        for verdict in verdicts:
            if worst is None or (verdict.level, verdict.score) >= (worst.level, worst.score):
                worst = verdict
    reasons = reasons_of(worst) if worst is not None else ()
    identity, labels = conversation.seen.id, conversation.labels
    found = tuple(levels[1:]), tuple(scores[1:]), reasons, seconds
    return Judged(identity, labels, *found, sparse=conversation.sparse)


def assessed(seen: "Observation", assessing: "Assessing") -> tuple[Verdict, ...]:
    """How detection stands with what an observation adds to, pictures included, acted on or not."""
    verdicts = assessing.assess(seen)
    if _shows_pictures(seen):
        verdicts += assessing.observe_pictures(seen)
    return verdicts


def verdicts_of(seen: "Observation", judging: "Judging") -> tuple[Verdict, ...]:
    """Judge an observation as the bot does: the message first, then its pictures, read or not."""
    verdicts = judging.observe(seen)
    if _shows_pictures(seen):
        verdicts += judging.observe_pictures(seen)
    return verdicts


def _shows_pictures(seen: "Observation") -> TypeGuard[Message]:
    return isinstance(seen, Message) and bool(seen.pictures)


def reasons_of(verdict: Verdict) -> tuple[str, ...]:
    """The reasons of a verdict in words, strongest first, without repeats."""
    return tuple(dict.fromkeys(piece.reason for piece in verdict.evidence if piece.weight >= 0))
