"""Evaluates labelled files, one after the other in the order given. Prints nothing, chooses no detector."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.replay.judged import Judged, judge
from bot.replay.labelled_reading import read_labelled
from bot.replay.metrics import Metrics, measure
from bot.replay.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from bot.replay.judging import Assessing
    from bot.replay.labelled import Conversation

    Read = Callable[[Path, str], Iterable[Conversation | Problem]]
    """Reads a file, given its path and what reports call it."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of some labelled files.

    Attributes:
        judged: By the file's name, in the order given; conversations in the order of their lines.
        problems: What could not be read, in order.
    """

    judged: "Mapping[str, tuple[Judged, ...]]"
    problems: tuple[Problem, ...]

    @property
    def everything(self) -> tuple[Judged, ...]:
        """The conversations of all files."""
        return tuple(one for several in self.judged.values() for one in several)

    @property
    def unlabelled(self) -> int:
        """How many conversations were judged and not measured."""
        return sum(one.labels is None for one in self.everything)

    def metrics(self) -> tuple[dict[str, Metrics], Metrics]:
        """Figures of each file, by name, and of all together."""
        return {name: measure(several) for name, several in self.judged.items()}, measure(self.everything)

    def as_json(self) -> dict[str, object]:
        """The object that `breakwater evaluate --json` prints."""
        files, overall = self.metrics()
        return {
            "files": {name: metrics.as_json() for name, metrics in files.items()},
            "overall": overall.as_json(),
        }

    def predictions(self) -> "Iterable[str]":
        """One JSON line per conversation: `id`, `levels`, `scores`, `reasons`."""
        for one in self.everything:
            prediction = {
                "id": one.id,
                "levels": [level.word for level in one.levels],
                "scores": list(one.scores),
                "reasons": list(one.reasons),
            }
            yield json.dumps(prediction, ensure_ascii=False) + "\n"


def evaluate_files(
    paths: "Sequence[Path]",
    build: "Callable[[], Assessing]",
    clock: "Callable[[], float]",
    progress: "Callable[[Judged], None]" = lambda _: None,
    read: "Read" = read_labelled,
) -> Evaluation:
    """Judge every conversation of these files, each with a detection of its own.

    Args:
        paths: Labelled files, JSON Lines.
        build: Makes a detection that has seen nothing.
        clock: Seconds, monotonic.
        progress: Told of each conversation once it is judged.
        read: Makes conversations of a file; by default of all that a labelled file tells.
    """
    judged: dict[str, tuple[Judged, ...]] = {}
    problems: list[Problem] = []
    for name, path in names_of(paths):
        several: list[Judged] = []
        for found in read(path, name):
            if isinstance(found, Problem):
                problems.append(found)
                continue
            several.append(judge(found, build, clock))
            progress(several[-1])
        judged[name] = tuple(several)
    return Evaluation(judged, tuple(problems))


def names_of(paths: "Sequence[Path]") -> "list[tuple[str, Path]]":
    """Name each file by its last part; where two share it by the path as given, then with ` (2)`, ` (3)`."""
    short = [path.name for path in paths]
    named: dict[str, Path] = {}
    for path in paths:
        wanted = path.name if short.count(path.name) == 1 else str(path)
        name, copy = wanted, 2
        while name in named:
            name, copy = f"{wanted} ({copy})", copy + 1
        named[name] = path
    return list(named.items())
