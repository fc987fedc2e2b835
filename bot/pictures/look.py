"""One picture, all that is told of it: fingerprint, variants, corners, and the frames of an animation.

Runs in the decoder's process. The pixels are gone when it returns.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from bot.observed import Look
from bot.pictures import variants
from bot.pictures.corners import corners_and_mirrored
from bot.pictures.decode import decode_frames
from bot.pictures.fingerprint import pdq, sampled
from bot.pictures.framing import inner_pictures
from bot.pictures.outcome import Described, Unread

if TYPE_CHECKING:
    import numpy.typing as npt

    from bot.observed import Fingerprint
    from bot.pictures.decode import Grey

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
    found = pdq(first)
    look = _look(_working(first.pixels), flat=found.quality < variants.LEAST_QUALITY)
    frames = b"".join(_hash(pdq(frame)) for frame in later)
    return Described(found, replace(look, frames=frames, sampled=_sampled(first, found)))


def _look(pixels: "Pixels", *, flat: bool) -> Look:
    """The variants of the whole and of the picture inside it."""
    if min(pixels.shape) < variants.SMALLEST_SIDE:
        return Look()
    boxes = inner_pictures(pixels)
    inside = [box.of(pixels) for box in boxes]
    squares = [variants.square(part) for part in (pixels, *inside)]
    whole, *inner = (variants.softened(each) for each in squares)
    smallest = min(inside, key=lambda part: part.size, default=pixels)
    described = [corners_and_mirrored(pixels)]
    if smallest.size <= INNER_CORNERS * pixels.size:
        described.append(corners_and_mirrored(smallest))
    return Look(
        inner=b"".join(variants.upright(part) for part in inner),
        crops=variants.cropped(whole),
        turned=b"".join(variants.turned(part) for part in squares[:2]),
        middle=variants.middle(whole, pixels.shape[1] / pixels.shape[0]),
        fields=variants.fields(whole),
        dim=variants.upright(whole) if flat else b"",
        corners=tuple(found for found, _ in described if found is not None),
        mirrored=tuple(found for _, found in described if found is not None),
    )


def _sampled(grey: "Grey", found: "Fingerprint") -> bytes:
    bits = sampled(grey) if found.quality >= variants.LEAST_QUALITY else None
    return bits.to_bytes(32, "little") if bits is not None else b""


def _hash(of: "Fingerprint") -> bytes:
    return of.bits.to_bytes(32, "little") if of.quality >= variants.LEAST_QUALITY else b""


def _working(pixels: "Pixels") -> "Pixels":
    factor = WORKING_SIDE / max(pixels.shape)
    if factor >= 1:
        return pixels
    size = (max(round(pixels.shape[1] * factor), 1), max(round(pixels.shape[0] * factor), 1))
    return cast("Pixels", cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA))
