"""Setup: /setup asks the four things that only a server can know; until then a hint says so once."""

from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.consequences.values import Ladder
from bot.observed import PlaceId, ServerId
from bot.storage.servers import ServerSettings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.clock import Clock
    from bot.guidance.handbook import Handbook
    from bot.guidance.words import Words
    from bot.incidents.delivery import Delivery
    from bot.incidents.incidents import Incidents
    from bot.storage.servers import Servers


class Setup(commands.Cog):
    """Keeps a server's choices and lets what waits try again when something there changes."""

    def __init__(
        self,
        servers: "Servers",
        incidents: "Incidents",
        delivery: "Delivery",
        handbook: "Handbook",
        clock: "Clock",
    ) -> None:
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
        chosen = self._servers.get(ServerId(interaction.guild_id or 0))
        form = SetupForm(self._handbook, str(interaction.locale), chosen, self._save)
        await interaction.response.send_modal(form)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """After a start or an outage: what waited for this server can be tried."""
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
        words = self._handbook.words(str(interaction.locale))
        channel = f"<#{chosen.moderators_channel}>"
        await interaction.response.send_message(
            (words.setup.saved if self._can_post(interaction, chosen) else words.setup.cannot_post).format(
                place=channel
            ),
            ephemeral=True,
        )

    def _can_post(self, interaction: discord.Interaction, chosen: ServerSettings) -> bool:
        guild = interaction.guild
        room = guild.get_channel(chosen.moderators_channel or 0) if guild else None
        if guild is None or room is None:
            return False
        granted = room.permissions_for(guild.me)
        return granted.view_channel and granted.send_messages


class SetupForm(discord.ui.Modal):
    """The four choices on one screen, saved together or not at all."""

    def __init__(
        self,
        handbook: "Handbook",
        language: str,
        chosen: ServerSettings,
        save: "Callable[[discord.Interaction, ServerSettings], Awaitable[None]]",
    ) -> None:
        words = handbook.words(language)
        super().__init__(title=words.setup.title)
        self._chosen = chosen
        self._save = save
        self._channel = discord.ui.ChannelSelect[discord.ui.View](
            channel_types=[discord.ChannelType.text],
            default_values=_default(chosen.moderators_channel, discord.SelectDefaultValueType.channel),
        )
        self._role = discord.ui.RoleSelect[discord.ui.View](
            required=False,
            min_values=0,
            default_values=_default(chosen.moderators_role, discord.SelectDefaultValueType.role),
        )
        self._region = discord.ui.Select[discord.ui.View](options=_regions(handbook, language, chosen.region))
        self._ladder = discord.ui.Select[discord.ui.View](options=_steps(words, chosen.ladder))
        labels = words.setup.labels
        self.add_item(discord.ui.TextDisplay(words.setup.introduction))
        for text, meaning, select in (
            (labels.channel, words.setup.channel, self._channel),
            (labels.role, words.setup.role, self._role),
            (labels.region, words.setup.region, self._region),
            (labels.ladder, words.setup.ladder, self._ladder),
        ):
            self.add_item(discord.ui.Label(text=text, description=meaning, component=select))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Keep what was chosen."""
        role = self._role.values[0].id if self._role.values else None
        chosen = replace(
            self._chosen,
            moderators_channel=PlaceId(self._channel.values[0].id),
            moderators_role=role,
            region=self._region.values[0],
            ladder=Ladder(self._ladder.values[0]),
        )
        await self._save(interaction, chosen)


def _default(chosen: int | None, kind: discord.SelectDefaultValueType) -> list[discord.SelectDefaultValue]:
    return [] if chosen is None else [discord.SelectDefaultValue(id=chosen, type=kind)]


def _regions(handbook: "Handbook", language: str, chosen: str) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=option.label,
            value=option.region.value,
            description=option.meaning,
            default=option.region.value == chosen,
        )
        for option in handbook.region_options(language)
    ]


def _steps(words: "Words", chosen: Ladder) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=words.ladder.step(step.value).label,
            value=step.value,
            description=words.ladder.step(step.value).meaning,
            default=step is chosen,
        )
        for step in Ladder
    ]
