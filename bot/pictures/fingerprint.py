"""Grey pixels to PDQ, as two matrix products instead of passes over every pixel.

PDQ blurs a picture by a tent filter (two box passes each way), takes 64 x 64 samples, keeps the 16 x 16
lowest frequencies of their cosine transform and notes which lie above the median. Filter and sampling are
linear in each direction, so the weights of both are multiplied out once per side length.

Source: facebook/ThreatExchange, `pdq/cpp/hashing/pdqhashing.cpp` and `pdq/cpp/downscaling/downscaling.cpp`.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from bot.observed import Fingerprint
from bot.pictures.decode import Grey, decode
from bot.pictures.outcome import Unread

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]

SAMPLES: Final = 64
FREQUENCIES: Final = 16
SMALLEST_SIDE: Final = 5
"""Below this PDQ gives no bits and quality 0 (`MIN_HASHABLE_DIM`)."""

QUALITY_DIVISOR: Final = 90
"""Sum of gradients for one point of quality (`pdqImageDomainQualityMetric`)."""

MOST_QUALITY: Final = 100

NEAREST_SIDE: Final = 512
"""Pixels along each side that Meta's program for files takes (`DOWNSAMPLE_DIMS`)."""

STRIP_ROWS: Final = 128
"""Rows turned to floats at a time: a 50-megapixel picture then needs 3 MB beside its bytes instead of 200."""

SIDES_KEPT: Final = 24
"""Side lengths whose weights are kept: those of common telephones and screens, at most 8 MB each, and those
of the crops of a picture at 256 x 256, 64 KB each."""


def fingerprint(data: bytes) -> Fingerprint | Unread:
    """Decode a file and fingerprint its first frame; the bytes are not kept."""
    grey = decode(data)
    return grey if isinstance(grey, Unread) else pdq(grey)


def pdq(grey: Grey) -> Fingerprint:
    """PDQ of a picture: exact from full-size pixels, within 4 bits from pixels of a reduced decode."""
    if min(grey.width, grey.height) < SMALLEST_SIDE:
        return Fingerprint(0, 0)
    samples = _samples(grey)
    return Fingerprint(hash_of(spectrum_of(samples)), quality_of(samples))


def spectrum_of(samples: "Matrix") -> "Matrix":
    """The 16 x 16 lowest frequencies of the cosine transform, without the constant."""
    return cast("Matrix", COSINES @ samples @ COSINES.T)


def hash_of(spectrum: "Matrix") -> int:
    """The 256 bits: which of the frequencies lie above their median."""
    # The reference's median is the lower of the two in the middle.
    middle = np.partition(spectrum, spectrum.size // 2 - 1, axis=None)[spectrum.size // 2 - 1]
    return int.from_bytes(np.packbits(spectrum > middle, bitorder="little").tobytes(), "little")


def sampled(grey: Grey) -> int | None:
    """The bits that Meta's program for files gives; `None` where they are the same as `pdq`'s.

    It first takes 512 x 512 pixels of a larger picture, each the nearest, and hashes those: 9 bits away on
    average, up to 54. From a reduced decode, what each pixel is the mean of stands for the pixel.

    Source: facebook/ThreatExchange, `pdq/cpp/io/pdqio.cpp` and `CImg.h` (`resize`, interpolation 1).
    """
    if max(grey.width, grey.height) <= NEAREST_SIDE:
        return None
    rows, columns = nearest_weights(grey.height, grey.scale), nearest_weights(grey.width, grey.scale)
    return hash_of(spectrum_of(_blurred(grey, rows) @ columns.T))


def _samples(grey: Grey) -> "Matrix":
    return _blurred(grey, weights(grey.height, grey.scale)) @ weights(grey.width, grey.scale).T


def _blurred(grey: Grey, rows: "Matrix") -> "Matrix":
    blurred = np.zeros((SAMPLES, grey.pixels.shape[1]), np.float32)
    for top in range(0, grey.pixels.shape[0], STRIP_ROWS):
        strip = rows[:, top : top + STRIP_ROWS]
        touched = np.flatnonzero(strip.any(axis=1))
        if not touched.size:
            continue  # rows that `nearest_weights` passes over
        band = slice(touched[0], touched[-1] + 1)
        blurred[band] += strip[band] @ grey.pixels[top : top + STRIP_ROWS].astype(np.float32)
    return blurred


@lru_cache(maxsize=SIDES_KEPT)
def weights(side: int, scale: int) -> "Matrix":
    """What each pixel along a side gives to each of the 64 samples: shape (64, ceil(side / scale)).

    For a reduced decode, the weights of the pixels that went into one are added up.
    """
    window = (side + 2 * SAMPLES - 1) // (2 * SAMPLES)
    ahead = (window + 2) // 2
    at = np.arange(side)
    first, last = np.maximum(at - (window - ahead), 0), np.minimum(at + ahead, side)  # last is exclusive
    share = 1.0 / (last - first)
    centres = ((np.arange(SAMPLES) + 0.5) * side / SAMPLES).astype(np.intp)
    steps = np.zeros((SAMPLES, side + 1))
    for sample, centre in enumerate(centres):
        through = slice(first[centre], last[centre])
        np.add.at(steps[sample], first[through], share[centre] * share[through])
        np.subtract.at(steps[sample], last[through], share[centre] * share[through])
    weights = np.cumsum(steps[:, :-1], axis=1)
    weights[np.abs(weights) < np.finfo(np.float32).eps / side] = 0.0  # what rounding left of zero
    return np.add.reduceat(weights, np.arange(0, side, scale), axis=1).astype(np.float32)


@lru_cache(maxsize=SIDES_KEPT)
def nearest_weights(side: int, scale: int) -> "Matrix":
    """As `weights`, where 512 pixels along the side are taken first and the others do not count."""
    taken = np.zeros((SAMPLES, side), np.float32)
    np.add.at(taken.T, np.arange(NEAREST_SIDE) * side // NEAREST_SIDE, weights(NEAREST_SIDE, 1).T)
    return np.add.reduceat(taken, np.arange(0, side, scale), axis=1)


def _cosines() -> "Matrix":
    """The rows 1 to 16 of the cosine transform over 64 samples."""
    frequency, sample = np.arange(1, FREQUENCIES + 1)[:, None], np.arange(SAMPLES)[None, :]
    angles = np.pi / 2 / SAMPLES * frequency * (2 * sample + 1)
    return (np.sqrt(2 / SAMPLES) * np.cos(angles)).astype(np.float32)


COSINES: Final = _cosines()


def quality_of(samples: "Matrix") -> int:
    """How much happens in the picture: the gradients between neighbouring samples, in whole per cent."""
    gradients = sum(int(np.abs(np.trunc(np.diff(samples, axis=axis) * 100 / 255)).sum()) for axis in (0, 1))
    return min(gradients // QUALITY_DIVISOR, MOST_QUALITY)


def as_hex(of: Fingerprint) -> str:
    """PDQ's usual text form: 64 hex digits."""
    return f"{of.bits:064x}"
