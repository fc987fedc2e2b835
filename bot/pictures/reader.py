"""Pictures in, the same pictures with fingerprints out: a bounded queue before a decoder that may crash.

The event loop never waits for processor time here. Refuses to know Discord, servers and what a match means.
"""

import asyncio
import hashlib
import logging
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Self

from bot.pictures.outcome import Reason, Unread
from bot.pictures.waiting import Job, ReadOfLate, Waiting
from bot.pictures.worker import Decoder, WorkerLimits

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.observed import Message, Picture, PlaceId
    from bot.pictures.known_lists import KnownLists
    from bot.pictures.outcome import Described

_log = logging.getLogger(__name__)

MAX_WAITING: Final = 500
"""Pictures waiting at once. At 5 to 10 ms each the last of them is read within five seconds; what waits
longer is better judged by its metadata now."""

LANES: Final = 4
"""Pictures fetched or decoded at once: fetching waits for the network while the decoder works, and four
bodies are 100 MiB at most."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the reader has done since it was entered.

    Attributes:
        read: Pictures that got a fingerprint.
        unread: Pictures that did not, by reason.
        waiting: Pictures in the queue now.
        lost: Decoder processes that crashed, hung, or were killed.
    """

    read: int
    unread: "Mapping[Reason, int]"
    waiting: int
    lost: int


class PictureReader:
    """Reads pictures one by one behind a bounded queue; enter it before use.

    When the queue is full, a picture is given up by the rule of `Waiting`, and whoever asked is told
    `queue_full`: it is then judged by its metadata. Bytes that were read of late are not decoded again.

    Args:
        fetch: Where bytes come from: a `Fetcher` for Discord, `LocalFiles` for an export.
        known: The operator's known lists, in which every picture read is looked up outside of the loop.
    """

    def __init__(
        self,
        fetch: "Callable[[Picture], Awaitable[bytes | Unread]]",
        limits: WorkerLimits | None = None,
        *,
        max_waiting: int = MAX_WAITING,
        known: "KnownLists | None" = None,
    ) -> None:
        self._fetch = fetch
        self._decoder = Decoder(limits)
        self._known = known
        self._read_of_late = ReadOfLate()
        self._waiting = Waiting(max_waiting, self._read_of_late)
        self._arrived = asyncio.Event()
        self._lanes: list[asyncio.Task[None]] = []
        self._stack = AsyncExitStack()
        self._read = 0
        self._unread: Counter[Reason] = Counter()

    @property
    def counts(self) -> Counts:
        """What was done until now."""
        unread = MappingProxyType(dict(self._unread))
        return Counts(self._read, unread, len(self._waiting), self._decoder.lost)

    @property
    def decoder_pid(self) -> int | None:
        """The process that decodes now."""
        return self._decoder.pid

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self._decoder)
        self._lanes = [asyncio.create_task(self._lane(), name=f"pictures-{n}") for n in range(LANES)]
        return self

    async def __aexit__(self, *_: object) -> None:
        lanes, self._lanes = self._lanes, []
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
        while self._waiting:
            _settle(self._waiting.take(), Unread(Reason.CLOSED))
        await self._stack.aclose()

    async def read(self, picture: "Picture", place: "PlaceId | None" = None) -> "Picture | Unread":
        """Return the picture with its fingerprint, or why it has none; never raises for what it holds.

        Args:
            picture: What Discord tells of it.
            place: Where it was posted; whoever says so lets a full queue be fair to it.
        """
        if not self._lanes:
            return self._count(Unread(Reason.CLOSED))
        job = Job(picture, place, asyncio.get_running_loop().create_future())
        if (given_up := self._waiting.put(job)) is not None:
            _settle(given_up, Unread(Reason.QUEUE_FULL))
        self._arrived.set()
        outcome = await job.done
        if isinstance(outcome, Unread):
            return self._count(outcome)
        self._read += 1
        lists = await self._lists(outcome)
        return replace(
            picture,
            fingerprint=outcome.fingerprint,
            look=outcome.look,
            known=lists,
            sha256=outcome.sha256,
        )

    async def _lists(self, read: "Described") -> tuple[str, ...]:
        """The known lists that hold the picture."""
        if self._known is None or not self._known.names():
            return ()
        return await asyncio.to_thread(self._known.holding, read.fingerprint, read.look)

    async def read_message(self, message: "Message") -> "Message":
        """Return the message with the fingerprints of its pictures; those unread stay as they were."""
        place = message.place.id
        outcomes = await asyncio.gather(*(self.read(picture, place) for picture in message.pictures))
        told = zip(message.pictures, outcomes, strict=True)
        pictures = tuple(before if isinstance(after, Unread) else after for before, after in told)
        return replace(message, pictures=pictures)

    async def _lane(self) -> None:
        while True:
            while not self._waiting:
                self._arrived.clear()
                await self._arrived.wait()
            job = self._waiting.take()
            if job.done.done():
                continue  # whoever asked has gone
            try:
                _settle(job, await self._describe(job.picture))
            except asyncio.CancelledError:
                _settle(job, Unread(Reason.CLOSED))
                raise
            except Exception:  # noqa: BLE001 - this task's boundary: one picture must not end all reading
                _log.exception("reading picture %d failed", job.picture.id)
                _settle(job, Unread(Reason.UNEXPECTED))

    async def _describe(self, picture: "Picture") -> "Described | Unread":
        data = await self._fetch(picture)
        if isinstance(data, Unread):
            return data
        sha256 = await asyncio.to_thread(_digest, data)
        if (read := self._read_of_late.of(sha256)) is not None:
            return read
        outcome = replace(await self._decoder.describe(data), sha256=sha256)
        if not isinstance(outcome, Unread):
            self._read_of_late.note(picture, outcome)
        return outcome

    def _count(self, outcome: Unread) -> Unread:
        self._unread[outcome.reason] += 1
        return outcome


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _settle(job: Job, outcome: "Described | Unread") -> None:
    if not job.done.done():
        job.done.set_result(outcome)
