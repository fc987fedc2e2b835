"""Help: private guidance, behind the button of a note and for anybody who types /help."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io import note
from bot.guidance.contacts import Region
from bot.guidance.words import Situation
from bot.observed import ServerId

if TYPE_CHECKING:
    from bot.guidance.handbook import Handbook
    from bot.storage.servers import Servers


class Help(commands.Cog):
    """Answers in private only. Who asked is not written down anywhere."""

    def __init__(self, handbook: "Handbook", servers: "Servers") -> None:
        self._handbook = handbook
        self._servers = servers

    @app_commands.command(
        name="help", description="What to do if somebody threatens you. Only you will see it."
    )
    @app_commands.guild_only()
    async def help(self, interaction: discord.Interaction) -> None:
        """Show the guidance for somebody who is threatened."""
        await self._show(interaction, Situation.THREAT)

    @commands.Cog.listener()
    async def on_press_read(self, interaction: discord.Interaction, situation: Situation) -> None:
        """Show the guidance to whoever pressed **Read privately**."""
        await self._show(interaction, situation)

    @commands.Cog.listener()
    async def on_press_hide(self, interaction: discord.Interaction) -> None:
        """Take the guidance off the screen, as when somebody looks over a shoulder."""
        await interaction.response.defer()
        await interaction.delete_original_response()

    async def _show(self, interaction: discord.Interaction, situation: Situation) -> None:
        language = str(interaction.locale)
        server = ServerId(interaction.guild_id or 0)
        region = Region(self._servers.get(server).region)
        told = self._handbook.guidance_for(region, language, situation)
        view = note.guidance(self._handbook.words(language), told)
        await interaction.response.send_message(view=view, ephemeral=True)
