"""The pipe between the bot and its decoder: a length, then that many bytes; both ends are ours.

Answers are JSON with hashes and corners in base64.
"""

import base64
import json
import struct
from typing import TYPE_CHECKING, Final, cast

from bot.observed import Corners, Fingerprint, Look
from bot.pictures.outcome import Described, Reason, Unread

if TYPE_CHECKING:
    from typing import BinaryIO

HEADER: Final = struct.Struct(">I")
"""Length of what follows, in bytes."""

MAX_ANSWER_BYTES: Final = 24 * 1024
"""A decoder that was taken over by a hostile picture must not fill the bot's memory with its answer. The
longest honest one holds 45 hashes and four times 256 corners: 15,600 bytes as base64, and their names."""

HASH_BYTES: Final = 32
CORNER_BYTES: Final = 10
HASHES: Final = ("inner", "crops", "turned", "frames", "middle", "fields", "dim", "sampled")
CORNERS: Final = ("corners", "mirrored")

READY: Final = b"ready"
"""What the decoder says first, once its libraries are loaded and its limits are set."""


def framed(body: bytes) -> bytes:
    """The body with its length in front."""
    return HEADER.pack(len(body)) + body


def read_frame(stream: "BinaryIO") -> bytes | None:
    """Read one frame; `None` where the other side is gone."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    (length,) = HEADER.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def answer(outcome: Described | Unread) -> bytes:
    """Write an outcome."""
    if isinstance(outcome, Unread):
        return json.dumps({"unread": outcome.reason.value, "detail": outcome.detail[:200]}).encode()
    look = outcome.look
    told = {
        "pdq": f"{outcome.fingerprint.bits:064x}",
        "quality": outcome.fingerprint.quality,
        **{name: _text(cast("bytes", getattr(look, name))) for name in HASHES},
        "corners": _told(look.corners),
        "mirrored": _told(look.mirrored),
    }
    return json.dumps(told).encode()


def outcome(told: bytes) -> Described | Unread:
    """Read an outcome.

    Raises:
        ValueError: It is none; the decoder can no longer be believed.
    """
    fields: object = json.loads(told)
    if not isinstance(fields, dict):
        raise ValueError("the decoder's answer is no object")  # noqa: TRY004 - one error for all that is wrong
    match cast("dict[str, object]", fields):
        case {"pdq": str(digits), "quality": int(quality), **rest} if (
            len(digits) == 2 * HASH_BYTES and 0 <= quality <= 100  # noqa: PLR2004 - PDQ's own
        ):
            hashes = {name: _bytes(rest.get(name), HASH_BYTES) for name in HASHES}
            corners, mirrored = (tuple(_corners(one) for one in _list(rest.get(name))) for name in CORNERS)
            look = Look(**hashes, corners=corners, mirrored=mirrored)  # pyright: ignore[reportArgumentType]
            return Described(Fingerprint(int(digits, 16), quality), look)
        case {"unread": str(reason), "detail": str(detail)}:
            return Unread(Reason(reason), detail)
        case _:
            raise ValueError("the decoder's answer has neither fingerprint nor reason")


def _told(found: tuple[Corners, ...]) -> list[list[int | str]]:
    return [[one.width, one.height, _text(one.packed)] for one in found]


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: object, each: int) -> bytes:
    data = base64.b64decode(text, validate=True) if isinstance(text, str) else None
    if data is None or len(data) % each:
        raise ValueError("the decoder's answer holds no whole hashes or corners")
    return data


def _corners(one: object) -> Corners:
    match _list(one):
        case [int(width), int(height), str(text)] if 0 <= width <= 255 and 0 <= height <= 255:  # noqa: PLR2004 - bytes
            return Corners(width, height, _bytes(text, CORNER_BYTES))
        case _:
            raise ValueError("the decoder's answer holds corners of no picture")


def _list(one: object) -> list[object]:
    if not isinstance(one, list):
        raise ValueError("the decoder's answer holds no list of corners")  # noqa: TRY004 - as above
    return cast("list[object]", one)
