"""The reader with its real decoder process: a crash, a hang, a flood cost one picture and a count."""

import asyncio
import os
import signal
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.detection.sightings import known_of
from bot.detection.spread_likeness import Known, Likenesses
from bot.observed import (
    Fingerprint,
    Message,
    MessageId,
    Person,
    PersonId,
    Picture,
    Place,
    PlaceId,
    PlaceKind,
    ServerId,
)
from bot.pictures.files import LocalFiles
from bot.pictures.fingerprint import as_hex, fingerprint
from bot.pictures.known_lists import KnownLists
from bot.pictures.look import describe
from bot.pictures.outcome import Described, Reason, Unread
from bot.pictures.reader import LANES, PictureReader
from bot.pictures.worker import WorkerLimits
from tests.pictures.gallery import jpeg, picture
from tests.pictures.processes import peak_memory, running, until, until_busy
from tests.pictures.test_hostile_files import png

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

FILES = {
    "scene": jpeg(1),
    "text": b"only text",
    "beginning": jpeg(2)[:100],
    "uncut": jpeg(2),
    "cut": jpeg(2)[: len(jpeg(2)) * 3 // 4],
    "large": png(7000, 7000, (b"\x00" + b"\x80" * 7000) * 7000),
}


async def memory(asked: Picture) -> bytes | Unread:
    """A source of pictures that are already here, by name."""
    return FILES[asked.url]


def reason(outcome: Picture | Unread) -> Reason | None:
    return outcome.reason if isinstance(outcome, Unread) else None


@pytest.fixture
async def reader() -> "AsyncIterator[PictureReader]":
    async with PictureReader(memory) as entered:
        yield entered


async def test_a_picture_comes_back_with_the_fingerprint_of_its_bytes(reader: PictureReader) -> None:
    outcome = await reader.read(picture("scene"))
    assert isinstance(outcome, Picture)
    assert outcome.fingerprint == fingerprint(FILES["scene"])
    assert reader.counts.read == 1


@pytest.mark.parametrize(
    ("name", "expected"), [("text", Reason.UNKNOWN_FORMAT), ("beginning", Reason.TRUNCATED)]
)
async def test_a_file_that_cannot_be_read_has_its_reason_and_is_counted(
    reader: PictureReader, name: str, expected: Reason
) -> None:
    assert reason(await reader.read(picture(name))) is expected
    assert reader.counts.unread == {expected: 1}
    assert reader.counts.lost == 0


async def test_a_killed_decoder_is_replaced_and_the_next_picture_read(reader: PictureReader) -> None:
    before = reader.decoder_pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    outcomes = [reason(await reader.read(picture("scene"))) for _ in range(3)]
    # The kill may be noticed before or while the first is asked for; then it costs that one.
    assert outcomes[0] in {None, Reason.DECODER_LOST}
    assert outcomes[1:] == [None, None]
    assert reader.decoder_pid not in {None, before}
    assert reader.counts.lost == 1


async def test_of_a_file_that_was_cut_off_what_is_there_is_recognised(reader: PictureReader) -> None:
    window = Likenesses()
    for name in ("scene", "cut"):
        read = await reader.read(picture(name))
        assert isinstance(read, Picture)
        window.add(known_of(read))
    whole = describe(FILES["uncut"])
    assert isinstance(whole, Described)
    assert [found.row for found in window.like(Known(whole.fingerprint, whole.look))] == [1]


async def test_a_decoder_killed_at_work_costs_only_the_picture_it_was_on(reader: PictureReader) -> None:
    assert reader.decoder_pid is not None
    working = asyncio.create_task(reader.read(picture("large")))
    await until_busy(reader.decoder_pid)
    os.kill(reader.decoder_pid, signal.SIGKILL)
    assert reason(await working) is Reason.DECODER_LOST
    assert reason(await reader.read(picture("scene"))) is None


async def test_a_hanging_decoder_is_ended_after_its_time(reader: PictureReader) -> None:
    async with PictureReader(memory, WorkerLimits(seconds=0.5)) as impatient:
        pid = impatient.decoder_pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)  # hangs as a decoder in an endless loop would
        assert reason(await impatient.read(picture("scene"))) is Reason.TOOK_TOO_LONG
        assert not running(pid)
        assert impatient.counts.lost == 1
    assert reason(await reader.read(picture("scene"))) is None


async def test_a_picture_beyond_the_memory_limit_has_a_reason_and_the_next_is_read() -> None:
    async with PictureReader(memory, WorkerLimits(memory=340_000_000)) as small:
        assert reason(await small.read(picture("large"))) in {Reason.OUT_OF_MEMORY, Reason.DECODER_LOST}
        assert reason(await small.read(picture("scene"))) is None


async def test_a_decoder_that_cannot_start_costs_fingerprints_and_nothing_else() -> None:
    async with PictureReader(memory, WorkerLimits(memory=1_000_000)) as reader:
        outcomes = [reason(await reader.read(picture("scene"))) for _ in range(3)]
        assert outcomes == [Reason.DECODER_LOST] * 3
        assert reader.decoder_pid is None
        assert reader.counts.lost == 1  # it is not started again for every picture


