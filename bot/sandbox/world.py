"""The world that a story plays in: servers, channels, group chats and people, and story time.

What people do is in `person`; how the bot hears of it is the gateway's business.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.sandbox.clock import real_now
from bot.sandbox.person import Person
from bot.sandbox.places import Channel, Server

if TYPE_CHECKING:
    from datetime import datetime

    import discord

    from bot.sandbox.backend import SandboxBackend
    from bot.sandbox.pulse import Pulse

SEASONED = timedelta(days=900)
"""How old an account is unless a story says otherwise."""


class World:
    """Everybody and every place."""

    def __init__(self, backend: "SandboxBackend", pulse: "Pulse") -> None:
        self.backend = backend
        self.pulse = pulse

    def begin(self, ago: timedelta) -> "datetime":
        """Start a story this long before the present."""
        return self.backend.clock.begin(ago)

    def later(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> "datetime":
        """Let story time pass; what is said next carries the new time."""
        return self.backend.clock.later(timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))

    def present(self) -> None:
        """Bring story time to the present."""
        self.backend.clock.catch_up()

    def now(self) -> "datetime":
        """The story's time, aware UTC."""
        return self.backend.clock.now()

    def person(self, name: str, *, account_age: timedelta = SEASONED) -> Person:
        """Somebody with an account, not in any server yet."""
        with self.backend.clock.pinned(real_now() - account_age):
            user = self.backend.make_user(name)
        return Person(self, user.id)

    def server(
        self,
        name: str,
        *,
        owner: Person | None = None,
        bot_permissions: "discord.Permissions | None" = None,
    ) -> Server:
        """A server with the bot in it, which has these permissions (all but Administrator unless told)."""
        guild = self.backend.create_guild(name, owner_id=owner.id if owner is not None else None)
        server = Server(self, guild.id)
        if bot_permissions is not None:
            server.bot_may(bot_permissions)
        return server

    def group(self, *people: Person) -> Channel:
        """Private talk between two people or a group chat. The bot is no part of it and hears nothing."""
        channel = self.backend.private_channel(person.id for person in people)
        return Channel(self, channel.id)

    def direct(self, person: Person) -> Channel:
        """The person's private channel with the bot."""
        return Channel(self, self.backend.get_dm_channel(person.id).id)
