"""A small real bot in discord.py, run as a process of its own by the sandbox's tests."""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

if TYPE_CHECKING:
    import re

Route.BASE = os.environ["BREAKWATER_DISCORD_API_URL"]
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["BREAKWATER_DISCORD_GATEWAY_URL"])


class Act(discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]], template=r"act:(?P<target>\d+)"):
    """A button that works after a restart."""

    def __init__(self, target: int) -> None:
        super().__init__(discord.ui.Button(label="Time out", custom_id=f"act:{target}"))
        self.target = target

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction,
        item: discord.ui.Item[discord.ui.LayoutView],
        match: "re.Match[str]",
    ) -> "Act":
        del interaction, item
        return cls(int(match["target"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        assert interaction.guild is not None
        member = await interaction.guild.fetch_member(self.target)
        await member.timeout(timedelta(hours=1), reason=f"Asked by {interaction.user}")
        embed = discord.Embed(title="Done", description=f"{member.name} is timed out")
        await interaction.response.send_message(embed=embed, ephemeral=True)


class Note(discord.ui.Modal, title="A note"):
    words: discord.ui.TextInput["Note"] = discord.ui.TextInput(label="Words")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Noted: {self.words.value}", ephemeral=True)


class Settings(discord.ui.Modal, title="Settings"):
    def __init__(self, here: discord.abc.Snowflake) -> None:
        super().__init__()
        chosen = [discord.SelectDefaultValue(id=here.id, type=discord.SelectDefaultValueType.channel)]
        menu: discord.ui.ChannelSelect[Settings] = discord.ui.ChannelSelect(
            channel_types=[discord.ChannelType.text], default_values=chosen
        )
        self.menu = menu
        self.add_item(discord.ui.Label(text="Where", component=menu))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Where: {self.menu.values[0].name}", ephemeral=True)


class Choosing(discord.ui.View):
    @discord.ui.select(cls=discord.ui.ChannelSelect, placeholder="Channel")
    async def channel(
        self, interaction: discord.Interaction, menu: discord.ui.ChannelSelect["Choosing"]
    ) -> None:
        await interaction.response.edit_message(content=f"Channel {menu.values[0].name}")


class Card(discord.ui.LayoutView):
    def __init__(self, words: str, target: int) -> None:
        super().__init__(timeout=None)
        shown: discord.ui.TextDisplay[Card] = discord.ui.TextDisplay(words)
        row: discord.ui.ActionRow[Card] = discord.ui.ActionRow()
        row.add_item(Act(target))
        box: discord.ui.Container[Card] = discord.ui.Container(shown, row)
        self.add_item(box)


class SmallBot(commands.Bot):
    def __init__(self) -> None:
        intents = discord.Intents.default()
        intents.message_content = intents.members = True
        super().__init__("!", intents=intents, guild_ready_timeout=0.1, chunk_guilds_at_startup=False)

    async def setup_hook(self) -> None:
        asyncio.get_running_loop().add_signal_handler(
            signal.SIGTERM, lambda: asyncio.ensure_future(self.close())
        )
        self.add_dynamic_items(Act)
        add_commands(self)
        add_moderation(self)
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        if message.guild is None:
            kept = message.message_snapshots
            words = kept[0].content if kept else message.content
            await message.channel.send(f"In private: {words}")
        elif message.content.startswith("card"):
            await message.channel.send(view=Card(f"About {message.author.name}", message.author.id))
        elif message.content.startswith("once"):
            try:
                await message.channel.send("Said once", nonce=message.id)
            except (OSError, aiohttp.ClientError):
                await message.channel.send("Said once", nonce=message.id)
        elif message.attachments:
            data = await message.attachments[0].read()
            size = f"{message.attachments[0].width}x{message.attachments[0].height}"
            await message.channel.send(f"{len(data)} bytes, {size}", reference=message)
        else:
            sent = message.created_at.isoformat()
            await message.channel.send(f"Heard {message.content!r} at {sent}")

    async def on_message_edit(self, before: discord.Message, after: discord.Message) -> None:
        await after.channel.send(f"Changed {before.content!r} to {after.content!r}")

    async def on_thread_create(self, thread: discord.Thread) -> None:
        await thread.send(f"Thread {thread.name} private={thread.is_private()}")

    async def on_thread_join(self, thread: discord.Thread) -> None:
        await thread.send(f"Joined {thread.name}")

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        system = discord.utils.get(channel.guild.text_channels, name="log")
        if system is not None:
            await system.send(f"Deleted {channel.name}")

    async def on_resumed(self) -> None:
        sys.stdout.write("resumed\n")


def add_commands(bot: SmallBot) -> None:
    @bot.tree.command(description="Choose a channel")
    async def setup(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Choose", view=Choosing(), ephemeral=True)

    @bot.tree.command(description="Write a note")
    async def note(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Note())

    @bot.tree.command(description="Change settings")
    async def settings(interaction: discord.Interaction) -> None:
        assert isinstance(interaction.channel, discord.TextChannel)
        await interaction.response.send_modal(Settings(interaction.channel))


def add_moderation(bot: SmallBot) -> None:
    @bot.tree.command(description="Pause private messages")
    async def pause(interaction: discord.Interaction, hours: int) -> None:
        assert interaction.guild is not None
        await interaction.response.defer(ephemeral=True)
        until = discord.utils.utcnow() + timedelta(hours=hours)
        try:
            guild = await interaction.guild.edit(dms_disabled_until=until)
        except discord.HTTPException as refused:
            await interaction.edit_original_response(content=refused.text)
        else:
            await interaction.edit_original_response(content=f"Paused: {guild.dms_paused()}")

    @bot.tree.command(description="Count the members")
    async def members(interaction: discord.Interaction) -> None:
        assert interaction.guild is not None
        found = await interaction.guild.chunk()
        await interaction.response.send_message(", ".join(sorted(one.name for one in found)))

    @bot.tree.command(description="Ban somebody")
    async def ban(interaction: discord.Interaction, member: discord.Member) -> None:
        await member.ban(delete_message_seconds=3600, reason=f"Asked by {interaction.user}")
        await interaction.response.send_message("Banned", ephemeral=True)

    @bot.tree.command(description="Sweep")
    @app_commands.default_permissions(manage_messages=True)
    async def sweep(interaction: discord.Interaction) -> None:
        assert isinstance(interaction.channel, discord.TextChannel)
        await interaction.response.defer(ephemeral=True)
        gone = await interaction.channel.purge(limit=50, check=lambda m: not m.author.bot, reason="Sweep")
        await interaction.followup.send(f"Removed {len(gone)}", ephemeral=True)

    @bot.tree.context_menu(name="Check this message")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def check(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.defer(ephemeral=True)
        sizes = [len(await one.read()) for one in message.attachments]
        for number in range(7 if message.content == "many" else 1):
            await interaction.followup.send(f"{number}: {message.content} {sizes}", ephemeral=True)


if __name__ == "__main__":
    SmallBot().run(os.environ["BREAKWATER_DISCORD_TOKEN"], log_handler=None)
    sys.exit(0)
