"""Which classes a word or phrase can belong to, in which language.

Knows the lexicon's words; it refuses to know their order in a message.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.detection.language.errors import CueFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.detection.language.lexicon import Lexicon

BUILT_IN = ("number", "handle", "link", "start", "question")
"""Classes that are shapes rather than words; `start` is the place before the first word."""

TOKEN = re.compile(
    r"https?://\S+|@[\w.]+|\d+(?:[.,:]\d+)*|[^\W\d_]+|[?$£€¥₹₱₦%]|[\U0001F000-\U0001FAFF\u2600-\u27BF]"
)
"""Words, numbers, handles, addresses, currency signs and emoji; each alternative is linear."""

_PIVOT = "en"
"""People mix English into every language, so its words count everywhere; others are not mistaken for it."""

_SHORTEST_BEGINNING = 3
_SHORTEST_OWN = 3

Entry = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Word:
    """What one word can be.

    Attributes:
        sure: Classes that it belongs to whatever the language of the message.
        own: Languages, by index, that it is a word of and English is not.
        shared: Pairs of a language and a class that it belongs to where the message is in that language.
    """

    sure: tuple[int, ...]
    own: tuple[int, ...]
    shared: tuple[tuple[int, int], ...]


UNKNOWN = Word((), (), ())
"""A word of no class: most words are."""


class Vocabulary:
    """The words and phrases of a lexicon, by class."""

    def __init__(self, lexicon: "Lexicon", classes: "Mapping[str, int]") -> None:
        """Index the words of `lexicon`; `classes` gives each class its number."""
        self._languages = {language: index for index, language in enumerate(lexicon.languages)}
        self._whole: dict[str, list[Entry]] = {}
        self._begins: dict[str, list[Entry]] = {}
        self._phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], int | None, int]]] = {}
        self._phrase_starts: set[str] = set()
        self._english = set(lexicon.common)
        for entries in lexicon.words.values():
            for language, entry in entries:
                if language == _PIVOT:
                    self._english.update(TOKEN.findall(entry))
        for name, entries in lexicon.words.items():
            for language, entry in entries:
                self._learn(language, entry, classes[name])
        self._longest_beginning = max(map(len, self._begins), default=0)

    def _learn(self, language: str, entry: str, index: int) -> None:
        # An entry is cut into tokens as messages are, so that "e-transfer" is found as two words.
        tokens = TOKEN.findall(entry.removesuffix("*"))
        if not tokens:
            raise CueFileError(f"{language}: {entry!r} holds nothing that could be found in a message")
        if len(tokens) > 1:
            mistakable = language != _PIVOT and all(token in self._english for token in tokens)
            where = self._languages[language] if mistakable else None
            self._phrases.setdefault((tokens[0], tokens[1]), []).append((tuple(tokens[2:]), where, index))
            self._phrase_starts.add(tokens[0])
        else:
            into = self._begins if entry.endswith("*") else self._whole
            into.setdefault(tokens[0], []).append((language, index))

    def word(self, token: str) -> Word:
        """Return what `token` can be."""
        found = list(self._whole.get(token, ()))
        for length in range(_SHORTEST_BEGINNING, min(len(token), self._longest_beginning) + 1):
            found.extend(self._begins.get(token[:length], ()))
        shapes = tuple(_shapes(token))
        if not found and not shapes:
            return UNKNOWN
        english = token in self._english or len(token) < _SHORTEST_OWN
        sure = {index for language, index in found if language == _PIVOT or not english}
        own = () if english else {self._languages[language] for language, _ in found if language != _PIVOT}
        shared = {(self._languages[language], index) for language, index in found if index not in sure}
        sure.update(shapes)
        return Word(tuple(sorted(sure)), tuple(sorted(own)), tuple(sorted(shared)))

    def phrase_beginnings(self) -> "Iterable[tuple[str, str]]":
        """The first two words of every phrase."""
        return self._phrases

    def phrases_at(self, tokens: "Sequence[str]", position: int) -> list[tuple[int | None, int]]:
        """Return the language (`None`: any) and class of each phrase that begins at `position`."""
        if tokens[position] not in self._phrase_starts or position + 1 >= len(tokens):
            return []
        begun = self._phrases.get((tokens[position], tokens[position + 1]), ())
        return [
            (language, index)
            for rest, language, index in begun
            if not rest or tuple(tokens[position + 2 : position + 2 + len(rest)]) == rest
        ]

    def sizes(self, classes: int) -> list[int]:
        """Return how many entries each of `classes` classes has; rare classes are worth asking for first."""
        sizes = [0] * classes
        for entries in (*self._whole.values(), *self._begins.values()):
            for _, index in entries:
                sizes[index] += 1
        for phrases in self._phrases.values():
            for _, _, index in phrases:
                sizes[index] += 1
        return sizes


def _shapes(written: str) -> "Iterator[int]":
    if written[0].isdigit():
        yield BUILT_IN.index("number")
    elif written[0] == "@":
        yield BUILT_IN.index("handle")
    elif written.startswith("http"):
        yield BUILT_IN.index("link")
    elif written == "?":
        yield BUILT_IN.index("question")
