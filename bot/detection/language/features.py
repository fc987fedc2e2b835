"""What of a message the learned scorer looks at, as numbers: words, pairs of words, word classes, cues.

Knows how a feature is named; it refuses to know what it means. A name is folded to 32 bits (CRC-32), of which
so few are in use that two of them rarely share a number.
"""

from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.detection.language.cue import Cue

MAX_TOKENS = 400
"""Words of a message that are looked at, the first ones; a message of Discord's usual length has fewer."""

BEGIN = crc32(b"b ^")
"""The head of the pair that the first word makes with the beginning of the message."""


def shape(token: str) -> str:
    """Fold numbers, handles and addresses, whose letters say nothing."""
    first = token[0]
    if first.isdigit():
        return "0"
    if first == "@":
        return "@"
    return "/" if token.startswith("http") else token


def word_key(token: str) -> int:
    """The feature of one word by itself."""
    return crc32(f"w {token}".encode())


def pair_head(token: str) -> int:
    """The folded first half of the pair that `token` begins."""
    return crc32(f"b {token}".encode())


def pair_tail(token: str) -> bytes:
    """What the pair that `token` ends adds to the folded first half."""
    return f" {token}".encode()


def class_key(name: str) -> int:
    """The feature of a word class that stands in the message."""
    return crc32(f"k {name}".encode())


def cue_keys(cues: "Iterable[Cue]") -> list[int]:
    """The features of the cues that were found, and of each two of them together."""
    names = sorted(cues)
    found = [crc32(f"q {name}".encode()) for name in names]
    pairs = (f"p {one} {other}" for place, one in enumerate(names) for other in names[place + 1 :])
    return found + [crc32(pair.encode()) for pair in pairs]


def message_keys(tokens: "Sequence[str]", classes: "Iterable[str]", cues: "Iterable[Cue]") -> list[int]:
    """All features of a message, each once, sorted: plainly, as training wants them.

    Args:
        tokens: The words of the message, in order.
        classes: Names of the word classes that stand in it.
        cues: What was found in it.
    """
    found: set[int] = set()
    head = BEGIN
    for token in map(shape, tokens[:MAX_TOKENS]):
        found.add(word_key(token))
        found.add(crc32(pair_tail(token), head))
        head = pair_head(token)
    found.update(map(class_key, classes))
    found.update(cue_keys(cues))
    return sorted(found)
