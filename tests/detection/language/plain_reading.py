"""Reading as it is defined, straight through: what the quick way is held against."""

from typing import TYPE_CHECKING

import numpy as np

from bot.detection.language.cue import Cue
from bot.detection.language.features import message_keys
from bot.detection.language.normalise import normalise
from bot.detection.language.patterns import Pattern, parse
from bot.detection.language.reading import Reading, own_words
from bot.detection.language.vocabulary import BUILT_IN, TOKEN, Vocabulary
from bot.detection.language.wording import Wording

if TYPE_CHECKING:
    from bot.detection.course import Weights
    from bot.detection.language.lexicon import Lexicon


class PlainCues:
    """Looks at every word, phrase and pattern of a whole message, and remembers nothing."""

    def __init__(self, lexicon: "Lexicon", weights: "Weights") -> None:
        names = [*BUILT_IN, *lexicon.words, *lexicon.derived]
        self._classes = {name: index for index, name in enumerate(names)}
        self._languages = lexicon.languages
        self._vocabulary = Vocabulary(lexicon, self._classes)
        self._derived = {self._classes[name]: self._parsed(p) for name, p in lexicon.derived.items()}
        self._cues = {Cue(name): self._parsed(p) for name, p in lexicon.cues.items()}
        self._keys = weights.keys
        self._wording = Wording(lexicon.unheard, lexicon.meanings)

    def read(self, text: str) -> Reading:
        own, quoting = own_words(normalise(text))
        tokens = TOKEN.findall(own)
        if not tokens:
            return Reading(frozenset(), quoting, 0)
        masks = self._locate(tokens)
        for index, patterns in self._derived.items():
            for pattern in patterns:
                masks[index] |= pattern.mask(masks)
        cues = frozenset(cue for cue, patterns in self._cues.items() if any(p.mask(masks) for p in patterns))
        classes = [name for name, index in self._classes.items() if masks[index]]
        keys = np.array(message_keys(tokens, classes, cues, self._wording), dtype=np.uint32)
        return Reading(cues, quoting, len(tokens), tuple(np.flatnonzero(np.isin(self._keys, keys)).tolist()))

    def _locate(self, tokens: list[str]) -> list[int]:
        masks = [0] * len(self._classes)
        masks[BUILT_IN.index("start")] = 1
        words = [self._vocabulary.word(token) for token in tokens]
        owned = [sum(language in word.own for word in words) for language in range(len(self._languages))]
        enough = 1 if len(tokens) <= 5 else 2
        for place, word in enumerate(words):
            found: list[tuple[int | None, int]] = [(None, index) for index in word.sure]
            found += word.shared
            found += self._vocabulary.phrases_at(tokens, place)
            for language, index in found:
                if language is None or owned[language] >= enough:
                    masks[index] |= 2 << place
        return masks

    def _parsed(self, sources: list[str]) -> list[Pattern]:
        return [parse(source, self._classes, "here") for source in sources]
