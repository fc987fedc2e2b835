"""The record of an incident: what a moderator gets for the police when the messages are gone."""

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import aiohttp
import pytest

if TYPE_CHECKING:
    from bot.sandbox.seen import Reply
    from tests.scenarios.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _file(reply: "Reply") -> str:
    """The text of the one file that came with a reply."""
    (address,) = reply.messages[0].pictures
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return await answer.text()


async def test_the_record_names_every_removed_copy_by_link_ids_time_size_and_hashes(
    town: "Town", picture: bytes
) -> None:
    await town.set_up(ladder="remove-then-ask")
    said = [town.stranger.says(room, "look", pictures=[("a.png", picture)]) for room in town.rooms(4)]
    await town.waits(lambda: all(one.gone for one in said), "every copy to be gone")
    card = await town.card()
    await town.waits(lambda: "4 messages" in card.text, "the card to tell of it")
    reply = await town.moderator.presses(card, "Record")
    assert reply.ephemeral
    assert "30 days" in reply.text
    record = await _file(reply)
    for one in said:
        assert f"https://discord.com/channels/{town.server.id}/{one.channel_id}/{one.id}" in record
        assert f"posted       {one.at:%Y-%m-%d %H:%M:%S} UTC" in record
        assert f"attachment   {one.message.attachments[0]['id']}" in record
    assert record.count(hashlib.sha256(picture).hexdigest()) == 4
    assert record.count(f"size       {len(picture)} bytes") == 4
    assert record.count(f"posted by    {town.stranger.id}") == 4
    assert record.count("removed      no") == 0
    assert record.count("(quality ") == 4


async def test_the_record_quotes_nobody(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    record = await _file(await town.moderator.presses(await town.card(), "Record"))
    assert "whole friends list" not in record
    assert str(town.stranger.id) in record


async def test_what_could_not_be_decoded_is_on_record_by_its_sha_256(town: "Town") -> None:
    await town.set_up()
    broken = b"\x89PNG\r\n\x1a\n" + b"not a picture" * 40
    for room in town.rooms(8):
        town.stranger.says(room, "", pictures=[("a.png", broken)])
    card = await town.card()
    await town.waits(lambda: "Record" in card.buttons, "the button")
    record = await _file(await town.moderator.presses(card, "Record"))
    assert hashlib.sha256(broken).hexdigest() in record
    assert "none, for it was not read" in record


async def test_the_record_of_a_closed_incident_can_still_be_had(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    card = await town.card()
    await town.moderator.presses(card, "Not this")
    await town.waits(lambda: any(one.disabled for one in card.controls), "the card to be closed")
    assert "dismissed" in await _file(await town.moderator.presses(card, "Record"))


async def test_the_record_is_for_moderators_only(town: "Town") -> None:
    onlooker = town.server.joins("Olek")
    town = replace(town, alerts=town.server.text_channel("alerts-for-all", only=[town.moderator, onlooker]))
    await town.set_up()
    town.escalates()
    reply = await onlooker.presses(await town.card(), "Record")
    assert "You need the permission" in reply.text
    assert reply.messages[0].pictures == ()
