"""One message to its cues and features: pieces looked up, then what only a whole message tells.

Knows what the cue files say; it refuses to know who speaks, when, and what was said before.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.detection.course import Course, load_weights
from bot.detection.language.features import (
    MAX_TOKENS,
    NO_ROWS,
    PAIR_BEGINS_PHRASE,
    FeatureIndex,
    message_keys,
)
from bot.detection.language.lexicon import packaged, read_lexicon
from bot.detection.language.matching import Matcher
from bot.detection.language.normalise import MAX_CHARACTERS, normalise
from bot.detection.language.pieces import Marks, Pieces, columns, letters_of, words_of
from bot.detection.language.sentences import START, Sentences, words_before
from bot.detection.language.spaced_out import FEWEST, may_reach_over
from bot.detection.language.vocabulary import BUILT_IN, TOKEN, Vocabulary
from bot.detection.language.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.resources.abc import Traversable

    from bot.detection.language.cue import Cue
    from bot.detection.language.lexicon import Lexicon
    from bot.detection.language.pieces import Columns, Detail
    from bot.detection.language.sentences import Found

_QUOTED = re.compile(r'"[^"\n]{8,600}"|\'\'[^\']{8,600}\'\'|^>[^\n]*', re.MULTILINE)
_TRANSCRIPT = re.compile(r"^\s*\[[^\]]{0,40}\]\s*\"")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says.

    Attributes:
        cues: What was found in the writer's own words.
        quoting: Whether a part in quotation marks was left out.
        words: Number of words, emoji included.
        rows: Which features of the learned reader it has, by their rows, sorted.
    """

    cues: "frozenset[Cue]"
    quoting: bool
    words: int
    rows: tuple[int, ...] = ()


RECENT = 4
"""Readings that are remembered: several ask for that of a message, and of what it goes on."""

NOTHING = Reading(frozenset(), quoting=False, words=0)
"""The reading of an empty text."""


