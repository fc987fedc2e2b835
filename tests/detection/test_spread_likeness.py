"""Likeness by hashes and by corners: what matches, what does not, and what is remembered."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.detection.spread_geometry import LEAST_TOGETHER, RECORD, arranged_alike
from bot.detection.spread_likeness import (
    LEAST_QUALITY,
    SAME_PICTURE_BITS,
    By,
    CornerBudget,
    Known,
    Likeness,
    Likenesses,
)
from bot.observed import Corners, Fingerprint, Look


def print_of(seed: int, quality: int = 90) -> Fingerprint:
    return Fingerprint(Random(seed).getrandbits(256), quality)  # noqa: S311 - a test's stand-in


def packed(*seeds: int, differing: int = 0) -> bytes:
    """The hashes of `print_of`, with so many bits changed."""
    changed = (1 << differing) - 1
    return b"".join((print_of(seed).bits ^ changed).to_bytes(32, "little") for seed in seeds)


def known(seed: int, **look: object) -> Known:
    return Known(print_of(seed), Look(**look))  # type: ignore[arg-type]


def window(*pictures: Known | None) -> Likenesses:
    likenesses = Likenesses()
    for picture in pictures:
        likenesses.add(picture)
    return likenesses


def corners_of(seed: int, count: int = 200) -> Corners:
    """Corners of no picture, spread over 255 x 191."""
    random = np.random.default_rng(seed)
    told = np.zeros(count, RECORD)
    told["bits"] = random.integers(0, 2**63, count, dtype=np.uint64) * 2 + 1
    told["x"], told["y"] = random.integers(0, 255, count), random.integers(0, 191, count)
    return Corners(255, 191, told.tobytes())


def moved(corners: Corners, shrunk: float, right: int, down: int, kept: int = 200) -> Corners:
    """The same, shown smaller and elsewhere, as far as `kept`; the others are of something else."""
    told = np.frombuffer(corners.packed, RECORD).copy()
    told["x"] = np.round(told["x"] * shrunk) + right
    told["y"] = np.round(told["y"] * shrunk) + down
    told["bits"][kept:] = ~told["bits"][kept:] ^ np.arange(len(told) - kept, dtype=np.uint64) << np.uint64(7)
    return replace(corners, packed=told.tobytes())


@pytest.mark.parametrize("differing", [0, SAME_PICTURE_BITS])
def test_each_kind_of_hash_is_recognised_up_to_31_bits(differing: int) -> None:
    kinds = ((By.INNER, "inner"), (By.CROP, "crops"), (By.TURNED, "turned"), (By.FRAME, "frames"))
    for by, look in (*kinds, (By.CROP, "middle"), (By.FIELD, "fields")):
        altered = known(2, **{look: packed(1, differing=differing)})
        assert window(known(1)).like(altered) == [Likeness(0, by, differing)]


def test_a_hash_that_differs_in_32_bits_is_another_picture() -> None:
    for look in ("inner", "crops", "turned", "frames", "middle", "fields"):
        altered = known(2, **{look: packed(1, differing=SAME_PICTURE_BITS + 1)})
        assert window(known(1)).like(altered) == []


def test_what_was_posted_first_does_not_matter_for_crops_frames_and_collages() -> None:
    for look in ("inner", "crops", "frames", "fields"):
        assert len(window(known(2, **{look: packed(1)})).like(known(1))) == 1


def test_crops_are_not_compared_with_crops() -> None:
    assert window(known(1, crops=packed(3))).like(known(2, crops=packed(3))) == []


def test_fields_of_collages_are_not_compared_with_fields_nor_crops() -> None:
    assert window(known(1, fields=packed(3))).like(known(2, fields=packed(3))) == []
    assert window(known(1, crops=packed(3))).like(known(2, fields=packed(3))) == []


def test_a_picture_that_is_dim_and_not_flat_is_recognised_by_the_hash_of_the_whole() -> None:
    dim = Known(print_of(1, LEAST_QUALITY - 1), Look(dim=packed(1)))
    assert not dim.flat
    assert window(known(1)).like(dim) == [Likeness(0, By.WHOLE, 0)]
    assert window(dim).like(known(1)) == [Likeness(0, By.WHOLE, 0)]


def test_corners_as_in_a_mirror_are_the_same_picture() -> None:
    as_mirrored = known(2, corners=(corners_of(5),), mirrored=(corners_of(1),))
    assert window(known(1, corners=(corners_of(1),))).like(as_mirrored) == [Likeness(0, By.CORNERS, None)]


def test_a_copy_stands_out_among_a_thousand_strangers_by_a_tenth_of_its_corners() -> None:
    copy = moved(corners_of(1), 0.9, 12, 9, kept=40)
    strangers = (known(n, corners=(corners_of(n),)) for n in range(2, 1002))
    likenesses = window(*strangers, known(1, corners=(corners_of(1),)))
    assert likenesses.like(known(2_000, corners=(copy,))) == [Likeness(1_000, By.CORNERS, None)]


def test_the_nearest_likeness_of_a_picture_is_told() -> None:
    altered = known(1, inner=packed(1, differing=9))
    assert window(known(1)).like(altered) == [Likeness(0, By.WHOLE, 0)]


def test_a_flat_picture_is_recognised_by_the_picture_inside_it_and_by_nothing_else() -> None:
    flat = print_of(1, LEAST_QUALITY - 1)
    assert window(Known(flat)).like(Known(flat)) == []
    framed = Known(flat, Look(inner=packed(5)))
    assert window(known(5)).like(framed) == [Likeness(0, By.INNER, 0)]
    assert window(known(1)).like(framed) == []


def test_corners_in_one_arrangement_are_the_same_picture() -> None:
    first = corners_of(1)
    smaller = moved(first, 0.6, 60, 40)
    assert arranged_alike(first, smaller) > 100
    assert window(known(1, corners=(first,))).like(known(2, corners=(smaller,))) == [
        Likeness(0, By.CORNERS, None)
    ]


def test_the_same_corners_in_another_order_are_another_picture() -> None:
    first = corners_of(1)
    told = np.frombuffer(first.packed, RECORD).copy()
    told["bits"] = np.random.default_rng(2).permutation(told["bits"])
    assert arranged_alike(first, replace(first, packed=told.tobytes())) == 0


def test_a_few_corners_in_one_arrangement_are_not_enough() -> None:
    first = corners_of(1)
    assert arranged_alike(first, moved(first, 0.8, 10, 10, kept=LEAST_TOGETHER - 1)) == 0
    assert arranged_alike(first, moved(first, 0.8, 10, 10, kept=60)) > 0


def test_corners_that_fill_only_a_small_part_are_not_enough() -> None:
    first = corners_of(1)
    told = np.frombuffer(first.packed, RECORD).copy()
    told["x"], told["y"] = told["x"] // 8 + 10, told["y"] // 8 + 10
    logo = replace(first, packed=told.tobytes())
    assert arranged_alike(logo, logo) == 0


def test_no_corners_are_no_arrangement() -> None:
    assert arranged_alike(Corners(255, 191, b""), corners_of(1)) == 0


@settings(deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(0, 29))
def test_dropping_rows_leaves_the_others_recognisable_in_their_order(kept: list[bool], sought: int) -> None:
    pictures = [
        known(n, crops=packed(100 + n), corners=(corners_of(n, 40),)) if n % 5 else None
        for n in range(len(kept))
    ]
    likenesses = window(*pictures)
    likenesses.keep(np.array(kept))
    left = [n for n, stays in enumerate(kept) if stays]
    assert len(likenesses) == len(left)
    expected = [left.index(sought)] if sought in left and sought % 5 else []
    assert [found.row for found in likenesses.like(known(sought))] == expected
    assert [found.row for found in likenesses.like(known(100 + sought))] == expected


def test_over_the_budget_the_longest_silent_windows_lose_their_corners_and_keep_their_hashes() -> None:
    windows = [window(known(n, corners=(corners_of(n),))) for n in range(3)]
    budget = CornerBudget(most=500)
    for one in windows:
        budget.spend(one.corners, windows)
    assert [one.corners for one in windows] == [0, 0, 200]
    assert windows[0].like(known(0)) == [Likeness(0, By.WHOLE, 0)]
