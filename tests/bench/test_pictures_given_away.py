"""How much of a picture its description gives away: an attack with all that an attacker could wish for.

The attacker knows the code, has photographs of the same kind to learn from, and learns by ridge regression
what the surroundings of a corner look like from its 64 bits and the 64 of the same corner in a mirror. Each
patch is then laid where the corner is.
Run it with `pytest tests/bench/test_pictures_given_away.py -s`; `LOOK=DIR` writes the results as pictures.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np
import pytest
from PIL import Image

from bot.pictures.corners import RECORD, corners_and_mirrored
from tests.bench.photographs import enlarged, photographs

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Pixels = npt.NDArray[np.uint8]

pytest.importorskip("skimage")

BOTH: Final = np.dtype([*((name, RECORD[name]) for name in ("bits", "x", "y")), ("mirrored", "<u8")])

PATCH: Final = 16
AROUND: Final = 31
USUAL_SIZE: Final = 1.44
SIDE: Final = 255
LEAST_LIKE: Final = 0.2
"""Structural similarity beyond which outlines can be made out in pictures of this size."""


def small(image: Image.Image) -> "Pixels":
    factor = SIDE / max(image.size)
    return np.asarray(image.convert("L").resize((round(image.width * factor), round(image.height * factor))))


def described(image: Image.Image) -> "npt.NDArray[np.void]":
    found, mirrored = corners_and_mirrored(np.asarray(image.convert("L")))
    assert found is not None
    assert mirrored is not None
    told, other = (np.frombuffer(each.packed, RECORD) for each in (found, mirrored))
    at = {(int(one["x"]), int(one["y"])): one["bits"] for one in other}
    both = np.zeros(len(told), BOTH)
    for name in ("x", "y", "bits"):
        both[name] = told[name]
    for row in both:
        # Rounding may move a mirrored corner by one.
        near = (
            (found.width - int(row["x"]) + dx, int(row["y"]) + dy) for dx in (0, -1, 1) for dy in (0, -1, 1)
        )
        row["mirrored"] = next((at[place] for place in near if place in at), row["bits"])
    return both


def placed(one: "np.void", width: int) -> "Floats":
    """The matrix from a patch to the picture of 255 pixels."""
    # A corner was found where the picture has 130,000 pixels; its surroundings are 31 of those at size 0.
    # Neither its size nor its direction is kept: the attacker takes the usual ones.
    scale = AROUND * USUAL_SIZE * SIDE / width / PATCH
    shift = scale * (PATCH - 1) / 2
    return np.array([[scale, 0, float(one["x"]) - shift], [0, scale, float(one["y"]) - shift]])


def features(corner: "npt.NDArray[np.void]") -> "Floats":
    each = [np.ascontiguousarray(corner[name]).view(np.uint8).reshape(-1, 8) for name in ("bits", "mirrored")]
    bits = np.unpackbits(np.hstack(each), axis=1)
    return cast("Floats", np.hstack([2.0 * bits - 1, np.ones((len(bits), 1))]))


def working_width(image: Image.Image) -> int:
    return max(round(image.width * (130_000 / image.width / image.height) ** 0.5), 1)


def patches(image: Image.Image, found: "npt.NDArray[np.void]") -> "Floats":
    """What lies around each corner, without its brightness and contrast."""
    grey = small(image)
    longer = max(image.size) / image.width * working_width(image)
    cut = [
        cv2.warpAffine(
            grey, placed(one, round(longer)), (PATCH, PATCH), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        )
        for one in found
    ]
    flat = np.array(cut, np.float64).reshape(len(found), -1)
    flat -= flat.mean(axis=1, keepdims=True)
    return cast("Floats", flat / (flat.std(axis=1, keepdims=True) + 1e-6))


def rebuilt(image: Image.Image, found: "npt.NDArray[np.void]", learned: "Floats") -> "Floats":
    """The attacker's picture: all patches, averaged where they overlap."""
    height, width = small(image).shape
    longer = max(image.size) / image.width * working_width(image)
    total, weight = np.zeros((height, width)), np.full((height, width), 1e-3)
    bell = np.outer(np.hanning(PATCH + 2)[1:-1], np.hanning(PATCH + 2)[1:-1])
    for one, patch in zip(found, features(found) @ learned, strict=True):
        matrix = placed(one, round(longer))
        total += cv2.warpAffine(patch.reshape(PATCH, PATCH) * bell, matrix, (width, height))
        weight += cv2.warpAffine(bell, matrix, (width, height))
    return total / weight


def likeness(one: "Floats", other: "Floats") -> float:
    """Structural similarity on 11 x 11 windows, both brought to the same brightness and contrast."""
    measure = cast("Callable[..., float]", pytest.importorskip("skimage.metrics").structural_similarity)
    a, b = ((each - each.mean()) / (each.std() + 1e-9) for each in (one, other))
    return measure(a, b, data_range=6.0, win_size=11)


def test_a_picture_cannot_be_rebuilt_from_its_description() -> None:
    images = [(name, enlarged(image)) for name, image in photographs()]
    told = {name: described(image) for name, image in images}
    results: dict[str, tuple[float, float]] = {}
    for name, image in images:
        known = np.vstack([features(told[other]) for other, _ in images if other != name])
        seen = np.vstack([patches(each, told[other]) for other, each in images if other != name])
        learned: object = np.linalg.solve(known.T @ known + 50 * np.eye(known.shape[1]), known.T @ seen)
        drawn, grey = rebuilt(image, told[name], cast("Floats", learned)), small(image).astype(np.float64)
        related = float(np.corrcoef(drawn.ravel(), grey.ravel())[0, 1])
        results[name] = (likeness(drawn, grey), related)
        if folder := os.environ.get("LOOK"):
            shown = np.clip(128 + 50 * drawn / (drawn.std() + 1e-9), 0, 255)
            Image.fromarray(np.hstack([grey, shown]).astype(np.uint8)).save(
                Path(folder) / f"{Path(name).stem}.png"
            )
    worst = max(results, key=lambda name: results[name][0])
    mean = np.mean([similar for similar, _ in results.values()])
    related = np.mean([each for _, each in results.values()])
    told_worst = f"structural similarity mean {mean:.2f}, most {results[worst][0]:.2f} ({worst})"
    print(f"\n{told_worst}; correlation {related:.2f}")  # noqa: T201 - a bench reports
    assert results[worst][0] < LEAST_LIKE
