"""Text as written to text as meant: undoes disguises, leaves ordinary text of any script readable.

Knows characters only; it refuses to know words. Two messages that a reader would read aloud alike come
out alike: compatibility forms, zero-width characters, look-alike letters, leetspeak, spaced-out and
repeated letters, accents and case are folded.
"""

import re
import unicodedata

MAX_CHARACTERS = 4_000
"""Longer text is cut: Discord's own limit for a message (members with Nitro)."""

_COMBINING_LATIN = dict.fromkeys(range(0x0300, 0x0370))
# Zero-width and directional marks, soft hyphen, variation selectors, Hangul fillers, tag characters.
_INVISIBLE = dict.fromkeys(
    [
        0x00AD,
        0x034F,
        0x061C,
        0x115F,
        0x1160,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        0xFEFF,
        *range(0xE0000, 0xE0080),
    ]
)
_PUNCTUATION = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u00b4": "'",
        "`": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u201f": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u2026": "...",
    }
)
_LATIN_EXTRAS = str.maketrans(
    {"\u0142": "l", "\u00f8": "o", "\u0111": "d", "\u00e6": "ae", "\u0153": "oe", "\u0131": "i"}
)
# Letters that look Latin; used only inside words that also hold Latin letters.
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u051b\u0501\u043a\u043c\u0442\u043d\u0432"
    "\u03b1\u03b5\u03bf\u03c1\u03b9\u03ba\u03bd\u03c4\u03c5\u03c7\u03b7\u0261\u0251",
    "aeopcyxijshqdkmthbaeopikvtuxnga",
)
_SQUARED = {0x1F170 + i: chr(97 + i) for i in range(26)} | {0x1F150 + i: chr(97 + i) for i in range(26)}
_LEET = str.maketrans("013457@$!", "oieastasi")

_MIXED = re.compile(
    r"[^\W\d_]*(?:[a-z][\u0370-\u052f\u0250-\u02af]|[\u0370-\u052f\u0250-\u02af][a-z])[^\W\d_]*"
)
REPEATED = re.compile(r"([^\W\d_])\1\1+")
"""A letter so often that it counts as one."""

SPACERS = r"[ .\-_*|/]"
"""What may stand between the letters of a spaced-out word, once or twice, as a regular expression."""

_SPACED = re.compile(rf"(?<![\w'])(?:[^\W\d_]{SPACERS}{{1,2}}){{3,40}}[^\W\d_](?![\w'])")
_SPACERS = re.compile(rf"{SPACERS}+")
_LEET_WORD = re.compile(r"(?<![\w@$#/.])(?=[^\W_]{0,30}[a-z])[a-z0-9@$!]{3,30}(?<!!)(?![\w@$])")
_MEASURE = re.compile(r"[@$!]|\d+[a-z]{0,4}$|[a-z]{1,3}\$?\d+$|[a-z]+\d{2,}$|\d{2,}|\$")
_CONTRACTION = re.compile(r"(?<=[a-z])'(?=(?:t|ll|re|ve|s|m|d|em)\b)")


def normalise(text: str) -> str:
    """Return `text` folded for reading, at most `MAX_CHARACTERS` characters of it.

    Line breaks and punctuation other than apostrophes stay. Combining marks are dropped from letters of the
    Latin range only, so that scripts whose vowels are marks are unharmed.
    """
    return undisguise(fold(text[:MAX_CHARACTERS]))


def fold(text: str) -> str:
    """Do the first half of `normalise`: characters and repeated letters. No rule looks past a space."""
    folded = text.lower() if text.isascii() else _fold_unicode(text)
    if "'" in folded or "`" in folded:
        folded = _CONTRACTION.sub("", folded.replace("`", "'")).replace("'", " ")
    return REPEATED.sub(r"\1", folded)


def undisguise(folded: str) -> str:
    """Do the second half: spaced-out words, where alone spaces are looked past, and leetspeak."""
    folded = _SPACED.sub(_join, folded)
    return _LEET_WORD.sub(_unleet, folded) if _may_be_leet(folded) else folded


def _fold_unicode(text: str) -> str:
    text = text.translate(_INVISIBLE).translate(_PUNCTUATION).translate(_SQUARED)
    text = unicodedata.normalize("NFKD", text).translate(_COMBINING_LATIN)
    text = unicodedata.normalize("NFC", text).casefold().translate(_LATIN_EXTRAS)
    return _MIXED.sub(lambda word: word[0].translate(_LOOKALIKES), text)


def _join(run: "re.Match[str]") -> str:
    return _SPACERS.sub("", run[0])


def _may_be_leet(text: str) -> bool:
    return any(sign in text for sign in "013457@$!")


def _unleet(word: "re.Match[str]") -> str:
    # A measure ("10min", "18h"), a name with a number ("denny95") or a time stays what it is.
    written = word[0]
    if written.isalpha() or written.isdigit():
        return written
    inner = written.replace("@", "a").replace("$", "s").replace("!", "i")
    letters = sum(map(str.isalpha, inner))
    if letters * 2 < len(inner) or _MEASURE.fullmatch(written) or _is_measure(written):
        return written
    return written.translate(_LEET)


def _is_measure(written: str) -> bool:
    head = written.rstrip("abcdefghijklmnopqrstuvwxyz")
    tail = written.lstrip("abcdefghijklmnopqrstuvwxyz")
    starts_as_number = head.isdigit() and not (head == "0" and len(written) > 3)  # noqa: PLR2004 - "0nes"
    ends_as_number = tail.isdigit() and len(tail) > 1
    return starts_as_number or ends_as_number
