"""Mark: moderators put a message's pictures on their server's list by right-click, or take them off."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io import translate
from bot.observed import PersonId, Picture, ServerId
from bot.storage.fingerprints import hashes_of

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.guidance.handbook import Handbook
    from bot.guidance.words import MarkWords
    from bot.incidents.intake import Reader
    from bot.storage.confirmed import Confirmed

MARK, UNMARK = "Mark this picture", "Unmark this picture"
"""Names of the two commands under Apps; Discord shows them as they are."""


class Mark(commands.Cog):
    """Reads the pictures of one message on a moderator's word, keeps their fingerprints, and nothing else."""

    def __init__(
        self,
        client: commands.Bot,
        reader: "Reader",
        confirmed: "Confirmed",
        handbook: "Handbook",
        clock: "Clock",
    ) -> None:
        self._client = client
        self._reader = reader
        self._confirmed = confirmed
        self._handbook = handbook
        self._clock = clock
        self._menus = [
            app_commands.ContextMenu(name=MARK, callback=self._mark),
            app_commands.ContextMenu(name=UNMARK, callback=self._unmark),
        ]

    async def cog_load(self) -> None:
        """Offer the two commands; discord.py has no decorator for them inside a cog."""
        for menu in self._menus:
            menu.guild_only = True
            menu.default_permissions = discord.Permissions(manage_messages=True)
            self._client.tree.add_command(menu)

    async def cog_unload(self) -> None:
        """Take them back."""
        for menu in self._menus:
            self._client.tree.remove_command(menu.name, type=menu.type)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Removed from a server: its list is erased."""
        await self._confirmed.erase(ServerId(guild.id))

    async def _mark(self, interaction: discord.Interaction, message: discord.Message) -> None:
        words = self._handbook.words(str(interaction.locale)).mark
        found = await self._read(interaction, message, words)
        if found is not None:
            server, by = ServerId(interaction.guild_id or 0), PersonId(interaction.user.id)
            fingerprints = [picture.fingerprint for picture in found if picture.fingerprint]
            count = await self._confirmed.add(server, fingerprints, by, self._clock())
            await interaction.followup.send(words.marked.format(count=count), ephemeral=True)

    async def _unmark(self, interaction: discord.Interaction, message: discord.Message) -> None:
        words = self._handbook.words(str(interaction.locale)).mark
        found = await self._read(interaction, message, words)
        if found is not None:
            hashes = [bits for picture in found for bits in hashes_of(picture)]
            count = await self._confirmed.remove(ServerId(interaction.guild_id or 0), hashes)
            await interaction.followup.send(words.unmarked.format(count=count), ephemeral=True)

    async def _read(
        self, interaction: discord.Interaction, message: discord.Message, words: "MarkWords"
    ) -> list[Picture] | None:
        """Read the message's pictures; `None` where the answer was given already."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not interaction.permissions.manage_messages:
            needed = self._handbook.words(str(interaction.locale)).results.needs_permission
            await interaction.followup.send(needed.format(permission="Manage Messages"), ephemeral=True)
            return None
        outcomes = [await self._reader.read(picture) for picture in translate.pictures(message)]
        read = [one for one in outcomes if isinstance(one, Picture) and one.fingerprint]
        if not read:
            await interaction.followup.send(words.none, ephemeral=True)
            return None
        return read
