"""The real bot in its own process, the sandbox as its Discord, and a server with people for each test."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
import pytest_asyncio

from bot.sandbox import BotProcess, Sandbox
from bot.sandbox.demo.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.sandbox.person import Person
    from bot.sandbox.places import Channel, Server
    from bot.sandbox.seen import Reply, Seen

T = TypeVar("T")

PATIENCE = 20.0
"""Real seconds; two cores may be busy with other tests."""

ESCALATION = (
    "hey, we only just met but you seem sweet",
    "send me a private pic of you, just between us",
    "I saved your pictures and I have your whole friends list",
    "pay me £500 tonight or I send your pictures to all your friends and your family",
)
"""From a first contact to a threat with a demand; invented."""


@dataclass(frozen=True)
class Town:
    """A server with a channel, a moderators' channel, a stranger, a member, a moderator and the owner."""

    sandbox: Sandbox
    bot: BotProcess
    server: "Server"
    lounge: "Channel"
    alerts: "Channel"
    stranger: "Person"
    member: "Person"
    moderator: "Person"

    @property
    def database(self) -> "Path":
        """The bot's SQLite file."""
        return self.bot.data_dir / "breakwater.sqlite3"

    @property
    def notes(self) -> list["Seen"]:
        return [one for one in self.lounge.from_bot if "Read privately" in one.buttons]

    @property
    def cards(self) -> list["Seen"]:
        return [one for one in self.alerts.from_bot if "Not this" in one.buttons]

    async def set_up(
        self, ladder: str = "ask", alerts: "Channel | None" = None, role: int | None = None
    ) -> "Reply":
        form = await self.server.owner.runs("/setup", self.lounge)
        choices = {"Alerts": alerts or self.alerts, "Region": "england_wales", "On its own": ladder}
        return await self.server.owner.submits(form, choices | ({"Moderators": role} if role else {}))

    async def chooses_more(self, **choices: str) -> "Reply":
        """Save the first form of /setup as it is, and choose in the second."""
        labels = {
            "sensitivity": "Sensitivity",
            "share": "Your confirmed pictures",
            "receive": "Pictures others confirmed",
        }
        owner = self.server.owner
        saved = await owner.submits(await owner.runs("/setup", self.lounge), {})
        form = await owner.presses(saved, "More choices")
        return await owner.submits(form, {labels[name]: choice for name, choice in choices.items()})

    def rooms(self, count: int) -> list["Channel"]:
        return [self.server.text_channel(f"room-{number}") for number in range(count)]

    def escalates(self) -> list["Seen"]:
        """The stranger works the member from first contact to demand, within 20 minutes of story time."""
        self.sandbox.world.begin(timedelta(minutes=30))
        said = [self.member.says(self.lounge, "hello all")]
        for text in ESCALATION:
            self.sandbox.world.later(minutes=5)
            said.append(self.stranger.says(self.lounge, f"{self.member.mention} {text}", replies_to=said[0]))
        self.sandbox.world.present()
        return said

    async def card(self) -> "Seen":
        return await self.waits(lambda: self.cards[-1] if self.cards else None, "an alert card")

    async def note(self) -> "Seen":
        return await self.waits(lambda: self.notes[-1] if self.notes else None, "a note")

    async def waits(self, look: "Callable[[], T | None]", what: str) -> "T":
        return await self.sandbox.wait_for(look, f"{what}\n{self.bot.tail()}", PATIENCE)


def build_town(sandbox: Sandbox, bot: BotProcess) -> Town:
    sandbox.faults.clear()
    sandbox.world.present()
    server = sandbox.world.server("Seaside")
    lounge = server.text_channel("lounge")
    moderator = server.moderator("Mona")
    return Town(
        sandbox=sandbox,
        bot=bot,
        server=server,
        lounge=lounge,
        alerts=server.text_channel("mod-alerts", only=[moderator]),
        stranger=server.joins("Sten", account_age=timedelta(days=3), joined_ago=timedelta(days=1)),
        member=server.joins("Ann"),
        moderator=moderator,
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> "AsyncIterator[tuple[Sandbox, BotProcess]]":
    async with Sandbox() as sandbox, BotProcess(sandbox, tmp_path_factory.mktemp("data")) as bot:
        yield sandbox, bot


@pytest.fixture
def town(running: tuple[Sandbox, BotProcess]) -> Town:
    return build_town(*running)


@pytest.fixture(scope="session")
def picture() -> bytes:
    """A neutral pattern that a fingerprint recognises."""
    return pattern(7)
