"""One sandbox and one small bot for a module's tests; each test has a server of its own."""

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from PIL import Image

from bot.sandbox import BotProcess, Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.sandbox.person import Person
    from bot.sandbox.places import Channel, Server

SMALL_BOT = (sys.executable, str(Path(__file__).with_name("small_bot.py")))


@dataclass(frozen=True)
class Town:
    """A server with a channel, a log that moderators alone see, a member and a moderator."""

    server: "Server"
    general: "Channel"
    log: "Channel"
    ann: "Person"
    mona: "Person"


@dataclass(frozen=True)
class Running:
    """A sandbox with a bot in it."""

    sandbox: Sandbox
    bot: BotProcess

    def town(self) -> Town:
        server = self.sandbox.world.server("Seaside")
        general = server.text_channel("general")
        ann, mona = server.joins("Ann"), server.moderator("Mona")
        return Town(server, general, server.text_channel("log", only=[mona]), ann, mona)

    async def heard(self, channel: "Channel", text: str) -> str:
        """Wait until the bot says something with these words in it, and return it."""

        def look() -> str | None:
            return next((one.text for one in channel.from_bot if text in one.text), None)

        return await self.sandbox.wait_for(look, f"{text!r} in #{channel.name}\n{self.bot.tail()}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> "AsyncIterator[Running]":
    async with (
        Sandbox() as sandbox,
        BotProcess(sandbox, tmp_path_factory.mktemp("bot"), command=SMALL_BOT) as bot,
    ):
        yield Running(sandbox, bot)


@pytest.fixture(scope="session")
def small_bot() -> tuple[str, ...]:
    return SMALL_BOT


@pytest.fixture(scope="session")
def watching() -> "Callable[[Sandbox, BotProcess], Running]":
    return Running


@pytest.fixture
def town(running: Running) -> Town:
    running.sandbox.faults.clear()
    running.sandbox.world.present()
    return running.town()


@pytest.fixture(scope="session")
def picture() -> "Callable[[], bytes]":
    def made() -> bytes:
        out = BytesIO()
        Image.new("RGB", (32, 16), (30, 90, 160)).save(out, "PNG")
        return out.getvalue()

    return made
