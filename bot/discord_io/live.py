"""Consequences on Discord. Each is safe to repeat, and each failure says in words what stands in the way."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.consequences.values import Removed, Sent
from bot.discord_io import note as notes
from bot.discord_io.card import card as draw_card
from bot.discord_io.look import look as draw_look
from bot.discord_io.permissions import NEEDS
from bot.discord_io.removal import Room, remove_from
from bot.errors import Undeliverable
from bot.guidance.contacts import Region
from bot.guidance.render import FALLBACK_LANGUAGE
from bot.observed import MessageId, PersonId, PlaceId, ServerId

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.consequences.protocol import Progress
    from bot.consequences.values import Card, Hint, Look, Marker, Note, Removal, Sighting, TimeOut
    from bot.guidance.handbook import Handbook
    from bot.guidance.render import Section
    from bot.guidance.words import Words
    from bot.storage.servers import Servers

SEARCHED = 100
"""Messages looked through for one that a crash may have left; one page of Discord's history."""

CHANNELS_AT_ONCE = 20
"""Channels from which the whole bot removes at once. After a bulk deletion discord.py keeps its turn until
the channel's limit has passed, about a second, so this stays well under the 50 requests a second that Discord
allows for all that a bot does (API reference, "Rate Limits")."""

CHANNELS_OF_ONE_SWEEP = 10
"""Of these, for one incident: whoever comes second, on any server, need not wait for the first to end."""

CLOCKS_APART = timedelta(minutes=1)
"""How far this machine's clock and Discord's may differ."""


class Live:
    """Acts on Discord as the bot.

    Args:
        client: A client that is signed in, or will be.
        handbook: The words.
        servers: Whose region and language words are chosen for.
    """

    def __init__(self, client: discord.Client, handbook: "Handbook", servers: "Servers") -> None:
        self._client = client
        self._handbook = handbook
        self._servers = servers
        self._turn = asyncio.Semaphore(CHANNELS_AT_ONCE)

    async def notify(self, note: "Note") -> Sent:
        """Post the quiet word in the place."""
        room = self._room(note.server, note.place)
        view = notes.note(self._words(room.guild), note.situation, note.incident)
        return await self._post(room, view, note.marker, discord.AllowedMentions.none())

    async def alert(self, card: "Card") -> Sent:
        """Send the card, or edit it where it stands; one that was deleted is sent anew."""
        channel = _chosen(card.channel)
        guild = self._guild(card.server)
        view = draw_card(card, self._words(guild), self._advice(guild))
        quiet = discord.AllowedMentions.none()
        if card.sent is not None:
            stands = guild.get_channel_or_thread(card.sent.channel)
            if isinstance(stands, Room):
                try:
                    async with self._explained(f"#{stands.name}"):
                        await stands.get_partial_message(card.sent.message).edit(
                            view=view, allowed_mentions=quiet
                        )
                except discord.NotFound:
                    pass
                else:
                    return card.sent
        return await self._post(self._room(card.server, channel), view, card.marker, _calling(card.role))

    async def look(self, look: "Look") -> Sent:
        """Ask moderators to look after somebody."""
        channel = _chosen(look.channel)
        guild = self._guild(look.server)
        view = draw_look(look, self._words(guild), self._advice(guild))
        return await self._post(self._room(look.server, channel), view, look.marker, _calling(look.role))

    async def hint(self, hint: "Hint") -> Sent:
        """Say how to set the bot up, where it may speak: the system channel first, then from the top."""
        guild = self._guild(hint.server)
        rooms = [guild.system_channel, *guild.text_channels]
        for room in rooms:
            if room is not None and not _lacking(room):
                view = notes.hint(self._words(guild))
                return await self._post(room, view, hint.marker, discord.AllowedMentions.none())
        raise Undeliverable("there is no channel in which Breakwater may write")

    async def remove(self, removal: "Removal", told: "Progress") -> int:
        """Take messages out, several channels side by side: each has rate limits of its own."""
        reason = _audit(f"incident {removal.incident}: removed", removal.by, removal.by_name)
        by_place: dict[PlaceId, list[Sighting]] = {}
        for sighting in removal.sightings:
            by_place.setdefault(sighting.place, []).append(sighting)
        own, gone = asyncio.Semaphore(CHANNELS_OF_ONE_SWEEP), 0

        async def sweep(place: PlaceId, found: "list[Sighting]") -> None:
            nonlocal gone
            async with own, self._turn:
                outcome = await self._remove_from(place, removal, found, reason)
            gone += sum(one.problem is None for one in outcome)
            await told(tuple(outcome))

        async with asyncio.TaskGroup() as group:
            for place, found in by_place.items():
                group.create_task(sweep(place, found))
        return gone

    async def time_out(self, order: "TimeOut") -> None:
        """Time a member out, or lift it."""
        guild = self._guild(order.server)
        deed = "timed out" if order.until else "time-out lifted"
        reason = _audit(f"incident {order.incident}: {deed}", order.by, order.by_name)
        async with self._explained(guild.name):
            try:
                member = await guild.fetch_member(order.suspect)
            except discord.NotFound:
                raise Undeliverable("the suspect is no longer on this server") from None
            if not guild.me.guild_permissions.moderate_members:
                raise Undeliverable("Breakwater lacks the permission Timeout Members")
            if member.guild_permissions.administrator or member.top_role >= guild.me.top_role:
                raise Undeliverable("the suspect's role is not below Breakwater's, so Discord forbids it")
            await member.edit(timed_out_until=order.until, reason=reason)

    async def _remove_from(
        self, place: PlaceId, removal: "Removal", found: "list[Sighting]", reason: str
    ) -> list[Removed]:
        try:
            room = self._room(removal.server, place)
            if not room.permissions_for(room.guild.me).manage_messages:
                problem = f"Breakwater lacks the permission Manage Messages in #{room.name}"
                return [Removed(one.message, problem) for one in found]
            async with self._explained(f"#{room.name}"):
                return await remove_from(self._client.http, room, removal, found, reason)
        except discord.NotFound:
            return [Removed(one.message, None) for one in found]  # the whole channel is gone
        except Undeliverable as problem:
            return [Removed(one.message, str(problem)) for one in found]

    async def _post(
        self,
        room: Room,
        view: discord.ui.LayoutView,
        marker: "Marker",
        mentions: discord.AllowedMentions,
    ) -> Sent:
        lacking = _lacking(room)
        if lacking:
            raise Undeliverable(f"Breakwater lacks the permission {' and '.join(lacking)} in #{room.name}")
        async with self._explained(f"#{room.name}"):
            try:
                sent = await self._sent_before(room, view, marker) or await room.send(
                    view=view, nonce=marker.nonce, allowed_mentions=mentions
                )
            except discord.NotFound:
                raise Undeliverable(f"#{room.name} is gone") from None
        return Sent(PlaceId(room.id), MessageId(sent.id))

    async def _sent_before(
        self, room: Room, view: discord.ui.LayoutView, marker: "Marker"
    ) -> discord.Message | None:
        """Find the message that a crash cut off from its record.

        Discord's nonce does this for some minutes only; a bot can be away for longer.
        """
        if marker.begun is None:
            return None
        wanted = _traits(view)
        async for message in room.history(limit=SEARCHED, after=marker.begun - CLOCKS_APART):
            ours = self._client.user is not None and message.author.id == self._client.user.id
            if ours and wanted & _traits(discord.ui.LayoutView.from_message(message)):
                return message
        return None

    def _guild(self, server: "ServerId") -> discord.Guild:
        guild = self._client.get_guild(server)
        if guild is None or guild.unavailable:
            raise Undeliverable("the server cannot be reached now")
        return guild

    def _room(self, server: "ServerId", place: PlaceId) -> Room:
        room = self._guild(server).get_channel_or_thread(place)
        if not isinstance(room, Room):
            raise Undeliverable(f"the channel {place} is gone, or Breakwater may not see it")
        return room

    def _words(self, guild: discord.Guild) -> "Words":
        return self._handbook.words(str(guild.preferred_locale) or FALLBACK_LANGUAGE)

    def _advice(self, guild: discord.Guild) -> "tuple[Section, Section]":
        region = Region(self._servers.get(ServerId(guild.id)).region)
        return self._handbook.moderator_advice(region, str(guild.preferred_locale))

    @asynccontextmanager
    async def _explained(self, where: str) -> "AsyncGenerator[None]":
        """Turn what Discord or the network refuses into words. Not-found passes: its meaning differs."""
        try:
            yield
        except discord.NotFound:
            raise
        except discord.Forbidden as error:
            raise Undeliverable(
                f"Discord forbids it in {where}: {error.text or 'missing permission'}"
            ) from None
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise Undeliverable(f"Discord did not take it ({type(error).__name__}: {error})") from None


