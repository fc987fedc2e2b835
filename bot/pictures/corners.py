"""Corners of a picture and what is around each, in 64 bits: what stays when it is cropped or drawn upon.

The only place that knows OpenCV, which gets grey pixels and never a file. Of ORB's 256 comparisons a quarter
is kept, and of where a corner is a byte each way. How large it is and which way it points is forgotten: two
corners together tell that well enough, and who does not know it cannot draw what was there.

Source: Rublee and others, "ORB: an efficient alternative to SIFT or SURF" (2011).
"""

from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from bot.observed import Corners

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

MOST_CORNERS: Final = 256
"""Per picture: 2.5 KB. With 64 bits each, altered copies share 20 to 200 of them (measured)."""

WORKING_AREA: Final = 130_000
"""Pixels on which corners are looked for, about 416 x 312: two milliseconds, and what a thumbnail shows."""

MOST_ENLARGED: Final = 2.5
"""Smaller pictures are enlarged at most so much: beyond, interpolation makes corners of its own."""

CANDIDATES: Final = 1_500
"""Corners from which the strongest of each cell are chosen."""

CELLS: Final = 8
"""The picture is divided into 8 x 8 cells, that a text or a hedge does not take all the corners."""

LONGER_SIDE: Final = 255
KEPT_BYTES: Final = slice(None, None, 4)
"""Every fourth byte of ORB's 32."""

RECORD: Final = np.dtype([("bits", "<u8"), ("x", "u1"), ("y", "u1")], align=False)
"""A corner as `Corners.packed` holds it."""

_STEP: Final = 1.2
_PATCH: Final = 31

cv2.setNumThreads(1)


def corners(pixels: "Pixels") -> Corners | None:
    """Describe the corners of a picture; `None` where it has none."""
    return corners_and_mirrored(pixels)[0]


def corners_and_mirrored(pixels: "Pixels") -> tuple[Corners | None, Corners | None]:
    """Describe the corners of a picture, and the same corners as they are in a mirror; `None` for none.

    Turned pictures need no second description, for each corner is described as its own direction tells.
    """
    scaled = _scaled(pixels)
    height, width = scaled.shape
    if min(height, width) < _PATCH:
        return None, None
    finder = cv2.ORB.create(CANDIDATES, _STEP, 8, 19, 0, 2, cv2.ORB_HARRIS_SCORE, _PATCH, 8)
    found = finder.detect(scaled, None)
    if not found:
        return None, None
    chosen = [found[at] for at in _spread_out(found, width, height)]
    mirrored = [_mirrored(point, width) for point in chosen]
    return _told(finder, scaled, chosen), _told(finder, cv2.flip(scaled, 1), mirrored)


def _told(finder: cv2.ORB, scaled: "cv2.typing.MatLike", points: "Sequence[cv2.KeyPoint]") -> Corners | None:
    # OpenCV's own types say that there always is a description; where no corner is left there is none.
    kept, told = cast(
        "tuple[Sequence[cv2.KeyPoint], npt.NDArray[np.uint8] | None]", finder.compute(scaled, points)
    )
    if told is None:
        return None
    height, width = scaled.shape
    unit = LONGER_SIDE / max(width, height)
    packed = np.zeros(len(kept), RECORD)
    packed["bits"] = np.ascontiguousarray(told[:, KEPT_BYTES]).view("<u8")[:, 0]
    packed["x"] = [round(point.pt[0] * unit) for point in kept]
    packed["y"] = [round(point.pt[1] * unit) for point in kept]
    return Corners(round(width * unit), round(height * unit), packed.tobytes())


def _mirrored(point: cv2.KeyPoint, width: int) -> cv2.KeyPoint:
    """The same corner where left and right are exchanged."""
    (x, y), half_turn = point.pt, 180
    angle = (half_turn - point.angle) % 360
    return cv2.KeyPoint(width - 1 - x, y, point.size, angle, point.response, point.octave, point.class_id)


def _scaled(pixels: "Pixels") -> "Pixels":
    factor = min((WORKING_AREA / pixels.size) ** 0.5, MOST_ENLARGED)
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    size = (max(round(pixels.shape[1] * factor), 1), max(round(pixels.shape[0] * factor), 1))
    return cast("Pixels", cv2.resize(np.ascontiguousarray(pixels), size, interpolation=how))


def _spread_out(found: "Sequence[cv2.KeyPoint]", width: int, height: int) -> "list[int]":
    """Which corners to keep: the strongest of every cell, then every second, until there are enough."""
    x, y = cast("npt.NDArray[np.float32]", cv2.KeyPoint.convert(found)).T
    cell = (y * CELLS // height).astype(int) * CELLS + (x * CELLS // width).astype(int)
    strength = np.array([point.response for point in found])
    order = np.lexsort((-strength, cell))
    begins = np.flatnonzero(np.diff(cell[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))
    return order[np.argsort(rank, kind="stable")][:MOST_CORNERS].tolist()
