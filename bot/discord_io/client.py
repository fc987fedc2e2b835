"""The client: signs in with the least intents, remembers its buttons, brings its cogs and commands."""

import logging
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.discord_io.buttons import BUTTONS
from bot.discord_io.permissions import intents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_log = logging.getLogger(__name__)

MESSAGES_CACHED = 0
"""discord.py keeps 1,000 messages by default; Breakwater keeps none."""


class Client(commands.Bot):
    """discord.py's client with Breakwater's cogs.

    Args:
        cogs: Makes the cogs once the client exists.
    """

    def __init__(self, cogs: "Callable[[Client], Sequence[commands.Cog]]") -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents(),
            max_messages=MESSAGES_CACHED or None,
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity("Type /help. Only you will see it."),
        )
        self._make_cogs = cogs

    async def setup_hook(self) -> None:
        """Bring everything that must be there before the first event."""
        self.add_dynamic_items(*BUTTONS)
        for cog in self._make_cogs(self):
            await self.add_cog(cog)
        await self.tree.sync()

    async def on_ready(self) -> None:
        """Say that the bot is at work."""
        _log.info("signed in as %s on %d servers", self.user, len(self.guilds))

    async def on_command_error(  # pyright: ignore[reportIncompatibleMethodOverride] - discord.py types it loosely
        self, context: commands.Context["Client"], exception: commands.CommandError, /
    ) -> None:
        """Ignore mentions that look like commands: Breakwater has slash commands only."""
        del context, exception
