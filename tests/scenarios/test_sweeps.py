"""Sweeps on several servers at once: one bound for all that the bot removes, and a turn for everybody."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.discord_io.card import PLACES_SHOWN
from bot.discord_io.live import CHANNELS_AT_ONCE, CHANNELS_OF_ONE_SWEEP
from tests.scenarios.conftest import build_town

if TYPE_CHECKING:
    from bot.sandbox import BotProcess, Sandbox
    from bot.sandbox.calls import Call
    from bot.sandbox.seen import Seen
    from tests.scenarios.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROOMS = CHANNELS_OF_ONE_SWEEP + 2


def _under_way(sandbox: "Sandbox") -> "list[Call]":
    return sandbox.calls.of("DELETE", "/channels/*/messages/*", status=0)


async def test_the_whole_bot_removes_from_so_many_channels_at_once_and_one_sweep_from_half_of_them(
    running: "tuple[Sandbox, BotProcess]", picture: bytes
) -> None:
    sandbox, _ = running
    towns = [build_town(*running) for _ in range(3)]
    waves = [await _wave(town, picture) for town in towns]
    held = sandbox.faults.hold("DELETE", "/channels/*/messages/*", times=3 * ROOMS)
    first = asyncio.create_task(towns[0].moderator.presses(await towns[0].card(), "Remove messages"))
    await sandbox.wait_for(lambda: len(_under_way(sandbox)) >= CHANNELS_OF_ONE_SWEEP, "the first sweep")
    await sandbox.quiet()
    assert len(_under_way(sandbox)) == CHANNELS_OF_ONE_SWEEP
    others = [
        asyncio.create_task(town.moderator.presses(await town.card(), "Remove messages"))
        for town in towns[1:]
    ]
    await sandbox.wait_for(lambda: len(_under_way(sandbox)) >= CHANNELS_AT_ONCE, "the other sweeps")
    await sandbox.quiet()
    assert len(_under_way(sandbox)) == CHANNELS_AT_ONCE
    held.release()
    await asyncio.gather(first, *others)
    assert all(one.gone for wave in waves for one in wave)


async def _wave(town: "Town", picture: bytes) -> "list[Seen]":
    await town.set_up()
    said = [town.stranger.says(room, "", pictures=[("a.png", picture)]) for room in town.rooms(ROOMS)]
    more = f"and {ROOMS - PLACES_SHOWN} more places"
    await town.waits(lambda: any(more in card.text for card in town.cards), "a card with every place")
    return said
