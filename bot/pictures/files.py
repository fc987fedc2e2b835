"""Bytes of pictures that came with an export: files under one folder, and nothing outside it."""

import asyncio
from typing import TYPE_CHECKING

from bot.pictures.decode import MAX_BYTES
from bot.pictures.outcome import Reason, Unread

if TYPE_CHECKING:
    from pathlib import Path

    from bot.observed import Picture


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
        return await asyncio.to_thread(self._read, picture.url)

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
