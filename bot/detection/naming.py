"""How people are called: whose name stands in a message tells, where many speak, whom it is about.

Keeps no name: digests of its words are compared with those of a message.
"""

import re
from array import array
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final
from zlib import crc32

from bot.detection.language.normalise import MAX_CHARACTERS, fold

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

FEWEST: Final = 3
"""Letters of a word by which somebody may be called."""

SHORTENED: Final = 4
"""Letters of the shortest beginning of a word by which somebody may be called: "chris" for "christopher"."""

MOST_CALLINGS: Final = 8
"""Digests kept of a name: of two usual words, with an s behind them ("toms video"), and their beginnings."""

MOST_NAME: Final = 100
"""Characters of a name that are looked at; Discord's have 32, and some have two."""

_APOSTROPHES = str.maketrans("'\u2019`\u00b4", "    ")
_WORD = re.compile(rf"[^\W\d_]{{{FEWEST},}}")

Callings = Sequence[int]
"""Digests of what somebody may be called by."""


def callings(name: str, ordinary: "AbstractSet[str]") -> Callings:
    """Return what somebody with this `name` may be called by; `ordinary` words call nobody."""
    words = [word for word in dict.fromkeys(_words(name[:MOST_NAME])) if word not in ordinary]
    shortened = [word[:end] for word in words for end in range(len(word) - 1, SHORTENED - 1, -1)]
    usual = (*words, *(f"{word}s" for word in words), *shortened)
    telling = (word for word in dict.fromkeys(usual) if word not in ordinary)
    # As plain numbers side by side they take a third of what a tuple of them does.
    return array("I", map(_digest, islice(telling, MOST_CALLINGS)))


def called(text: str) -> frozenset[int]:
    """Digests of the words of `text`, to be compared with `callings`."""
    return frozenset(map(_digest, _words(text)))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text[:MAX_CHARACTERS].translate(_APOSTROPHES)))


def _digest(word: str) -> int:
    return crc32(word.encode())
