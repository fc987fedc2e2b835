"""The known lists of an operator: imported once, looked up by the bot, swapped while it runs.

A list is a folder of files and a pointer that names it. The pointer is replaced in one step, so that whoever
looks up has the whole old list or the whole new one. Refuses to know where hashes come from and what follows.
"""

import json
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from bot.errors import BreakwaterError
from bot.pictures.known_index import BYTES, KnownIndex, build
from bot.pictures.known_reading import BadLine, read_hashes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.observed import Fingerprint, Look

FOLDER: Final = "known-lists"
"""In the data folder."""

MOST_HASHES: Final = 10_000_000
"""Of one list: 1.13 GB on disk, of which a look-up touches some kilobytes."""

MOST_BAD_LINES: Final = 1_000
"""Bad lines of one file that are told one by one; the rest is counted."""

LEAST_QUALITY: Final = 50
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_POINTER: Final = ".json"


class ListRefused(BreakwaterError):
    """A known list cannot be imported, opened or dropped; says which and why."""


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did.

    Attributes:
        hashes: How many different hashes the list has now.
        repeated: How many were in the file more than once.
        other: Lines that are no picture's hash: headings, comments, other types of indicator.
        bad: Lines that were skipped, the first 1,000; `bad_lines` counts all.
    """

    hashes: int
    repeated: int
    other: int
    bad: tuple[BadLine, ...]
    bad_lines: int


class KnownLists:
    """All lists in a data folder. Look-ups may run in any thread; importing may run in another process."""

    def __init__(self, data_dir: "Path") -> None:
        self._folder = data_dir / FOLDER
        self._open: dict[str, tuple[str, KnownIndex]] = {}

    def names(self) -> tuple[str, ...]:
        """The lists there are, by name."""
        found = (path.stem for path in self._folder.glob("*" + _POINTER)) if self._folder.is_dir() else ()
        return tuple(sorted(found))

    def size(self, name: str) -> int:
        """How many hashes a list has.

        Raises:
            ListRefused: There is none of this name, or its files are damaged.
        """
        return len(self._index(name))

    def holding(self, fingerprint: "Fingerprint", look: "Look | None" = None) -> tuple[str, ...]:
        """The lists that hold a hash within 31 bits of the picture, what is inside it, or a turned form.

        The picture is looked up by both hashes that makers of lists give it, PDQ's own and `Look.sampled`.

        Takes a millisecond for each hash and list of millions: call it outside of the event loop.
        """
        hashes = [fingerprint.bits.to_bytes(BYTES, "little")] if fingerprint.quality >= LEAST_QUALITY else []
        for packed in (look.sampled, look.inner, look.frames, look.turned) if look else ():
            hashes += [packed[at : at + BYTES] for at in range(0, len(packed), BYTES)]
        indexes = [(name, self._found(name)) for name in self.names()]
        return tuple(name for name, index in indexes if index and any(index.near(one) for one in hashes))

    def take_in(
        self, name: str, path: "Path", read: "Callable[[int], object]", built: "Callable[[], object]"
    ) -> Import:
        """Make a list of a file, in place of the one of that name.

        Args:
            name: Up to 40 small letters, digits and hyphens.
            path: A file of one hash a line, or CSV as ThreatExchange writes it.
            read: Told how many bytes were read further.
            built: Called 11 times while the tables are made.

        Raises:
            ListRefused: The name or the file does not serve, or the files cannot be written.
        """
        if not _NAME.fullmatch(name):
            raise ListRefused(f"{name!r} is no name for a list: up to 40 small letters, digits and hyphens.")
        try:
            hashes, told = _read(path, read)
            self._write(name, hashes, built)
        except OSError as error:
            raise ListRefused(f"{path}: the list cannot be made: {error.strerror or error}") from error
        return told

    def drop(self, name: str) -> None:
        """Remove a list and its files.

        Raises:
            ListRefused: There is none of this name.
        """
        target = self._target(name)
        (self._folder / (name + _POINTER)).unlink(missing_ok=True)
        shutil.rmtree(self._folder / target, ignore_errors=True)
        self._open.pop(name, None)

    def _write(
        self,
        name: str,
        hashes: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]",
        built: "Callable[[], object]",
    ) -> None:
        before = self._target(name) if name in self.names() else None
        self._folder.mkdir(parents=True, exist_ok=True)
        number = int(before.rpartition(".")[2]) + 1 if before else 1
        target = self._folder / f"{name}.{number}"
        shutil.rmtree(target, ignore_errors=True)  # what an import that was broken off left
        target.mkdir()
        build(target, hashes, built)
        pointer = self._folder / f".{name}.new"
        pointer.write_text(json.dumps({"folder": target.name, "hashes": len(hashes)}), encoding="utf-8")
        pointer.replace(self._folder / (name + _POINTER))
        if before:
            shutil.rmtree(self._folder / before, ignore_errors=True)  # who has it open keeps it until then

    def _target(self, name: str) -> str:
        try:
            told: object = json.loads((self._folder / (name + _POINTER)).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            told = None
        match cast("dict[str, object]", told) if isinstance(told, dict) else {}:
            case {"folder": str(folder)} if re.fullmatch(re.escape(name) + r"\.[0-9]+", folder):
                return folder
            case _:
                raise ListRefused(
                    f"There is no known list {name}; breakwater lists show names those there are."
                )

    def _index(self, name: str) -> KnownIndex:
        target = self._target(name)
        opened = self._open.get(name)
        if opened is None or opened[0] != target:
            try:
                opened = (target, KnownIndex.open(self._folder / target))
            except (OSError, ValueError) as error:
                raise ListRefused(f"The known list {name} is damaged ({error}); import it again.") from error
            self._open[name] = opened
        return opened[1]

    def _found(self, name: str) -> KnownIndex | None:
        """The list, or nothing where it was dropped just now or is damaged: the others still serve."""
        with suppress(ListRefused):
            return self._index(name)
        return None


def _read(
    path: "Path", read: "Callable[[int], object]"
) -> "tuple[np.ndarray[tuple[int, int], np.dtype[np.uint8]], Import]":
    packed, other, bad, bad_lines, told = bytearray(), 0, list[BadLine](), 0, 0
    with path.open("rb") as file:
        for number, one in enumerate(read_hashes(file)):
            if isinstance(one, bytes):
                packed += one
                if len(packed) > MOST_HASHES * BYTES:
                    raise ListRefused(
                        f"{path}: more than {MOST_HASHES:,} hashes; split it into several lists."
                    )
            elif one is None:
                other += 1
            else:
                bad_lines += 1
                bad += [one] if bad_lines <= MOST_BAD_LINES else []
            if number % 10_000 == 0:
                read((at := file.tell()) - told)
                told = at
    if not packed:
        raise ListRefused(
            f"{path}: holds no PDQ hash of 64 hex digits ({bad_lines} bad lines); nothing was changed."
        )
    rows = np.frombuffer(bytes(packed), np.dtype((np.void, BYTES)))
    different = np.unique(rows)
    hashes = different.view(np.uint8).reshape(-1, BYTES)
    return hashes, Import(len(hashes), len(rows) - len(hashes), other, tuple(bad), bad_lines)
