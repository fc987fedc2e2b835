"""Watch: what happens in a server's channels and threads becomes observed values."""

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.discord_io import translate
from bot.discord_io.rosters import Rosters
from bot.observed import ServerId

if TYPE_CHECKING:
    from bot.incidents.intake import Intake
    from bot.storage.servers import Servers


class Watch(commands.Cog):
    """Listens to messages, edits, forwards and threads; says nothing itself."""

    def __init__(self, intake: "Intake", servers: "Servers") -> None:
        self._intake = intake
        self._servers = servers
        self._rosters = Rosters()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Observe a message, or Discord's own line that people were added to a thread."""
        if message.guild is None or message.author.bot:
            return
        role = self._role(message.guild)
        if message.is_system() and message.type is not discord.MessageType.recipient_add:
            return
        seen = translate.additions(message, role) or translate.message(message, role)
        if seen is not None:
            await self._intake.take(self._rosters.counted(seen))

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Observe a message again after its author changed it; a link preview alone is no change."""
        message = payload.message
        if message.guild is None or message.author.bot or message.edited_at is None or message.is_system():
            return
        seen = translate.message(message, self._role(message.guild), edited=True)
        if seen is not None:
            await self._intake.take(self._rosters.counted(seen))

    @commands.Cog.listener()
    async def on_thread_create(self, thread: discord.Thread) -> None:
        """Observe that somebody opened a thread."""
        seen = translate.opening(thread, self._role(thread.guild))
        if seen is not None:
            await self._intake.take(self._rosters.counted(seen))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Removed from a server: what was seen there is forgotten."""
        self._intake.forget_server(ServerId(guild.id))

    def _role(self, guild: discord.Guild) -> int | None:
        return self._servers.get(ServerId(guild.id)).moderators_role
