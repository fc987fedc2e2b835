"""The worst mistakes of an evaluation, in the order in which to read them. Text only where asked for."""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from bot.detection.verdict import Level
from bot.replay.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bot.replay.evaluation import Evaluation, Read
    from bot.replay.judged import Judged
    from bot.replay.labelled import Line

MOST = 40
"""Mistakes in a report: more than a person reads at one sitting."""


class Wrong(IntEnum):
    """What is wrong with a judgement, worst first."""

    ALERTED = 0
    """Moderators would have been called to ordinary talk."""
    MISSED = 1
    """Nobody would have been warned."""
    CAUTIONED = 2
    """Somebody in ordinary talk would have been disturbed."""
    LATE = 3
    """The warning came after `warn_by`."""
    GUESSED = 4
    """The warning came before `warn_from`."""

    @property
    def words(self) -> str:
        """What is wrong, for a table."""
        return _WORDS[self]


_WORDS = {
    Wrong.ALERTED: "benign, alerted",
    Wrong.MISSED: "sextortion, missed",
    Wrong.CAUTIONED: "benign, cautioned",
    Wrong.LATE: "warned too late",
    Wrong.GUESSED: "warned before its time",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One conversation that was judged wrongly.

    Attributes:
        message: Index of the message that led to the first caution; where there was none, of the one that
            brought the highest score.
        due: In words, when the caution was due; empty for benign talk.
        lines: The conversation's messages, where they were asked for.
    """

    file: str
    id: str
    family: str
    language: str
    wrong: Wrong
    score: float
    level: Level
    message: int
    due: str
    reasons: tuple[str, ...]
    lines: "tuple[Line, ...]" = ()


def worst(evaluation: "Evaluation", most: int = MOST) -> tuple[Mistake, ...]:
    """The worst mistakes: by kind, false ones by falling score, missed ones by rising score."""
    found = [
        mistake
        for file, several in evaluation.judged.items()
        for one in several
        if (mistake := _mistake(file, one)) is not None
    ]
    return tuple(sorted(found, key=_badness)[:most])


def with_text(
    mistakes: "Sequence[Mistake]", paths: "Mapping[str, Path]", read: "Read"
) -> tuple[Mistake, ...]:
    """Read the files of these mistakes again and add their messages, as detection saw them.

    Args:
        mistakes: As `worst` finds them.
        paths: By the names of the files.
        read: As the evaluation read them.
    """
    wanted = {(mistake.file, mistake.id) for mistake in mistakes}
    lines: dict[tuple[str, str], tuple[Line, ...]] = {}
    for name in dict.fromkeys(mistake.file for mistake in mistakes):
        for found in read(paths[name], name):
            if not isinstance(found, Problem) and (name, found.seen.id) in wanted:
                lines[name, found.seen.id] = found.seen.messages
    return tuple(replace(one, lines=lines.get((one.file, one.id), ())) for one in mistakes)


def _badness(mistake: Mistake) -> tuple[int, float, str, str]:
    rising = mistake.score if mistake.wrong is Wrong.MISSED else -mistake.score
    return mistake.wrong, rising, mistake.file, mistake.id


def _mistake(file: str, one: "Judged") -> Mistake | None:
    labels = one.labels
    wrong = _wrong(one)
    if labels is None or wrong is None:
        return None
    first = one.first_at(Level.CAUTION)
    expect = labels.expect
    return Mistake(
        file=file,
        id=one.id,
        family=labels.family,
        language=labels.language,
        wrong=wrong,
        score=one.scores[-1],
        level=one.levels[-1],
        message=one.scores.index(one.scores[-1]) if first is None else first,
        due="" if expect.warn_by is None else f"{expect.warn_from} to {expect.warn_by}",
        reasons=one.reasons,
    )


def _wrong(one: "Judged") -> Wrong | None:
    if one.labels is None:
        return None
    first, expect = one.first_at(Level.CAUTION), one.labels.expect
    if not one.labels.positive:
        if first is None:
            return None
        return Wrong.ALERTED if one.levels[-1] >= Level.ALERT else Wrong.CAUTIONED
    if first is None:
        return Wrong.MISSED
    if expect.warn_by is not None and first > expect.warn_by:
        return Wrong.LATE
    return Wrong.GUESSED if expect.warn_from is not None and first < expect.warn_from else None
