"""An alert outlives kill -9, a missing /setup, missing rights and deleted channels, and is shown once."""

from typing import TYPE_CHECKING

import pytest_asyncio

from bot.sandbox import BotProcess, Sandbox
from tests.scenarios.conftest import Town, build_town

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest_asyncio.fixture
async def fresh(tmp_path: "Path") -> "AsyncIterator[Town]":
    async with Sandbox() as sandbox, BotProcess(sandbox, tmp_path) as bot:
        yield build_town(sandbox, bot)


async def test_killed_before_the_card_was_sent_it_appears_once_after_a_restart(fresh: Town) -> None:
    await fresh.set_up()
    held = fresh.sandbox.faults.hold("POST", f"/channels/{fresh.alerts.id}/messages")
    fresh.escalates()
    await held.arrived.wait()
    await fresh.bot.kill()
    fresh.sandbox.faults.clear()
    await fresh.bot.start()
    await fresh.card()
    await fresh.member.runs("/help", fresh.lounge)
    assert len(fresh.cards) == 1


async def test_killed_after_discord_took_the_card_it_is_not_sent_again(fresh: Town) -> None:
    await fresh.set_up()
    path = f"/channels/{fresh.alerts.id}/messages"
    lost = fresh.sandbox.faults.lose_answer("POST", path)
    fresh.escalates()
    await lost.arrived.wait()
    await fresh.bot.kill()
    fresh.sandbox.faults.clear()
    fresh.sandbox.forget_nonces()  # Discord forgets them after some minutes
    await fresh.bot.start()
    await fresh.waits(
        lambda: fresh.sandbox.calls.of("PATCH", f"{path}/*") or fresh.sandbox.calls.of("GET", path), "a look"
    )
    fresh.stranger.says(fresh.lounge, f"{fresh.member.mention} pay now or everyone sees your pictures")
    await fresh.waits(lambda: fresh.sandbox.calls.of("PATCH", f"{path}/*"), "an edit of the card")
    assert len(fresh.cards) == 1


async def test_a_button_of_a_card_sent_before_a_restart_works_after_it(fresh: Town) -> None:
    await fresh.set_up()
    fresh.escalates()
    card = await fresh.card()
    await fresh.bot.kill()
    await fresh.bot.start()
    await fresh.moderator.presses(card, "Time out")
    assert fresh.stranger.timed_out_until(fresh.server) is not None


async def test_without_setup_an_alert_waits_for_it_and_the_log_says_so(fresh: Town) -> None:
    fresh.escalates()
    await fresh.waits(
        lambda: any(
            "card of incident 1 is waiting: no moderators' channel" in line for line in fresh.bot.log
        ),
        "the log to say why",
    )
    await fresh.set_up()
    await fresh.card()


async def test_without_setup_the_server_is_told_once_how_to_do_it(fresh: Town) -> None:
    def hints() -> int:
        return sum("/setup" in one.text for one in fresh.lounge.from_bot)

    await fresh.waits(lambda: hints() == 1, "the hint")
    await fresh.bot.restart()
    await fresh.member.runs("/help", fresh.lounge)
    assert hints() == 1


async def test_without_permission_to_post_an_alert_waits_until_it_is_given(fresh: Town) -> None:
    await fresh.set_up()
    fresh.alerts.allow_bot(view_channel=True, send_messages=False)
    fresh.escalates()
    await fresh.waits(
        lambda: any("lacks the permission Send Messages in #mod-alerts" in line for line in fresh.bot.log),
        "the log to say why",
    )
    fresh.alerts.allow_bot(view_channel=True, send_messages=True)
    await fresh.card()


async def test_with_its_channel_deleted_an_alert_waits_for_another(fresh: Town) -> None:
    await fresh.set_up()
    fresh.alerts.delete()
    fresh.escalates()
    await fresh.waits(lambda: any("is gone" in line for line in fresh.bot.log), "the log to say why")
    again = fresh.server.text_channel("alerts-again", only=[fresh.moderator])
    await fresh.set_up(alerts=again)
    await fresh.waits(lambda: again.from_bot, "the card in the new channel")
