"""Servers share their confirmed pictures where both sides chose it, and take it back at once."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.observed import Fingerprint, Look, PersonId, Picture, PictureId, ServerId
from bot.storage.confirmed import Confirmed
from bot.storage.fingerprints import LEAST_QUALITY, SAME_PICTURE, FingerprintSet, from_hex, hashes_of, to_hex
from bot.storage.lists import Lists
from bot.storage.removed import RemovedPictures
from bot.storage.servers import Servers

if TYPE_CHECKING:
    from bot.storage.database import Database
    from tests.conftest import HandClock

HOME, AWAY, THIRD, MONA = ServerId(1), ServerId(2), ServerId(3), PersonId(5)
PRINT = Fingerprint((1 << 255) + 12345, 90)
BITS = st.integers(min_value=0, max_value=2**256 - 1)


def _picture(fingerprint: Fingerprint = PRINT, look: Look | None = None) -> Picture:
    return Picture(PictureId(1), "a.png", "image/png", 10, None, None, "", fingerprint, look)


@dataclass
class Neighbours:
    """Servers with lists; `HOME` has confirmed the picture."""

    servers: Servers
    confirmed: Confirmed
    lists: Lists

    async def choose(self, server: ServerId, *, share: bool = False, receive: bool = False) -> None:
        chosen = self.servers.get(server)
        await self.servers.save(replace(chosen, share_list=share, receive_lists=receive))

    async def known(self, server: ServerId, picture: Picture | None = None) -> tuple[bool, bool]:
        """Whether the picture is on the own list, and on a shared one."""
        marked = await self.lists.mark(server, picture or _picture())
        return marked.own_list, marked.shared_list


@pytest.fixture
async def neighbours(database: "Database", clock: "HandClock") -> Neighbours:
    servers, confirmed = Servers(database), Confirmed(database)
    await confirmed.add(HOME, [PRINT], MONA, clock())
    return Neighbours(servers, confirmed, Lists(confirmed, RemovedPictures(database), servers))


async def test_nothing_is_shared_unless_both_sides_chose_it(neighbours: Neighbours) -> None:
    assert await neighbours.known(AWAY) == (False, False)
    await neighbours.choose(HOME, share=True)
    assert await neighbours.known(AWAY) == (False, False)
    await neighbours.choose(AWAY, receive=True)
    assert await neighbours.known(AWAY) == (False, True)
    await neighbours.choose(HOME, share=False)
    assert await neighbours.known(AWAY) == (False, False)


async def test_receiving_gives_nothing_away(neighbours: Neighbours) -> None:
    await neighbours.choose(HOME, receive=True)
    await neighbours.choose(AWAY, receive=True)
    assert await neighbours.known(AWAY) == (False, False)


async def test_a_servers_own_picture_does_not_come_back_as_anothers(neighbours: Neighbours) -> None:
    await neighbours.choose(HOME, share=True, receive=True)
    assert await neighbours.known(HOME) == (True, False)


async def test_unmarking_at_home_withdraws_it_everywhere(neighbours: Neighbours) -> None:
    await neighbours.choose(HOME, share=True)
    await neighbours.choose(AWAY, receive=True)
    assert await neighbours.known(AWAY) == (False, True)
    await neighbours.confirmed.remove(HOME, [PRINT.bits])
    assert await neighbours.known(AWAY) == (False, False)


async def test_what_two_servers_share_stays_when_one_withdraws(
    neighbours: Neighbours, clock: "HandClock"
) -> None:
    await neighbours.confirmed.add(THIRD, [PRINT], MONA, clock())
    for server in (HOME, THIRD):
        await neighbours.choose(server, share=True)
    await neighbours.choose(AWAY, receive=True)
    await neighbours.confirmed.remove(HOME, [PRINT.bits])
    assert await neighbours.known(AWAY) == (False, True)


async def test_a_server_that_was_left_shares_nothing(neighbours: Neighbours) -> None:
    await neighbours.choose(HOME, share=True)
    await neighbours.choose(AWAY, receive=True)
    await neighbours.confirmed.erase(HOME)
    await neighbours.servers.erase(HOME)
    assert await neighbours.known(AWAY) == (False, False)


async def test_the_choice_outlives_a_restart(neighbours: Neighbours, database: "Database") -> None:
    await neighbours.choose(HOME, share=True)
    await neighbours.choose(AWAY, receive=True)
    servers, confirmed = Servers(database), Confirmed(database)
    await servers.load()
    await confirmed.load()
    assert (await Lists(confirmed, RemovedPictures(database), servers).mark(AWAY, _picture())).shared_list


async def test_a_framed_or_mirrored_copy_is_known_as_well(neighbours: Neighbours) -> None:
    packed = PRINT.bits.to_bytes(32, "little")
    other = Fingerprint(PRINT.bits ^ (1 << 200) - 1, 90)
    for look in (Look(inner=packed), Look(turned=b"\0" * 32 + packed), Look(frames=packed)):
        assert await neighbours.known(HOME, _picture(other, look)) == (True, False)


async def test_a_flat_picture_is_not_known(neighbours: Neighbours) -> None:
    flat = _picture(Fingerprint(PRINT.bits, LEAST_QUALITY - 1))
    assert await neighbours.known(HOME, flat) == (False, False)


@given(listed=st.lists(BITS, max_size=20), sought=BITS, turned=st.sets(st.integers(0, 255), max_size=60))
def test_a_set_finds_exactly_what_is_near(listed: list[int], sought: int, turned: set[int]) -> None:
    altered = sought ^ sum(1 << at for at in turned)
    expected = {one for one in (*listed, altered) if (one ^ sought).bit_count() <= SAME_PICTURE}
    assert FingerprintSet(dict.fromkeys((*listed, altered))).near([sought]) == expected


@given(BITS)
def test_a_fingerprint_is_the_same_after_it_was_written_as_text(bits: int) -> None:
    assert from_hex(to_hex(bits)) == bits
    assert len(to_hex(bits)) == 64


def test_a_picture_that_was_not_read_has_no_hashes() -> None:
    assert hashes_of(replace(_picture(), fingerprint=None)) == ()
