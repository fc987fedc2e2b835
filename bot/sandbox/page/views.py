"""What the page shows of the world to one person: where they can go, what they see and can do there."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from simcord.backend.access import channel_accessible
from simcord.enums import MessageType

from bot.sandbox.outgoing import finished
from bot.sandbox.wire import as_object

if TYPE_CHECKING:
    from simcord.backend.models import Message

    from bot.sandbox.backend import SandboxBackend
    from bot.sandbox.wire import Json

SHOWN = 80
"""Messages shown of a channel, the newest."""

AVATARS = ("#5865f2", "#3ba55c", "#eb459e", "#faa61a", "#ed4245", "#00a8fc")
"""Colours that people are told apart by."""

_COMMAND, _MESSAGE_COMMAND = 1, 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of channels or people."""

    id: int
    name: str
    here: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as the template takes it."""

    id: int
    author: str
    colour: str
    bot: bool
    at: datetime
    edited: bool
    ephemeral: bool
    raw: "Json"


def people(backend: "SandboxBackend", here: int) -> list[Entry]:
    """Everybody but bots and the owners that SimCord makes up."""
    made_up = {
        guild.owner_id
        for guild in backend.guilds.values()
        if backend.users[guild.owner_id].name == f"{guild.name} Owner"
    }
    found = [user for user in backend.users.values() if not user.bot and user.id not in made_up]
    return [Entry(user.id, user.name, user.id == here) for user in found]


def channels(backend: "SandboxBackend", viewer: int, here: int) -> dict[str, list[Entry]]:
    """Channels that the viewer can open, by the name of their server."""
    made: dict[str, list[Entry]] = {}
    for guild in backend.guilds.values():
        for channel_id in (*guild.channel_ids, *guild.thread_ids):
            if channel_accessible(backend, channel_id, viewer):
                channel = backend.channels[channel_id]
                mark = "↳ " if channel.is_thread else "# "
                made.setdefault(guild.name, []).append(
                    Entry(channel_id, mark + (channel.name or ""), channel_id == here)
                )
    for channel in backend.channels.values():
        if channel.guild_id is None and viewer in channel.recipient_ids:
            made.setdefault("Private", []).append(
                Entry(channel.id, private_name(backend, channel.id, viewer), channel.id == here)
            )
    return made


def private_name(backend: "SandboxBackend", channel_id: int, viewer: int) -> str:
    """The other people in private talk; the bot's name for its own."""
    others = [one for one in backend.channels[channel_id].recipient_ids if one != viewer]
    return "@ " + (", ".join(backend.users[one].name for one in others) or backend.bot_user.name)


def messages(backend: "SandboxBackend", viewer: int, channel_id: int) -> list[Shown]:
    """The newest messages that the viewer can see, oldest first."""
    found = sorted(backend.messages.get(channel_id, {}).values(), key=lambda one: one.id)
    return [shown(backend, one) for one in found if one.visible_to(viewer)][-SHOWN:]


def shown(backend: "SandboxBackend", message: "Message") -> Shown:
    """One message with fresh addresses."""
    author = backend.users[message.author_id]
    content = message.content
    if message.type == MessageType.RECIPIENT_ADD:
        content = f"-# added {content} to the thread"
    raw: Json = {
        "content": content,
        "embeds": message.embeds,
        "components": message.components,
        "attachments": message.attachments,
        "snapshots": message.snapshots,
    }
    return Shown(
        message.id,
        author.name,
        AVATARS[1 + sum(author.name.encode()) % (len(AVATARS) - 1)] if not author.bot else AVATARS[0],
        author.bot,
        datetime.fromisoformat(message.timestamp),
        message.edited_timestamp is not None,
        message.is_ephemeral,
        as_object(finished(backend, raw)),
    )


def commands(backend: "SandboxBackend", viewer: int, channel_id: int) -> tuple[list[str], list[str]]:
    """Names of slash commands and of message commands that the viewer is offered there."""
    channel = backend.channels[channel_id]
    if backend.is_private_talk(channel):
        every = backend.commands.get(None, {}).values()
        usable = [one for one in every if 2 in (one.get("contexts") or ())]  # noqa: PLR2004 - private channels
    else:
        usable = [
            *backend.visible_commands(user_id=viewer, channel_id=channel_id, type=_COMMAND),
            *backend.visible_commands(user_id=viewer, channel_id=channel_id, type=_MESSAGE_COMMAND),
        ]
    slash = [str(one["name"]) for one in usable if one["type"] == _COMMAND]
    menu = [str(one["name"]) for one in usable if one["type"] == _MESSAGE_COMMAND]
    return slash, menu
