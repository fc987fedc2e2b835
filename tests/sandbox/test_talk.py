"""What the bot hears of talk, over a real socket."""

from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest

from bot.sandbox import AppRefuses

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Running, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_message_arrives_with_the_time_that_the_story_says(running: "Running", town: "Town") -> None:
    began = running.sandbox.world.begin(timedelta(hours=5))
    running.sandbox.world.later(minutes=14)
    said = town.ann.says(town.general, "good evening")

    heard = await running.heard(town.general, "good evening")

    assert said.at.isoformat(timespec="milliseconds")[:23] in heard
    assert timedelta(minutes=14) <= said.at - began < timedelta(minutes=15)


async def test_a_picture_is_read_from_its_signed_address(
    running: "Running", town: "Town", picture: "Callable[[], bytes]"
) -> None:
    town.ann.says(town.general, "look", pictures=[("a view.png", picture())])

    assert await running.heard(town.general, f"{len(picture())} bytes, 32x16")


async def test_an_address_can_be_read_until_it_expires(
    running: "Running", town: "Town", picture: "Callable[[], bytes]"
) -> None:
    said = town.ann.says(town.general, "look", pictures=[("view.png", picture())])
    good = said.pictures[0]
    running.sandbox.cdn.life = timedelta(0)
    expired = said.pictures[0]
    running.sandbox.cdn.life = timedelta(hours=24)

    async with aiohttp.ClientSession() as client:
        answers = [await client.get(url) for url in (good, good.split("?")[0], expired)]

    assert [one.status for one in answers] == [200, 404, 404]
    assert answers[0].content_type == "image/png"


async def test_an_edit_arrives_with_what_was_said_before(running: "Running", town: "Town") -> None:
    said = town.ann.says(town.general, "first")
    await running.heard(town.general, "first")

    town.ann.edits(said, "second")

    assert await running.heard(town.general, "Changed 'first' to 'second'")


async def test_a_forward_into_the_bots_private_channel_carries_words_without_an_author(
    running: "Running", town: "Town"
) -> None:
    private = running.sandbox.world.group(town.ann, town.mona)
    said = town.mona.says(private, "between us")
    direct = running.sandbox.world.direct(town.ann)

    forwarded = town.ann.forwards(said, direct)

    assert await running.heard(direct, "In private: between us")
    assert "author" not in forwarded.message.snapshots[0]["message"]


async def test_a_forward_of_a_forward_carries_the_first_words(running: "Running", town: "Town") -> None:
    private = running.sandbox.world.group(town.ann, town.mona)
    once = town.mona.forwards(town.mona.says(private, "first words"), town.general)

    twice = town.ann.forwards(once, running.sandbox.world.direct(town.ann))

    assert twice.text.strip() == "first words"
    assert await running.heard(running.sandbox.world.direct(town.ann), "In private: first words")


async def test_private_talk_is_never_heard(running: "Running", town: "Town") -> None:
    private = running.sandbox.world.group(town.ann, town.mona, town.server.owner)
    town.ann.says(private, "nobody else hears")
    town.ann.says(town.general, "everybody hears")

    await running.heard(town.general, "everybody hears")

    assert private.from_bot == []


async def test_a_channel_hidden_from_the_bot_is_not_heard(running: "Running", town: "Town") -> None:
    town.log.allow_bot(view_channel=False)
    town.mona.says(town.log, "hidden")
    town.ann.says(town.general, "open")

    await running.heard(town.general, "open")

    assert town.log.from_bot == []


async def test_a_private_thread_is_seen_with_manage_threads(running: "Running", town: "Town") -> None:
    thread = town.server.thread(town.general, "quiet", by=town.ann, members=[town.mona])

    assert await running.heard(thread, "Thread quiet private=True")


async def test_a_private_thread_is_seen_once_the_bot_is_added(running: "Running", town: "Town") -> None:
    everything = discord.Permissions.all()
    everything.update(administrator=False, manage_threads=False)
    town.server.bot_may(everything)
    thread = town.server.thread(town.general, "quiet", by=town.ann)
    town.ann.says(thread, "too early")

    running.sandbox.backend.add_thread_member(thread.id, running.sandbox.backend.bot_user.id)
    town.ann.says(thread, "now")

    await running.heard(thread, "'now'")
    assert thread.from_bot[0].text == "Joined quiet"


async def test_a_deleted_channel_is_told(running: "Running", town: "Town") -> None:
    town.server.text_channel("short-lived").delete()

    assert await running.heard(town.log, "Deleted short-lived")


async def test_somebody_in_time_out_cannot_speak(running: "Running", town: "Town") -> None:
    town.ann.says(town.general, "card")
    await running.heard(town.general, "About Ann")

    await town.mona.presses(town.general.from_bot[-1], "Time out")

    with pytest.raises(AppRefuses, match="Ann may not"):
        town.ann.says(town.general, "hello")


async def test_nothing_that_the_bot_did_was_unknown_to_the_sandbox(running: "Running", town: "Town") -> None:
    town.ann.says(town.general, "anything")
    await running.heard(town.general, "anything")

    assert running.sandbox.calls.gaps == []
