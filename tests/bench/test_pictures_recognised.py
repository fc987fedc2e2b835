"""Which alterations are recognised, and that pictures of different things are not: the table's shares.

On the photographs that scikit-image and scikit-learn ship; needs the `bench` group. Run it with
`pytest tests/bench/test_pictures_recognised.py -s`, with one thread for matrices: `OPENBLAS_NUM_THREADS=1`.
"""

from collections import Counter
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest

from bot.detection.spread_likeness import By, Known, Likenesses
from bot.pictures.look import describe
from bot.pictures.outcome import Described
from tests.bench.alterations import ALTERATIONS
from tests.bench.drawn import chat, drawing, page
from tests.bench.photographs import enlarged, parts, photographs
from tests.pictures.gallery import encoded, scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

pytest.importorskip("skimage")
pytest.importorskip("sklearn")

TRIES = 3
"""How often each alteration is made of each photograph, differently where chance plays a part."""


def known(data: bytes) -> Known:
    read = describe(data)
    assert isinstance(read, Described), read
    return Known(read.fingerprint, read.look)


@cache
def posted() -> "tuple[Likenesses, tuple[Image.Image, ...]]":
    """The photographs as they were posted first, and as they are."""
    window = Likenesses()
    images = tuple(enlarged(image) for _, image in photographs())
    for image in images:
        window.add(known(encoded(image, "JPEG", quality=92)))
    return window, images


@pytest.mark.parametrize("name", ALTERATIONS)
def test_altered_photographs_are_recognised(name: str) -> None:
    window, images = posted()
    least, alter = ALTERATIONS[name]
    how, wrong, missed = Counter[By](), 0, Counter[int]()
    for number in range(TRIES * len(images)):
        row = number % len(images)
        found = window.like(known(alter(images[row], Random(number))))  # noqa: S311 - a picture from a seed
        right = next((one for one in found if one.row == row), None)
        wrong += sum(one.row != row for one in found)
        if right is None:
            missed[row] += 1
        else:
            how[right.by] += 1
    share = how.total() / (TRIES * len(images))
    told = ", ".join(f"{by} {count}" for by, count in how.most_common())
    total = TRIES * len(images)
    print(f"\n{name}: found {share:.3f} of {total} ({told}), missed {dict(missed)}, wrong {wrong}")  # noqa: T201 - a bench reports
    assert wrong == 0
    assert share >= least


def different() -> "Iterator[tuple[str, bytes]]":
    """Pictures of different things: photographs and their parts, scenes, screenshots and drawings."""
    for name, image in photographs():
        yield name, encoded(image, "JPEG", quality=92)
        for number, part in enumerate(parts(image)):
            yield f"{name} part {number}", encoded(part.resize((720, 720)), "JPEG", quality=85)
    for seed in range(350):
        yield f"chat {seed}", encoded(chat(seed), "PNG")
        yield f"page {seed}", encoded(page(seed), "PNG")
        yield f"drawing {seed}", encoded(drawing(seed), "PNG")
        yield f"scene {seed}", encoded(scene(seed), "JPEG", quality=85)


def test_no_two_different_pictures_are_the_same() -> None:
    window, flat, pairs = Likenesses(), 0, 0
    names: list[str] = []
    wrong: list[tuple[str, str, str, int | None]] = []
    for name, data in different():
        seen = known(data)
        if seen.flat:
            flat += 1
            continue
        wrong += [
            (name, names[one.row], one.by.value, one.distance)
            for one in window.like(seen)
            if name.split(" part")[0] != names[one.row]  # a part of a photograph does show it
            and names[one.row].split(" part")[0] != name
        ]
        pairs += len(names)
        window.add(seen)
        names.append(name)
    kinds = Counter(name.split(" ")[0] if " part" not in name else "part" for name in names)
    print(f"\n{len(names)} pictures ({dict(kinds)}), {flat} too flat; {pairs:,} pairs, wrong {wrong}")  # noqa: T201 - a bench reports
    assert pairs >= 1_000_000
    assert wrong == []
