"""The small language in which cue files say which word classes make a cue, and its evaluation.

Knows positions of classes, as bit masks; it refuses to know words. Evaluation is linear in the number of
words, whatever the text: there is no backtracking.

A pattern is clauses joined by `&`; all must hold. A clause is a chain of classes:

    send ~6 your_people        either order, at most 6 words apart
    your >2 people             `people` comes 1 to 2 words after `your`
    !negation >2 send          a clause that must not hold
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.detection.language.errors import CueFileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Masks = list[int]
"""For each class, by index: bit n is set where the class stands at word n."""

MAX_REACH = 40
"""The furthest that a chain may reach in one step, in words; further than a sentence means nothing."""

_STEP = re.compile(r"([>~])(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Clause:
    """A chain of classes: `first`, then steps of (either order?, reach in words, class)."""

    wanted: bool
    first: int
    steps: tuple[tuple[bool, int, int], ...]

    def mask(self, masks: Masks) -> int:
        """Return the positions where the chain ends; 0 where it does not stand in the message."""
        current = masks[self.first]
        for either, reach, then in self.steps:
            if not current:
                return 0
            near = _after(current, reach)
            if either:
                near |= _before(current, reach) | current
            current = near & masks[then]
        return current


@dataclass(frozen=True, slots=True)
class Pattern:
    """Clauses that must all hold.

    Attributes:
        needs: Has a bit for each class without which it cannot hold.
        forbids: Has a bit for each class with which it cannot.
        positional: Whether it depends on where classes stand; if not, `needs` and `forbids` say all.
    """

    clauses: tuple[Clause, ...]
    needs: int
    forbids: int
    positional: bool

    def mask(self, masks: Masks) -> int:
        """Return where the first clause ends if all clauses hold, else 0."""
        result = 0
        for clause in self.clauses:
            found = clause.mask(masks)
            if bool(found) is not clause.wanted:
                return 0
            result = result or found
        return result


def parse(source: str, classes: "Mapping[str, int]", where: str) -> Pattern:
    """Read one pattern.

    Raises:
        CueFileError: It is not well-formed or names a class that does not exist.
    """
    clauses = tuple(
        _parse_clause(part.split(), classes, f"{where}: {source!r}") for part in source.split("&")
    )
    if not clauses[0].wanted:
        raise CueFileError(f"{where}: {source!r}: the first clause must not be negated")
    needs = forbids = 0
    for clause in clauses:
        if clause.wanted:
            for index in (clause.first, *(step[2] for step in clause.steps)):
                needs |= 1 << index
        elif not clause.steps:
            forbids |= 1 << clause.first
    return Pattern(clauses, needs, forbids, any(clause.steps for clause in clauses))


def _parse_clause(parts: "Sequence[str]", classes: "Mapping[str, int]", where: str) -> Clause:
    if len(parts) % 2 == 0:
        raise CueFileError(f"{where}: a clause is CLASS, or CLASS STEP CLASS …")
    names = [part.removeprefix("!") if place == 0 else part for place, part in enumerate(parts[::2])]
    for name in names:
        if name not in classes:
            raise CueFileError(f"{where}: no class {name!r}")
    steps: list[tuple[bool, int, int]] = []
    for step, name in zip(parts[1::2], names[1:], strict=True):
        read = _STEP.fullmatch(step)
        if read is None or not 1 <= int(read[2]) <= MAX_REACH:
            raise CueFileError(f"{where}: {step!r} is not a step such as >3 or ~6 (1 to {MAX_REACH} words)")
        steps.append((read[1] == "~", int(read[2]), classes[name]))
    return Clause(not parts[0].startswith("!"), classes[names[0]], tuple(steps))


def _after(mask: int, reach: int) -> int:
    """Positions 1 to `reach` words after those of `mask`, by doubling."""
    covered, width = mask << 1, 1
    while width < reach:
        step = min(width, reach - width)
        covered |= covered << step
        width += step
    return covered


def _before(mask: int, reach: int) -> int:
    covered, width = mask >> 1, 1
    while width < reach:
        step = min(width, reach - width)
        covered |= covered >> step
        width += step
    return covered
