"""Where a spaced-out word ("s e n d") may reach over several pieces of a text, which are then read together.

Knows single letters; it refuses to know words. It may say so of what is none, never the other way about.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.detection.language.normalise import SPACERS

if TYPE_CHECKING:
    from collections.abc import Iterable

FEWEST = 4
"""Letters of the shortest spaced-out word that `normalise` joins."""

_LONGEST = 125
"""Characters of the longest one: 41 letters with two signs between."""

_AT_HEAD = re.compile(rf"{SPACERS}{{0,2}}[^\W\d_](?![^\W_])(?:{SPACERS}{{1,2}}[^\W\d_](?![^\W_]))*")
_AT_END = re.compile(rf"(?:(?<![^\W_])[^\W\d_]{SPACERS}{{1,2}})*(?<![^\W_])[^\W\d_]{SPACERS}{{0,2}}\Z")
_LETTER = re.compile(r"[^\W\d_]")
_REST = re.compile(rf"{SPACERS}*")


@dataclass(frozen=True, slots=True)
class LoneLetters:
    """The letters of a piece that stand alone where a spaced-out word could go on.

    Attributes:
        at_head: How many at its head.
        at_end: How many at its end; the same ones, if it goes through.
        throughout: Whether it consists of them, so that a spaced-out word could go through it.
    """

    at_head: int = 0
    at_end: int = 0
    throughout: bool = False

    @property
    def number(self) -> int:
        """How many there are."""
        return self.at_head if self.throughout else self.at_head + self.at_end


NONE = LoneLetters()


def lone_letters(folded: str) -> LoneLetters:
    """Find those of a piece that is folded and not yet undisguised."""
    if len(folded) > 1 and folded.isalpha():
        return NONE
    head = _AT_HEAD.match(folded)
    end = _AT_END.search(folded[-_LONGEST:])
    if head is None and end is None:
        return NONE
    throughout = head is not None and _REST.fullmatch(folded, head.end()) is not None
    return LoneLetters(_letters(head), _letters(end), throughout)


def may_reach_over(pieces: "Iterable[LoneLetters]") -> bool:
    """Return whether a spaced-out word may reach over several of `pieces`, in their order."""
    run = 0
    for lone in pieces:
        run += lone.at_head
        if run >= FEWEST:
            return True
        if not lone.throughout:
            run = lone.at_end
    return False


def _letters(found: "re.Match[str] | None") -> int:
    return 0 if found is None else len(_LETTER.findall(found[0]))
