"""How fast and how exact fingerprints are, against the usual way in the same run.

The usual way is Pillow's full decode to RGB, then `pdqhash`. Needs the `bench` group; run it with
`pytest tests/bench/test_fingerprint.py -s`, with one thread for matrices: `OPENBLAS_NUM_THREADS=1`.
"""

import time
from statistics import fmean, median
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.observed import Fingerprint
from bot.pictures.fingerprint import fingerprint
from bot.pictures.look import describe
from tests.pictures.gallery import encoded, jpeg, scene
from tests.pictures.make_reference import reference

if TYPE_CHECKING:
    from collections.abc import Callable

pytest.importorskip("pdqhash")


def seconds(work: "Callable[[bytes], object]", data: bytes, rounds: int) -> float:
    """The median time of `work`, after one round to warm up."""
    work(data)
    taken: list[float] = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work(data)
        taken.append(time.perf_counter() - begun)
    return median(taken)


@pytest.mark.parametrize(
    ("width", "height", "quality", "at_least"),
    [(1920, 1080, 80, 8), (1920, 1080, 95, 4), (3840, 2160, 80, 20), (3840, 2160, 95, 12)],
)
def test_a_jpeg_is_fingerprinted_many_times_as_fast_as_the_usual_way(
    width: int, height: int, quality: int, at_least: int
) -> None:
    data = jpeg(5, width, height, quality)
    usual, ours = seconds(reference, data, 5), seconds(fingerprint, data, 25)
    told = f"{width} x {height}, quality {quality}, {len(data)} bytes"
    print(f"\n{told}: usual {usual * 1e3:.1f} ms, ours {ours * 1e3:.2f} ms, {usual / ours:.1f} times")  # noqa: T201 - a bench reports
    assert usual / ours >= at_least


def test_with_variants_and_corners_a_jpeg_still_takes_a_third_of_the_usual_time() -> None:
    data = jpeg(5, 1920, 1080, 80)
    usual, ours = seconds(reference, data, 9), seconds(describe, data, 25)
    print(f"\nall of it: usual {usual * 1e3:.1f} ms, ours {ours * 1e3:.2f} ms, {usual / ours:.1f} times")  # noqa: T201 - a bench reports
    assert usual / ours >= 3


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_fingerprints_differ_from_the_reference_by_under_a_bit(kind: str) -> None:
    random = np.random.default_rng(11)
    distances: list[int] = []
    for seed in range(100, 160):
        width, height = (int(side) for side in random.integers(200, 2000, 2))
        data = encoded(scene(seed, width, height), kind)
        bits, quality = reference(data)
        ours = fingerprint(data)
        assert isinstance(ours, Fingerprint)
        assert abs(ours.quality - quality) <= 1
        distances.append(ours.distance(Fingerprint(bits, quality)))
    print(f"\n{kind}: mean {fmean(distances):.2f} bits, maximum {max(distances)}")  # noqa: T201 - a bench reports
    assert fmean(distances) <= 1
    assert max(distances) <= 6
