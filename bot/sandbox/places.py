"""Servers and channels: who is in them, who may see them, and what has been said there."""

from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from simcord.backend.models import Overwrite
from simcord.enums import ChannelType, MessageType, OverwriteType

from bot.sandbox.clock import real_now
from bot.sandbox.person import Person
from bot.sandbox.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.sandbox.world import World

MODERATING = discord.Permissions(
    manage_messages=True,
    moderate_members=True,
    kick_members=True,
    ban_members=True,
    manage_threads=True,
    view_audit_log=True,
)
"""What a server's moderators may do, beyond everybody, unless a story says otherwise."""

VIEW = discord.Permissions(view_channel=True).value


class Channel:
    """A channel, thread, forum or private channel."""

    def __init__(self, world: "World", channel_id: int) -> None:
        self.world = world
        self.id = channel_id

    @property
    def messages(self) -> list[Seen]:
        """What has been said, oldest first; ephemeral answers are left out."""
        found = self.world.backend.messages.get(self.id, {})
        return [Seen(self.world.backend, one) for _, one in sorted(found.items()) if not one.is_ephemeral]

    @property
    def from_bot(self) -> list[Seen]:
        """What the bot under test has said here, oldest first."""
        return [one for one in self.messages if one.by_bot]

    @property
    def name(self) -> str:
        """The channel's name; empty for private talk."""
        return self.world.backend.get_channel(self.id).name or ""

    @property
    def mention(self) -> str:
        """How a message links to it."""
        return f"<#{self.id}>"

    def delete(self) -> None:
        """Delete it (CHANNEL_DELETE or THREAD_DELETE)."""
        self.world.backend.delete_channel(self.id)

    def allow_bot(self, **permissions: bool) -> None:
        """Set the bot's own permissions here, such as `view_channel=False, send_messages=False`."""
        overwrite = discord.PermissionOverwrite(**permissions)
        allow, deny = overwrite.pair()
        bot_id = self.world.backend.bot_user.id
        self.world.backend.set_overwrite(
            self.id, Overwrite(bot_id, OverwriteType.MEMBER, allow.value, deny.value)
        )

    def add(self, *people: Person) -> None:
        """The thread's owner adds people. Discord says so in the thread, one line a person."""
        backend = self.world.backend
        owner = backend.get_channel(self.id).owner_id
        for person in people:
            backend.add_thread_member(self.id, person.id)
            if owner is not None:
                backend.create_message(self.id, owner, person.mention, message_type=MessageType.RECIPIENT_ADD)


class Server:
    """A server. The bot is a member of it."""

    def __init__(self, world: "World", server_id: int) -> None:
        self.world = world
        self.id = server_id

    @property
    def owner(self) -> Person:
        """The owner, who may do everything."""
        return Person(self.world, self.world.backend.get_guild(self.id).owner_id)

    def role(self, name: str, permissions: discord.Permissions | None = None) -> int:
        """Make a role and return its id."""
        value = permissions.value if permissions is not None else 0
        return self.world.backend.create_role(self.id, name, permissions=value).id

    def bot_may(self, permissions: discord.Permissions) -> None:
        """Set the permissions of the bot's own role, in place of all it was invited with."""
        backend = self.world.backend
        for role_id in backend.get_member(self.id, backend.bot_user.id).role_ids:
            if backend.get_role(self.id, role_id).managed:
                backend.edit_role(self.id, role_id, {"permissions": permissions.value})

    def joins(
        self,
        person: Person | str,
        *,
        account_age: timedelta | None = None,
        joined_ago: timedelta = timedelta(days=30),
        roles: "Iterable[int]" = (),
    ) -> Person:
        """Somebody joins, this long before the present (GUILD_MEMBER_ADD); a name makes a new person."""
        if isinstance(person, str):
            ages = {} if account_age is None else {"account_age": account_age}
            person = self.world.person(person, **ages)
        with self.world.backend.clock.pinned(real_now() - joined_ago):
            self.world.backend.add_member(self.id, person.id, roles=roles, announce=True)
        return person

    def moderator(self, name: str, permissions: discord.Permissions = MODERATING) -> Person:
        """A member with a role "Moderators" of their own that carries the permissions."""
        return self.joins(name, roles=[self.role("Moderators", permissions)])

    def text_channel(self, name: str, *, only: "Iterable[Person | int] | None" = None) -> Channel:
        """A text channel; with `only`, these people and role ids see it, besides bot and administrators."""
        overwrites: list[Overwrite] = []
        if only is not None:
            overwrites.append(Overwrite(self.id, OverwriteType.ROLE, deny=VIEW))
            bot_id = self.world.backend.bot_user.id
            for one in (*only, bot_id):
                is_member = isinstance(one, Person) or one == bot_id
                target = one.id if isinstance(one, Person) else one
                kind = OverwriteType.MEMBER if is_member else OverwriteType.ROLE
                overwrites.append(Overwrite(target, kind, allow=VIEW))
        return self._channel(name, ChannelType.TEXT, overwrites)

    def announcement_channel(self, name: str) -> Channel:
        """A channel for announcements."""
        return self._channel(name, ChannelType.NEWS, [])

    def thread(
        self,
        parent: Channel,
        name: str,
        *,
        by: Person,
        members: "Iterable[Person]" = (),
        private: bool = True,
    ) -> Channel:
        """A person opens a thread and adds members. The bot sees a private one only with Manage Threads."""
        kind = ChannelType.PRIVATE_THREAD if private else ChannelType.PUBLIC_THREAD
        thread = self.world.backend.create_thread(parent.id, name, by.id, type=kind)
        channel = Channel(self.world, thread.id)
        channel.add(*members)
        return channel

    def banned(self) -> set[int]:
        """Ids of people banned from here."""
        return set(self.world.backend.get_guild(self.id).bans)

    def _channel(self, name: str, kind: ChannelType, overwrites: list[Overwrite]) -> Channel:
        made = self.world.backend.create_channel(self.id, name, type=kind, overwrites=overwrites)
        return Channel(self.world, made.id)
