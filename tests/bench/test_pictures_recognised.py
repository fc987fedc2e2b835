"""Which alterations are recognised, and that pictures of different things are not: the table's shares.

On the photographs that scikit-image and scikit-learn ship, and on those of Debian's backgrounds where these
are installed, which little was tuned on; needs the `bench` group. Run it with
`pytest tests/bench/test_pictures_recognised.py -s`, with one thread for matrices: `OPENBLAS_NUM_THREADS=1`.
"""

from collections import Counter
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest
from PIL import ImageEnhance

from bot.detection.spread_likeness import LEAST_QUALITY, By, Known, Likenesses
from bot.pictures.look import describe
from bot.pictures.outcome import Described
from tests.bench.alterations import ALTERATIONS
from tests.bench.drawn import chat, drawing, page
from tests.bench.photographs import backgrounds, enlarged, parts, photographs
from tests.pictures.gallery import encoded, scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from tests.bench.alterations import Alteration

pytest.importorskip("skimage")
pytest.importorskip("sklearn")

SETS = {"wheels": (photographs, 3), "Debian": (backgrounds, 2)}
"""The photographs of each set, and how often each alteration is made of each, with other random numbers."""


def known(data: bytes) -> Known:
    read = describe(data)
    assert isinstance(read, Described), read
    return Known(read.fingerprint, read.look)


BARELY = 72
"""Quality that 70 % of the brightness brings under 50, at which a picture is too flat by itself."""


@cache
def posted(which: str) -> "tuple[Likenesses, tuple[Image.Image, ...]]":
    """The photographs of a set as they were posted first, and as they are."""
    window = Likenesses()
    images = tuple(enlarged(image) for _, image in SETS[which][0]())
    for image in images:
        window.add(known(encoded(image, "JPEG", quality=92)))
    return window, images


def found(which: str, alter: "Alteration", tries: int) -> tuple[Counter[By], Counter[int], int]:
    """How the altered photographs of a set were recognised, which were not, and how many others were."""
    window, images = posted(which)
    how, missed, wrong = Counter[By](), Counter[int](), 0
    for number in range(tries * len(images)):
        row = number % len(images)
        likenesses = window.like(known(alter(images[row], Random(number))))  # noqa: S311 - a picture from a seed
        right = next((one for one in likenesses if one.row == row), None)
        wrong += sum(one.row != row for one in likenesses)
        if right is None:
            missed[row] += 1
        else:
            how[right.by] += 1
    return how, missed, wrong


@pytest.mark.parametrize("which", SETS)
@pytest.mark.parametrize("name", ALTERATIONS)
def test_altered_photographs_are_recognised(name: str, which: str) -> None:
    least, alter = ALTERATIONS[name]
    how, missed, wrong = found(which, alter, SETS[which][1])
    if not (total := how.total() + missed.total()):
        pytest.skip("no backgrounds installed")
    share = how.total() / total
    told = ", ".join(f"{by} {count}" for by, count in how.most_common())
    print(f"\n{which}, {name}: {share:.3f} of {total} ({told}), missed {dict(missed)}, wrong {wrong}")  # noqa: T201 - a bench reports
    assert wrong == 0
    assert share >= least


@pytest.mark.parametrize("factor", [0.7, 1.3])
def test_parts_of_photographs_that_are_nearly_flat_are_recognised_darker_and_brighter(factor: float) -> None:
    seen = total = 0
    for _, image in (*photographs(), *backgrounds()):
        for part in (each.resize((720, 720)) for each in parts(enlarged(image))):
            window, whole = Likenesses(), known(encoded(part, "JPEG", quality=92))
            if LEAST_QUALITY <= whole.fingerprint.quality < BARELY:
                window.add(whole)
                altered = encoded(ImageEnhance.Brightness(part).enhance(factor), "JPEG", quality=85)
                seen, total = seen + bool(window.like(known(altered))), total + 1
    print(f"\nbrightness x {factor}: {seen} of {total} with a quality under {BARELY}")  # noqa: T201 - a bench reports
    assert seen >= 0.9 * total


def different() -> "Iterator[tuple[str, bytes]]":
    """Pictures of different things: photographs and their parts, scenes, screenshots and drawings."""
    for name, image in (*photographs(), *((name, enlarged(image)) for name, image in backgrounds())):
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
