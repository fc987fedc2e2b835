"""Word classes to cues: which patterns of the cue files hold in a message.

Knows patterns and classes; it refuses to know words. Few messages hold all classes of any pattern, so what
could hold is asked first, by bits, and where classes stand only when it matters.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.detection.language.cue import Cue
from bot.detection.language.errors import CueFileError
from bot.detection.language.patterns import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.detection.language.lexicon import Lexicon
    from bot.detection.language.patterns import Masks, Pattern

_EVERYWHERE = (
    *("start", "i", "it", "it_word", "to", "the", "you", "everything", "question", "negation", "have"),
    *("have_word", "what_word", "reporter", "my", "someone", "people", "on", "only", "laughter", "cardinal"),
    *("if_word", "stop", "receive", "move_word", "know", "dont_word", "open", "me", "see_word", "will"),
    *("or_word", "number", "your", "anyone", "one", "one_word", "both", "crowd", "then", "say_word"),
)
"""Classes that stand in much talk though they have few words, the commonest first (chitchat-dataset): it is
never worth asking for these first."""


@dataclass(frozen=True, slots=True)
class _Derived:
    """A class that is found by pattern; without one of the classes whose bits `asks` has it cannot stand."""

    index: int
    bit: int
    asks: int
    patterns: "tuple[Pattern, ...]"


class Matcher:
    """Finds cues. Immutable."""

    def __init__(self, lexicon: "Lexicon", classes: "Mapping[str, int]", sizes: "Sequence[int]") -> None:
        """Compile the patterns of `lexicon`; `sizes` says how many words each class has.

        Raises:
            CueFileError: A pattern is malformed, or a cue has a name that is not a `Cue`.
        """
        self._rank = list(sizes)
        for name in lexicon.derived:
            self._rank[classes[name]] = 1
        for place, name in enumerate(reversed(_EVERYWHERE)):
            if name in classes:
                self._rank[classes[name]] = 1_000_000 + place
        self._derived = [
            self._derive(classes[name], [parse(source, classes, name) for source in sources])
            for name, sources in lexicon.derived.items()
        ]
        self._derived_ask = 0
        for derived in self._derived:
            self._derived_ask |= derived.asks
        self._by_class: list[list[tuple[Cue, Pattern]]] = [[] for _ in classes]
        self._asked = 0
        for name, sources in lexicon.cues.items():
            cue = _cue(name)
            for pattern in (parse(source, classes, name) for source in sources):
                first = self._rarest(pattern)
                self._by_class[first].append((cue, pattern))
                self._asked |= 1 << first

    def match(self, present: int, locate: "Callable[[], Masks]") -> tuple[frozenset[Cue], int]:
        """Return the cues of a message, and its classes with those that are found by pattern.

        Args:
            present: Has a bit for each class that stands in it; `start` always does.
            locate: Asked where they stand, if that matters: a mask for each class.
        """
        sure, possible = self._foresee(present) if present & self._derived_ask else (present, present)
        cues: set[Cue] = set()
        unsure: list[tuple[Cue, Pattern]] = []
        left = possible & self._asked
        while left:
            lowest = left & -left
            left ^= lowest
            for cue, pattern in self._by_class[lowest.bit_length() - 1]:
                if pattern.needs & ~possible or pattern.forbids & sure:
                    continue
                if pattern.positional or pattern.needs & ~sure or pattern.forbids & possible:
                    unsure.append((cue, pattern))
                else:
                    cues.add(cue)
        if unsure or sure != possible:
            masks = locate()
            sure = self._stand(masks, present)
            for cue, pattern in unsure:
                if cue not in cues and not pattern.needs & ~sure and pattern.mask(masks):
                    cues.add(cue)
        return frozenset(cues), sure

    def _foresee(self, present: int) -> tuple[int, int]:
        """The classes that stand for sure and that possibly do, as far as can be told without positions."""
        sure = possible = present
        for derived in self._derived:
            if not possible & derived.asks:
                continue
            for pattern in derived.patterns:
                if not pattern.needs & ~possible:
                    possible |= derived.bit
                    if (
                        not pattern.positional
                        and not pattern.needs & ~sure
                        and not pattern.forbids & possible
                    ):
                        sure |= derived.bit
                        break
        return sure, possible

    def _stand(self, masks: "Masks", present: int) -> int:
        """Add to `masks` where derived classes stand; return which classes do."""
        for derived in self._derived:
            if not present & derived.asks:
                continue
            for pattern in derived.patterns:
                if not pattern.needs & ~present:
                    masks[derived.index] |= pattern.mask(masks)
            if masks[derived.index]:
                present |= derived.bit
        return present

    def _derive(self, index: int, patterns: "list[Pattern]") -> _Derived:
        asks = 0
        for pattern in patterns:
            asks |= 1 << self._rarest(pattern)
        return _Derived(index, 1 << index, asks, tuple(patterns))

    def _rarest(self, pattern: "Pattern") -> int:
        """The class without which `pattern` cannot hold that fewest messages have."""
        needed = (index for index in range(len(self._rank)) if pattern.needs >> index & 1)
        return min(needed, key=self._rank.__getitem__)


def _cue(name: str) -> Cue:
    try:
        return Cue(name)
    except ValueError:
        raise CueFileError(f"{name!r} is not a cue; known are {', '.join(Cue)}") from None
