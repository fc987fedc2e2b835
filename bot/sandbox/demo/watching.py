"""What came of a line: the bot's messages and edits in the rooms of the stage, with the time they took."""

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.sandbox.errors import TookTooLong

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.sandbox.places import Channel
    from bot.sandbox.seen import Seen
    from bot.sandbox.server import Sandbox


class Kind(StrEnum):
    """What the bot did."""

    NOTE = "note"
    CARD = "card"
    EDIT = "edit"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Came:
    """One thing that the bot did.

    Attributes:
        message: The message, as it stands now.
        text: Its words at that moment.
        seconds: Real seconds from the line to this.
    """

    kind: Kind
    message: "Seen"
    text: str
    seconds: float


class Watching:
    """Notices new and changed messages of the bot."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._known: dict[int, str] = {}

    async def until_quiet(self, rooms: "Iterable[Channel]", quiet: float) -> list[Came]:
        """Collect what the bot does in the rooms until it did nothing for `quiet` real seconds."""
        found: list[Came] = []
        started, places = time.perf_counter(), list(rooms)
        while True:
            try:
                fresh = await self._sandbox.wait_for(lambda: self._fresh(places), "anything", quiet)
            except TookTooLong:
                return found
            for message in fresh:
                kind = _kind(message, known=message.id in self._known)
                self._known[message.id] = message.text
                found.append(Came(kind, message, message.text, time.perf_counter() - started))

    def _fresh(self, rooms: "Iterable[Channel]") -> "list[Seen]":
        return [
            message
            for room in rooms
            for message in room.from_bot
            if self._known.get(message.id) != message.text
        ]


def _kind(message: "Seen", *, known: bool) -> Kind:
    if "Read privately" in message.buttons:
        return Kind.NOTE
    if "Not this" in message.buttons:
        return Kind.EDIT if known else Kind.CARD
    return Kind.OTHER
