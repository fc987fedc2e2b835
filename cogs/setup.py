"""Setup: /setup asks the few things that only a server can know; until then a hint says so once."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io.more_form import MoreForm, answer
from bot.discord_io.setup_form import SetupForm
from bot.observed import ServerId
from bot.storage.servers import ServerSettings

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.guidance.handbook import Handbook
    from bot.incidents.delivery import Delivery
    from bot.incidents.incidents import Incidents
    from bot.storage.servers import Servers


class Setup(commands.Cog):
    """Keeps a server's choices and lets what waits try again when something there changes."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a screen about everything has to reach
        self,
        client: commands.Bot,
        servers: "Servers",
        incidents: "Incidents",
        delivery: "Delivery",
        handbook: "Handbook",
        clock: "Clock",
    ) -> None:
        self._client = client
        self._servers = servers
        self._incidents = incidents
        self._delivery = delivery
        self._handbook = handbook
        self._clock = clock

    @app_commands.command(
        description="Choose where alerts go, who is told, your region, and how far Breakwater goes."
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: discord.Interaction) -> None:
        """Show the form, filled with what is chosen now."""
        words = self._handbook.words(str(interaction.locale))
        if not interaction.permissions.manage_guild:
            await interaction.response.send_message(words.setup.needs_permission, ephemeral=True)
            return
        current = partial(self._servers.get, ServerId(interaction.guild_id or 0))
        form = SetupForm(self._handbook, str(interaction.locale), current, self._save)
        await interaction.response.send_modal(form)

    @commands.Cog.listener()
    async def on_press_more(self, interaction: discord.Interaction) -> None:
        """Show the second form; who may is checked again, for a button can be pressed later."""
        words = self._handbook.words(str(interaction.locale))
        if not interaction.permissions.manage_guild:
            await interaction.response.send_message(words.setup.needs_permission, ephemeral=True)
            return
        current = partial(self._servers.get, ServerId(interaction.guild_id or 0))
        await interaction.response.send_modal(MoreForm(words, current, self._save))

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Signed in, and every server that can be reached is known: what waits can be tried."""
        for guild in self._client.guilds:
            await self._greet(guild)
        self._delivery.begin()

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """After an outage: what waited for this server can be tried."""
        await self._greet(guild)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """A new server: say once how to set the bot up."""
        await self._greet(guild)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Removed from a server: everything about it is erased."""
        await self._incidents.erase_server(ServerId(guild.id))
        await self._servers.erase(ServerId(guild.id))

    @commands.Cog.listener()
    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """Something has become possible, perhaps."""
        await self._delivery.hurry(ServerId(channel.guild.id))

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Permissions of a channel may have changed."""
        del before
        await self._delivery.hurry(ServerId(after.guild.id))

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Permissions of a role, the bot's own included, may have changed."""
        del before
        await self._delivery.hurry(ServerId(after.guild.id))

    async def _greet(self, guild: discord.Guild) -> None:
        server = ServerId(guild.id)
        if self._servers.get(server).set_up_at is None:
            await self._incidents.introduce(server)
        await self._delivery.hurry(server)

    async def _save(self, interaction: discord.Interaction, chosen: ServerSettings) -> None:
        await self._servers.save(replace(chosen, set_up_at=self._clock()))
        await self._delivery.hurry(chosen.server)
        words = self._handbook.words(str(interaction.locale)).setup
        told = words.saved if self._can_post(interaction, chosen) else words.cannot_post
        view = answer(
            self._handbook,
            str(interaction.locale),
            chosen,
            told.format(place=f"<#{chosen.moderators_channel}>"),
        )
        await interaction.response.send_message(view=view, ephemeral=True)

    def _can_post(self, interaction: discord.Interaction, chosen: ServerSettings) -> bool:
        guild = interaction.guild
        room = guild.get_channel(chosen.moderators_channel or 0) if guild else None
        if guild is None or room is None:
            return False
        granted = room.permissions_for(guild.me)
        return granted.view_channel and granted.send_messages
