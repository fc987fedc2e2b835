"""How soon the bot speaks up is each server's choice, in force from the next message on."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.demo.patterns import pattern

if TYPE_CHECKING:
    from bot.sandbox.places import Channel
    from tests.scenarios.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


def _walks_through_three_rooms(town: "Town") -> list["Channel"]:
    """A picture in three rooms within the hour: worth a word to the cautious, and usually nothing."""
    rooms = town.rooms(3)
    town.sandbox.world.begin(timedelta(minutes=70))
    for room in rooms:
        town.member.says(room, "", pictures=[("a.png", pattern(31))])
        town.sandbox.world.later(minutes=20)
    town.sandbox.world.present()
    return rooms


async def test_a_sensitive_server_hears_what_others_do_not(town: "Town") -> None:
    await town.set_up()
    await town.chooses_more(sensitivity="High")
    rooms = _walks_through_three_rooms(town)
    await town.waits(lambda: rooms[-1].from_bot, "a quiet note")


@pytest.mark.parametrize("sensitivity", ["Low", "Normal"])
async def test_a_less_sensitive_server_is_left_in_peace(town: "Town", sensitivity: str) -> None:
    await town.set_up()
    await town.chooses_more(sensitivity=sensitivity)
    rooms = _walks_through_three_rooms(town)
    for number in range(4):
        town.stranger.says(town.server.text_channel(f"wave-{number}"), "", pictures=[("x.png", pattern(90))])
    await town.card()
    assert [note for room in rooms for note in room.from_bot] == []
