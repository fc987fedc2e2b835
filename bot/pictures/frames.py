"""The pipe between the bot and its decoder: a length, then that many bytes; both ends are ours.

Answers are JSON, so that a later decoder can tell more about a picture than its fingerprint.
"""

import json
import struct
from typing import TYPE_CHECKING, Final, cast

from bot.observed import Fingerprint
from bot.pictures.outcome import Reason, Unread

if TYPE_CHECKING:
    from typing import BinaryIO

HEADER: Final = struct.Struct(">I")
"""Length of what follows, in bytes."""

MAX_ANSWER_BYTES: Final = 4096
"""A decoder that was taken over by a hostile picture must not fill the bot's memory with its answer."""

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


def answer(outcome: Fingerprint | Unread) -> bytes:
    """Write an outcome."""
    if isinstance(outcome, Unread):
        told = {"unread": outcome.reason.value, "detail": outcome.detail[:200]}
    else:
        told = {"pdq": f"{outcome.bits:064x}", "quality": outcome.quality}
    return json.dumps(told).encode()


def outcome(told: bytes) -> Fingerprint | Unread:
    """Read an outcome.

    Raises:
        ValueError: It is none; the decoder can no longer be believed.
    """
    fields: object = json.loads(told)
    if not isinstance(fields, dict):
        raise ValueError("the decoder's answer is no object")  # noqa: TRY004 - one error for all that is wrong
    match cast("dict[str, object]", fields):
        case {"pdq": str(digits), "quality": int(quality)} if len(digits) == 64 and 0 <= quality <= 100:  # noqa: PLR2004 - PDQ's own
            return Fingerprint(int(digits, 16), quality)
        case {"unread": str(reason), "detail": str(detail)}:
            return Unread(Reason(reason), detail)
        case _:
            raise ValueError("the decoder's answer has neither fingerprint nor reason")
