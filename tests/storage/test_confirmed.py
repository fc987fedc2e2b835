from typing import TYPE_CHECKING

from bot.observed import Fingerprint, PersonId, ServerId
from bot.storage.confirmed import Confirmed
from bot.storage.fingerprints import LEAST_QUALITY, SAME_PICTURE

if TYPE_CHECKING:
    from bot.storage.database import Database
    from tests.conftest import HandClock

HERE, ELSEWHERE, MONA = ServerId(1), ServerId(2), PersonId(5)
PICTURE = Fingerprint((1 << 255) + 12345, 90)


def _changed(bits: int) -> int:
    """The picture's bits with so many of them turned."""
    return PICTURE.bits ^ ((1 << bits) - 1)


def _holds(confirmed: Confirmed, server: ServerId, bits: int = PICTURE.bits) -> bool:
    return bool(confirmed.of(server).near([bits]))


async def test_a_confirmed_picture_is_known_again_though_a_few_bits_changed(
    database: "Database", clock: "HandClock"
) -> None:
    confirmed = Confirmed(database)
    await confirmed.add(HERE, [PICTURE], MONA, clock())
    assert _holds(confirmed, HERE, _changed(SAME_PICTURE))
    assert not _holds(confirmed, HERE, _changed(SAME_PICTURE + 1))


async def test_servers_know_nothing_of_one_anothers_lists(database: "Database", clock: "HandClock") -> None:
    confirmed = Confirmed(database)
    await confirmed.add(HERE, [PICTURE], MONA, clock())
    assert not _holds(confirmed, ELSEWHERE)


async def test_a_list_outlives_a_restart(database: "Database", clock: "HandClock") -> None:
    await Confirmed(database).add(HERE, [PICTURE], MONA, clock())
    after = Confirmed(database)
    await after.load()
    assert _holds(after, HERE)


async def test_flat_pictures_are_not_listed(database: "Database", clock: "HandClock") -> None:
    confirmed = Confirmed(database)
    flat = Fingerprint(PICTURE.bits, LEAST_QUALITY - 1)
    assert await confirmed.add(HERE, [flat], MONA, clock()) == 0


async def test_unmarking_takes_off_all_that_show_the_same(database: "Database", clock: "HandClock") -> None:
    confirmed = Confirmed(database)
    other = Fingerprint(_changed(200), 90)
    await confirmed.add(HERE, [PICTURE, Fingerprint(_changed(4), 90), other], MONA, clock())
    assert await confirmed.remove(HERE, [_changed(2)]) == 2
    reloaded = Confirmed(database)
    await reloaded.load()
    assert reloaded.of(HERE).bits == confirmed.of(HERE).bits == (other.bits,)


async def test_confirming_twice_counts_once(database: "Database", clock: "HandClock") -> None:
    confirmed = Confirmed(database)
    assert await confirmed.add(HERE, [PICTURE], MONA, clock()) == 1
    assert await confirmed.add(HERE, [PICTURE], MONA, clock()) == 0


async def test_a_server_that_is_left_is_forgotten_in_memory_and_in_the_file(
    database: "Database", clock: "HandClock"
) -> None:
    confirmed = Confirmed(database)
    await confirmed.add(HERE, [PICTURE], MONA, clock())
    await confirmed.erase(HERE)
    reloaded = Confirmed(database)
    await reloaded.load()
    assert not _holds(confirmed, HERE)
    assert not _holds(reloaded, HERE)
