"""The second form of /setup, for what the first has no room for, and the answer that tells all choices."""

from dataclasses import replace
from typing import TYPE_CHECKING, cast, get_args

import discord

from bot.detection.policy import Sensitivity
from bot.discord_io.buttons import PlainButton

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from bot.guidance.handbook import Handbook
    from bot.guidance.words import Choice, Words
    from bot.storage.servers import ServerSettings

YES, NO = "yes", "no"
"""What the choices about lists send."""


class MoreForm(discord.ui.Modal):
    """Sensitivity, and what is shared with other servers; saved together or not at all."""

    def __init__(
        self,
        words: "Words",
        current: "Callable[[], ServerSettings]",
        save: "Callable[[discord.Interaction, ServerSettings], Awaitable[None]]",
    ) -> None:
        more, labels = words.setup.more, words.setup.labels
        super().__init__(title=more.title)
        self._current = current
        self._save = save
        chosen = current()
        grades = [(name, more.grade(name)) for name in get_args(Sensitivity)]
        self._sensitivity = _select(grades, chosen.sensitivity)
        sharing = ((NO, more.keep_list), (YES, more.share_list))
        self._share = _select(sharing, YES if chosen.share_list else NO)
        receiving = ((NO, more.own_list), (YES, more.receive_lists))
        self._receive = _select(receiving, YES if chosen.receive_lists else NO)
        for text, meaning, select in (
            (labels.sensitivity, more.sensitivity, self._sensitivity),
            (labels.share, more.share, self._share),
            (labels.receive, more.receive, self._receive),
        ):
            self.add_item(discord.ui.Label(text=text, description=meaning, component=select))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Keep what was chosen."""
        chosen = replace(
            self._current(),
            sensitivity=cast("Sensitivity", self._sensitivity.values[0]),
            share_list=self._share.values[0] == YES,
            receive_lists=self._receive.values[0] == YES,
        )
        await self._save(interaction, chosen)


def answer(handbook: "Handbook", language: str, chosen: "ServerSettings", told: str) -> discord.ui.LayoutView:
    """What is chosen now, after a form was saved, with the way to the second form."""
    words = handbook.words(language)
    setup, labels = words.setup, words.setup.labels
    regions = {option.region.value: option.label for option in handbook.region_options(language)}
    role = f"<@&{chosen.moderators_role}>" if chosen.moderators_role is not None else setup.nobody
    lines = (
        (labels.role, role),
        (labels.region, regions.get(chosen.region, chosen.region)),
        (labels.ladder, words.ladder.step(chosen.ladder.value).label),
        (labels.pictures, setup.reading(read=chosen.read_pictures).label),
        (labels.sensitivity, setup.more.grade(chosen.sensitivity).label),
        (labels.share, setup.more.sharing(share=chosen.share_list).label),
        (labels.receive, setup.more.receiving(receive=chosen.receive_lists).label),
    )
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(
        discord.ui.TextDisplay("\n".join([told, *(f"- {name}: **{what}**" for name, what in lines)]))
    )
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    view.add_item(row.add_item(PlainButton("more", setup.more.button)))
    return view


def _select(choices: "Iterable[tuple[str, Choice]]", chosen: str) -> discord.ui.Select[discord.ui.View]:
    return discord.ui.Select[discord.ui.View](
        options=[
            discord.SelectOption(
                label=said.label, value=value, description=said.meaning, default=value == chosen
            )
            for value, said in choices
        ]
    )
