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
from bot.incidents.recent import RecentPictures
from bot.observed import Message, Picture

if TYPE_CHECKING:
    from types import TracebackType

    from bot.detection.pipeline import Detection
    from bot.detection.verdict import Verdict
    from bot.incidents.incidents import Incidents
    from bot.observed import MessageId, Observation, ServerId
    from bot.pictures.outcome import Unread
    from bot.storage.confirmed import Confirmed
    from bot.storage.servers import Servers

_log = logging.getLogger(__name__)

MAX_VERDICTS_WAITING = 10_000
"""Verdicts that wait for the database. One is some kilobytes; a raid makes hundreds. Beyond this the newest
waits for room rather than being dropped, because a verdict is what moderators need."""


SERVERS_OWN = "this server's moderators"
"""Who confirmed a picture, as the reason on a card tells it."""


class Reader(Protocol):
    """Turns a picture into the same picture with its fingerprint."""

    async def read(self, picture: "Picture") -> "Picture | Unread":
        """Read one picture; never raises for what it holds."""
        ...


class Intake:
    """The beginning of a message's way. Enter it to start the task that writes verdicts down in order.

    Args:
        detection: Judges what is seen.
        incidents: Takes what is judged.
        servers: Says what a server wants watched.
        confirmed: The pictures that servers' moderators confirmed.
        reader: Reads pictures.
    """

    def __init__(
        self,
        detection: "Detection",
        incidents: "Incidents",
        servers: "Servers",
        confirmed: "Confirmed",
        reader: Reader,
    ) -> None:
        self._detection = detection
        self._incidents = incidents
        self._servers = servers
        self._reader = reader
        self._confirmed = confirmed
        self._recent = RecentPictures()
        self._verdicts: asyncio.Queue[Verdict] = asyncio.Queue(MAX_VERDICTS_WAITING)
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
        for verdict in self._detection.observe(seen):
            await self._verdicts.put(verdict)
        if isinstance(seen, Message) and seen.pictures:
            await self._take_pictures(seen)

    def forget_server(self, server: "ServerId") -> None:
        """Forget what was seen on a server that the bot was removed from."""
        self._detection.forget_server(server)

    async def _take_pictures(self, message: Message) -> None:
        if self._servers.get(message.place.server).read_pictures:
            read = await asyncio.gather(*(self._read(message, picture) for picture in message.pictures))
            message = replace(message, pictures=tuple(read))
        self._recent.keep(message)
        for verdict in self._detection.observe_pictures(message):
            await self._verdicts.put(verdict)

    async def _read(self, message: Message, picture: Picture) -> Picture:
        outcome = await self._reader.read(picture)
        if isinstance(outcome, Picture):
            return self._marked(message.place.server, outcome)
        _log.info("picture %s is judged by its metadata: %s", picture.id, outcome)
        return picture

    def _marked(self, server: "ServerId", picture: Picture) -> Picture:
        """Note on a picture that the server's moderators confirmed one like it."""
        if picture.fingerprint is None or not self._confirmed.holds(server, picture.fingerprint):
            return picture
        return replace(picture, known=(*picture.known, SERVERS_OWN))

    async def _write(self) -> None:
        while True:
            verdict = await self._verdicts.get()
            try:
                await self._incidents.consider(verdict, self._recent.of(_copies(verdict)))
            except Exception:  # noqa: BLE001 - the boundary of this task: one verdict must not end the others
                _log.exception("a verdict on message %s could not be written down", verdict.message)
            finally:
                self._verdicts.task_done()


def _copies(verdict: "Verdict") -> "list[MessageId]":
    """Messages that hold copies of a spread picture; what two people sent one another is nobody's record."""
    spread = (piece for piece in verdict.evidence if piece.signal is Signal.SPREAD)
    return [number for piece in spread for number in piece.messages]
