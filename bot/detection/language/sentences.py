"""What words say only together: phrases, the language of a message, and where its classes stand.

Knows the words of one message, in order; it refuses to know which cues follow.
"""

from itertools import accumulate
from typing import TYPE_CHECKING

from bot.detection.language.vocabulary import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.detection.language.patterns import Masks
    from bot.detection.language.pieces import Detail, Marks
    from bot.detection.language.vocabulary import Vocabulary

START = BUILT_IN.index("start")

_ENOUGH_OF_IT = 2
"""So many words that are a language's own, or one in a message of at most `_SHORT` words, are enough."""

_SHORT = 5

Found = list[tuple[int, int]]
"""Classes, each with the bit of the word where it stands."""


class Sentences:
    """Reads the words of a message together. Immutable."""

    def __init__(self, vocabulary: "Vocabulary", classes: int, languages: int, marks: "Marks") -> None:
        self._vocabulary = vocabulary
        self._classes = classes
        self._languages = languages
        self._marks = marks

    def may_be_foreign(self, present: int) -> bool:
        """Whether, of the marks `present`, words of a language stand beside others that it shares."""
        marks = self._marks
        return bool(present >> marks.own & present >> marks.shared & marks.languages)

    def beyond_words(self, details: "Sequence[Detail]", places: "Sequence[int]", *, foreign: bool) -> Found:
        """Classes that no word has by itself: those of phrases, and of words by the language.

        Args:
            details: Of the pieces.
            places: The words, by number, with which phrases may begin.
            foreign: Whether words may mean something else in the language of the message.
        """
        tokens = [token for detail in details for token in detail.tokens]
        found: Found = []
        shared: list[tuple[int, int, int]] = []
        for place in places:
            for language, index in self._vocabulary.phrases_at(tokens, place):
                if language is None:
                    found.append((index, 2 << place))
                else:
                    shared.append((language, index, 2 << place))
        if shared or foreign:
            found += self._by_language(details, shared, len(tokens))
        return found

    def _by_language(
        self, details: "Sequence[Detail]", shared: list[tuple[int, int, int]], length: int
    ) -> Found:
        owned = [0] * self._languages
        words = (word for detail in details for word in detail.words)
        for place, word in enumerate(words):
            for language in word.own:
                owned[language] += 1
            shared.extend((language, index, 2 << place) for language, index in word.shared)
        enough = 1 if length <= _SHORT else _ENOUGH_OF_IT
        return [(index, where) for language, index, where in shared if owned[language] >= enough]

    def locate(self, details: "Sequence[Detail]", beyond: Found) -> "Masks":
        """Return where each class stands."""
        masks = [0] * self._classes
        masks[START] = bit = 1
        for detail in details:
            for word in detail.words:
                bit <<= 1
                for index in word.sure:
                    masks[index] |= bit
        for index, where in beyond:
            masks[index] |= where
        return masks


def words_before(details: "Sequence[Detail]", words: int, pieces: "Sequence[int]") -> list[int]:
    """The last words before each of `pieces`, by number; none before the first.

    Args:
        details: Of all pieces.
        words: How many words they have.
        pieces: By number.
    """
    if words == len(details):
        return [piece - 1 for piece in pieces if piece]
    firsts = list(accumulate((len(detail.tokens) for detail in details), initial=0))
    return [firsts[piece] - 1 for piece in pieces if piece]
