"""What remembering two thousand described pictures costs a server: bytes each, and a search's time.

Run it with `pytest tests/bench/test_pictures_window.py -s`.
"""

import time
import tracemalloc
from statistics import median

import numpy as np

from bot.detection.sightings import MOST_SIGHTINGS
from bot.detection.spread_likeness import Known, Likenesses
from bot.pictures.look import describe
from bot.pictures.outcome import Described
from tests.pictures.gallery import jpeg


def described(seed: int) -> Known:
    read = describe(jpeg(seed, 400, 300))
    assert isinstance(read, Described)
    return Known(read.fingerprint, read.look)


def test_a_full_window_of_described_pictures_is_small_and_searched_in_milliseconds() -> None:
    pictures = [described(seed) for seed in range(MOST_SIGHTINGS + 60)]
    tracemalloc.start()
    window = Likenesses()
    for known in pictures[:MOST_SIGHTINGS]:
        window.add(known)
    index = tracemalloc.get_traced_memory()[0] / MOST_SIGHTINGS
    tracemalloc.stop()
    own = float(np.mean([_bytes(known) for known in pictures]))
    taken: list[float] = []
    for known in pictures[MOST_SIGHTINGS:]:
        begun = time.perf_counter()
        found = window.like(known)
        taken.append(time.perf_counter() - begun)
        assert found == []
    told = f"{own:.0f} bytes a picture and {index:.0f} in the index"
    print(f"\n{told}; searching {median(taken) * 1e3:.1f} ms, at most {max(taken) * 1e3:.1f} ms")  # noqa: T201 - a bench reports
    assert own + index < 16_384
    assert median(taken) < 0.01


def _bytes(known: Known) -> int:
    look = known.look
    assert look is not None
    kinds = (
        look.inner,
        look.crops,
        look.turned,
        look.frames,
        look.middle,
        look.fields,
        look.dim,
        look.sampled,
    )
    hashes = sum(len(packed) for packed in kinds)
    return 32 + hashes + sum(len(corners.packed) for corners in (*look.corners, *look.mirrored))
