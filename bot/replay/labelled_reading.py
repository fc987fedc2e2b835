"""Reads files of labelled conversations, line by line, and names each line that cannot be read."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from bot.replay.labelled import Conversation, Labels, Seen
from bot.replay.problem import Problem, first_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_LINE_BYTES = 16 * 1024 * 1024
"""A conversation of 100,000 messages of ordinary length fits; a line beyond it is not a conversation."""

NOT_LINES = (
    "is one JSON document, not one conversation a line; for an export of DiscordChatExporter "
    "use: breakwater replay"
)


class _Unlabelled(BaseModel):
    label: None = None


def read_labelled(path: "Path", name: str) -> "Iterator[Conversation | Problem]":
    """Read a labelled file line by line, in order.

    Args:
        path: A JSON Lines file in UTF-8; empty lines are skipped.
        name: What reports call the file.

    Yields:
        Each conversation that can be read, and a problem for each thing that cannot: never an exception.
    """
    known: set[str] = set()
    try:
        with path.open("rb") as lines:
            number = 0
            while line := lines.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(line) > MAX_LINE_BYTES:
                    yield Problem(name, f"line {number}", f"exceeds {MAX_LINE_BYTES:,} bytes; stopped here")
                    return
                if number == 1 and line.strip() in (b"{", b"["):
                    yield Problem(name, "", NOT_LINES)
                    return
                if line.strip():
                    yield from _read_line(line, name, number, known)
    except OSError as error:
        yield Problem(name, "", f"cannot be read: {error.strerror or error}")


def _read_line(line: bytes, name: str, number: int, known: set[str]) -> "Iterator[Conversation | Problem]":
    place = f"line {number}"
    line = line.removeprefix(b"\xef\xbb\xbf")
    try:
        seen = Seen.model_validate_json(line)
    except ValidationError as error:
        yield Problem(name, place, first_complaint(error))
        return
    if seen.id in known:
        yield Problem(name, place, f"the id {seen.id!r} was used by a line above; skipped")
        return
    known.add(seen.id)
    labels: Labels | None = None
    try:
        labels = Labels.model_validate_json(line)
    except ValidationError as error:
        if not _carries_no_label(line):
            yield Problem(name, place, f"judged but not measured: {first_complaint(error)}")
    yield Conversation(seen=seen, labels=labels)


def _carries_no_label(line: bytes) -> bool:
    try:
        _Unlabelled.model_validate_json(line)
    except ValidationError:
        return False
    return True
