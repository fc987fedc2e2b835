"""The reader under load: the loop's lag while 500 pictures of 4K arrive at once, and 10,000 hostile files.

Run it with `pytest tests/bench/test_reader.py -s`.
"""

import asyncio
import time
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from bot.observed import Picture
from bot.pictures.outcome import Reason, Unread
from bot.pictures.reader import PictureReader
from tests.pictures.gallery import encoded, jpeg, picture, scene
from tests.pictures.processes import peak_memory

if TYPE_CHECKING:
    from collections.abc import Iterator


async def test_the_loop_hardly_lags_while_five_hundred_pictures_arrive() -> None:
    data = jpeg(1, 3840, 2160, 80)
    lags: list[float] = []

    async def source(_: Picture) -> bytes:
        return data

    async def beat() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            lags.append(time.perf_counter() - begun - 0.001)

    async with PictureReader(source) as reader:
        beating = asyncio.create_task(beat())
        begun = time.perf_counter()
        outcomes = await asyncio.gather(*(reader.read(picture(number=n)) for n in range(500)))
        taken = time.perf_counter() - begun
        beating.cancel()
    worst = float(np.percentile(lags, 99))
    told = f"500 pictures of 4K in {taken:.1f} s"
    print(f"\n{told}; lag p99 {worst * 1e3:.1f} ms, max {max(lags) * 1e3:.1f} ms")  # noqa: T201 - a bench reports
    assert all(isinstance(outcome, Picture) for outcome in outcomes)
    assert worst < 0.02


async def test_ten_thousand_hostile_files_have_ten_thousand_named_outcomes() -> None:
    files = list(_hostile(10_000))

    async def source(asked: Picture) -> bytes:
        return files[asked.id]

    async with PictureReader(source, max_waiting=len(files)) as reader:
        begun = time.perf_counter()
        outcomes = await asyncio.gather(*(reader.read(picture(number=n)) for n in range(len(files))))
        taken = time.perf_counter() - begun
        counts, memory = reader.counts, peak_memory(reader.decoder_pid)
    named = Counter(outcome.reason.value if isinstance(outcome, Unread) else "read" for outcome in outcomes)
    print(f"\n{dict(named)} in {taken:.1f} s; {counts.lost} decoders lost; peak {memory // 2**20} MiB")  # noqa: T201 - a bench reports
    assert named.total() == len(files)
    assert named[Reason.UNEXPECTED] == named[Reason.QUEUE_FULL] == 0
    assert memory <= 1024 * 2**20


def _hostile(number: int) -> "Iterator[bytes]":
    """Cut, changed, mixed-up and enlarged files of every format."""
    random = np.random.default_rng(7)
    whole = [
        encoded(scene(s, 320, 240), kind) for s in range(4) for kind in ("PNG", "JPEG", "WEBP", "GIF", "BMP")
    ]
    for _ in range(number):
        data = bytearray(whole[random.integers(len(whole))])
        match int(random.integers(4)):
            case 0:
                yield bytes(data[: random.integers(len(data))])
            case 1:
                for at in random.integers(0, min(len(data), 64), 6):
                    data[at] = random.integers(256)
                yield bytes(data)
            case 2:
                for at in random.integers(0, len(data), 40):
                    data[at] = random.integers(256)
                yield bytes(data)
            case _:
                other = whole[random.integers(len(whole))]
                yield bytes(data[:30]) + other[30:]
