"""One picture, all that is told of it: fingerprint, variants, corners, and the frames of an animation.

Runs in the decoder's process. The pixels are gone when it returns.
"""

from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from bot.observed import Look
from bot.pictures import variants
from bot.pictures.corners import corners
from bot.pictures.decode import decode_frames
from bot.pictures.fingerprint import pdq
from bot.pictures.framing import inner_pictures
from bot.pictures.outcome import Described, Unread

if TYPE_CHECKING:
    import numpy.typing as npt

    from bot.observed import Corners, Fingerprint

    Pixels = npt.NDArray[np.uint8]

WORKING_SIDE: Final = 960
"""Pixels along the longer side on which frames and corners are looked for: what a reduced decode leaves of a
photograph, and enough for a picture that fills a third of a screenshot."""

INNER_CORNERS: Final = 0.7
"""A picture inside gets corners of its own where it takes at most this share of the whole; otherwise those of
the whole serve both."""


def describe(data: bytes) -> Described | Unread:
    """Decode a file and describe it; the bytes are not kept. Never raises for what the bytes are."""
    read = decode_frames(data)
    if isinstance(read, Unread):
        return read
    first, *later = read
    frames = b"".join(_hash(pdq(frame)) for frame in later)
    return Described(pdq(first), _look(_working(first.pixels), frames))


def _look(pixels: "Pixels", frames: bytes) -> Look:
    """The variants of the whole and of the picture inside it."""
    if min(pixels.shape) < variants.SMALLEST_SIDE:
        return Look(frames=frames)
    boxes = inner_pictures(pixels)
    inside = [box.of(pixels) for box in boxes]
    squares = [variants.square(part) for part in (pixels, *inside)]
    whole, inner = squares[0], squares[1:]
    smallest = min(inside, key=lambda part: part.size, default=pixels)
    described: list[Corners | None] = [corners(pixels)]
    if smallest.size <= INNER_CORNERS * pixels.size:
        described.append(corners(smallest))
    return Look(
        inner=b"".join(variants.upright(part) for part in inner),
        crops=variants.cropped(whole),
        turned=b"".join(variants.turned(part) for part in squares[:2]),
        frames=frames,
        corners=tuple(found for found in described if found is not None),
    )


def _hash(of: "Fingerprint") -> bytes:
    return of.bits.to_bytes(32, "little") if of.quality >= variants.LEAST_QUALITY else b""


def _working(pixels: "Pixels") -> "Pixels":
    factor = WORKING_SIDE / max(pixels.shape)
    if factor >= 1:
        return pixels
    size = (max(round(pixels.shape[1] * factor), 1), max(round(pixels.shape[0] * factor), 1))
    return cast("Pixels", cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA))
