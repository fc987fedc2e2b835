"""Which gateway events a session may see, and what of them: intents, channel access, private talk.

SimCord checks intents; that the bot must be able to see the channel is added here.
"""

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simcord import intents as rules
from simcord.backend.access import channel_accessible

from bot.sandbox.outgoing import finished
from bot.sandbox.wire import as_list, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.sandbox.backend import SandboxBackend
    from bot.sandbox.wire import Json

_IN_CHANNELS = ("MESSAGE_", "TYPING_START")
_APPLICATION_COMMAND, _COMPONENT, _MODAL = 2, 3, 5
_MESSAGE_COMMAND = 3


@dataclass(frozen=True, slots=True)
class View:
    """What a session asked to see: its intents and its share of the servers."""

    intents: "discord.Intents"
    shard: int = 0
    shards: int = 1

    def project(
        self, backend: "SandboxBackend", event: str, payload: "Mapping[str, object]"
    ) -> "Json | None":
        """The event as this session gets it, or `None` where it does not."""
        needed = rules.required_intent(event, payload)
        if needed is not None and not getattr(self.intents, needed):
            return None
        if not self._mine(event, payload) or not _accessible(backend, event, payload):
            return None
        bot_id = backend.bot_user.id
        if event == "THREAD_MEMBERS_UPDATE" and not self.intents.members and not _about(bot_id, payload):
            return None
        made = as_object(copy.deepcopy(dict(payload)))
        if not self.intents.message_content:
            _censor(backend, event, made)
        if event == "GUILD_CREATE":
            rules.prune_guild_create(made, self.intents, bot_id)
            made["threads"] = [
                thread
                for thread in as_list(made.get("threads"))
                if channel_accessible(backend, int(thread["id"]), bot_id)
            ]
        return as_object(finished(backend, made))

    def _mine(self, event: str, payload: "Mapping[str, object]") -> bool:
        server = payload.get("id") if event.startswith("GUILD_") and "owner_id" in payload else None
        server = payload.get("guild_id", server)
        return (int(str(server)) >> 22) % self.shards == self.shard if server is not None else self.shard == 0


def _accessible(backend: "SandboxBackend", event: str, payload: "Mapping[str, object]") -> bool:
    if event.startswith(_IN_CHANNELS):
        channel_id = payload.get("channel_id")
    elif event in ("THREAD_CREATE", "THREAD_UPDATE", "THREAD_MEMBERS_UPDATE"):
        channel_id = payload.get("id")
        if _about(backend.bot_user.id, payload):
            return True
    else:
        return True
    channel = backend.channels.get(int(str(channel_id)))
    if channel is None:
        return True  # deleted meanwhile: the event that says so must arrive
    if channel.guild_id is None:
        return not backend.is_private_talk(channel)
    return channel_accessible(backend, channel.id, backend.bot_user.id)


def adds_bot(bot_id: int, payload: "Mapping[str, object]") -> bool:
    """Whether a THREAD_MEMBERS_UPDATE adds the bot."""
    added = as_list(payload.get("added_members"))
    return str(bot_id) in [str(as_object(member).get("user_id")) for member in added]


def _about(bot_id: int, payload: "Mapping[str, object]") -> bool:
    removed = [str(one) for one in as_list(payload.get("removed_member_ids"))]
    return adds_bot(bot_id, payload) or str(bot_id) in removed


def _censor(backend: "SandboxBackend", event: str, made: "Json") -> None:
    """Hide message content as Discord does from applications without the message-content intent."""
    bot_id = backend.bot_user.id
    if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
        rules.censor_message(made, bot_id, backend=backend)
    elif event == "INTERACTION_CREATE":
        data = as_object(made.get("data"))
        if made.get("type") in (_COMPONENT, _MODAL) and made.get("message"):
            rules.censor_message(as_object(made["message"]), bot_id, backend=backend, exempt_root=True)
        for key, message in as_object(as_object(data.get("resolved")).get("messages")).items():
            chosen = (
                made.get("type") == _APPLICATION_COMMAND
                and data.get("type") == _MESSAGE_COMMAND
                and str(data.get("target_id")) == str(key)
            )
            rules.censor_message(as_object(message), bot_id, backend=backend, exempt_root=chosen)
