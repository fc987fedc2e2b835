"""Who is let in, and what outlives the end of the bot's process."""

from typing import TYPE_CHECKING

import pytest

from bot.sandbox import BotProcess, BotStopped, Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Running


async def test_a_wrong_token_is_refused(tmp_path: "Path", small_bot: tuple[str, ...]) -> None:
    wrong = {"BREAKWATER_DISCORD_TOKEN": "not.the.token"}
    async with Sandbox() as sandbox:
        bot = BotProcess(sandbox, tmp_path, command=small_bot, environment=wrong)

        with pytest.raises(BotStopped, match="Improper token"):
            await bot.start()

        assert [call.status for call in sandbox.calls.all] == [401]


async def test_a_privileged_intent_that_is_switched_off_is_refused(
    tmp_path: "Path", small_bot: tuple[str, ...]
) -> None:
    async with Sandbox() as sandbox:
        sandbox.allow_intents(message_content=False)
        bot = BotProcess(sandbox, tmp_path, command=small_bot)

        with pytest.raises(BotStopped, match="PrivilegedIntentsRequired"):
            await bot.start()


async def test_a_button_sent_before_a_kill_works_after_the_restart(
    tmp_path: "Path", small_bot: tuple[str, ...], watching: "Callable[[Sandbox, BotProcess], Running]"
) -> None:
    async with Sandbox() as sandbox, BotProcess(sandbox, tmp_path, command=small_bot) as bot:
        running = watching(sandbox, bot)
        town = running.town()
        town.ann.says(town.general, "card")
        await running.heard(town.general, "About Ann")

        assert await bot.kill() == -9
        await bot.start()

        reply = await town.mona.presses(town.general.from_bot[-1], "Time out")
        assert reply.text == "Done\nAnn is timed out"


async def test_a_polite_stop_ends_with_status_0(tmp_path: "Path", small_bot: tuple[str, ...]) -> None:
    async with Sandbox() as sandbox, BotProcess(sandbox, tmp_path, command=small_bot) as bot:
        assert await bot.terminate() == 0


async def test_a_call_held_while_its_bot_is_killed_never_happened(
    tmp_path: "Path", small_bot: tuple[str, ...], watching: "Callable[[Sandbox, BotProcess], Running]"
) -> None:
    async with Sandbox() as sandbox, BotProcess(sandbox, tmp_path, command=small_bot) as bot:
        town = watching(sandbox, bot).town()
        held = sandbox.faults.hold("POST", f"/channels/{town.general.id}/messages")
        town.ann.says(town.general, "hello")
        await held.arrived.wait()
        await bot.kill()

        held.release()
        await bot.start()

        town.ann.says(town.general, "again")
        await sandbox.wait_for(lambda: town.general.from_bot, "an answer")
        assert ["again" in one.text for one in town.general.from_bot] == [True]
