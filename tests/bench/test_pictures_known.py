"""Look-up among ten million known hashes, against faiss comparing them all, in the same run on one core.

Needs the `bench` group and 1.2 GB of disk; run it with `pytest tests/bench/test_pictures_known.py -s`.
"""

import os
import re
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bot.pictures.known_index import BYTES, KnownIndex, build

if TYPE_CHECKING:
    import numpy.typing as npt

faiss: Any = pytest.importorskip("faiss")

HASHES = 10_000_000
QUERIES = 200
BITS = 31


def memory() -> int:
    """Bytes of this process in memory, those mapped from files included."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


def near(hashes: "npt.NDArray[np.uint8]", random: np.random.Generator) -> bytes:
    """One of the hashes with up to 31 bits changed."""
    bits = np.unpackbits(hashes[random.integers(len(hashes))])
    bits[random.permutation(8 * BYTES)[: random.integers(0, BITS + 1)]] ^= 1
    return np.packbits(bits).tobytes()


def test_ten_million_hashes_are_searched_exactly_and_fast(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    hashes = random.integers(0, 256, (HASHES, BYTES), dtype=np.uint8)
    begun = time.perf_counter()
    build(tmp_path, hashes, lambda: None)
    built = time.perf_counter() - begun
    before, begun = memory(), time.perf_counter()
    index = KnownIndex.open(tmp_path)
    opened = time.perf_counter() - begun
    queries = [near(hashes, random) for _ in range(QUERIES)]
    ours: list[tuple[float, set[int]]] = []
    for query in queries:
        begun = time.perf_counter()
        found = index.near(query)
        ours.append((time.perf_counter() - begun, set(found)))
    touched = memory() - before
    size = sum(path.stat().st_size for path in tmp_path.iterdir())

    faiss.omp_set_num_threads(1)
    flat = faiss.IndexBinaryFlat(8 * BYTES)
    flat.add(hashes)
    theirs: list[tuple[float, set[int]]] = []
    for query in queries:
        begun = time.perf_counter()
        _, _, labels = flat.range_search(np.frombuffer(query, np.uint8)[None, :], BITS + 1)
        theirs.append((time.perf_counter() - begun, {int(label) for label in labels}))
    fast, slow = (median(taken for taken, _ in each) for each in (ours, theirs))
    right = sum(len(a & b) for (_, a), (_, b) in zip(ours, theirs, strict=True))
    recall = right / sum(len(found) for _, found in theirs)
    told = f"built in {built:.0f} s, opens in {opened * 1e3:.1f} ms, {size / 1e9:.2f} GB mapped"
    print(f"\n{told}, {touched / 1e9:.2f} GB in memory after {QUERIES} queries ({os.cpu_count()} cores)")  # noqa: T201 - a bench reports
    print(f"ours {fast * 1e3:.2f} ms, faiss {slow * 1e3:.1f} ms, {slow / fast:.0f} times; recall {recall}")  # noqa: T201 - a bench reports
    assert opened < 1
    assert size <= 1.3e9
    assert recall == 1
    assert [found for _, found in ours] == [found for _, found in theirs]
    assert slow / fast >= 20
