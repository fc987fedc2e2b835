"""The packaged files become a handbook, or an error that names the file, the place in it and what is wrong.

It reads only what `load_handbook` is told to read, and only when it is called.
"""

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from bot.errors import BreakwaterError
from bot.guidance.contacts import Directory, Region, Source
from bot.guidance.handbook import Handbook
from bot.guidance.render import FALLBACK_LANGUAGE
from bot.guidance.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

SOURCES_FILE = "sources.toml"
REGIONS_FOLDER = "regions"
TEXTS_FOLDER = "texts"

Shape = TypeVar("Shape")


class GuidanceError(BreakwaterError):
    """A file of guidance is missing or wrong; the text names the file, the place in it and what is wrong."""


def load_handbook(root: "Traversable | None" = None) -> Handbook:
    """Read all regions, texts and sources, and refuse what may not be shown to people.

    Args:
        root: The folder that holds `regions`, `texts` and `sources.toml`; the packaged one by default.

    Raises:
        GuidanceError: A file is missing or unreadable; a fact is unverified or has no source; a need is
            unknown; a text is missing, too long, or has a blank that nobody fills.
    """
    folder = root or files("bot.guidance")
    sources = _sources(folder / SOURCES_FILE)
    directories = {_region(file): _directory(file, sources) for file in _toml_files(folder / REGIONS_FOLDER)}
    texts = {_stem(file): _words(file, sources) for file in _toml_files(folder / TEXTS_FOLDER)}
    if Region.INTERNATIONAL not in directories:
        raise GuidanceError(f"{REGIONS_FOLDER}: international.toml is missing; every region falls back to it")
    if FALLBACK_LANGUAGE not in texts:
        raise GuidanceError(
            f"{TEXTS_FOLDER}: {FALLBACK_LANGUAGE}.toml is missing; every language falls back to it"
        )
    _refuse_unused(sources, directories, texts)
    handbook = Handbook(directories, texts, sources)
    if problems := list(handbook.problems()):
        raise GuidanceError("\n".join(problems))
    return handbook


def _sources(file: "Traversable") -> "Mapping[str, Source]":
    addresses = _read(file, TypeAdapter(dict[str, str]))
    return {tag: Source(tag, url) for tag, url in addresses.items()}


def _region(file: "Traversable") -> Region:
    try:
        return Region(_stem(file))
    except ValueError:
        known = ", ".join(Region)
        raise GuidanceError(f"{file.name}: no region is called {_stem(file)}; known are {known}") from None


def _directory(file: "Traversable", sources: "Mapping[str, Source]") -> Directory:
    directory = _read(file, TypeAdapter(Directory))
    for number, contact in enumerate(directory.contacts, 1):
        for tag in contact.sources:
            if tag not in sources:
                place = f"{file.name}: contact {number} ({contact.name or contact.need})"
                raise GuidanceError(f"{place}: the source {tag} is not in {SOURCES_FILE}")
    if problem := directory.missing(_region(file)):
        raise GuidanceError(f"{file.name}: {problem}")
    return directory


def _words(file: "Traversable", sources: "Mapping[str, Source]") -> Words:
    words = _read(file, TypeAdapter(Words))
    if words.language != _stem(file):
        raise GuidanceError(f"{file.name}: language is {words.language}; the file's name says {_stem(file)}")
    if not words.cites:
        raise GuidanceError(f"{file.name}: cites: the advice needs at least one source")
    for tag in words.cites:
        if tag not in sources:
            raise GuidanceError(f"{file.name}: cites: the source {tag} is not in {SOURCES_FILE}")
    if problem := words.problem():
        raise GuidanceError(f"{file.name}: {problem}")
    return words


def _refuse_unused(
    sources: "Mapping[str, Source]", directories: "Mapping[Region, Directory]", texts: "Mapping[str, Words]"
) -> None:
    cited = {tag for words in texts.values() for tag in words.cites}
    cited |= {tag for each in directories.values() for contact in each.contacts for tag in contact.sources}
    if unused := sorted(set(sources) - cited):
        raise GuidanceError(f"{SOURCES_FILE}: nothing cites {', '.join(unused)}")


def _read(file: "Traversable", shape: "TypeAdapter[Shape]") -> "Shape":
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GuidanceError(f"{file.name}: cannot be read: {error}") from error
    try:
        return shape.validate_python(raw)
    except ValidationError as error:
        lines = [_complaint(file.name, raw, problem["loc"], problem["msg"]) for problem in error.errors()]
        raise GuidanceError("\n".join(lines)) from None


def _complaint(name: str, raw: object, place: tuple[int | str, ...], message: str) -> str:
    """One line: the file, the place counted from 1, the contact's name where it has one, the problem."""
    steps: list[str] = []
    at = raw
    for step in place:
        at = _inside(at, step)
        called = _inside(at, "name")
        steps.append(f"{step + 1}" if isinstance(step, int) else step)
        if isinstance(called, str):
            steps[-1] += f" ({called})"
    return f"{name}: {' '.join(steps)}: {message.removeprefix('Value error, ')}"


def _inside(value: object, step: int | str) -> object:
    if isinstance(value, dict) and isinstance(step, str):
        return cast("dict[str, object]", value).get(step)
    if isinstance(value, list) and isinstance(step, int):
        items = cast("list[object]", value)
        return items[step] if step < len(items) else None
    return None


def _toml_files(folder: "Traversable") -> "list[Traversable]":
    try:
        found = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    except OSError as error:
        raise GuidanceError(f"{folder.name}: cannot be read: {error}") from error
    return sorted(found, key=lambda file: file.name)


def _stem(file: "Traversable") -> str:
    return file.name.removesuffix(".toml")
