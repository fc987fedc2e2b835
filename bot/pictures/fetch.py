"""Bytes of a picture, from allowed hosts only: streamed into memory under limits, never to disk.

Refuses to follow a redirect, to try a second address and to know what the bytes are.
"""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import aiohttp
from yarl import URL

from bot.pictures.decode import MAX_BYTES
from bot.pictures.outcome import Reason, Unread

if TYPE_CHECKING:
    from bot.observed import Picture
    from bot.pictures.hosts import AllowedHosts

CHUNK_BYTES: Final = 64 * 1024
"""How much is taken from the socket at a time, and how far a body can exceed its limit in memory."""

_GONE: Final = frozenset({401, 403, 404, 410})
"""How the CDN answers for an attachment that was deleted or whose signature expired."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one reading may cost.

    Attributes:
        bytes: Of one body; what the decoder would refuse is not read to its end.
        seconds: From asking to the last byte. A sweep begins within a second or two; what takes ten is too
            late to help, and a slow server must not hold a place in the queue.
        in_flight: Bodies read at once: with 25 MiB each, 100 MiB of memory.
    """

    bytes: int = MAX_BYTES
    seconds: float = 10.0
    in_flight: int = 4


class Fetcher:
    """Reads pictures through a session that carries no credentials and belongs to whoever made it."""

    def __init__(
        self, session: aiohttp.ClientSession, hosts: "AllowedHosts", limits: FetchLimits | None = None
    ) -> None:
        self._session = session
        self._hosts = hosts
        self._limits = limits or FetchLimits()
        self._places = asyncio.Semaphore(self._limits.in_flight)

    async def __call__(self, picture: "Picture") -> bytes | Unread:
        """Read the picture's bytes, or say why not; never raises for what the other side does."""
        if refused := self._hosts.refuse(picture.url):
            return refused
        if picture.size > self._limits.bytes:
            return self._too_many(picture.size)
        async with self._places:
            try:
                async with asyncio.timeout(self._limits.seconds):
                    return await self._read(picture.url)
            except TimeoutError:
                return Unread(Reason.TOO_SLOW, f"more than {self._limits.seconds:g} seconds")
            except (aiohttp.ClientError, OSError, ValueError) as error:
                return Unread(Reason.UNREACHABLE, type(error).__name__)

    async def _read(self, url: str) -> bytes | Unread:
        # An encoded body could be a bomb of its own; pictures are compressed already.
        asking = self._session.get(
            URL(url), allow_redirects=False, headers={"Accept-Encoding": "identity", "Accept": "image/*"}
        )
        async with asking as answer:
            if refused := _refuse(answer):
                return refused
            if (answer.content_length or 0) > self._limits.bytes:
                return self._too_many(answer.content_length or 0)
            body = bytearray()
            async for chunk in answer.content.iter_chunked(CHUNK_BYTES):
                body += chunk
                if len(body) > self._limits.bytes:
                    return self._too_many(len(body))
            return bytes(body)

    def _too_many(self, size: int) -> Unread:
        return Unread(Reason.TOO_MANY_BYTES, f"{size} bytes, at most {self._limits.bytes}")


def _refuse(answer: aiohttp.ClientResponse) -> Unread | None:
    if answer.status // 100 == 3:  # noqa: PLR2004 - the class of redirects
        return Unread(Reason.REDIRECTED, f"status {answer.status}")
    if answer.status in _GONE:
        return Unread(Reason.GONE, f"status {answer.status}")
    if answer.status != 200:  # noqa: PLR2004 - a whole body; 206 is a part
        return Unread(Reason.BAD_ANSWER, f"status {answer.status}")
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        return Unread(Reason.ENCODED)
    return None
