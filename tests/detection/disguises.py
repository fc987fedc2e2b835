"""Ways to write a text so that people read the same, each of which the normaliser says it sees through."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = re.compile(r"(?<![\w'])[a-z]{4,12}(?![\w'])")
_REPEATABLE = re.compile(r"([a-z])(?!\1)(?<!\1\1)([aeou])(?!\2)")


def _words(change: "Callable[[str], str]") -> "Callable[[str], str]":
    return lambda text: _WORD.sub(lambda found: change(found[0]), text)


def _letters(table: dict[str, str]) -> "Callable[[str], str]":
    return lambda text: text.translate(str.maketrans(table))


def _from(first: int, upper: int | None = None) -> dict[str, str]:
    """Letters from another row of Unicode; capitals from theirs."""
    small = {chr(97 + n): chr(first + n) for n in range(26)}
    return small if upper is None else small | {chr(65 + n): chr(upper + n) for n in range(26)}


def _half(table: dict[str, str]) -> "Callable[[str], str]":
    """Change every second letter that can be changed: words keep letters that look Latin and are."""

    def change(word: str) -> str:
        turn = [False]

        def other(letter: str) -> str:
            turn[0] = turn[0] != (letter in table)
            return table[letter] if letter in table and turn[0] else letter

        return "".join(map(other, word))

    return _words(change)


def _spaced(between: str) -> "Callable[[str], str]":
    # Three spaces around, so that what is spaced out ends where the word ends.
    return _words(lambda word: f"  {between.join(word)}  ")


def _leet(word: str) -> str:
    # Digits at either end of a short word are left alone, as in a name or a measure ("v2", "10min").
    inner = word[1:-1].replace("e", "3").replace("o", "0").replace("i", "1")
    return word[0] + inner + word[-1]


DISGUISES: dict[str, "Callable[[str], str]"] = {
    "spaces": _spaced(" "),
    "dots": _spaced("."),
    "dashes": _spaced("-"),
    "leetspeak": _words(_leet),
    "look-alikes": _half({"a": "\u0430", "e": "\u0435", "o": "\u043e", "c": "\u0441", "p": "\u0440"}),
    "zero width": _words("\u200b".join),
    "soft hyphens": _words("\u00ad".join),
    "repeated letters": lambda text: _REPEATABLE.sub(r"\1\2\2\2", text),
    "capitals": str.upper,
    "full width": _letters(_from(0xFF41, 0xFF21)),
    "squared": _letters(_from(0x1F170)),
    "circled": _letters(_from(0x1F150)),
    "script": _letters(_from(0x1D4EA, 0x1D4D0)),
    "accents": _letters({"a": "\u00e1", "e": "\u00eb", "o": "\u00f6", "u": "\u016f"}),
}
