"""What was worked out for a piece of text, remembered within a bound.

Knows pieces and how often they come; it refuses to know what they mean.
"""

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 20_000
"""Pieces remembered in each of two generations. Pieces and words of ordinary English talk (chitchat-dataset)
then take about 15 MB in all, and 94 of 100 pieces of new talk are known."""

LONGEST = 32
"""Characters of the longest piece that is remembered: longer ones are addresses, and bait to fill memory."""

Value = TypeVar("Value")


class Memory(dict[str, Value]):
    """Answers for pieces of text: `memory[piece]` works out what is not remembered.

    When the younger generation is full it becomes the older one, and what was the older one is forgotten,
    save for what is asked for again. So a flood of new words takes no room, and ordinary words outlast it.
    """

    def __init__(self, work_out: "Callable[[str], Value]", most: int = MOST) -> None:
        """Remember at most twice `most` answers of `work_out`, which must always give the same one."""
        super().__init__()
        self._work_out = work_out
        self._most = most
        self._older: dict[str, Value] = {}

    def __missing__(self, piece: str) -> Value:
        if piece in self._older:
            answer = self._older.pop(piece)
        else:
            answer = self._work_out(piece)
            if len(piece) > LONGEST:
                return answer
        if len(self) >= self._most:
            self._older = dict(self)
            self.clear()
        self[piece] = answer
        return answer

    @property
    def remembered(self) -> int:
        """How many answers are remembered, at most twice `most`."""
        return len(self) + len(self._older)
