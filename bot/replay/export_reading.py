"""Reads one export: its head, its messages, and a problem for each thing that cannot be read.

Knows how files go wrong. Refuses to know what messages mean.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from bot.replay.exported import ExportedMessage, Head
from bot.replay.json_stream import Break, DamagedJson, head_events, messages_of, start_of
from bot.replay.problem import Problem, first_complaint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOT_AN_EXPORT = "is not a JSON export of DiscordChatExporter (export again with: --format Json)"
SNIFFED = 4096
"""Bytes looked at to tell another format; its first line is shorter."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A message and where it stands.

    Attributes:
        index: 1 for the first message of the file.
    """

    index: int
    message: ExportedMessage

    @property
    def place(self) -> str:
        """Its place in the file, in words."""
        return place_of(self.index, self.message.id)


def place_of(index: int, identity: object) -> str:
    """Name a message by its position, 1 for the first, and its id where it has one."""
    return f"message {index}" if identity is None else f"message {index} (id {identity})"


def read_head(path: "Path", name: str) -> Head | Problem:
    """Read what stands before the messages, or tell why this is not an export."""
    try:
        if foreign := _foreign_format(path):
            return Problem(name, "", foreign)
        return _parse_head(path, name)
    except OSError as error:
        return Problem(name, "", f"cannot be read: {error.strerror or error}")


def read_messages(
    path: "Path", name: str, advance: "Callable[[int], None]"
) -> "Iterator[Numbered | Problem]":
    """Read the messages in the order of the file.

    Args:
        path: An export whose head was read.
        name: What reports call the file.
        advance: Told how many bytes were read, each time.
    """
    index, last = 0, "the head"
    try:
        for item in messages_of(path, advance):
            if isinstance(item, Break):
                yield Problem(name, f"byte {item.at:,}, after {last}", _describe(item))
                continue
            index += 1
            last = place_of(index, item.get("id"))
            try:
                yield Numbered(index, ExportedMessage.model_validate(item))
            except ValidationError as error:
                yield Problem(name, last, first_complaint(error))
    except OSError as error:
        yield Problem(name, f"after {last}", f"cannot be read: {error.strerror or error}")


def _describe(item: Break) -> str:
    if item.resumed is None:
        return f"the JSON is cut off or broken here ({item.why}); nothing readable follows"
    return f"the JSON is broken here ({item.why}); reading went on at byte {item.resumed:,}"


def _foreign_format(path: "Path") -> str | None:
    """Say what the file is if its first bytes cannot be those of an export."""
    with path.open("rb") as file:
        file.seek(start_of(file))
        first = file.read(SNIFFED).lstrip()
    if not first:
        return "is empty"
    if first.startswith(b"{"):
        return None
    if first.startswith(b"<"):
        return f"is an HTML page: it {NOT_AN_EXPORT}"
    if first.lower().startswith((b"authorid,", b"author,", b'"author')):
        return f"is a CSV file: it {NOT_AN_EXPORT}"
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "is UTF-16 text; save it as UTF-8"
    return NOT_AN_EXPORT


def _parse_head(path: "Path", name: str) -> Head | Problem:
    fields: dict[str, dict[str, object]] = {"guild": {}, "channel": {}}
    top: set[str] = set()
    try:
        for prefix, event, value in head_events(path):
            part, _, field = prefix.partition(".")
            if not prefix and event == "map_key":
                top.add(str(value))
            elif field and part in fields and event in ("string", "number", "boolean", "null"):
                fields[part][field] = value
            elif prefix == "messages" and event == "start_array" and all(fields.values()):
                return _checked(fields, name)
    except DamagedJson as error:
        if "participants" not in top:
            return Problem(name, "in the head", f"the JSON is cut off or broken ({error})")
    if "participants" in top:
        return Problem(name, "", "holds labelled conversations; use: breakwater evaluate")
    if "messages" in top and all(fields.values()):
        return _checked(fields, name)
    return Problem(name, "", f"has no guild, channel and messages: it {NOT_AN_EXPORT}")


def _checked(fields: dict[str, dict[str, object]], name: str) -> Head | Problem:
    try:
        return Head.model_validate(fields)
    except ValidationError as error:
        return Problem(name, "in the head", first_complaint(error))
