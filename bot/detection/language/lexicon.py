"""Cue files to word classes: which words, in which language, belong to which class.

Knows the file format (see `cues/README.md`); it refuses to know what the classes are for.
"""

import tomllib
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, cast

from bot.detection.language.errors import CueFileError
from bot.detection.language.normalise import normalise

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SHARED = "shared.toml"
"""The file with the patterns; every other file is one language's words."""

MEANINGS = "meanings"
"""The folder beside them that tells what words of other languages mean in English."""

MOST_WORDS = 2
"""English words that one word may mean: enough for a pronoun with it; longer ones are sentences."""


@dataclass(slots=True)
class Lexicon:
    """Words and patterns of all files, as read.

    Attributes:
        words: For each class, its entries, each with its language: words joined by a space, `*` at the end
            for any ending.
        common: Words of everyday English. A word of another language that is also one of these counts only
            where the message is in that language.
        derived: Classes that are found by pattern, in order, each with its patterns.
        cues: For each cue, its patterns.
        unheard: Words that the learned reader leaves out, `*` at the end for any ending.
        meanings: Words of other languages than English, each with the English words that it means.
        languages: The languages that were read, sorted.
    """

    words: dict[str, list[tuple[str, str]]] = field(default_factory=dict[str, list[tuple[str, str]]])
    common: list[str] = field(default_factory=list[str])
    derived: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    cues: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    unheard: list[str] = field(default_factory=list[str])
    meanings: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    languages: list[str] = field(default_factory=list[str])

    def ordinary(self) -> frozenset[str]:
        """Every listed word, whatever it means: ordinary words of some language."""
        listed = (entry for entries in self.words.values() for _, entry in entries)
        return frozenset((*self.common, *listed, *self.unheard, *self.meanings))


def packaged() -> "Traversable":
    """Return the folder of cue files that comes with Breakwater."""
    return resources.files("bot.detection.language").joinpath("cues")


def read_lexicon(folder: "Traversable") -> Lexicon:
    """Read every cue file of `folder`, the shared one first.

    Raises:
        CueFileError: A file is missing, or is not what the format asks for; the message names it.
    """
    lexicon = Lexicon()
    files = _files(folder)
    if SHARED not in [file.name for file in files]:
        raise CueFileError(f"{folder}: {SHARED} is missing")
    for file in files:
        tables = _tables(file)
        language = file.name.removesuffix(".toml")
        for name, value in _table(tables, "words", file.name):
            lexicon.words.setdefault(name, []).extend(
                (language, entry) for entry in _entries(value, file.name, name)
            )
        for _, value in _table(tables, "common", file.name):
            lexicon.common.extend(_entries(value, file.name, "common"))
        for name, value in _table(tables, "unheard", file.name):
            lexicon.unheard.extend(_single(_entries(value, file.name, name), file.name, name))
        for part, into in (("derived", lexicon.derived), ("cues", lexicon.cues)):
            for name, value in _table(tables, part, file.name):
                into.setdefault(name, []).extend(_patterns(value, file.name, name))
        if file.name != SHARED:
            lexicon.languages.append(language)
    _read_meanings(folder.joinpath(MEANINGS), lexicon)
    return lexicon


def _read_meanings(folder: "Traversable", lexicon: Lexicon) -> None:
    """Read what words of other languages mean, where the folder of cue files has such a folder."""
    for file in _files(folder) if folder.is_dir() else ():
        where = f"{MEANINGS}/{file.name}"
        for english, value in _parsed(file, where).items():
            meaning = tuple(_entry(english, where).split())
            if len(meaning) > MOST_WORDS or english.endswith("*"):
                raise CueFileError(f"{where}: {english!r} is not one English word, or two joined by _")
            for word in _single(_entries(value, where, english), where, english):
                if word.endswith("*") or lexicon.meanings.setdefault(word, meaning) != meaning:
                    raise CueFileError(f"{where}: {english}: {word!r} means something else, or ends in *")


def _files(folder: "Traversable") -> "list[Traversable]":
    """The TOML files of a folder, by name."""
    found = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return sorted(found, key=lambda file: file.name)


def _parsed(file: "Traversable", where: str) -> dict[str, object]:
    try:
        return cast("dict[str, object]", tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CueFileError(f"{where}: {error}") from error


def _tables(file: "Traversable") -> dict[str, object]:
    tables = _parsed(file, file.name)
    unknown = set(tables) - {"words", "common", "unheard", "derived", "cues"}
    if unknown:
        raise CueFileError(
            f"{file.name}: unknown table {min(unknown)!r}; use words, common, unheard, derived, cues"
        )
    return tables


def _table(tables: dict[str, object], part: str, where: str) -> list[tuple[str, object]]:
    table = tables.get(part, {})
    if not isinstance(table, dict):
        raise CueFileError(f"{where}: {part}: expected a table, found {table!r}")
    return list(cast("dict[str, object]", table).items())


def _entries(value: object, where: str, name: str) -> list[str]:
    if not isinstance(value, str):
        raise CueFileError(f"{where}: {name}: expected a string of words")
    return [_entry(word, f"{where}: {name}") for word in value.split()]


def _single(entries: list[str], where: str, name: str) -> list[str]:
    for entry in entries:
        if " " in entry:
            raise CueFileError(f"{where}: {name}: {entry!r} is a phrase; single words only")
    return entries


def _patterns(value: object, where: str, name: str) -> list[str]:
    if not isinstance(value, list):
        raise CueFileError(f"{where}: {name}: expected a list of patterns")
    patterns = cast("list[object]", value)
    if not all(isinstance(pattern, str) for pattern in patterns):
        raise CueFileError(f"{where}: {name}: expected a list of patterns")
    return cast("list[str]", patterns)


def _entry(word: str, where: str) -> str:
    ending = "*" if word.endswith("*") else ""
    entry = " ".join(normalise(word.removesuffix("*").replace("_", " ")).split())
    if not entry or (ending and " " in entry):
        raise CueFileError(f"{where}: {word!r} is not a word, words_joined_so, or a begin*")
    return entry + ending
