"""Where in a file the picture itself is: inside uniform borders, beside a caption bar, in a screenshot.

Knows grey pixels. Refuses to know what a picture shows; where nothing is found, there is nothing to find.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

PAPER_WITHIN: Final = 12
"""Levels of grey that count as one colour: what JPEG at quality 30 does to a flat border (measured)."""

BORDER_SHARE: Final = 0.97
"""A row is border where so much of it has one colour; the rest is noise or a corner that is rounded off."""

BAR_SHARE: Final = 0.55
"""A row belongs to a bar with writing where at least so much of it is paper."""

BAR_MOST: Final = 0.45
"""More than this share of the height is no caption any more."""

LEAST_SIDE: Final = 0.2
"""An inner picture has at least this share of each side, and `LEAST_AREA` of the area: smaller ones are
icons and stamps."""

LEAST_AREA: Final = 0.08

MOST_AREA: Final = 0.96
"""What leaves less than this away shows the same as the whole."""

SCREEN_WITHIN: Final = 4
"""The same for the background of a screenshot, beside which a dark photograph may begin."""

MARGINS: Final = 40
"""Each edge of a screenshot is background for this fraction of its width."""

BACKGROUND_SHARE: Final = 0.4
"""At least so much of both edges has the background's colour; bars above and below take the rest."""

BUSY_SHARE: Final = 0.6
"""A row of a screenshot belongs to a picture in it where so much of it differs from the background, of the
columns that the picture takes."""


class Box(NamedTuple):
    """A part of the pixels: rows `top` to `bottom`, columns `left` to `right`, ends exclusive."""

    top: int
    bottom: int
    left: int
    right: int

    def of(self, pixels: "Pixels") -> "Pixels":
        """The pixels inside."""
        return pixels[self.top : self.bottom, self.left : self.right]


def inner_pictures(pixels: "Pixels") -> list[Box]:
    """Where the picture itself may be, besides the whole: without borders, without bars, inside a screenshot.

    Args:
        pixels: Luma, at the size in which people look at thumbnails; some hundred pixels a side.

    Returns:
        At most four boxes, each clearly smaller than the whole and not tiny, none twice.
    """
    trimmed = _without_borders(pixels)
    found = [trimmed, _without_bars(pixels, trimmed)]
    found += [_framed(pixels, within) for within in (SCREEN_WITHIN, PAPER_WITHIN)]
    kept: list[Box] = []
    for box in found:
        if box is not None and _worth(box, pixels) and all(not _alike(box, other) for other in kept):
            kept.append(box)
    return kept


def _whole(pixels: "Pixels") -> Box:
    return Box(0, pixels.shape[0], 0, pixels.shape[1])


def _worth(box: Box, pixels: "Pixels") -> bool:
    height, width = box.bottom - box.top, box.right - box.left
    area = height * width / pixels.size
    small = height < LEAST_SIDE * pixels.shape[0] or width < LEAST_SIDE * pixels.shape[1]
    return not small and LEAST_AREA <= area <= MOST_AREA


def _alike(one: Box, other: Box) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 1


def _without_borders(pixels: "Pixels") -> Box:
    """Take away rows and columns at the edges that have one colour, each side by its own colour."""
    box = _whole(pixels)
    for _ in range(2):  # a frame within a letterbox
        part = box.of(pixels)
        top, bottom = _edges(part)
        left, right = _edges(part[top:bottom].T)
        box = Box(box.top + top, box.top + bottom, box.left + left, box.left + right)
    return box


def _edges(rows: "Pixels") -> tuple[int, int]:
    """The first row that is no border, and the one after the last."""
    if not rows.size:
        return 0, rows.shape[0]
    first = _run(rows, BORDER_SHARE)
    if first == rows.shape[0]:
        return 0, rows.shape[0]
    return first, rows.shape[0] - _run(rows[::-1], BORDER_SHARE)


def _run(rows: "Pixels", share: float) -> int:
    """How many rows from the first on have the colour of the first, as far as `share` of them says."""
    paper = np.median(rows[0])
    if (np.abs(rows[0] - paper) <= PAPER_WITHIN).mean() < share:
        return 0  # as in most pictures: then the other rows need no look
    same = np.abs(rows.astype(np.int16) - np.int16(paper)) <= PAPER_WITHIN
    other = np.flatnonzero(same.mean(axis=1) < share)
    return int(other[0]) if other.size else rows.shape[0]


def _without_bars(pixels: "Pixels", trimmed: Box) -> Box | None:
    """Take away a bar with writing above or below; `None` where there is none.

    A bar begins with a row of paper at the edge of the file, and all its rows are mostly paper.
    """
    whole = trimmed.of(pixels) if _worth(trimmed, pixels) else pixels
    outer = _whole(pixels)
    most = BAR_MOST * outer.bottom
    above, below = _bar(pixels), _bar(pixels[::-1])
    above, below = (bar if bar < most else 0 for bar in (above, below))
    if (not above and not below) or not whole.size:
        return None
    body = pixels[above : outer.bottom - below]
    left, right = _edges(body.T)
    return Box(above, outer.bottom - below, left, right)


def _bar(rows: "Pixels") -> int:
    """The height of the bar that begins with the first row; 0 where that is no paper."""
    paper = np.median(rows[0])
    if (np.abs(rows[0].astype(np.int16) - paper) <= PAPER_WITHIN).mean() < BORDER_SHARE:
        return 0
    return _run(rows, BAR_SHARE)


def _framed(pixels: "Pixels", within: int) -> Box | None:
    """The largest block that stands out from the colour of the left and right edge, as in a screenshot."""
    margin = max(pixels.shape[1] // MARGINS, 1)
    edges = np.concatenate([pixels[:, :margin].reshape(-1), pixels[:, -margin:].reshape(-1)])
    background = int(np.bincount(edges, minlength=256).argmax())
    if (np.abs(edges - np.float32(background)) <= within).mean() < BACKGROUND_SHARE:
        return None
    busy = np.abs(pixels.astype(np.int16) - background) > within
    columns, rows = slice(0, pixels.shape[1]), slice(0, pixels.shape[0])
    for _ in range(3):  # rows tell the columns, which tell the rows better
        rows = _longest(busy[:, columns].mean(axis=1))
        if rows is None:
            return None
        columns = _longest(busy[rows].mean(axis=0))
        if columns is None:
            return None
    return Box(rows.start, rows.stop, columns.start, columns.stop)


def _longest(shares: "npt.NDArray[np.float64]") -> slice | None:
    """The longest run in which enough is busy; gaps of half a per cent are bridged."""
    gap = max(1, len(shares) // 200)
    at = np.flatnonzero(shares >= BUSY_SHARE)
    if not at.size:
        return None
    breaks = np.flatnonzero(np.diff(at) > gap)
    starts, ends = np.r_[0, breaks + 1], np.r_[breaks, at.size - 1]
    best = int((at[ends] - at[starts]).argmax())
    return slice(int(at[starts[best]]), int(at[ends[best]]) + 1)
