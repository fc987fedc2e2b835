"""A Discord client that does nothing with what it hears: what detection is measured against."""

# pyright: reportPrivateUsage=false
# discord.py offers no other way in without a network.

import json
from typing import TYPE_CHECKING, Any, cast

import discord
from discord.gateway import DiscordWebSocket

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

    from bot.observed import Message, Place


class BareClient(discord.Client):
    """Counts messages."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.all())
        self.heard = 0

    async def on_message(self, _: discord.Message) -> None:
        self.heard += 1


class Wire:
    """Takes gateway payloads, as text, into a client by discord.py's own socket; no network is behind it."""

    def __init__(self, client: BareClient, loop: "asyncio.AbstractEventLoop") -> None:
        client.loop = loop
        state = client._connection  # noqa: SLF001 - discord.py offers no other way in
        socket = DiscordWebSocket(cast("Any", None), loop=loop)
        socket._discord_parsers = state.parsers  # noqa: SLF001
        socket._dispatch = client.dispatch  # noqa: SLF001
        socket._keep_alive = None  # noqa: SLF001
        socket.shard_id = None
        self._socket = socket
        self._state = state

    def know(self, places: "Iterable[Place]") -> None:
        """Let the client know servers with these channels, as after it has signed in."""
        servers: dict[int, list[Place]] = {}
        for place in places:
            servers.setdefault(place.server, []).append(place)
        for server, found in servers.items():
            self._state._add_guild_from_data(cast("Any", _guild(server, found)))  # noqa: SLF001

    async def receive(self, payload: str) -> None:
        """Take one payload in, as from the gateway."""
        await self._socket.received_message(payload)


def _guild(server: int, places: "Iterable[Place]") -> dict[str, Any]:
    everyone = {"id": str(server), "name": "@everyone", "permissions": "0", "position": 0, "color": 0}
    return {
        "id": str(server),
        "name": "server",
        "roles": [everyone | {"hoist": False, "managed": False, "mentionable": False}],
        "channels": [
            {"id": str(place.id), "type": 0, "name": "talk", "position": 0, "permission_overwrites": []}
            for place in places
        ],
    }


def payload(message: "Message", sequence: int) -> str:
    """The gateway's MESSAGE_CREATE for a message: what Discord sends, with its usual fields."""
    author: dict[str, Any] = {
        "id": str(message.author.id),
        "username": f"person{message.author.id}",
        "discriminator": "0",
        "global_name": "Person",
        "avatar": "a" * 32,
        "avatar_decoration_data": None,
        "public_flags": 0,
        "primary_guild": None,
    }
    member: dict[str, Any] = {
        "roles": [],
        "joined_at": "2026-01-01T00:00:00.000000+00:00",
        "nick": None,
        "avatar": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }
    data: dict[str, Any] = {
        "id": str(message.id),
        "type": 0,
        "channel_id": str(message.place.id),
        "guild_id": str(message.place.server),
        "channel_type": 0,
        "author": author,
        "member": member,
        "content": message.text,
        "timestamp": message.at.isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
        "nonce": str(message.id),
    }
    return json.dumps({"t": "MESSAGE_CREATE", "s": sequence, "op": 0, "d": data})
