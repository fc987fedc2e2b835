"""What came of a replay, as values: the files that were read, the incidents and the pleas that were found."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.replay.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from bot.replay.answers import Given
    from bot.replay.exported import Head
    from bot.replay.incidents import Incident


@dataclass(slots=True)
class ReplayedFile:
    """What became of one file.

    Attributes:
        messages: How many were judged.
        repeats: How many stood in it, or in a file before it, already, and were judged once.
        unexported: Pictures of which the export holds only the address: judged without their content.
        people: Ids of those who speak in it or were added.
        problems: What could not be read, in the order it was met.
    """

    name: str
    path: "Path"
    head: "Head | None" = None
    messages: int = 0
    repeats: int = 0
    unexported: int = 0
    people: set[int] = field(default_factory=set[int])
    problems: list[Problem] = field(default_factory=list[Problem])

    def as_json(self) -> dict[str, object]:
        """The file as `breakwater replay --json` prints it."""
        return {
            "name": self.name,
            "messages": self.messages,
            "repeats": self.repeats,
            "pictures_not_exported": self.unexported,
            "problems": [str(problem) for problem in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of some exports.

    Attributes:
        answers: What members who asked for help would have been answered, in order of time.
    """

    files: tuple[ReplayedFile, ...]
    incidents: "tuple[Incident, ...]"
    answers: "tuple[Given, ...]" = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read, by file."""
        return tuple(problem for file in self.files for problem in file.problems)

    def as_json(self) -> dict[str, object]:
        """The object that `breakwater replay --json` prints."""
        return {
            "files": [file.as_json() for file in self.files],
            "incidents": [incident.as_json() for incident in self.incidents],
            "pleas": [given.as_json() for given in self.answers],
        }
