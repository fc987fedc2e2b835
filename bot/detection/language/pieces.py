"""A message in pieces: what each stretch of text between two spaces says by itself, worked out once.

Nearly all that reading does with a piece does not depend on what stands around it; what does, is told by
`Piece`. It refuses to know what pieces mean together.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

from bot.detection.language.memory import Memory
from bot.detection.language.normalise import REPEATED, fold, undisguise
from bot.detection.language.spaced_out import NONE, LoneLetters, lone_letters
from bot.detection.language.vocabulary import TOKEN, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.detection.language.features import FeatureIndex
    from bot.detection.language.vocabulary import Vocabulary, Word

_AFTER_WORDS = ".,!;:)"
"""Signs that say nothing behind a word and undo nothing; a question mark would."""

_LETTERS = 1 << 16
"""`Piece.counts` counts lone letters in units of this; a text has far fewer words."""


@dataclass(frozen=True, slots=True)
class Detail:
    """What few messages make it necessary to look at.

    Attributes:
        tokens: The words of the piece.
        words: What each of them can be.
        lone: Letters through which a spaced-out word could reach beyond it.
    """

    tokens: "tuple[str, ...]"
    words: "tuple[Word, ...]"
    lone: LoneLetters = NONE


class Piece(NamedTuple):
    """What a stretch of text says by itself. A plain tuple: a message's pieces are turned to columns at once.

    Attributes:
        marks: What stands in it, as `Marks` numbers it.
        rows: Features of its words, of pairs of them, and of their classes; one may stand twice.
        tail: Its first word as the second of a pair. Likewise `head`: its last as the first.
        counts: Its words, and 65,536 for each lone letter at its head or its end.
    """

    marks: int
    rows: tuple[int, ...]
    tail: bytes
    head: int
    counts: int
    detail: Detail


Columns = tuple[
    tuple[int, ...],
    tuple[tuple[int, ...], ...],
    tuple[bytes, ...],
    tuple[int, ...],
    tuple[int, ...],
    tuple[Detail, ...],
]
"""The attributes of `Piece`, each of all pieces of a message."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Which bit of `Piece.marks` stands for what: the classes come first, by their numbers.

    Attributes:
        own: The first of the languages that a word of the piece is a word of and English is not.
        shared: The first of the languages in which a word of the piece would belong to other classes.
        languages: A bit for each language.
        phrase: A phrase may begin inside the piece.
        quotes: A quotation may begin or end in it.
    """

    own: int
    shared: int
    languages: int
    phrase: int
    quotes: int

    @classmethod
    def after(cls, classes: int, languages: int) -> "Marks":
        """Number the marks after so many classes."""
        end = classes + 2 * languages
        return cls(classes, classes + languages, (1 << languages) - 1, 1 << end, 1 << (end + 1))


class Pieces:
    """Takes text to pieces. Immutable in effect: what it remembers changes speed only."""

    def __init__(self, vocabulary: "Vocabulary", features: "FeatureIndex", marks: Marks) -> None:
        self._vocabulary = vocabulary
        self._features = features
        self._marks = marks
        self.words = Memory(self._word)
        self.chunks = Memory(self._chunk)

    def of(self, chunks: "Iterable[str]") -> list[Piece]:
        """The pieces of a text as written, those without a word or a quotation mark left out."""
        return list(filter(None, map(self.chunks.__getitem__, chunks)))

    def of_words(self, tokens: "Iterable[str]") -> list[Piece]:
        """The words of a normalised text, a piece each."""
        return list(map(self.words.__getitem__, tokens))

    def _word(self, token: str) -> Piece:
        word = self._vocabulary.word(token)
        rows, tail, head = self._features.of_word(token)
        marks = 0
        if word is not UNKNOWN:
            for index in word.sure:
                marks |= 1 << index
            rows += self._features.of_classes(marks)
            for language in word.own:
                marks |= 1 << self._marks.own + language
            for language, _ in word.shared:
                marks |= 1 << self._marks.shared + language
        return Piece(marks, rows, tail, head, 1, Detail((token,), (word,)))

    def _chunk(self, chunk: str) -> Piece | None:
        plain = chunk.rstrip(_AFTER_WORDS).lower()
        if len(plain) > 1 and plain.isascii() and plain.isalpha() and not REPEATED.search(plain):
            return self.words[plain]  # nothing to undo: the commonest case by far
        folded = fold(chunk)
        text = undisguise(folded)
        pieces = self.of_words(TOKEN.findall(text))
        quotes = self._marks.quotes if '"' in text or text.startswith(">") else 0
        if not pieces:
            return Piece(quotes, (), b"", 0, 0, Detail((), ())) if quotes else None
        lone = lone_letters(folded)
        return (
            pieces[0]
            if len(pieces) == 1 and not quotes and lone is NONE
            else self._joined(pieces, quotes, lone)
        )

    def _joined(self, pieces: list[Piece], marks: int, lone: LoneLetters) -> Piece:
        rows = [row for piece in pieces for row in piece.rows]
        for one, other in pairwise(pieces):
            pair = self._features.pair(other.tail, one.head)
            if self._features.begins_phrase(pair):
                marks |= self._marks.phrase
            rows += self._features.of_pair(pair)
        for piece in pieces:
            marks |= piece.marks
        return Piece(
            marks,
            tuple(rows),
            pieces[0].tail,
            pieces[-1].head,
            len(pieces) + lone.number * _LETTERS,
            Detail(
                tuple(token for piece in pieces for token in piece.detail.tokens),
                tuple(word for piece in pieces for word in piece.detail.words),
                lone,
            ),
        )


def columns(pieces: list[Piece]) -> Columns:
    """What the pieces of a message say, by attribute; there is at least one."""
    return cast("Columns", tuple(zip(*pieces, strict=True)))


def words_of(counts: int) -> int:
    """How many words the pieces have whose `counts` sum up so."""
    return counts % _LETTERS


def letters_of(counts: int) -> int:
    """How many lone letters they have."""
    return counts // _LETTERS
