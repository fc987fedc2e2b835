"""Pictures exported beside an export: from the path in it to what the bot would tell of it.

Never leaves the folder of the export. The bytes are read, described and forgotten.
"""

import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from bot.observed import Picture, PictureId
from bot.pictures.decode import MAX_BYTES
from bot.pictures.look import describe
from bot.pictures.outcome import Described

if TYPE_CHECKING:
    from bot.replay.exported import ExportedAttachment

CONTENT_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
}
"""The pictures that can be fingerprinted. An export does not say the type, so the file's name must."""


_OPEN_FLAGS: int = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))
"""Opening a named pipe must not wait for ever; what a path was resolved to must not be a link by now; and
Windows must not translate line ends."""


class Missing(Exception):
    """A picture that the export promises cannot be read; says which and why."""


def is_picture(attachment: "ExportedAttachment") -> bool:
    """Whether the attachment's name is that of a picture."""
    return content_type_of(attachment.file_name or attachment.url) is not None


def content_type_of(name: str) -> str | None:
    """The content type that a file's name tells, for the types that can be fingerprinted."""
    return CONTENT_TYPES.get(PurePosixPath(name.partition("?")[0].replace("\\", "/")).suffix.lower())


def is_remote(attachment: "ExportedAttachment") -> bool:
    """Whether the export holds only the attachment's address."""
    return attachment.url.lower().startswith(("http://", "https://"))


def picture_of(attachment: "ExportedAttachment", found: Described | None) -> Picture:
    """The attachment as an observed picture."""
    return Picture(
        id=PictureId(attachment.id),
        name=attachment.file_name,
        content_type=content_type_of(attachment.file_name or attachment.url),
        size=attachment.size,
        width=None,
        height=None,
        url=attachment.url,
        fingerprint=found.fingerprint if found else None,
        look=found.look if found else None,
    )


def describe_file(attachment: "ExportedAttachment", folder: Path) -> Described:
    """Describe a picture that was exported with its message, as the bot would.

    Args:
        attachment: One with a local path.
        folder: Where the export is; the file must lie below it once every link is followed.

    Raises:
        Missing: The file is absent, outside of the folder, not a plain file, too large or not a picture.
    """
    written = attachment.url.replace("\\", "/")
    try:
        root = folder.resolve(strict=True)
        path = (root / written).resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise Missing(f"{written}: no such file beside the export") from error
    if not path.is_relative_to(root):
        raise Missing(f"{written}: lies outside of the export's folder and was not opened")
    read = describe(_bytes_of(path, written))
    if not isinstance(read, Described):
        raise Missing(f"{written}: cannot be read as a picture ({read.reason.replace('_', ' ')})")
    return read


def _bytes_of(path: Path, written: str) -> bytes:
    try:
        opened = os.open(path, os.O_RDONLY | _OPEN_FLAGS)
        with os.fdopen(opened, "rb") as file:
            if not stat.S_ISREG(os.fstat(opened).st_mode):
                raise Missing(f"{written}: is not a plain file")
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Missing(f"{written}: cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise Missing(f"{written}: has more than {MAX_BYTES:,} bytes and was not read")
    return data
