"""The call to moderators where a life may be in danger: a link and advice; no text, no name."""

from typing import TYPE_CHECKING

import discord

from bot.detection.verdict import Level
from bot.discord_io.card import COLOURS, link
from bot.guidance.render import body

if TYPE_CHECKING:
    from bot.consequences.values import Look
    from bot.guidance.render import Section
    from bot.guidance.words import Words


def look(asked: "Look", words: "Words", advice: "tuple[Section, Section]") -> discord.ui.LayoutView:
    """Draw the call. Nobody is suspected, so there is nothing to press."""
    call = f"\n-# <@&{asked.role}>" if asked.role is not None else ""
    where = f"<#{asked.place}>: [message]({link(asked.server, asked.place, asked.message)})"
    box = discord.ui.Container[discord.ui.LayoutView](accent_colour=COLOURS[Level.EMERGENCY])
    parts = [
        f"## {words.card.danger}{call}",
        words.card.look,
        f"**{words.card.where}**\n- {where}",
        *(f"**{one.title}**\n{body(one)}" for one in advice),
    ]
    for part in parts:
        box.add_item(discord.ui.TextDisplay(part))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(box)
    return view
