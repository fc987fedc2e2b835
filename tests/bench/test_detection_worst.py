"""The slowest text among fuzzed ones of full length, against the median one.

Run it with `pytest tests/bench/test_detection_worst.py -s`.
"""

import random
import statistics
import time
from typing import TYPE_CHECKING

from bot.detection.language.lexicon import packaged, read_lexicon
from bot.detection.language.normalise import MAX_CHARACTERS
from bot.detection.language.reading import load_cues
from tests.bench.ordinary_talk import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.detection.language.reading import Cues

TEXTS = 400
AIM = 20
"""The slowest text is to take at most so many times as long as the median one."""

_ENTRIES = [e.removesuffix("*") for found in read_lexicon(packaged()).words.values() for _, e in found]
_TALK = [message.text for message in messages()]
_SMALL = "abcdefghijklmnopqrstuvwxyz"


def _of(draw: random.Random, one: "Callable[[], str]") -> str:
    parts: list[str] = []
    while sum(map(len, parts)) < MAX_CHARACTERS:
        parts.extend(one() for _ in range(draw.choice((1, 10, 100))))
    return "".join(parts)[:MAX_CHARACTERS]


def fuzzed(draw: random.Random) -> str:
    """A text of full length, of one kind or of several mixed."""

    def word() -> str:
        return "".join(draw.choices(_SMALL, k=draw.randint(1, 12))) + " "

    kinds: list[Callable[[], str]] = [
        word,
        lambda: draw.choice(_TALK) + " ",
        lambda: draw.choice(_ENTRIES) + " ",
        lambda: draw.choice(_SMALL) + draw.choice((" ", ".", " - ", "_")),
        lambda: chr(draw.choice((draw.randint(0x20, 0x24F), draw.randint(0x370, 0xD7FF)))),
        lambda: chr(draw.randint(0x1F000, 0x1FAFF)),
        lambda: draw.choice(('"', ">", "\n", "'", "[", "@", "$", "!", "http://", "0", "1", "a", " ")),
        lambda: draw.choice(_ENTRIES).replace("e", "3").replace("o", "0") + " ",
        lambda: "\u200b".join(draw.choice(_ENTRIES)) + " ",
        lambda: draw.choice(("\u0430", "\u0435", "a", "e", "\u0301", "\u093e", "\ufdfa")),
    ]
    chosen = draw.sample(kinds, draw.choice((1, 1, 2, 3, len(kinds))))

    def one() -> str:
        kind = draw.choice(chosen)
        return kind()

    return _of(draw, one)


def _seconds(readers: "list[Cues]", text: str) -> float:
    """The best of readers who never saw the text."""
    found: list[float] = []
    for reader in readers:
        begun = time.perf_counter()
        reader.read(text)
        found.append(time.perf_counter() - begun)
    return min(found)


def test_no_text_is_slow() -> None:
    draw = random.Random(7)  # noqa: S311 - texts to measure by, no secret
    repeated = [
        one * MAX_CHARACTERS for one in ("a ", "ab ", "1", "s e ", '"', "your ", ">\n", "0o", "a.", "\u0301")
    ]
    texts = [fuzzed(draw) for _ in range(TEXTS)] + [text[:MAX_CHARACTERS] for text in repeated]
    readers = [load_cues() for _ in range(3)]
    times = [_seconds(readers, text) for text in texts]
    worst, median = max(times), statistics.median(times)
    told = f"{len(texts)} texts of {MAX_CHARACTERS} characters: median {median * 1e3:.2f} ms"
    print(f"\n{told}, worst {worst * 1e3:.2f} ms: {worst / median:.1f} times (at most {AIM})")  # noqa: T201 - a bench reports
    print(f"the slowest begins {texts[times.index(worst)][:60]!r}")  # noqa: T201
    assert worst <= AIM * median
