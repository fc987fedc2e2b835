"""The quiet note, the private guidance behind its button, and the set-up hint, as Discord shows them."""

from typing import TYPE_CHECKING

import discord

from bot.discord_io.buttons import PlainButton, ReadButton
from bot.guidance.render import body

if TYPE_CHECKING:
    from bot.consequences.values import IncidentId
    from bot.guidance.render import Guidance
    from bot.guidance.words import Situation, Words

CALM = discord.Colour(0x3B82A0)
"""A quiet blue: a note is not an alarm."""


def note(words: "Words", situation: "Situation", incident: "IncidentId | None") -> discord.ui.LayoutView:
    """The note in the chat. It names nobody and answers nobody's message."""
    view = discord.ui.LayoutView(timeout=None)
    box = discord.ui.Container[discord.ui.LayoutView](accent_colour=CALM)
    box.add_item(discord.ui.TextDisplay(words.notes.fitting(situation)))
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    box.add_item(row.add_item(ReadButton(situation, incident, words.reader.read_privately)))
    view.add_item(box)
    return view


def guidance(words: "Words", told: "Guidance") -> discord.ui.LayoutView:
    """The private guidance, to be sent so that only the person who asked sees it."""
    view = discord.ui.LayoutView(timeout=None)
    box = discord.ui.Container[discord.ui.LayoutView](accent_colour=CALM)
    box.add_item(discord.ui.TextDisplay(f"## {told.title}"))
    for section in told.parts:
        box.add_item(discord.ui.TextDisplay(f"**{section.title}**\n{body(section)}"))
    box.add_item(discord.ui.Separator())
    box.add_item(discord.ui.TextDisplay(f"-# {told.credit} {told.sources[0].url}"))
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    box.add_item(row.add_item(PlainButton("hide", words.reader.hide)))
    view.add_item(box)
    return view


def hint(words: "Words") -> discord.ui.LayoutView:
    """How to set Breakwater up."""
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.TextDisplay(words.setup.hint))
    return view
