"""Reader and detection under load: lag while 500 pictures of 4K arrive at once, and 10,000 hostile files.

Run it with `pytest tests/bench/test_reader.py -s`.
"""

import asyncio
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from bot.detection.pipeline import build_detection
from bot.detection.sightings import MOST_SIGHTINGS
from bot.observed import Message, MessageId, Person, PersonId, Picture, Place, PlaceId, PlaceKind, ServerId
from bot.pictures.look import describe
from bot.pictures.outcome import Described, Reason, Unread
from bot.pictures.reader import PictureReader
from tests.pictures.gallery import encoded, jpeg, picture, scene
from tests.pictures.processes import peak_memory

if TYPE_CHECKING:
    from collections.abc import Iterator


FILES = 25
"""Different pictures of 4K, of which each copy gets other bytes: none is known by its hash."""

LATEST = 0.1
"""Seconds from a message's arrival to its verdict, beyond which it is late. People write in seconds."""

BEGIN = datetime(2026, 8, 1, tzinfo=UTC)


def message(number: int, text: str, *pictures: Picture) -> Message:
    place = Place(ServerId(1), PlaceId(number % 20), PlaceKind.CHANNEL)
    at = BEGIN + timedelta(milliseconds=number)
    return Message(MessageId(number), place, Person(PersonId(number % 97)), at, text, pictures)


def seen_before(number: int) -> Message:
    read = describe(jpeg(10_000 + number, 400, 300))
    assert isinstance(read, Described)
    return message(number, "", replace(picture(), fingerprint=read.fingerprint, look=read.look))


async def test_the_loop_hardly_lags_and_no_message_is_late_while_five_hundred_pictures_arrive() -> None:
    files = [jpeg(seed, 3840, 2160, 80) for seed in range(FILES)]
    detection = build_detection()
    detection.observe(message(0, "hello"))
    for number in range(1, MOST_SIGHTINGS - 500):
        detection.observe_pictures(seen_before(number))
    lags: list[float] = []
    waits: list[float] = []

    async def source(asked: Picture) -> bytes:
        return files[asked.id % FILES] + asked.id.to_bytes(4)

    async def beat() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            lags.append(time.perf_counter() - begun - 0.001)

    async def talk() -> None:
        """A message every hundredth of a second, as on a busy night."""
        number, due = 100_000, time.perf_counter()
        while True:
            due += 0.01
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            number += 1
            detection.observe(message(number, "did you see the game last night?"))
            waits.append(time.perf_counter() - due)

    async def post(reader: PictureReader, number: int) -> bool:
        posted = await reader.read_message(message(number, "", picture(number=number)))
        detection.observe_pictures(posted)
        return posted.pictures[0].fingerprint is not None

    async with PictureReader(source) as reader:
        others = [asyncio.create_task(beat()), asyncio.create_task(talk())]
        begun = time.perf_counter()
        read = await asyncio.gather(*(post(reader, 10_000 + number) for number in range(500)))
        taken = time.perf_counter() - begun
        for other in others:
            other.cancel()
    worst = float(np.percentile(lags, 99))
    late = f"{len(waits)} messages, the latest after {max(waits) * 1e3:.0f} ms"
    told = f"500 pictures of 4K in {taken:.1f} s, {late}"
    print(f"\n{told}; lag p99 {worst * 1e3:.1f} ms, max {max(lags) * 1e3:.1f} ms")  # noqa: T201 - a bench reports
    assert all(read)
    assert worst < 0.02
    assert max(waits) < LATEST


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