async def test_a_message_comes_back_with_the_fingerprints_that_could_be_read(reader: PictureReader) -> None:
    place = Place(ServerId(1), PlaceId(2), PlaceKind.CHANNEL)
    pictures = (picture("scene"), picture("text"), picture("scene"))
    at = datetime(2026, 3, 1, tzinfo=UTC)
    message = Message(MessageId(3), place, Person(PersonId(4)), at, "", pictures)
    seen = await reader.read_message(message)
    whole = fingerprint(FILES["scene"])
    assert [shown.fingerprint for shown in seen.pictures] == [whole, None, whole]
    assert [shown.url for shown in seen.pictures] == ["scene", "text", "scene"]


async def test_the_decoder_never_holds_more_than_its_limit(reader: PictureReader) -> None:
    limits = WorkerLimits()
    await reader.read(picture("large"))
    assert peak_memory(reader.decoder_pid) <= limits.memory


async def test_the_loop_goes_on_while_a_large_picture_is_decoded(reader: PictureReader) -> None:
    working = asyncio.create_task(reader.read(picture("large")))
    longest, last = 0.0, time.perf_counter()
    while not working.done():
        await asyncio.sleep(0)
        longest, last = max(longest, time.perf_counter() - last), time.perf_counter()
    assert reason(await working) is None
    assert longest < 0.2  # decoding takes longer than that; the loop turned all the while


async def test_a_full_queue_drops_what_waited_longest_and_says_so() -> None:
    gate = asyncio.Event()

    async def held(asked: Picture) -> bytes | Unread:
        await gate.wait()
        return await memory(asked)

    async with PictureReader(held, max_waiting=3) as reader:
        first: list[asyncio.Task[Picture | Unread]] = []
        for number in range(LANES):  # each lane takes one and waits for its bytes
            first.append(asyncio.create_task(reader.read(picture("scene", number=number))))
            await asyncio.sleep(0)
            await until(lambda: reader.counts.waiting == 0)
        then = [asyncio.create_task(reader.read(picture("scene", number=n))) for n in range(5)]
        await until(lambda: sum(task.done() for task in then) == 2)
        gate.set()
        outcomes = [reason(await task) for task in then]
        assert outcomes == [Reason.QUEUE_FULL, Reason.QUEUE_FULL, None, None, None]
        assert [reason(await task) for task in first] == [None] * LANES
        assert reader.counts.unread == {Reason.QUEUE_FULL: 2}


async def test_a_source_that_breaks_costs_one_picture(reader: PictureReader) -> None:
    assert reason(await reader.read(picture("no such name"))) is Reason.UNEXPECTED
    assert reason(await reader.read(picture("scene"))) is None


async def test_one_who_stops_waiting_does_not_mix_up_the_answers(reader: PictureReader) -> None:
    gone = asyncio.create_task(reader.read(picture("large")))
    await asyncio.sleep(0)
    gone.cancel()
    outcome = await reader.read(picture("scene"))
    assert isinstance(outcome, Picture)
    assert outcome.fingerprint == fingerprint(FILES["scene"])


async def test_leaving_ends_the_process_and_answers_those_who_wait() -> None:
    async with PictureReader(memory) as reader:
        pid = reader.decoder_pid
        waiting = [asyncio.create_task(reader.read(picture("large"))) for _ in range(6)]
        await asyncio.sleep(0)
    assert pid is not None
    assert not running(pid)
    assert {reason(await task) for task in waiting} == {Reason.CLOSED}
    assert reason(await reader.read(picture("scene"))) is Reason.CLOSED


async def test_files_of_an_export_are_read_and_nothing_outside_its_folder(tmp_path: "Path") -> None:
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "a.jpg").write_bytes(FILES["scene"])
    (tmp_path / "secret.jpg").write_bytes(FILES["scene"])
    async with PictureReader(LocalFiles(tmp_path / "export")) as reader:
        inside = await reader.read(picture("a.jpg"))
        assert isinstance(inside, Picture)
        assert inside.fingerprint == fingerprint(FILES["scene"])
        assert reason(await reader.read(picture("../secret.jpg"))) is Reason.HOST_NOT_ALLOWED
        assert reason(await reader.read(picture("b.jpg"))) is Reason.GONE
        assert reason(await reader.read(picture(""))) is Reason.NO_ADDRESS


async def test_a_picture_read_names_the_known_lists_that_hold_it(tmp_path: "Path") -> None:
    found = fingerprint(FILES["scene"])
    assert isinstance(found, Fingerprint)
    (tmp_path / "hashes.txt").write_text(as_hex(found))
    known = KnownLists(tmp_path)
    known.take_in("partner", tmp_path / "hashes.txt", lambda _: None, lambda: None)
    async with PictureReader(memory, known=known) as reader:
        read = [await reader.read(picture(name)) for name in ("scene", "uncut")]
    assert [one.known for one in read if isinstance(one, Picture)] == [("partner",), ()]
