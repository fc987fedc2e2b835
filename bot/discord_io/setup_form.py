"""The form of /setup: the choices that only a server can make, filled with what holds now.

What holds is asked for again when the form comes back, so that it undoes nothing that was chosen meanwhile.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.consequences.values import Ladder
from bot.observed import PlaceId

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.guidance.handbook import Handbook
    from bot.guidance.words import Words
    from bot.storage.servers import ServerSettings

READ, LEAVE = "read", "leave"
"""What the choice about pictures sends."""


class SetupForm(discord.ui.Modal):
    """The five first choices on one screen, saved together or not at all."""

    def __init__(
        self,
        handbook: "Handbook",
        language: str,
        current: "Callable[[], ServerSettings]",
        save: "Callable[[discord.Interaction, ServerSettings], Awaitable[None]]",
    ) -> None:
        words = handbook.words(language)
        super().__init__(title=words.setup.title)
        self._current = current
        self._save = save
        chosen = current()
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
        self._pictures = discord.ui.Select[discord.ui.View](
            options=_picture_choices(words, read=chosen.read_pictures)
        )
        labels = words.setup.labels
        for text, meaning, select in (
            (labels.channel, words.setup.channel, self._channel),
            (labels.role, words.setup.role, self._role),
            (labels.region, words.setup.region, self._region),
            (labels.ladder, words.setup.ladder, self._ladder),
            (labels.pictures, words.setup.pictures, self._pictures),
        ):
            self.add_item(discord.ui.Label(text=text, description=meaning, component=select))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Keep what was chosen."""
        role = self._role.values[0].id if self._role.values else None
        chosen = replace(
            self._current(),
            moderators_channel=PlaceId(self._channel.values[0].id),
            moderators_role=role,
            region=self._region.values[0],
            ladder=Ladder(self._ladder.values[0]),
            read_pictures=self._pictures.values[0] == READ,
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


def _picture_choices(words: "Words", *, read: bool) -> list[discord.SelectOption]:
    choices = ((READ, words.setup.read_pictures, read), (LEAVE, words.setup.leave_pictures, not read))
    return [
        discord.SelectOption(label=said.label, value=value, description=said.meaning, default=chosen)
        for value, said, chosen in choices
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
