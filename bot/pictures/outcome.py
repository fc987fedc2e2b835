"""Why a picture could not be fingerprinted: one named reason for every way in which reading can end badly."""

from dataclasses import dataclass
from enum import StrEnum


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
    """

    reason: Reason
    detail: str = ""
