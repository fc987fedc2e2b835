"""Which picture is given up when too many wait, and that the same bytes are decoded once."""

import asyncio
import os
import signal
from dataclasses import replace

import pytest

from bot.observed import Fingerprint, Look, Picture, PlaceId
from bot.pictures import waiting
from bot.pictures.outcome import Described
from bot.pictures.reader import PictureReader
from bot.pictures.waiting import Job, ReadOfLate, Waiting
from tests.pictures.gallery import jpeg, picture

BUSY, QUIET = PlaceId(1), PlaceId(2)


def job(number: int, place: PlaceId, size: int = 1000) -> Job:
    return Job(picture(number=number, size=size), place, asyncio.Future())


def given_up(most: int, read: ReadOfLate, *jobs: Job) -> list[int]:
    queue = Waiting(most, read)
    dropped = [queue.put(one) for one in jobs]
    assert len(queue) == min(most, len(jobs))
    return [one.picture.id for one in dropped if one is not None]


@pytest.fixture
async def read() -> ReadOfLate:
    """One file of 7,777 bytes was read."""
    late = ReadOfLate()
    late.note(picture(size=7_777), Described(Fingerprint(1, 90), Look(), "ab"))
    return late


async def test_a_picture_whose_bytes_were_read_already_is_given_up_first(read: ReadOfLate) -> None:
    jobs = [job(1, QUIET), job(2, BUSY), job(3, BUSY, 7_777), job(4, BUSY, 7_777), job(5, BUSY)]
    assert given_up(4, read, *jobs) == [3]


async def test_then_the_oldest_in_the_quietest_place(read: ReadOfLate) -> None:
    jobs = [job(1, BUSY), job(2, QUIET), job(3, QUIET), job(4, BUSY), job(5, BUSY)]
    assert given_up(4, read, *jobs) == [2]


async def test_in_one_place_the_oldest_goes(read: ReadOfLate) -> None:
    assert given_up(2, read, *(job(n, BUSY) for n in range(1, 5))) == [1, 2]


async def test_a_file_of_unknown_size_is_not_taken_for_one_that_was_read() -> None:
    late = ReadOfLate()
    late.note(picture(size=0), Described(Fingerprint(1, 90), Look(), "ab"))
    assert not late.expects(picture(size=0))


async def test_what_was_read_longest_ago_is_forgotten_first() -> None:
    late = ReadOfLate(most=2)
    for number in range(3):
        late.note(picture(size=number + 1), Described(Fingerprint(number, 90), Look(), str(number)))
    assert late.of("0") is None
    assert late.of("2") is not None
    assert [late.expects(picture(size=size)) for size in (1, 2, 3)] == [False, True, True]


async def test_the_same_bytes_are_decoded_once() -> None:
    async def source(_: Picture) -> bytes:
        return jpeg(1)

    async with PictureReader(source) as reader:
        first = await reader.read(picture(number=1))
        assert isinstance(first, Picture)
        pid = reader.decoder_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        again = await reader.read(picture(number=2))
        assert reader.counts.lost == 0  # nobody asked the decoder, so nobody has missed it
    assert isinstance(again, Picture)
    assert replace(again, id=first.id) == first


def test_the_limit_is_the_one_that_was_decided() -> None:
    assert waiting.MOST_REMEMBERED == 2_000
