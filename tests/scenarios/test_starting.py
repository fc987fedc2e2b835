"""Starting and stopping as the one who runs the bot sees it: words, no traceback, and a clean end."""

import sys
from typing import TYPE_CHECKING

from bot.sandbox import BotProcess, Sandbox

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "BREAKWATER_DISCORD_" + "TOKEN"


async def _refused(sandbox: Sandbox, folder: "Path", **environment: str) -> list[str]:
    bot = BotProcess(sandbox, folder, environment=environment, ready=False)
    async with bot:
        assert await bot.ended() == 1
    assert not any("Traceback" in line for line in bot.log)
    return [line for line in bot.log if line.strip()]


async def test_without_a_token_three_lines_say_what_to_do(tmp_path: "Path") -> None:
    async with Sandbox() as sandbox:
        said = await _refused(sandbox, tmp_path, BREAKWATER_DISCORD_TOKEN="")
    assert len(said) == 3
    assert "BREAKWATER_DISCORD_TOKEN is not set" in said[0]


async def test_with_a_token_that_discord_refuses_three_lines_say_what_to_do(tmp_path: "Path") -> None:
    async with Sandbox() as sandbox:
        said = await _refused(sandbox, tmp_path, **{TOKEN: "no"})
    assert len(said) == 3
    assert "does not accept the token" in said[0]


async def test_without_the_message_content_intent_three_lines_say_what_to_do(tmp_path: "Path") -> None:
    async with Sandbox() as sandbox:
        sandbox.allow_intents(message_content=False)
        said = await _refused(sandbox, tmp_path)
    assert len(said) == 3
    assert "Message Content Intent" in said[0]


async def test_a_wrong_setting_is_told_by_name_with_what_is_allowed(tmp_path: "Path") -> None:
    async with Sandbox() as sandbox:
        said = await _refused(sandbox, tmp_path, BREAKWATER_LOG_LEVEL="loud")
    assert "BREAKWATER_LOG_LEVEL" in said[0]
    assert "'debug', 'info', 'warning' or 'error'" in said[0]


async def test_sigterm_stops_it_cleanly(tmp_path: "Path") -> None:
    async with Sandbox() as sandbox, BotProcess(sandbox, tmp_path) as bot:
        assert await bot.terminate() == 0
    assert "stopped" in bot.log[-1]


async def test_the_doctor_finds_a_healthy_bot_and_prints_the_invite_link(tmp_path: "Path") -> None:
    async with Sandbox() as sandbox:
        sandbox.world.server("Seaside")
        doctor = BotProcess(sandbox, tmp_path, command=(sys.executable, "-m", "bot", "doctor"), ready=False)
        async with doctor:
            status = await doctor.ended()
    text = "\n".join(doctor.log)
    assert status == 0, text
    assert "server Seaside" in text
    assert "https://discord.com/oauth2/authorize?client_id=" in text


async def test_the_doctor_names_what_is_missing(tmp_path: "Path") -> None:
    async with Sandbox() as sandbox:
        sandbox.allow_intents(message_content=False)
        doctor = BotProcess(sandbox, tmp_path, command=(sys.executable, "-m", "bot", "doctor"), ready=False)
        async with doctor:
            status = await doctor.ended()
    assert status == 1
    assert "switched off" in "\n".join(doctor.log)
