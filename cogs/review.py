"""Review: moderators press a button on a card; who may is checked at that moment."""

import io
from typing import TYPE_CHECKING

import discord
from discord.ext import commands
from discord.utils import format_dt

from bot.discord_io import record
from bot.discord_io.buttons import Action
from bot.errors import NotAllowed, Undeliverable
from bot.incidents.casefile import Actor
from bot.observed import PersonId, ServerId
from bot.storage.tables import INCIDENT_RETENTION

if TYPE_CHECKING:
    from bot.consequences.values import IncidentId
    from bot.guidance.handbook import Handbook
    from bot.guidance.words import ResultWords
    from bot.incidents.review import Review as Desk
    from bot.storage.incidents import Incident
    from bot.storage.servers import Servers

NEEDED = {
    Action.TIME_OUT: ("moderate_members", "Timeout Members"),
    Action.UNDO: ("moderate_members", "Timeout Members"),
    Action.CONFIRM: ("manage_messages", "Manage Messages"),
    Action.REMOVE: ("manage_messages", "Manage Messages"),
    Action.RECORD: ("manage_messages", "Manage Messages"),
    Action.DISMISS: ("manage_messages", "Manage Messages"),
}
"""What Discord itself asks of a person for the same deed, and its label; a dismissal undoes such deeds."""


class Review(commands.Cog):
    """Turns presses into deeds in the presser's name, and tells the presser privately what came of it."""

    def __init__(self, desk: "Desk", servers: "Servers", handbook: "Handbook") -> None:
        self._desk = desk
        self._servers = servers
        self._handbook = handbook

    @commands.Cog.listener()
    async def on_press_review(
        self, interaction: discord.Interaction, action: Action, incident: "IncidentId"
    ) -> None:
        """Do what was pressed, or say why not."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = self._handbook.words(str(interaction.locale)).results
        try:
            member = self._presser(interaction, action, words)
            story = await self._desk.story(ServerId(member.guild.id), incident)
            answer = await self._do(action, story, member, words)
        except (NotAllowed, Undeliverable) as problem:
            answer = str(problem)
        if isinstance(answer, str):
            await interaction.followup.send(answer, ephemeral=True)
        else:
            told = words.recorded.format(days=INCIDENT_RETENTION.days)
            await interaction.followup.send(told, file=answer, ephemeral=True)

    def _presser(
        self, interaction: discord.Interaction, action: Action, words: "ResultWords"
    ) -> discord.Member:
        member = interaction.user
        if not isinstance(member, discord.Member):
            raise NotAllowed("This works on a server only.")
        name, label = NEEDED[action]
        role = self._servers.get(ServerId(member.guild.id)).moderators_role
        trusted = role is not None and member.get_role(role) is not None and action is Action.DISMISS
        if not trusted and not getattr(interaction.permissions, name):
            raise NotAllowed(words.needs_permission.format(permission=label))
        return member

    async def _do(
        self, action: Action, story: "Incident", member: discord.Member, words: "ResultWords"
    ) -> str | discord.File:
        actor = Actor(PersonId(member.id), member.display_name)
        match action:
            case Action.TIME_OUT:
                await self._check_rank(story, member)
                until = await self._desk.time_out(story, actor)
                return words.timed_out.format(until=format_dt(until))
            case Action.UNDO:
                await self._check_rank(story, member)
                await self._desk.lift(story, actor)
                return words.lifted
            case Action.CONFIRM:
                return words.confirmed.format(count=await self._desk.confirm(story, actor))
            case Action.REMOVE:
                outcome = await self._desk.remove(story, actor)
                problems = sorted({one.problem for one in outcome if one.problem})
                gone = sum(one.problem is None for one in outcome)
                answer = words.removed.format(gone=gone, all=len(outcome))
                return "\n".join([answer, *(f"- {problem}" for problem in problems)])
            case Action.RECORD:
                found = await self._desk.record(story)
                return discord.File(io.BytesIO(record.text(found).encode()), record.file_name(found))
            case Action.DISMISS:
                await self._desk.dismiss(story, actor)
                return words.dismissed

    async def _check_rank(self, story: "Incident", member: discord.Member) -> None:
        """Refuse what Discord would refuse the presser: acting on somebody of the same or a higher rank."""
        guild = member.guild
        if guild.owner_id == member.id:
            return
        try:
            suspect = await guild.fetch_member(story.suspect)
        except discord.NotFound:
            raise Undeliverable("The suspect is no longer on this server.") from None
        if suspect.top_role >= member.top_role or guild.owner_id == suspect.id:
            raise NotAllowed("Your highest role is not above theirs, so Discord would not let you do this.")
