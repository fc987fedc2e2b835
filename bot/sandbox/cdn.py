"""Attachments, and the signed, expiring addresses under which they can be read.

Knows bytes by path. An address carries `ex`, `is` (hexadecimal Unix seconds) and `hm` (a keyed hash), like
Discord's since December 2023; it is made fresh whenever a payload leaves the sandbox.
"""

import hashlib
import hmac
import io
import mimetypes
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from PIL import Image, UnidentifiedImageError
from simcord.backend.cdn import CdnStore

from bot.sandbox.clock import real_now

if TYPE_CHECKING:
    from bot.sandbox.wire import Json

DEFAULT_LIFE = timedelta(hours=24)
"""How long an address can be read; Discord promises no figure and has used 24 hours since 2023."""

ROOT = "/cdn/attachments/"
PROXY_ROOT = "/media/attachments/"


@dataclass(frozen=True, slots=True)
class Blob:
    """What an attachment address gives: the bytes as uploaded and their declared type."""

    data: bytes
    content_type: str


class SignedCdn(CdnStore):
    """SimCord's store with real addresses.

    Attributes:
        base: The address of the server, without a slash at the end.
        life: How long a signed address can be read.
    """

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.life = DEFAULT_LIFE
        self._key = secrets.token_bytes(32)
        self._kept: dict[str, Blob] = {}

    def store_attachment(
        self, attachment_id: int, channel_id: int, filename: str, data: bytes, description: str | None
    ) -> "Json":
        """Keep an upload and return its attachment object, with unsigned addresses."""
        name = re.sub(r"[^\w.-]", "_", filename) or "unknown"
        path = f"{channel_id}/{attachment_id}/{name}"
        content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self._kept[path] = Blob(data, content_type)
        made: Json = {
            "id": str(attachment_id),
            "filename": name,
            "size": len(data),
            "url": f"{self.base}{ROOT}{path}",
            "proxy_url": f"{self.base}{PROXY_ROOT}{path}",
            "content_type": content_type,
        }
        if description is not None:
            made["description"] = description
        if content_type.startswith("image/"):
            made |= _dimensions(data)
        return made

    def sign(self, url: str) -> str:
        """The address with a fresh signature; any other address unchanged."""
        bare = url.split("?", 1)[0]
        path = self._path(bare)
        if path is None:
            return url
        issued = int(real_now().timestamp())
        expires = issued + int(self.life.total_seconds())
        return f"{bare}?ex={expires:x}&is={issued:x}&hm={self._mark(path, expires, issued)}&"

    def read(self, path: str, query: str) -> Blob | None:
        """The bytes under a path below the root, or `None` where unknown, unsigned or expired."""
        given = parse_qs(query)
        try:
            expires, issued = int(given["ex"][0], 16), int(given["is"][0], 16)
            mark = given["hm"][0]
        except (KeyError, ValueError):
            return None
        good = hmac.compare_digest(mark, self._mark(path, expires, issued))
        return self._kept.get(path) if good and real_now().timestamp() < expires else None

    def forget(self, path_or_url: str) -> None:
        """Let an upload be gone, as after its message was deleted."""
        path = self._path(path_or_url.split("?", 1)[0])
        self._kept.pop(path if path is not None else path_or_url, None)

    def _path(self, url: str) -> str | None:
        if not url.startswith(self.base):
            return None
        whole = urlsplit(url).path
        return next((whole.removeprefix(root) for root in (ROOT, PROXY_ROOT) if whole.startswith(root)), None)

    def _mark(self, path: str, expires: int, issued: int) -> str:
        return hmac.new(self._key, f"{path}?{expires:x}&{issued:x}".encode(), hashlib.sha256).hexdigest()


def _dimensions(data: bytes) -> "Json":
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return {"width": picture.width, "height": picture.height}
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return {}  # Discord, too, gives no size for what it cannot read
