"""Bytes of pictures that came with an export: files under one folder, and nothing outside it."""

import asyncio
from typing import TYPE_CHECKING

from bot.pictures.decode import MAX_BYTES
from bot.pictures.outcome import Reason, Unread
from bot.pictures.worker import Decoder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    from bot.observed import Picture
    from bot.pictures.outcome import Described


class LocalFiles:
    """Reads pictures whose address is a path relative to an export's folder.

    Args:
        folder: What the paths are relative to. A path that leads out of it is refused: exports come from
            strangers too.
    """

    def __init__(self, folder: "Path") -> None:
        self._folder = folder.resolve()

    async def __call__(self, picture: "Picture") -> bytes | Unread:
        """Read the picture's bytes, or say why not."""
        return await self.bytes_of(picture.url)

    async def bytes_of(self, address: str) -> bytes | Unread:
        """Read the file at a path relative to the folder, or say why not."""
        return await asyncio.to_thread(self._read, address)

    def _read(self, address: str) -> bytes | Unread:
        if not address:
            return Unread(Reason.NO_ADDRESS)
        try:
            path = (self._folder / address).resolve()
            if not path.is_relative_to(self._folder):
                return Unread(Reason.HOST_NOT_ALLOWED, "outside the export's folder")
            if not path.is_file():
                return Unread(Reason.GONE, "no such file")
            if (size := path.stat().st_size) > MAX_BYTES:
                return Unread(Reason.TOO_MANY_BYTES, f"{size} bytes, at most {MAX_BYTES}")
            return path.read_bytes()
        except (OSError, ValueError) as error:
            return Unread(Reason.UNREACHABLE, type(error).__name__)


async def described(paths: "Iterable[Path]") -> "AsyncIterator[tuple[Path, Described | Unread]]":
    """Describe files one after the other, by the decoder's process that serves the bot too."""
    async with Decoder() as decoder:
        for path in paths:
            data = await LocalFiles(path.parent).bytes_of(path.name)
            yield path, data if isinstance(data, Unread) else await decoder.describe(data)
