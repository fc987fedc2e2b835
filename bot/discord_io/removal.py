"""Taking messages out of one channel: in bulk where Discord allows it, one by one where it does not."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord
from discord.utils import snowflake_time

from bot.consequences.values import Removed

if TYPE_CHECKING:
    from discord.http import HTTPClient

    from bot.consequences.values import Removal, Sighting

BULK = 100
"""Messages of one bulk deletion at the most (Discord API reference, "Bulk Delete Messages")."""

BULK_AGE = timedelta(days=14) - timedelta(hours=1)
"""Older messages cannot be deleted in bulk (same source); an hour less for clocks that differ."""

Room = discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel
"""Where people write."""


async def remove_from(
    http: "HTTPClient", room: Room, removal: "Removal", found: "list[Sighting]", reason: str
) -> list[Removed]:
    """Remove messages of an incident from one room.

    Copies of a spread picture go, whoever posted them. Of what was written, only the suspect's own goes: for
    somebody else's message, such as the answer of the person at risk, nothing is returned.

    Raises:
        discord.HTTPException: Discord refuses; some may be gone by then.
    """
    now = datetime.now(UTC)
    copies = [sighting for sighting in found if sighting.spread]
    young = [one for one in copies if now - snowflake_time(one.message) < BULK_AGE]
    for start in range(0, len(young), BULK):
        await _bulk(http, room, young[start : start + BULK], reason)
    outcome = [Removed(sighting.message, None) for sighting in young]
    for sighting in found:
        if sighting not in young and (sighting.spread or await _is_suspects(room, removal, sighting)):
            await _delete(http, room, sighting, reason)
            outcome.append(Removed(sighting.message, None))
    return outcome


async def _bulk(http: "HTTPClient", room: Room, copies: "list[Sighting]", reason: str) -> None:
    if len(copies) == 1:
        await _delete(http, room, copies[0], reason)
    else:
        await room.delete_messages([discord.Object(copy.message) for copy in copies], reason=reason)


async def _delete(http: "HTTPClient", room: Room, sighting: "Sighting", reason: str) -> None:
    try:
        # discord.py's Message.delete takes no reason; the route behind it does.
        await http.delete_message(room.id, sighting.message, reason=reason)
    except discord.NotFound:
        return  # somebody was faster


async def _is_suspects(room: Room, removal: "Removal", sighting: "Sighting") -> bool:
    try:
        message = await room.fetch_message(sighting.message)
    except discord.NotFound:
        return True  # it is gone already, which is what was wanted
    return message.author.id == removal.suspect
