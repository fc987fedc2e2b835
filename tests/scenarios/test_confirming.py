"""Moderators confirm pictures, from a card or by right-click; the bot keeps fingerprints and nothing else."""

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.scenarios.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


def _listed(town: "Town") -> list[str]:
    with closing(sqlite3.connect(town.database)) as raw:
        query = "SELECT fingerprint FROM confirmed WHERE server_id = ?"
        return [row[0] for row in raw.execute(query, (town.server.id,))]


async def test_confirm_on_a_card_puts_the_spread_picture_on_the_servers_list(
    town: "Town", picture: bytes
) -> None:
    await town.set_up()
    for number in range(4):
        town.stranger.says(town.server.text_channel(f"room-{number}"), "", pictures=[("a.png", picture)])
    card = await town.card()
    reply = await town.moderator.presses(card, "Confirm pictures")
    assert "1 new pictures are on this server's list" in reply.text
    assert len(_listed(town)) == 1


async def test_a_card_about_words_alone_offers_no_confirming(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    assert "Confirm pictures" not in (await town.card()).buttons


async def test_a_moderator_marks_a_picture_by_right_click_and_unmarks_it(
    town: "Town", picture: bytes
) -> None:
    message = town.stranger.says(town.lounge, "", pictures=[("a.png", picture)])
    marked = await town.moderator.uses_message_command("Mark this picture", message)
    assert marked.ephemeral
    assert len(_listed(town)) == 1
    await town.moderator.uses_message_command("Unmark this picture", message)
    assert _listed(town) == []


async def test_a_message_without_a_picture_says_so(town: "Town") -> None:
    reply = await town.moderator.uses_message_command(
        "Mark this picture", town.stranger.says(town.lounge, "hello")
    )
    assert "no picture here" in reply.text
