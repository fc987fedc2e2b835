from typing import TYPE_CHECKING

from bot.observed import Fingerprint, PersonId, ServerId
from bot.storage.confirmed import CONFIRMED_QUALITY, SAME_PICTURE, Confirmed

if TYPE_CHECKING:
    from bot.storage.database import Database
    from tests.conftest import HandClock

HERE, ELSEWHERE, MONA = ServerId(1), ServerId(2), PersonId(5)
PICTURE = Fingerprint((1 << 255) + 12345, 90)


def _changed(bits: int) -> Fingerprint:
    """The picture with so many bits turned."""
    return Fingerprint(PICTURE.bits ^ ((1 << bits) - 1), 90)


async def test_a_confirmed_picture_is_known_again_though_a_few_bits_changed(
    database: "Database", clock: "HandClock"
) -> None:
    confirmed = Confirmed(database)
    await confirmed.add(HERE, [PICTURE], MONA, clock())
    assert confirmed.holds(HERE, _changed(SAME_PICTURE))
    assert not confirmed.holds(HERE, _changed(SAME_PICTURE + 1))


async def test_servers_know_nothing_of_one_anothers_lists(database: "Database", clock: "HandClock") -> None:
    confirmed = Confirmed(database)
    await confirmed.add(HERE, [PICTURE], MONA, clock())
    assert not confirmed.holds(ELSEWHERE, PICTURE)


async def test_a_list_outlives_a_restart(database: "Database", clock: "HandClock") -> None:
    await Confirmed(database).add(HERE, [PICTURE], MONA, clock())
    after = Confirmed(database)
    await after.load()
    assert after.holds(HERE, PICTURE)


async def test_flat_pictures_are_neither_listed_nor_known(database: "Database", clock: "HandClock") -> None:
    confirmed = Confirmed(database)
    flat = Fingerprint(PICTURE.bits, CONFIRMED_QUALITY - 1)
    assert await confirmed.add(HERE, [flat], MONA, clock()) == 0
    await confirmed.add(HERE, [PICTURE], MONA, clock())
    assert not confirmed.holds(HERE, flat)


async def test_unmarking_takes_off_all_that_show_the_same(database: "Database", clock: "HandClock") -> None:
    confirmed = Confirmed(database)
    other = _changed(200)
    await confirmed.add(HERE, [PICTURE, _changed(4), other], MONA, clock())
    assert await confirmed.remove(HERE, [_changed(2)]) == 2
    reloaded = Confirmed(database)
    await reloaded.load()
    assert reloaded.bits_of(HERE) == {other.bits}


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
    assert not confirmed.holds(HERE, PICTURE)
    assert not reloaded.holds(HERE, PICTURE)
