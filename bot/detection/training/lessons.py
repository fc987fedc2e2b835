"""Conversations as the learned reader hears them: each story's messages in order, with what they should mean.

Runs the same escalation as the bot does, with a listener that only writes down.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.detection.course import CONTEXT, LIKES, Heard, Like, State, silence_of
from bot.detection.escalation import Escalation
from bot.detection.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.detection.course import Answers
    from bot.detection.language.reading import Cues
    from bot.detection.training.corpus import Line
    from bot.detection.training.snapshots import Case
    from bot.observed import MessageId, PersonId

    Floats = NDArray[np.float32]

IN_TIME = 2.0
"""How much the answer about the course counts while a warning comes in time. On writers held out of training,
at 6 % false cautions, 0.50 of positives were warned in time in place of 0.44, as many at all; 3 cost some."""

LONE = 0.4
"""How much a single line counts: nobody saw what was said before it."""

_STAGES = {
    "sexualisation": Like.REQUEST,
    "isolation": Like.ISOLATION,
    "capture": Like.CAPTURE,
    "threat": Like.THREAT,
    "demand": Like.DEMAND,
    "escalation": Like.DEMAND,
    "distribution": Like.DISTRIBUTION,
    "victim": Like.VICTIM,
}
TELLING = frozenset({Like.REQUEST, Like.CAPTURE, Like.THREAT, Like.DEMAND, Like.DISTRIBUTION})
"""What, in a handful of a suspect's messages, is enough to fear blackmail."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One story, step by step, with what should be answered.

    Attributes:
        rows: Known features of each message.
        context: Shape (steps, CONTEXT).
        own: Whether the message is the suspect's; shape (steps,).
        answers: 0 or 1, in the order of `LIKES`; shape (steps, answers).
        importance: How much each answer counts; likewise.
        bad: Whether the suspect is an offender.
    """

    rows: "tuple[NDArray[np.int64], ...]"
    context: "Floats"
    own: "NDArray[np.bool_]"
    answers: "Floats"
    importance: "Floats"
    bad: bool

    def at(self, places: "Sequence[int]") -> "Lesson":
        """The same with only some of its steps."""
        chosen = list(places)
        return Lesson(
            tuple(self.rows[place] for place in chosen),
            self.context[chosen],
            self.own[chosen],
            self.answers[chosen],
            self.importance[chosen],
            self.bad,
        )

    def then(self, later: "Lesson") -> "Lesson":
        """This story, and `later` as if the same two went on with it."""
        return Lesson(
            self.rows + later.rows,
            np.concatenate([self.context, later.context]),
            np.concatenate([self.own, later.own]),
            np.concatenate([self.answers, later.answers]),
            np.concatenate([self.importance, later.importance]),
            later.bad,
        )


class Recorder:
    """Writes down what the learned reader would hear, story by story.

    Attributes:
        stories: The suspect of each, and what is heard: each time with the messages that it is made of.
    """

    def __init__(self) -> None:
        self.stories: list[tuple[PersonId, list[tuple[Heard, tuple[MessageId, ...]]]]] = []
        self._begun: dict[tuple[PersonId, MessageId], int] = {}

    def hear(
        self, heard: Heard, stories: "Sequence[tuple[PersonId, State | None]]"
    ) -> "tuple[list[tuple[State, Answers]], Answers]":
        """Write down `heard` in the stories that the states stand for; answer nothing."""
        return [(self._written(heard, suspect, state), ()) for suspect, state in stories], ()

    def _written(self, heard: Heard, suspect: "PersonId", state: State | None) -> State:
        """A state stands for a story and how much of it was heard; what came after is heard anew."""
        if state is None:
            number, steps = self._begun.setdefault((suspect, heard.first), len(self.stories)), 0
            if number == len(self.stories):
                self.stories.append((suspect, []))
        else:
            number, steps = map(int, state.hidden[0])
        story = self.stories[number][1]
        parts = [message for _, messages in story[steps:] for message in messages]
        story[steps:] = [(heard, (*parts, heard.message))]
        return State(np.array([[number, steps + 1]], dtype=np.float32), heard.at)


def lessons_of(case: "Case", cues: "Cues") -> "list[Lesson]":
    """The stories of one conversation, as the escalation hears them."""
    recorder = Recorder()
    escalation = Escalation(cues, Policy(), recorder)
    step_of: dict[int, int] = {}
    for step, group in enumerate(case.steps):
        for seen in group:
            step_of[seen.id] = step
            escalation.follow(seen)
    return [
        _lesson(
            case,
            suspect,
            [one for one, _ in heard],
            [[step_of[message] for message in messages] for _, messages in heard],
        )
        for suspect, heard in recorder.stories
    ]


def _lesson(case: "Case", suspect: "PersonId", heard: "list[Heard]", steps: "list[list[int]]") -> Lesson:
    """What a story should be answered; `steps`: those in the conversation that each thing is made of."""
    bad, fair_from = suspect in case.offenders, _fair_from(case)
    own = np.array([one.by == suspect for one in heard])
    answers = np.zeros((len(heard), len(LIKES)), dtype=np.float32)
    importance = np.ones_like(answers)
    for place, (one, of) in enumerate(zip(heard, steps, strict=True)):
        answers[place, 0] = fair = bad and of[-1] >= fair_from
        if fair and of[-1] <= case.warn_by:
            importance[place, 0] = IN_TIME
        for stage in {_STAGES[case.stages[step]] for step in of if case.stages[step] in _STAGES}:
            theirs = bool(own[place]) is (stage is not Like.VICTIM) and bad
            if theirs and not one.call:
                answers[place, LIKES.index(stage)] = 1.0
    return Lesson(
        tuple(np.array(one.rows, dtype=np.int64) for one in heard),
        _context(heard),
        own,
        answers,
        importance,
        bad,
    )


def _fair_from(case: "Case") -> int:
    """The first message after which the course is called bad: something telling was said, if ever in time.

    Some writers would warn of flattery; a detector that learned to would warn ordinary people.
    """
    telling = (step for step, stage in enumerate(case.stages) if _STAGES.get(stage) in TELLING)
    return min(case.warn_by, max(case.warn_from, next(telling, 0)))


def _context(heard: "list[Heard]") -> "Floats":
    context = np.zeros((len(heard), CONTEXT), dtype=np.float32)
    for place, one in enumerate(heard):
        silence = (one.at - heard[place - 1].at).total_seconds() if place else 0.0
        context[place] = silence_of(silence), one.pictures, one.call
    return context


def lesson_of_line(line: "Line", cues: "Cues") -> "Lesson | None":
    """A single line as all that somebody said; `None` where it holds no word that is known."""
    rows = cues.read(line.text).rows
    if not rows:
        return None
    answers = np.zeros((1, len(LIKES)), dtype=np.float32)
    answers[0, 0] = line.sextortion
    importance = np.full((1, len(LIKES)), 0.0 if line.sextortion else LONE, dtype=np.float32)
    importance[0, 0] = LONE
    context = np.zeros((1, CONTEXT), dtype=np.float32)
    return Lesson(
        (np.array(rows, dtype=np.int64),), context, np.array([True]), answers, importance, line.sextortion
    )
