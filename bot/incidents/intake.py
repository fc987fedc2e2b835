"""Where every observation comes in: to the detectors at once, to the picture reader beside, on to incidents.

Knows the order of things. Refuses to know Discord and what any evidence means.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, Self

from bot.consequences.values import Ladder
from bot.detection.evidence import Signal
from bot.detection.pleas import Plea
from bot.incidents.recent import RecentPictures
from bot.observed import Message, Picture

if TYPE_CHECKING:
    from types import TracebackType

    from bot.detection.pipeline import Detection
    from bot.detection.verdict import Verdict
    from bot.incidents.incidents import Incidents
    from bot.incidents.pleas import Pleas
    from bot.observed import MessageId, Observation, PlaceId, ServerId
    from bot.pictures.outcome import Unread
    from bot.storage.lists import Lists
    from bot.storage.servers import Servers

_log = logging.getLogger(__name__)

MAX_VERDICTS_WAITING = 10_000
"""Verdicts that wait for the database. One is some kilobytes; a raid makes hundreds. Beyond this the newest
waits for room rather than being dropped, because a verdict is what moderators need."""


class Reader(Protocol):
    """Turns a picture into the same picture with its fingerprint."""

    async def read(self, picture: "Picture", place: "PlaceId | None" = None) -> "Picture | Unread":
        """Read one picture, posted in `place`; never raises for what it holds."""
        ...


class Intake:
    """The beginning of a message's way. Enter it to start the task that writes verdicts down in order.

    Args:
        detection: Judges what is seen.
        incidents: Takes what is judged.
        pleas: Answers members who ask for help.
        servers: Says what a server wants watched.
        lists: The pictures that servers' moderators confirmed.
        reader: Reads pictures.
    """

    def __init__(  # noqa: PLR0913 - the parts that an observation goes through
        self,
        *,
        detection: "Detection",
        incidents: "Incidents",
        pleas: "Pleas",
        servers: "Servers",
        lists: "Lists",
        reader: Reader,
    ) -> None:
        self._detection = detection
        self._incidents = incidents
        self._pleas = pleas
        self._servers = servers
        self._reader = reader
        self._lists = lists
        self._recent = RecentPictures()
        self._verdicts: asyncio.Queue[Verdict | Plea] = asyncio.Queue(MAX_VERDICTS_WAITING)
        self._writer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Start writing verdicts down."""
        self._writer = asyncio.create_task(self._write(), name="intake")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        """Write down what was judged already, then stop."""
        if self._writer is not None:
            await self._verdicts.join()
            self._writer.cancel()
            with suppress(asyncio.CancelledError):
                await self._writer

    async def take(self, seen: "Observation") -> None:
        """Let one observation go its way. Text is judged before this first waits for anything."""
        if self._servers.get(seen.place.server).ladder is Ladder.OFF:
            return
        if isinstance(seen, Message) and seen.pictures:
            self._recent.keep(seen)  # a verdict on what Discord tells of files has them on record as well
        for verdict in self._detection.observe(seen):
            await self._verdicts.put(verdict)
        if isinstance(seen, Message) and (plea := self._detection.plea_in(seen)) is not None:
            await self._verdicts.put(plea)
        if isinstance(seen, Message) and seen.pictures:
            await self._take_pictures(seen)

    def forget_server(self, server: "ServerId") -> None:
        """Forget what was seen on a server that the bot was removed from."""
        self._detection.forget_server(server)
        self._recent.forget_server(server)

    async def _take_pictures(self, message: Message) -> None:
        if self._servers.get(message.place.server).read_pictures:
            read = await asyncio.gather(*(self._read(message, picture) for picture in message.pictures))
            message = replace(message, pictures=tuple(read))
        self._recent.keep(message)
        for verdict in self._detection.observe_pictures(message):
            await self._verdicts.put(verdict)

    async def _read(self, message: Message, picture: Picture) -> Picture:
        outcome = await self._reader.read(picture, message.place.id)
        if isinstance(outcome, Picture):
            return await self._lists.mark(message.place.server, outcome)
        _log.info("picture %s is judged by its metadata: %s", picture.id, outcome)
        return replace(picture, sha256=outcome.sha256)

    async def _write(self) -> None:
        while True:
            found = await self._verdicts.get()
            try:
                if isinstance(found, Plea):
                    await self._pleas.answer(found)
                else:
                    await self._incidents.consider(found, self._recent.of(_copies(found)))
            except Exception:  # noqa: BLE001 - the boundary of this task: one verdict must not end the others
                _log.exception("what follows from message %s could not be written down", found.message)
            finally:
                self._verdicts.task_done()


def _copies(verdict: "Verdict") -> "list[MessageId]":
    """Messages that hold copies of a spread picture; what two people sent one another is nobody's record."""
    spread = (piece for piece in verdict.evidence if piece.signal is Signal.SPREAD)
    return [number for piece in spread for number in piece.messages]
