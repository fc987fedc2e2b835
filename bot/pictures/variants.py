"""PDQ of what a picture may become: without its frame, cropped, mirrored, rotated.

Works on the picture at 256 x 256, on which all usual crops have weights that are known beforehand.
"""

from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from bot.pictures.fingerprint import SAMPLES, hash_of, quality_of, spectrum_of, weights

if TYPE_CHECKING:
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


def square(pixels: "Pixels") -> "Pixels":
    """The picture at 256 x 256, each pixel the mean of what it covers."""
    how = cv2.INTER_AREA if min(pixels.shape) >= SIDE else cv2.INTER_LINEAR
    return cast("Pixels", cv2.resize(np.ascontiguousarray(pixels), (SIDE, SIDE), interpolation=how))


def upright(at_256: "Pixels") -> bytes:
    """The hash of the picture as it is; empty where it is too flat."""
    return _told(_samples(at_256))


def cropped(at_256: "Pixels") -> bytes:
    """The hashes of the picture after each of `CROPS`."""
    hashes: list[bytes] = []
    for top, bottom, left, right in CROPS:
        hashes.append(_told(_samples(at_256[top:bottom, left:right])))
    return b"".join(hashes)


def turned(at_256: "Pixels") -> bytes:
    """The hashes of the seven mirrored and rotated forms.

    From the pixels, though the cosine transform of a mirrored picture follows from its own: PDQ's samples lie
    beside the middle, and textures then differ by up to 36 bits (measured). Mirroring the weights does the
    same as mirroring the pixels, and turning the samples the same as turning the pixels.
    """
    one = weights(SIDE * PER_SAMPLE, PER_SAMPLE)
    both = np.concatenate([one, one[:, ::-1]])
    samples = cast("Matrix", both @ at_256.astype(np.float32) @ both.T)
    forms = [samples[:SAMPLES, SAMPLES:], samples[SAMPLES:, :SAMPLES], samples[SAMPLES:, SAMPLES:]]
    return b"".join(_told(form) for form in (*forms, samples[:SAMPLES, :SAMPLES].T, *(f.T for f in forms)))


def _samples(pixels: "Pixels") -> "Matrix":
    height, width = pixels.shape
    rows, columns = weights(height * PER_SAMPLE, PER_SAMPLE), weights(width * PER_SAMPLE, PER_SAMPLE)
    return cast("Matrix", rows @ pixels.astype(np.float32) @ columns.T)


def _told(samples: "Matrix") -> bytes:
    if quality_of(samples) < LEAST_QUALITY:
        return b""
    return hash_of(spectrum_of(samples)).to_bytes(32, "little")
