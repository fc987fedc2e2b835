"""The messages of a JSON export, one at a time, past damage. Knows JSON and where a message begins in it.

A file of any size is read in chunks. Where the JSON breaks, reading goes on at the next message.
"""

import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import ijson  # pyright: ignore[reportMissingTypeStubs] - it has none; the casts below are the one seam

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

CHUNK = 64 * 1024
"""Bytes read at a time, ijson's own default; also how far back damage is searched for the next message."""

RECENT = 4096
"""Messages remembered to know those again that stand before damage in the same chunk: a message has more
than 16 bytes, so a chunk holds fewer."""

MAX_BREAKS = 100
"""Breaks in one file after which the rest is left: it is not an export with a flaw any more."""

_MESSAGE_START = re.compile(
    rb'\{\s{0,64}"id"\s{0,8}:\s{0,8}"(\d{1,20})"\s{0,8},'
    rb'\s{0,64}"type"\s{0,8}:\s{0,8}"\w{0,64}"\s{0,8},\s{0,64}"timestamp"'
)
"""How DiscordChatExporter begins a message, and nothing else: id, type, timestamp."""

_LONGEST_START = 512
"""More bytes than `_MESSAGE_START` can match: windows of the search overlap by so much."""


class DamagedJson(Exception):
    """The JSON cannot be parsed any further; says why in one line."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the JSON is damaged or ends too early.

    Attributes:
        at: Byte at which the first message that could not be parsed begins, or close before it.
        why: What the parser says.
        resumed: Byte at which reading went on; `None` where nothing readable follows.
    """

    at: int
    why: str
    resumed: int | None


class Source:
    """A file from some byte on, with a few bytes put before it, that counts what is read of it."""

    def __init__(self, file: "BinaryIO", start: int, before: bytes, advance: "Callable[[int], None]") -> None:
        file.seek(start)
        self._file = file
        self._before = before
        self._advance = advance
        self.last_chunk = start

    def read(self, size: int = -1) -> bytes:
        """Read at most `size` bytes, as files do."""
        if self._before and size:
            given, self._before = self._before, b""
            return given
        at = self._file.tell()
        data = self._file.read(size)
        if data:
            self.last_chunk = at
            self._advance(len(data))
        return data


def head_events(path: "Path") -> "Iterator[tuple[str, str, object]]":
    """Parse a file from its beginning into (prefix, event, value), as `ijson.parse` does.

    Raises:
        DamagedJson: Where the JSON breaks.
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        source = Source(file, start_of(file), b"", lambda _: None)
        try:
            yield from cast("Iterator[tuple[str, str, object]]", ijson.parse(source, buf_size=CHUNK))
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise DamagedJson(_one_line(error)) from error


def messages_of(path: "Path", advance: "Callable[[int], None]") -> "Iterator[dict[str, object] | Break]":
    """Parse the items of the top-level array `messages`, going on after damage.

    Args:
        path: A JSON file.
        advance: Told how many bytes were read, each time.

    Raises:
        OSError: The file cannot be read.
    """
    recent: deque[str] = deque(maxlen=RECENT)
    with path.open("rb") as file:
        start, before = start_of(file), b""
        for _ in range(MAX_BREAKS):
            source = Source(file, start, before, advance)
            try:
                for item in _items(source):
                    recent.append(str(item.get("id")))
                    yield item
            except DamagedJson as error:
                at, resumed = _after_damage(file, source.last_chunk, set(recent))
                yield Break(at, str(error), resumed)
                if resumed is None:
                    return
                start, before = resumed, b'{"messages":['
            else:
                return
        yield Break(start, f"more than {MAX_BREAKS} breaks", None)


def start_of(file: "BinaryIO") -> int:
    """The byte after a byte-order mark, which JSON parsers refuse."""
    file.seek(0)
    return 3 if file.read(3) == b"\xef\xbb\xbf" else 0


def _items(source: Source) -> "Iterator[dict[str, object]]":
    try:
        items = cast("Iterator[object]", ijson.items(source, "messages.item", buf_size=CHUNK, use_float=True))
        for item in items:
            yield cast("dict[str, object]", item) if isinstance(item, dict) else {"not an object": item}
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise DamagedJson(_one_line(error)) from error


def _after_damage(file: "BinaryIO", chunk: int, known: set[str]) -> tuple[int, int | None]:
    """Where the damage begins, and where the next message that can be parsed does."""
    damaged: int | None = None
    for offset, identity in _starts(file, chunk):
        if identity in known:
            continue
        if _parses(file, offset):
            return (offset if damaged is None else damaged), offset
        damaged = offset if damaged is None else damaged
    return (chunk if damaged is None else damaged), None


def _starts(file: "BinaryIO", offset: int) -> "Iterator[tuple[int, str]]":
    """Bytes from `offset` on at which a message begins, with its id."""
    window, base, done = b"", offset, -1
    while True:
        file.seek(base + len(window))
        more = file.read(CHUNK)
        window += more
        for match in _MESSAGE_START.finditer(window):
            if base + match.start() > done:
                done = base + match.start()
                yield done, match[1].decode()
        if not more:
            return
        keep = window[-_LONGEST_START:]
        base, window = base + len(window) - len(keep), keep


def _parses(file: "BinaryIO", offset: int) -> bool:
    """Whether one whole message can be parsed from this byte on."""
    source = Source(file, offset, b'{"messages":[', lambda _: None)
    try:
        return next(_items(source), None) is not None
    except DamagedJson:
        return False


def _one_line(error: Exception) -> str:
    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    return first.removeprefix("parse error: ").strip()
