"""One message to its cues: splits normalised text into words, finds classes, then patterns.

Knows what the cue files say; it refuses to know who speaks, when, and what was said before.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.detection.language.cue import Cue
from bot.detection.language.errors import CueFileError
from bot.detection.language.features import message_keys
from bot.detection.language.lexicon import packaged, read_lexicon
from bot.detection.language.normalise import normalise
from bot.detection.language.patterns import Pattern, parse
from bot.detection.language.scorer import Like, Scorer, load_weights
from bot.detection.language.vocabulary import BUILT_IN, TOKEN, Vocabulary, Word

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from bot.detection.language.lexicon import Lexicon
    from bot.detection.language.scorer import Weights

_ENOUGH_OF_IT = 2
"""So many words that are a language's own, or one in a message of at most `_SHORT` words, are enough."""

_SHORT = 5

MAX_KNOWN_WORDS = 20_000
"""Distinct words whose classes are remembered; then the memory starts afresh. About 4 MB."""

_START = BUILT_IN.index("start")

_QUOTED = re.compile(r'"[^"\n]{8,600}"|\'\'[^\']{8,600}\'\'|^>[^\n]*', re.MULTILINE)
_TRANSCRIPT = re.compile(r"^\s*\[[^\]]{0,40}\]\s*\"")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says.

    Attributes:
        cues: What was found in the writer's own words.
        quoting: Whether a part in quotation marks was left out.
        words: Number of words, emoji included.
        likes: What the learned scorer says that it reads like, with log-odds; most messages: nothing.
    """

    cues: frozenset[Cue]
    quoting: bool
    words: int
    likes: tuple[tuple[Like, float], ...] = ()


NOTHING = Reading(frozenset(), quoting=False, words=0)
"""The reading of an empty text."""


class Cues:
    """Finds cues in text. Immutable in effect: the memory of words changes speed only."""

    def __init__(self, lexicon: "Lexicon", weights: "Weights | None" = None) -> None:
        """Compile `lexicon`; without `weights` nothing is said of what a message reads like.

        Raises:
            CueFileError: A pattern is malformed, or a cue has a name that is not a `Cue`.
        """
        self.languages = tuple(lexicon.languages)
        names = [*BUILT_IN, *lexicon.words, *lexicon.derived]
        self._classes = {name: index for index, name in enumerate(dict.fromkeys(names))}
        self._vocabulary = Vocabulary(lexicon, self._classes)
        self._known: dict[str, Word] = {}
        self._derived = [(self._classes[name], self._compile(name, p)) for name, p in lexicon.derived.items()]
        self._by_class: list[list[tuple[Cue, Pattern]]] = [[] for _ in self._classes]
        self._index(lexicon)
        self._scorer = None if weights is None else Scorer(weights, tuple(self._classes))

    def read(self, text: str) -> Reading:
        """Return what `text` says, in whatever language."""
        if not text:
            return NOTHING
        own, quoting = _own_words(normalise(text))
        tokens = TOKEN.findall(own)
        if not tokens:
            return Reading(frozenset(), quoting, 0)
        masks, present = self._locate(tokens)
        cues = self._match(masks, present)
        likes = () if self._scorer is None else self._scorer.read(tokens, present, cues)
        return Reading(cues, quoting, len(tokens), likes)

    def features(self, text: str) -> list[int]:
        """Return the features of `text` that the learned scorer is trained on, sorted; none where empty."""
        tokens = TOKEN.findall(_own_words(normalise(text))[0])
        if not tokens:
            return []
        masks, present = self._locate(tokens)
        classes = [name for name, index in self._classes.items() if present >> index & 1]
        return message_keys(tokens, classes, self._match(masks, present))

    def _match(self, masks: list[int], present: int) -> frozenset[Cue]:
        found: set[Cue] = set()
        left = present
        while left:
            lowest = left & -left
            left ^= lowest
            for cue, pattern in self._by_class[lowest.bit_length() - 1]:
                if cue not in found and not pattern.needs & ~present and pattern.mask(masks):
                    found.add(cue)
        return frozenset(found)

    def _index(self, lexicon: "Lexicon") -> None:
        """File each pattern under one class that it needs, the one with the fewest words."""
        sizes = self._vocabulary.sizes(len(self._classes))
        for index, _ in self._derived:
            sizes[index] = 1
        sizes[_START] = max(sizes)
        for name, sources in lexicon.cues.items():
            cue = _cue(name)
            for pattern in self._compile(name, sources):
                needed = [index for index in range(len(sizes)) if pattern.needs >> index & 1]
                self._by_class[min(needed, key=sizes.__getitem__)].append((cue, pattern))

    def _compile(self, name: str, sources: list[str]) -> list[Pattern]:
        return [parse(source, self._classes, name) for source in sources]

    def _locate(self, tokens: list[str]) -> tuple[list[int], int]:
        """Return where each class stands, and which classes stand anywhere."""
        masks = [0] * len(self._classes)
        masks[_START] = 1
        present = 1 << _START
        owned = [0] * len(self.languages)
        shared: list[tuple[int, int, int]] = []
        phrases_at = self._vocabulary.phrases_at
        bit = 1
        for position, token in enumerate(tokens):
            bit <<= 1
            word = self._known.get(token) or self._look_up(token)
            for index in word.sure:
                masks[index] |= bit
                present |= 1 << index
            for language in word.own:
                owned[language] += 1
            if word.shared:
                shared.extend((language, index, bit) for language, index in word.shared)
            for language, index in phrases_at(tokens, position):
                if language is None:
                    masks[index] |= bit
                    present |= 1 << index
                else:
                    shared.append((language, index, bit))
        enough = 1 if len(tokens) <= _SHORT else _ENOUGH_OF_IT
        for language, index, where in shared:
            if owned[language] >= enough:
                masks[index] |= where
                present |= 1 << index
        return masks, self._derive(masks, present)

    def _derive(self, masks: list[int], present: int) -> int:
        for index, patterns in self._derived:
            for pattern in patterns:
                if not pattern.needs & ~present:
                    masks[index] |= pattern.mask(masks)
            if masks[index]:
                present |= 1 << index
        return present

    def _look_up(self, token: str) -> Word:
        if len(self._known) >= MAX_KNOWN_WORDS:
            self._known.clear()
        word = self._vocabulary.word(token)
        self._known[token] = word
        return word


def load_cues(folder: "Traversable | None" = None) -> Cues:
    """Load the cue files of `folder`; by default those that come with Breakwater, with the learned scorer.

    Raises:
        CueFileError: A file is missing or malformed.
    """
    if folder is not None:
        return Cues(read_lexicon(folder))
    return Cues(read_lexicon(packaged()), load_weights())


def _own_words(text: str) -> tuple[str, bool]:
    """Leave out what is quoted, unless the quotation marks hold a voice message's transcript."""
    if ('"' not in text and ">" not in text) or _TRANSCRIPT.match(text):
        return text, False
    own = _QUOTED.sub(" ", text)
    return own, len(own) != len(text)


def _cue(name: str) -> Cue:
    try:
        return Cue(name)
    except ValueError:
        raise CueFileError(f"{name!r} is not a cue; known are {', '.join(Cue)}") from None
