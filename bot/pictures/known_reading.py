"""Known hashes from a file: one of 64 hex digits a line, or CSV as ThreatExchange writes it.

Knows two ways of writing. Refuses to guess: a line that is neither is named with its number and skipped.
"""

import binascii
import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

HEX_DIGITS: Final = 64

LONGEST_LINE: Final = 65_536
"""Bytes. ThreatExchange's descriptions have some hundred; a file without line ends must not fill memory."""

HASH_COLUMNS: Final = ("indicator", "raw_indicator", "indicator_value", "hash", "pdq", "pdq_hash", "value")
TYPE_COLUMNS: Final = ("type", "indicator_type", "signal_type")
"""How the columns are headed in ThreatExchange's exports and those of its tools."""

PDQ_TYPES: Final = frozenset({"HASH_PDQ", "PDQ"})


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was skipped.

    Attributes:
        number: From 1.
        problem: What is wrong with it, without its content.
    """

    number: int
    problem: str


@dataclass(frozen=True, slots=True)
class _Columns:
    hash: int
    type: int | None


def read_hashes(file: "BinaryIO") -> "Iterator[bytes | BadLine | None]":
    """Read line by line: 32 bytes little-endian for each hash, `None` for what is no picture's hash.

    No hash of a picture are empty lines, comments (`#`), the line of headings, and ThreatExchange's
    indicators of other types.
    """
    columns: _Columns | None = None
    first = True
    for number, line in enumerate(_lines(file), 1):
        if line is None:
            yield BadLine(number, f"longer than {LONGEST_LINE} bytes")
            continue
        text = line.strip()
        if len(text) == HEX_DIGITS and (found := _hash(text)) is not None:
            yield found
        elif not text or text.startswith(b"#"):
            yield None
            continue
        elif first and (columns := _headings(text)) is not None:
            yield None
        else:
            yield _field(text, columns, number)
        first = False


def _lines(file: "BinaryIO") -> "Iterator[bytes | None]":
    """The lines; `None` for one that is too long, of which the rest is passed over."""
    while line := file.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith(b"\n"):
            yield line.removeprefix(b"\xef\xbb\xbf")
            continue
        while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        yield None


def _hash(digits: bytes) -> bytes | None:
    try:
        # The text has the most significant digit first.
        return binascii.unhexlify(digits)[::-1]
    except ValueError:
        return None


def _headings(text: bytes) -> _Columns | None:
    names = [name.strip().lower() for name in _split(text)]
    at = next((names.index(name) for name in HASH_COLUMNS if name in names), None)
    if at is None:
        return None
    return _Columns(at, next((names.index(name) for name in TYPE_COLUMNS if name in names), None))


def _field(text: bytes, columns: _Columns | None, number: int) -> bytes | BadLine | None:
    """The hash of one line of CSV; without headings it is the first field."""
    fields = _split(text)
    at = columns or _Columns(0, None)
    if at.type is not None and at.type < len(fields) and fields[at.type].strip().upper() not in PDQ_TYPES:
        return None
    if at.hash >= len(fields):
        return BadLine(number, f"has {len(fields)} fields, and the hash should be in field {at.hash + 1}")
    digits = fields[at.hash].strip()
    if len(digits) != HEX_DIGITS:
        return BadLine(number, f"{len(digits)} characters where {HEX_DIGITS} hex digits should be")
    found = _hash(digits.encode())
    return found if found is not None else BadLine(number, "not hex digits only")


def _split(text: bytes) -> list[str]:
    try:
        return next(csv.reader([text.decode("utf-8", "replace")]))
    except csv.Error:
        return [""]
