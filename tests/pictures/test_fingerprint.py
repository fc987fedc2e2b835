"""PDQ, by our own fast path: as the reference says, and by the laws of a fingerprint."""

import json
from pathlib import Path
from statistics import fmean
from typing import Literal, TypedDict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.observed import Fingerprint
from bot.pictures.decode import REDUCED_SIDE, Grey, decode
from bot.pictures.fingerprint import SMALLEST_SIDE, STRIP_ROWS, as_hex, fingerprint, pdq
from tests.pictures.gallery import encoded, jpeg, scene


class Row(TypedDict):
    seed: int
    width: int
    height: int
    kind: Literal["PNG", "JPEG"]
    pdq: str
    quality: int


ROWS: list[Row] = json.loads(Path(__file__).with_name("pdq_reference.json").read_text())
bits = st.integers(0, 2**256 - 1)


def read(data: bytes) -> Fingerprint:
    outcome = fingerprint(data)
    assert isinstance(outcome, Fingerprint), outcome
    return outcome


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_whole_pictures_are_fingerprinted_as_the_reference_does(kind: str) -> None:
    distances: list[int] = []
    for row in (row for row in ROWS if row["kind"] == kind):
        ours = read(encoded(scene(row["seed"], row["width"], row["height"]), kind))
        distances.append(ours.distance(Fingerprint(int(row["pdq"], 16), row["quality"])))
        assert abs(ours.quality - row["quality"]) <= 1
    assert fmean(distances) <= 1
    assert max(distances) <= 6


def test_quality_of_a_soft_gradient_is_counted_in_whole_per_cent() -> None:
    # 64 x 64 pixels are taken as they are: neighbours differ by 4 of 255, which is one whole per cent.
    ramp = np.tile(np.arange(64, dtype=np.uint8) * 4, (64, 1))
    assert pdq(Grey(ramp, 64, 64)).quality == 64 * 63 // 90


def test_the_format_does_not_change_the_fingerprint() -> None:
    whole = read(encoded(scene(3), "PNG"))
    for kind, options in (("WEBP", {"lossless": True}), ("BMP", {})):
        assert read(encoded(scene(3), kind, **options)) == whole


def test_a_first_frame_stands_for_an_animation() -> None:
    frames = [scene(seed).convert("P", palette=Image.Palette.ADAPTIVE) for seed in (4, 5)]
    moving = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    assert read(moving).distance(read(encoded(scene(4)))) <= 10


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "RGBA", "LA"])
def test_every_colour_mode_becomes_luma_first(mode: str) -> None:
    converted = scene(6).convert(mode)
    data = encoded(converted, "JPEG" if mode == "CMYK" else "PNG")
    assert read(data).distance(read(encoded(scene(6)))) <= 10


def test_a_grey_picture_of_sixteen_bits_is_not_clipped_to_white() -> None:
    grey = np.asarray(scene(7).convert("L"))
    deep = Image.fromarray(grey.astype(np.uint16) * 257)
    assert read(encoded(deep)).distance(read(encoded(Image.fromarray(grey)))) <= 2


def test_a_large_jpeg_is_decoded_at_a_fraction_and_hardly_differs() -> None:
    reduced = decode(jpeg(8, 2048, 1536))
    assert isinstance(reduced, Grey)
    assert (
        reduced.scale == 1536 // REDUCED_SIDE // 2 * 2 - 2
    )  # 4: the largest of 1, 2, 4, 8 that keeps enough
    assert pdq(reduced).distance(read(encoded(scene(8, 2048, 1536)))) <= 4


def test_recompression_and_resizing_keep_the_fingerprint_near() -> None:
    whole = read(encoded(scene(9, 1200, 900)))
    assert whole.distance(read(jpeg(9, 1200, 900, quality=30))) <= 31
    assert whole.distance(read(encoded(scene(9, 1200, 900).resize((500, 375))))) <= 31


def test_different_scenes_are_far_apart() -> None:
    prints = [read(jpeg(seed, 320, 240)) for seed in range(25)]
    nearest = min(a.distance(b) for i, a in enumerate(prints) for b in prints[:i])
    assert nearest > 60


def test_a_flat_picture_has_no_quality() -> None:
    assert read(encoded(Image.new("RGB", (300, 200), "teal"))).quality == 0


@pytest.mark.parametrize("size", [(1, 1), (SMALLEST_SIDE - 1, 400), (400, SMALLEST_SIDE - 1)])
def test_a_picture_below_the_smallest_side_has_neither_bits_nor_quality(size: tuple[int, int]) -> None:
    assert read(encoded(Image.new("L", size, 90))) == Fingerprint(0, 0)


@given(height=st.integers(64, 3 * STRIP_ROWS), width=st.integers(64, 200), seed=st.integers(0, 99))
def test_a_brighter_copy_keeps_its_bits(height: int, width: int, seed: int) -> None:
    grey = np.random.default_rng(seed).integers(0, 200, (height, width), dtype=np.uint8)
    dark, bright = pdq(Grey(grey, width, height)), pdq(Grey(grey + 40, width, height))
    assert dark.distance(bright) <= 4  # a constant has no frequency; the rest is rounding


@given(a=bits, b=bits, c=bits)
def test_distance_is_a_distance(a: int, b: int, c: int) -> None:
    one, two, three = (Fingerprint(value, 100) for value in (a, b, c))
    assert one.distance(two) == two.distance(one)
    assert (one.distance(two) == 0) == (a == b)
    assert one.distance(three) <= one.distance(two) + two.distance(three)


@given(bits)
def test_the_text_form_has_64_hex_digits_and_comes_back(value: int) -> None:
    text = as_hex(Fingerprint(value, 80))
    assert len(text) == 64
    assert int(text, 16) == value
