"""How people are called: whose name stands in a message tells, where many speak, whom it is about.

Keeps no name and no text: digests of words are compared.
"""

import re
from array import array
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final
from zlib import crc32

from bot.detection.language.normalise import MAX_CHARACTERS, fold

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from bot.observed import Message, PersonId

FEWEST: Final = 3
"""Letters of a word by which somebody may be called."""

SHORTENED: Final = 4
"""Letters of the shortest beginning of a word by which somebody may be called: "chris" for "christopher"."""

MOST_CALLINGS: Final = 8
"""Digests kept of a name: of two usual words, with an s behind them ("toms video"), and their beginnings."""

MOST_NAME: Final = 100
"""Characters of a name that are looked at; Discord's have 32, and some have two."""

MOST_SAID: Final = 64
"""Words of a place, as digests, that may have called somebody who had not spoken yet: of some minutes."""

LATELY: Final = timedelta(hours=1)
"""A silence after which they are gone."""

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


class Names:
    """What the recent speakers of one place are called, and who was lately called there."""

    __slots__ = ("_callings", "_said", "_said_at")

    def __init__(self) -> None:
        """Begin with nobody."""
        self._callings: dict[PersonId, Callings] = {}
        self._said: Callings = ()
        self._said_at: datetime | None = None

    def hear(
        self, message: "Message", speakers: "Collection[PersonId]", ordinary: "AbstractSet[str]"
    ) -> "list[PersonId]":
        """Return the `speakers` whose names stand in `message`; its author, where others named them before.

        Victims are often named before they say anything, and answer then.
        """
        author = message.author
        if self._said_at is None or message.at - self._said_at > LATELY:
            self._said = ()
        said = _called(message.text, ordinary)
        found = [one for one, by in self._callings.items() if one != author.id and not said.isdisjoint(by)]
        if author.id not in self._callings:
            self._callings = {one: by for one, by in self._callings.items() if one in speakers}
            by = self._callings[author.id] = callings(author.name, ordinary)
            found += [author.id] if not frozenset(by).isdisjoint(self._said) else []
        if said:
            self._said = array("I", (*self._said, *said)[-MOST_SAID:])
        self._said_at = message.at
        return found

    def forget(self, person: "PersonId") -> None:
        """Forget what `person` is called."""
        self._callings.pop(person, None)


def _called(text: str, ordinary: "AbstractSet[str]") -> frozenset[int]:
    return frozenset(_digest(word) for word in _words(text) if word not in ordinary)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text[:MAX_CHARACTERS].translate(_APOSTROPHES)))


def _digest(word: str) -> int:
    return crc32(word.encode())
