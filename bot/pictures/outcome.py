"""How reading a picture ends: with a description, or with one of the named reasons for having none."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.observed import Fingerprint, Look


class Reason(StrEnum):
    """The end of a reading that gave no fingerprint.

    The first group is about the address, the second about its answer, the third about the bytes, the last
    about our own machinery.
    """

    NO_ADDRESS = "no_address"
    HOST_NOT_ALLOWED = "host_not_allowed"
    NOT_SECURE = "not_secure"

    REDIRECTED = "redirected"
    GONE = "gone"
    BAD_ANSWER = "bad_answer"
    ENCODED = "encoded"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    TOO_MANY_BYTES = "too_many_bytes"

    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    VIDEO_NOT_READ = "video_not_read"
    TOO_MANY_PIXELS = "too_many_pixels"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    OUT_OF_MEMORY = "out_of_memory"

    DECODER_LOST = "decoder_lost"
    TOOK_TOO_LONG = "took_too_long"
    QUEUE_FULL = "queue_full"
    CLOSED = "closed"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class Unread:
    """A picture that stays without a fingerprint.

    Attributes:
        detail: What exactly, for the log; never holds bytes of the picture or the query of its address.
        sha256: Of the bytes, 64 hex digits, where they were had and could not be decoded.
    """

    reason: Reason
    detail: str = ""
    sha256: str | None = None

    def __str__(self) -> str:
        """The reason in words, with the detail where there is one."""
        words = self.reason.value.replace("_", " ")
        return f"{words} ({self.detail})" if self.detail else words


@dataclass(frozen=True, slots=True)
class Described:
    """What was read: the fingerprint by which pictures are named, and what finds altered copies.

    Attributes:
        sha256: Of the bytes, 64 hex digits; told by the reader, the decoder need not know it.
    """

    fingerprint: "Fingerprint"
    look: "Look"
    sha256: str | None = None
