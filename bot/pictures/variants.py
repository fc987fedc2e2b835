"""PDQ of what a picture may become: without its frame, cropped, mirrored, rotated, taken out of a collage.

Works on the picture at 256 x 256. All variants of a picture are hashed at once: numpy takes longer to begin
than to multiply.
"""

from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from bot.pictures.fingerprint import COSINES, FREQUENCIES, QUALITY_DIVISOR, SAMPLES, weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]
    Matrix = npt.NDArray[np.float32]

SIDE: Final = 256
"""Four pixels for each of PDQ's samples, as many as a reduced decode keeps at least."""

PER_SAMPLE: Final = 4

SMALLEST_SIDE: Final = 16
"""Pixels along the shorter side below which nothing but the fingerprint is told."""

LEAST_QUALITY: Final = 50
"""Flatter variants are not told: they would match what they do not show."""

TENT: Final = np.array([0.25, 0.5, 0.25], np.float32)
"""PDQ's filter is a tent as wide as a sample: a 64th of a side, four of the 256 pixels. Sampling parts of
what it leaves is as near to PDQ as computing weights for each part is (4.5 bits for crops, 7.5 for quarters),
in a fifteenth of the time."""

MOST_STRETCHED: Final = 1.5
"""How much the contrast of a variant is raised, at most to the whole range, before its quality is judged: a
photograph at 70 % of its brightness has 70 % of its quality and shows as much. What has the whole range and
little in it, such as an emoji or a drawing on white, gains nothing."""

CROPS: Final = tuple(
    (round(top * SIDE), SIDE - round(bottom * SIDE), round(left * SIDE), SIDE - round(right * SIDE))
    for top, bottom, left, right in (
        (0.03, 0.03, 0.03, 0.03),
        (0.06, 0.06, 0.06, 0.06),
        (0.10, 0.10, 0.10, 0.10),
        (0.15, 0.0, 0.0, 0.0),
        (0.0, 0.15, 0.0, 0.0),
        (0.0, 0.0, 0.15, 0.0),
        (0.0, 0.0, 0.0, 0.15),
    )
)
"""What telephones' editors leave when all sides are drawn in a little or one side is cut: rows and columns of
the 256. PDQ itself allows for one or two per cent around each; what lies between is left to corners."""

_HALVES = (0.0, 0.5), (0.5, 1.0)
_THIRDS = (0.0, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 1.0)
_WHOLE = (0.0, 1.0)
_INSET = 1
"""So many of the 256 pixels are left out around each field: half of what the usual gaps of collages take."""

FIELDS: Final = tuple(
    (
        round(top * SIDE) + _INSET,
        round(bottom * SIDE) - _INSET,
        round(left * SIDE) + _INSET,
        round(right * SIDE) - _INSET,
    )
    for (top, bottom), (left, right) in (
        *((rows, _WHOLE) for rows in _HALVES + _THIRDS),
        *((_WHOLE, columns) for columns in _HALVES + _THIRDS),
        *((rows, columns) for rows in _HALVES for columns in _HALVES),
    )
)
"""Where the pictures of a collage of two to four lie: halves, quarters and thirds."""

LEAST_OBLONG: Final = 1.1
"""By how much one side is longer than the other, from which the square in the middle is another variant."""


def square(pixels: "Pixels") -> "Matrix":
    """The picture at 256 x 256, each pixel the mean of what it covers."""
    how = cv2.INTER_AREA if min(pixels.shape) >= SIDE else cv2.INTER_LINEAR
    scaled = cv2.resize(np.ascontiguousarray(pixels), (SIDE, SIDE), interpolation=how)
    return cast("Matrix", scaled.astype(np.float32))


def softened(at_256: "Matrix") -> "Matrix":
    """PDQ's filter as it is at this size, from which parts of the picture are then sampled."""
    return cast("Matrix", cv2.sepFilter2D(at_256, -1, TENT, TENT))


def upright(soft: "Matrix") -> bytes:
    """The hash of the picture as it is; empty where it is too flat."""
    return _parts(soft, ((0, SIDE, 0, SIDE),))


def cropped(soft: "Matrix") -> bytes:
    """The hashes of the picture after each of `CROPS`."""
    return _parts(soft, CROPS)


def middle(soft: "Matrix", oblong: float) -> bytes:
    """The hash of the square in the middle, which collages and profiles show of a picture.

    Args:
        soft: The picture.
        oblong: Its width divided by its height.
    """
    if max(oblong, 1 / oblong) < LEAST_OBLONG:
        return b""
    off = round(SIDE * (1 - min(oblong, 1 / oblong)) / 2)
    rows, columns = (0, SIDE), (off, SIDE - off)
    return _parts(soft, ((*rows, *columns) if oblong > 1 else (*columns, *rows),))


def fields(soft: "Matrix") -> bytes:
    """The hashes of each of `FIELDS`."""
    return _parts(soft, FIELDS)


def turned(at_256: "Matrix") -> bytes:
    """The hashes of the seven mirrored and rotated forms.

    From the pixels, though the cosine transform of a mirrored picture follows from its own: PDQ's samples lie
    beside the middle, and textures then differ by up to 36 bits (measured). Mirroring the weights does the
    same as mirroring the pixels, and turning the samples the same as turning the pixels.
    """
    one = weights(SIDE * PER_SAMPLE, PER_SAMPLE)
    both = np.concatenate([one, one[:, ::-1]])
    samples = cast("Matrix", both @ at_256 @ both.T)
    forms = [samples[:SAMPLES, SAMPLES:], samples[SAMPLES:, :SAMPLES], samples[SAMPLES:, SAMPLES:]]
    return _told([*forms, samples[:SAMPLES, :SAMPLES].T, *(form.T for form in forms)])


def _parts(soft: "Matrix", parts: "Sequence[tuple[int, int, int, int]]") -> bytes:
    size = (SAMPLES, SAMPLES)
    cut = (soft[top:bottom, left:right] for top, bottom, left, right in parts)
    return _told([cast("Matrix", cv2.resize(part, size, interpolation=cv2.INTER_LINEAR)) for part in cut])


def _told(each: "list[Matrix]") -> bytes:
    """The hashes of those of the samples that show enough, as `spectrum_of` and `hash_of` make them."""
    samples = np.array(each)
    samples = samples[_qualities(samples) >= LEAST_QUALITY]
    spectra = (COSINES @ samples @ COSINES.T).reshape(-1, FREQUENCIES * FREQUENCIES)
    lower_middle = FREQUENCIES * FREQUENCIES // 2 - 1
    medians = np.partition(spectra, lower_middle, axis=1)[:, lower_middle]
    return np.packbits(spectra > medians[:, None], axis=1, bitorder="little").tobytes()


def _qualities(samples: "Matrix") -> "npt.NDArray[np.float32]":
    """As `quality_of`, once contrast is raised."""
    ranges = samples.max(axis=(1, 2)) - samples.min(axis=(1, 2))
    stretch = np.minimum(np.float32(255) / np.maximum(ranges, 1), np.float32(MOST_STRETCHED))
    percents = samples * (stretch * np.float32(100 / 255))[:, None, None]
    down, right = (
        np.abs(np.trunc(np.diff(percents, axis=axis))).sum(axis=(1, 2), dtype=np.float32) for axis in (1, 2)
    )
    return (down + right) // QUALITY_DIVISOR
