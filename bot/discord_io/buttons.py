"""Buttons that survive restarts: all they need stands in their `custom_id`.

A press becomes an event of the client, `press_read`, `press_hide`, `press_more` or `press_review`; what
follows from it is decided elsewhere.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Self

import discord

from bot.consequences.values import IncidentId
from bot.guidance.words import Situation

if TYPE_CHECKING:
    import re


class Action(StrEnum):
    """What a moderator can press on a card."""

    TIME_OUT = "time_out"
    REMOVE = "remove"
    DISMISS = "dismiss"
    UNDO = "undo"
    CONFIRM = "confirm"
    RECORD = "record"


class ReadButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]],
    template=r"breakwater:read:(?P<situation>[a-z_]+):(?P<incident>\d+)",
):
    """**Read privately**, under a note."""

    def __init__(self, situation: Situation, incident: IncidentId | None, label: str) -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                style=discord.ButtonStyle.primary,
                custom_id=f"breakwater:read:{situation}:{incident or 0}",
            )
        )
        self.situation = situation

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction,
        item: discord.ui.Item[discord.ui.LayoutView],
        match: "re.Match[str]",
    ) -> Self:
        """Make the button again from what Discord keeps of it."""
        del interaction
        return cls(Situation(match["situation"]), IncidentId(int(match["incident"])), _label(item))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Tell the client."""
        interaction.client.dispatch("press_read", interaction, self.situation)


class PlainButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]],
    template=r"breakwater:(?P<what>hide|more)",
):
    """**Hide this**, under the private guidance, and **More choices**, under the answer to /setup."""

    def __init__(self, what: str, label: str) -> None:
        super().__init__(
            discord.ui.Button(
                label=label, style=discord.ButtonStyle.secondary, custom_id=f"breakwater:{what}"
            )
        )
        self.what = what

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction,
        item: discord.ui.Item[discord.ui.LayoutView],
        match: "re.Match[str]",
    ) -> Self:
        """Make the button again from what Discord keeps of it."""
        del interaction
        return cls(match["what"], _label(item))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Tell the client."""
        interaction.client.dispatch(f"press_{self.what}", interaction)


class ReviewButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]],
    template=r"breakwater:(?P<action>time_out|remove|dismiss|undo|confirm|record):(?P<incident>\d+)",
):
    """A moderator's choice on a card."""

    def __init__(self, action: Action, incident: IncidentId, label: str, *, disabled: bool = False) -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                style=(
                    discord.ButtonStyle.danger
                    if action in {Action.TIME_OUT, Action.REMOVE}
                    else discord.ButtonStyle.secondary
                ),
                custom_id=f"breakwater:{action}:{incident}",
                disabled=disabled,
            )
        )
        self.action = action
        self.incident = incident

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction,
        item: discord.ui.Item[discord.ui.LayoutView],
        match: "re.Match[str]",
    ) -> Self:
        """Make the button again from what Discord keeps of it."""
        del interaction
        return cls(Action(match["action"]), IncidentId(int(match["incident"])), _label(item))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Tell the client."""
        interaction.client.dispatch("press_review", interaction, self.action, self.incident)


BUTTONS = (ReadButton, PlainButton, ReviewButton)
"""To be registered with the client before it signs in."""


def _label(item: discord.ui.Item[discord.ui.LayoutView]) -> str:
    return item.label or "" if isinstance(item, discord.ui.Button) else ""
