"""Reads chitchat-dataset, ordinary talk between strangers, as benign conversations.

Its 7,168 chats are a public set (Myers, Etchart and Fulda, "Conversational Scaffolding", 2020; MIT licence)
that Breakwater neither contains nor learns from: it only counts how often detection would disturb them.
"""

import importlib.util
from datetime import datetime  # noqa: TC003 - pydantic reads it at run time
from pathlib import Path
from typing import TYPE_CHECKING, cast

import ijson  # pyright: ignore[reportMissingTypeStubs] - it has none; the cast below is the one seam
from pydantic import BaseModel, ValidationError

from bot.replay.labelled import Conversation, Labels, Line, Participant, Seen
from bot.replay.problem import Problem, first_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

PACKAGE = "chitchat_dataset"
DATA = "dataset.json"
"""The one data file of the package, version 0.9.0."""

FAMILY = "stranger-chat"
"""Not one of the families of the labelled format: nobody chose these chats for looking like sextortion."""

SILENT = "nobody"
"""Stands for the one who never wrote. Senders are UUIDs there."""

NOT_CHATS = "is not the JSON of chitchat-dataset (an object of conversations, by id)"


class _Said(BaseModel):
    text: str
    timestamp: datetime
    sender: str


class _Chat(BaseModel):
    """Turns in order; a turn is what one person says before the other answers."""

    messages: tuple[tuple[_Said, ...], ...]


def installed_chitchat() -> Path | None:
    """The data of the installed package, if it is installed; the package's code is not run."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    return Path(found.origin).with_name(DATA)


def read_chitchat(path: Path, name: str) -> "Iterator[Conversation | Problem]":
    """Read all conversations as benign private chats between two people who did not know one another.

    Args:
        path: The package's JSON file.
        name: What reports call the file.

    Yields:
        Each conversation, and a problem for each that cannot be read: never an exception.
    """
    read = 0
    try:
        with path.open("rb") as file:
            for identity, value in _members(file):
                read += 1
                try:
                    yield _conversation(identity, _Chat.model_validate(value))
                except ValidationError as error:
                    yield Problem(name, f"conversation {identity[:40]!r}", first_complaint(error))
    except OSError as error:
        yield Problem(name, "", f"cannot be read: {error.strerror or error}")
    except (ijson.JSONError, UnicodeDecodeError) as error:
        yield Problem(name, f"after conversation {read:,}" if read else "", f"{NOT_CHATS}: {error}")
    else:
        if not read:
            yield Problem(name, "", NOT_CHATS)


def _members(file: "BinaryIO") -> "Iterator[tuple[str, object]]":
    return cast("Iterator[tuple[str, object]]", ijson.kvitems(file, ""))  # pyright: ignore[reportUnknownMemberType]


def _conversation(identity: str, chat: _Chat) -> Conversation:
    said = [one for turn in chat.messages for one in turn]
    started = said[0].timestamp if said else None
    lines: list[Line] = []
    latest = 0.0
    for one in said:
        # Seconds are rounded there, and clocks of two people differ: the order of the file holds.
        latest = max(latest, (one.timestamp - started).total_seconds() if started else 0.0)
        lines.append(Line.model_validate({"at": latest, "from": one.sender, "text": one.text}))
    # In many of them only one person wrote; the other was there all the same.
    people = dict.fromkeys([line.sender for line in lines], Participant(known_before=False))
    if len(people) == 1:
        people[SILENT] = Participant(known_before=False)
    seen = Seen(id=identity, setting="dm", participants=people, messages=tuple(lines))
    return Conversation(seen=seen, labels=Labels(label="benign", family=FAMILY, language="en"))
