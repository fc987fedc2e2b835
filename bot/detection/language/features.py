"""What of a message the learned reader looks at, as numbers: words, beginnings, pairs, classes, cues.

Knows how a feature is named; it refuses to know what it means. A name is folded to 32 bits (CRC-32), of which
so few are in use that two of them rarely share a number.
"""

from itertools import pairwise, repeat
from typing import TYPE_CHECKING
from zlib import crc32

from bot.detection.language.wording import UNHEARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.detection.language.cue import Cue
    from bot.detection.language.wording import Wording

MAX_TOKENS = 300
"""Words of a message that are looked at, the first ones; a message of Discord's usual length has fewer."""

MAX_CUE_SETS = 4_096
"""Sets of cues whose features are remembered; then the memory starts afresh. About 2 MB, and talk that is not
made to fill it has some hundred."""

PAIR_BEGINS_PHRASE = -1
"""Stands for the row of a pair of words with which a phrase of the cue files begins."""

_UNKNOWN = -2

NO_ROWS = frozenset({PAIR_BEGINS_PHRASE, _UNKNOWN})
"""What may stand in place of a row."""

BEGINNING = 5
"""Letters of a longer word that are looked at by themselves: what is left of it in other endings."""

_START = crc32(b"b ^")
"""The head of the pair that the first word makes with the beginning of the message."""


def _word_keys(token: str, shown: "tuple[str, ...]") -> list[int]:
    """The features of one word by itself: of what it stands for, and of the word where it means another."""
    found = [_pair_key(one, other) for one, other in pairwise(shown)]
    if token not in shown and shown[0].isalpha():
        found.append(crc32(f"w {token}".encode()))
    for word in shown:
        if word != UNHEARD:
            found.append(crc32(f"w {word}".encode()))
            if len(word) > BEGINNING:
                found.append(crc32(f"s {word[:BEGINNING]}".encode()))
    return found


def _pair_key(one: str, other: str) -> int:
    return crc32(_tail(other), _head(one))


def _tail(word: str) -> bytes:
    """A word as the second of a pair."""
    return f" {word}".encode()


def _head(word: str) -> int:
    """A word as the first of a pair."""
    return crc32(f"b {word}".encode())


def _cue_keys(cues: "Iterable[Cue]") -> list[int]:
    """The features of the cues that were found, and of each two of them together."""
    names = sorted(cues)
    found = [crc32(f"q {name}".encode()) for name in names]
    pairs = (f"p {one} {other}" for place, one in enumerate(names) for other in names[place + 1 :])
    return found + [crc32(pair.encode()) for pair in pairs]


def message_keys(
    tokens: "Sequence[str]", classes: "Iterable[str]", cues: "Iterable[Cue]", wording: "Wording"
) -> list[int]:
    """All features of a message, each once, sorted: plainly, as the choosing of features wants them.

    Args:
        tokens: The words of the message, in order.
        classes: Names of the word classes that stand in it.
        cues: What was found in it.
        wording: What words stand for.
    """
    found: set[int] = set()
    before, head = "", _START
    for token in tokens[:MAX_TOKENS]:
        shown = wording.of(token)
        found.update(_word_keys(token, shown))
        if UNHEARD not in (before, shown[0]):
            found.add(crc32(_tail(shown[0]), head))
        before, head = shown[-1], _head(shown[-1])
    found.update(crc32(f"k {name}".encode()) for name in classes)
    found.update(_cue_keys(cues))
    return sorted(found)


class FeatureIndex:
    """Finds which known features a message has. Immutable in effect: its memory changes speed only."""

    def __init__(
        self,
        keys: "Iterable[int]",
        classes: "Sequence[str]",
        phrases: "Iterable[tuple[str, str]]",
        wording: "Wording",
    ) -> None:
        """Know the features `keys`, whose row is their place.

        Args:
            keys: The features, each once.
            classes: The names of the word classes, as messages number them.
            phrases: The first two words of each phrase. They are looked up together with features, at once.
            wording: What words stand for.
        """
        self._wording = wording
        self._index = {key: row for row, key in enumerate(keys)}
        self._row_of: Callable[[int, int], int] = self._index.get
        self._class_rows = [self._index.get(crc32(f"k {name}".encode())) for name in classes]
        self._known_classes = sum(1 << place for place, row in enumerate(self._class_rows) if row is not None)
        self._cue_rows: dict[frozenset[Cue], tuple[int, ...]] = {}
        self._phrase_rows: dict[int, tuple[int, ...]] = {}
        for one, other in phrases:
            key = _pair_key(wording.of(one)[-1], wording.of(other)[0])
            if key not in self._phrase_rows:
                row = self._index.get(key)
                self._phrase_rows[key] = () if row is None else (row,)
                self._index[key] = PAIR_BEGINS_PHRASE

    def of_word(self, token: str) -> tuple[tuple[int, ...], bytes, int]:
        """The rows of a word by itself, and what it is as the second and as the first of a pair."""
        shown = self._wording.of(token)
        return self._rows(_word_keys(token, shown)), _tail(shown[0]), _head(shown[-1])

    def pair(self, tail: bytes, head: int) -> int:
        """The feature of a word after another."""
        return crc32(tail, head)

    def pairs(self, tails: "Iterable[bytes]", heads: "Sequence[int]") -> list[int]:
        """The features of neighbours: the beginning with the first word, then each with the one before."""
        return list(map(crc32, tails, (_START, *heads)))

    def of_pair(self, pair: int) -> tuple[int, ...]:
        """The row of a pair, if it is known."""
        return self._rows((pair,))

    def of_pairs(self, pairs: "Iterable[int]") -> "Iterator[int]":
        """The row of each pair, or one of `NO_ROWS`."""
        return map(self._row_of, pairs, repeat(_UNKNOWN))

    def begins_phrase(self, pair: int) -> bool:
        """Whether a phrase may begin with a pair."""
        return pair in self._phrase_rows

    def of_phrase_pairs(self, pairs: "Iterable[int]") -> tuple[int, ...]:
        """The rows of those pairs with which a phrase may begin."""
        return tuple(row for pair in pairs for row in self._phrase_rows.get(pair, ()))

    def of_classes(self, present: int) -> tuple[int, ...]:
        """The rows of the classes whose bits are set."""
        rows: list[int] = []
        left = present & self._known_classes
        while left:
            lowest = left & -left
            left ^= lowest
            rows.append(self._class_rows[lowest.bit_length() - 1] or 0)
        return tuple(rows)

    def of_cues(self, cues: "frozenset[Cue]") -> tuple[int, ...]:
        """The rows of the cues that were found, and of each two of them."""
        rows = self._cue_rows.get(cues)
        if rows is None:
            if len(self._cue_rows) >= MAX_CUE_SETS:
                self._cue_rows.clear()
            rows = self._cue_rows[cues] = self._rows(_cue_keys(cues))
        return rows

    def _rows(self, keys: "Iterable[int]") -> tuple[int, ...]:
        rows: list[int] = []
        for key in keys:
            row = self._index.get(key)
            if row == PAIR_BEGINS_PHRASE:  # a key that a phrase has by chance
                rows += self._phrase_rows[key]
            elif row is not None:
                rows.append(row)
        return tuple(rows)