class Cues:
    """Finds cues in text. Immutable in effect: what it remembers of words changes speed only."""

    def __init__(
        self, lexicon: "Lexicon", features: "Sequence[int]" = (), course: "Course | None" = None
    ) -> None:
        """Compile `lexicon`.

        Args:
            lexicon: Words and patterns.
            features: Those that the learned reader knows; a message's rows are places among them.
            course: The learned reader of just these.

        Raises:
            CueFileError: A pattern is malformed, or a cue has a name that is not a `Cue`.
        """
        self.languages = tuple(lexicon.languages)
        self.ordinary = lexicon.ordinary()
        self.course = course
        names = [*BUILT_IN, *lexicon.words, *lexicon.derived]
        self._classes = {name: index for index, name in enumerate(dict.fromkeys(names))}
        vocabulary = Vocabulary(lexicon, self._classes)
        self._matcher = Matcher(lexicon, self._classes, vocabulary.sizes(len(self._classes)))
        self._wording = Wording(lexicon.unheard, lexicon.meanings)
        phrases = vocabulary.phrase_beginnings()
        self._features = FeatureIndex(features, tuple(self._classes), phrases, self._wording)
        self._always = set(self._features.of_classes(1 << START))
        self._marks = Marks.after(len(self._classes), len(self.languages))
        self._pieces = Pieces(vocabulary, self._features, self._marks)
        self._sentences = Sentences(vocabulary, len(self._classes), len(self.languages), self._marks)
        self._recent: dict[str, Reading] = {}

    @property
    def remembered(self) -> int:
        """How many pieces of text and words are remembered; see `memory.MOST`."""
        return self._pieces.chunks.remembered + self._pieces.words.remembered

    def read(self, text: str) -> Reading:
        """Return what `text` says, in whatever language."""
        reading = self._recent.get(text)
        if reading is None:
            if len(self._recent) >= RECENT:
                del self._recent[next(iter(self._recent))]
            reading = self._recent[text] = self._read(text)
        return reading

    def _read(self, text: str) -> Reading:
        chunks = text[:MAX_CHARACTERS].split()
        if len(chunks) > MAX_TOKENS:
            return self._read_whole(text)
        pieces = self._pieces.of(chunks)
        if not pieces:
            return NOTHING
        parts = columns(pieces)
        present, counts = _together(parts[0]), sum(parts[4])
        words = words_of(counts)
        if present & self._marks.quotes or words > MAX_TOKENS:
            return self._read_whole(text)
        if letters_of(counts) >= FEWEST and may_reach_over(detail.lone for detail in parts[5]):
            return self._read_whole(text)
        return self._understand(parts, present, words)

    def features(self, text: str) -> list[int]:
        """Return all features of `text`, known or not, sorted; none where empty."""
        tokens = TOKEN.findall(own_words(normalise(text))[0])
        if not tokens:
            return []
        parts = columns(self._pieces.of_words(tokens))
        beyond = self._sentences.beyond_words(parts[5], range(len(tokens)), foreign=True)
        cues, present = self._match(parts[5], _together(parts[0]), beyond)
        classes = [name for name, index in self._classes.items() if present >> index & 1]
        return message_keys(tokens, classes, cues, self._wording)

    def _read_whole(self, text: str) -> Reading:
        """Read a text in which more than neighbouring words hang together, word by word."""
        own, quoting = own_words(normalise(text))
        tokens = TOKEN.findall(own)
        if not tokens:
            return Reading(frozenset(), quoting, 0)
        parts = columns(self._pieces.of_words(tokens))
        return self._understand(parts, _together(parts[0]), len(tokens), quoting=quoting)

    def _understand(self, parts: "Columns", present: int, words: int, *, quoting: bool = False) -> Reading:
        """Read the pieces that make up a message; more than `MAX_TOKENS` words are a piece each."""
        _, rows, tails, heads, _, details = parts
        pairs = self._features.pairs(tails[:MAX_TOKENS], heads[:MAX_TOKENS])
        found = self._always.union(self._features.of_pairs(pairs), *rows[:MAX_TOKENS])
        places: Sequence[int] = ()
        if PAIR_BEGINS_PHRASE in found:
            found.update(self._features.of_phrase_pairs(pairs))
            begun = [piece for piece, pair in enumerate(pairs) if self._features.begins_phrase(pair)]
            places = words_before(details, words, begun)
        if words > MAX_TOKENS or present & self._marks.phrase:
            places = range(words)
        foreign = self._sentences.may_be_foreign(present)
        beyond = self._sentences.beyond_words(details, places, foreign=foreign) if places or foreign else []
        cues, classes = self._match(details, present, beyond)
        if words > MAX_TOKENS:
            found.update(self._features.of_classes(classes))
        elif classes != present:
            found.update(self._features.of_classes(classes & ~present))
        if cues:
            found.update(self._features.of_cues(cues))
        found -= NO_ROWS
        return Reading(cues, quoting, words, tuple(sorted(found)))

    def _match(
        self, details: "Sequence[Detail]", present: int, beyond: "Found"
    ) -> "tuple[frozenset[Cue], int]":
        """Return the cues and the classes of a message whose words have the marks `present`."""
        for index, _ in beyond:
            present |= 1 << index
        return self._matcher.match(present, lambda: self._sentences.locate(details, beyond))


def load_cues(folder: "Traversable | None" = None) -> Cues:
    """Load the cue files of `folder`; by default those that come with Breakwater, with the learned reader.

    Raises:
        CueFileError: A file is missing or malformed.
    """
    if folder is not None:
        return Cues(read_lexicon(folder))
    weights = load_weights()
    if weights is None:
        return Cues(read_lexicon(packaged()))
    return Cues(read_lexicon(packaged()), weights.keys.tolist(), Course(weights))


def own_words(text: str) -> tuple[str, bool]:
    """Leave out what is quoted, unless the quotation marks hold a voice message's transcript."""
    if ('"' not in text and ">" not in text) or _TRANSCRIPT.match(text):
        return text, False
    own = _QUOTED.sub(" ", text)
    return own, len(own) != len(text)


def _together(marks: "Iterable[int]") -> int:
    """All marks of a message; it begins with `start`."""
    present = 1 << START
    for mark in marks:
        present |= mark
    return present
