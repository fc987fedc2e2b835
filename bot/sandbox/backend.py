"""SimCord's backend with the state that it lacks: incidents, nonces, private talk, interactions in real time.

Knows state only. Sockets, routes and the people who act are elsewhere.
"""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from simcord.backend import Backend
from simcord.enums import ChannelType

from bot.sandbox.clock import StoryClock, real_now
from bot.sandbox.wire import as_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from simcord.backend.models import Channel, Interaction, Message

    from bot.sandbox.cdn import SignedCdn
    from bot.sandbox.wire import Json

GROUP_DM = 3
"""Discord's channel type of a group chat. SimCord has none."""


class SandboxBackend(Backend):
    """The one state of the world.

    Attributes:
        incidents: Incident actions by server: the object that guilds carry as `incidents_data`.
        next_nonce: The nonce of the message being created, known before its event leaves.
        nonces: The nonce that a message was made with, by message id.
        closed: People who refuse private messages.
        asked: Monotonic real seconds at which each interaction was sent to the bot, by interaction id.
        user_installed: Interactions that rest on a user's own installation alone, by id.
        purge_on_ban: What the ban request being served asks to remove: `delete_message_seconds`.
        application_flags: Of the application; tell which privileged intents are switched on.
    """

    clock: StoryClock
    cdn: "SignedCdn"

    def __init__(self, clock: StoryClock, cdn: "SignedCdn", bot_name: str) -> None:
        super().__init__(clock=clock)
        self.cdn = cdn
        self.bot_user.name = bot_name
        self.incidents: dict[int, Json] = {}
        self.next_nonce: str | None = None
        self.nonces: dict[int, str] = {}
        self.closed: set[int] = set()
        self.asked: dict[int, float] = {}
        self.user_installed: set[int] = set()
        self.application_flags = 0
        self.purge_on_ban = timedelta()

    def new_interaction(
        self,
        type: int,  # noqa: A002 - SimCord's name
        channel_id: int,
        user_id: int,
        guild_id: int | None,
    ) -> "Interaction":
        """Make an interaction in real time: discord.py reads its age from its id."""
        with self.clock.pinned(real_now()):
            record = super().new_interaction(type, channel_id, user_id, guild_id)
        # SimCord would measure these against the story's clock; the sandbox measures real time.
        record.expires_at = record.initial_response_deadline = None
        self.asked[record.id] = time.monotonic()
        return record

    def private_channel(self, people: "Iterable[int]") -> "Channel":
        """Open talk that the bot is no part of: two people, or a group."""
        ids = list(dict.fromkeys(people))
        pair = 2
        kind = 1 if len(ids) == pair else GROUP_DM
        channel = self.create_channel(None, None, type=kind)
        channel.recipient_ids = ids
        return channel

    def is_private_talk(self, channel: "Channel") -> bool:
        """Whether the channel is private talk that the bot is no part of."""
        return channel.guild_id is None and channel.id not in self.dm_channels.values()

    def announce_message_create(self, message: "Message") -> None:
        """Publish a message; its nonce is noted first, so that the event carries it."""
        if self.next_nonce is not None and message.author_id == self.bot_user.id:
            self.nonces[message.id] = self.next_nonce
        super().announce_message_create(message)

    def create_thread(
        self,
        parent_id: int,
        name: str,
        owner_id: int,
        *,
        broadcast: bool = True,
        **options: Any,  # noqa: ANN401 - passed on
    ) -> "Channel":
        """Open a thread. A private one is not announced by a message in its parent, as SimCord would."""
        private = options.get("type") == ChannelType.PRIVATE_THREAD
        thread = super().create_thread(
            parent_id, name, owner_id, broadcast=broadcast and not private, **options
        )
        if broadcast and private:
            self.announce_thread_create(thread)
        return thread

    def apply_ban(self, guild_id: int, user_id: int, reason: str | None) -> None:
        """Ban somebody and remove what they wrote lately, where the request asks for that."""
        super().apply_ban(guild_id, user_id, reason)
        if not self.purge_on_ban:
            return
        oldest = real_now() - self.purge_on_ban
        for channel_id in (*self.guilds[guild_id].channel_ids, *self.guilds[guild_id].thread_ids):
            written = self.messages[channel_id].values()
            gone = [
                one.id
                for one in written
                if one.author_id == user_id and datetime.fromisoformat(one.timestamp) > oldest
            ]
            if gone:
                self.bulk_delete_messages(channel_id, gone)

    def emit(self, event: str, payload: "Mapping[str, Any]") -> None:
        """Publish an event. SimCord's transcript of it is not kept: a demonstration may run for days."""
        super().emit(event, payload)
        self.transcript.clear()

    def _forward_source(self, channel_id: int, author_id: int, reference: "Json") -> "Message":
        """What is forwarded; of a forward, what it carried, which SimCord does not model."""
        found = self.get_message(int(reference["channel_id"]), int(reference["message_id"]))
        if not found.snapshots:
            return super()._forward_source(channel_id, author_id, reference)
        carried, found.snapshots = found.snapshots, []
        try:
            super()._forward_source(channel_id, author_id, reference)
        finally:
            found.snapshots = carried
        inner = as_object(carried[0]["message"])
        same = {name: inner[name] for name in ("content", "embeds", "attachments", "timestamp", "components")}
        return replace(found, snapshots=[], **same)