def _chosen(channel: PlaceId | None) -> PlaceId:
    if channel is None:
        raise Undeliverable("no moderators' channel is chosen; somebody with Manage Server can type /setup")
    return channel


def _calling(role: int | None) -> discord.AllowedMentions:
    """Let a message of ours call one role, and nobody else."""
    roles = [discord.Object(role)] if role is not None else False
    return discord.AllowedMentions(everyone=False, users=False, roles=roles)


def _lacking(room: Room) -> list[str]:
    """Labels of the permissions to post that are missing in a room."""
    granted = room.permissions_for(room.guild.me)
    speaking = "send_messages_in_threads" if isinstance(room, discord.Thread) else "send_messages"
    wanted = ("view_channel", speaking)
    return [need.label for need in NEEDS if need.name in wanted and not getattr(granted, need.name)]


def _traits(view: discord.ui.LayoutView) -> frozenset[str]:
    """What tells one message of ours from another: its buttons, or its text where it has none.

    A card's buttons change with its state; one of them in common is enough, since they carry the incident.
    """
    children = list(view.walk_children())
    buttons = frozenset(
        item.custom_id
        for item in children
        if isinstance(item, discord.ui.Button | discord.ui.DynamicItem) and item.custom_id
    )
    return buttons or frozenset(item.content for item in children if isinstance(item, discord.ui.TextDisplay))


def _audit(deed: str, by: PersonId | None, name: str | None) -> str:
    who = f"by {name} ({by})" if by is not None else "by Breakwater itself"
    return f"Breakwater {deed} {who}"
