"""What a person does in their Discord app: talk, press, choose, run commands.

Their app refuses what they may not do (`AppRefuses`). Talking is immediate; the bot's answers are awaited.
"""

from typing import TYPE_CHECKING

from simcord.backend.errors import BackendError
from simcord.enums import AppCommandType

from bot.sandbox.asking import Asking
from bot.sandbox.choosing import filled_form, menu_choice
from bot.sandbox.errors import AppRefuses
from bot.sandbox.reading import Control, Kind
from bot.sandbox.seen import Reply, Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.sandbox.places import Channel, Server
    from bot.sandbox.wire import Json
    from bot.sandbox.world import World


class Person:
    """Somebody with an account. A person may be in several servers."""

    def __init__(self, world: "World", user_id: int) -> None:
        self.world = world
        self.id = user_id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Person) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def name(self) -> str:
        """The account's name."""
        return self.world.backend.users[self.id].name

    @property
    def mention(self) -> str:
        """How a message mentions them."""
        return f"<@{self.id}>"

    def timed_out_until(self, server: "Server") -> str | None:
        """Until when they may not speak in a server (ISO 8601), or `None`."""
        return self.world.backend.get_member(server.id, self.id).timed_out_until

    def is_in(self, server: "Server") -> bool:
        """Whether they are a member of a server."""
        return self.id in self.world.backend.get_guild(server.id).members

    def says(
        self,
        channel: "Channel",
        text: str = "",
        *,
        pictures: "Sequence[tuple[str, bytes]]" = (),
        at: "datetime | None" = None,
        replies_to: Seen | None = None,
    ) -> Seen:
        """Send a message with pictures (names and bytes), going to story time `at` first if that is given."""
        backend = self.world.backend
        if at is not None:
            backend.clock.go_to(at)
        self._may_send(channel)
        reference: Json | None = None
        if replies_to is not None:
            reference = {"channel_id": str(channel.id), "message_id": str(replies_to.id)}
        attachments = backend.store_attachments(channel.id, pictures)
        made = backend.create_message(channel.id, self.id, text, attachments=attachments, reference=reference)
        return Seen(backend, made)

    def tells_bot(self, text: str = "", *, pictures: "Sequence[tuple[str, bytes]]" = ()) -> Seen:
        """Write to the bot in private."""
        return self.says(self.world.direct(self), text, pictures=pictures)

    def forwards(self, message: Seen, to: "Channel") -> Seen:
        """Forward a message: a snapshot without its author. From private talk too, into the bot's DM too."""
        backend = self.world.backend
        self._may_send(to)
        source = backend.get_channel(message.channel_id)
        reference = {"type": 1, "channel_id": str(source.id), "message_id": str(message.id)}
        if source.guild_id is not None:
            reference["guild_id"] = str(source.guild_id)
        try:
            made = backend.create_message(to.id, self.id, reference=reference)
        except BackendError as refused:
            raise AppRefuses(f"{self.name} cannot forward that: {refused.message}") from None
        return Seen(backend, made)

    def edits(self, message: Seen, text: str) -> None:
        """Change the text of an own message."""
        if message.message.author_id != self.id:
            raise AppRefuses(f"{self.name} cannot edit what {message.author} wrote")
        self.world.backend.edit_message(message.channel_id, message.id, {"content": text})

    def deletes(self, message: Seen) -> None:
        """Delete a message: an own one, or another's with Manage Messages."""
        if message.message.author_id != self.id:
            self._require(message.channel_id, "manage_messages")
        self.world.backend.delete_message(message.channel_id, message.id)

    def closes_private_messages(self, *, closed: bool = True) -> None:
        """Refuse messages from the bot, as one may in one's privacy settings (50007)."""
        (self.world.backend.closed.add if closed else self.world.backend.closed.discard)(self.id)

    def leaves(self, server: "Server") -> None:
        """Leave a server."""
        self.world.backend.remove_member(server.id, self.id)

    def reads(self, channel: "Channel") -> list[Seen]:
        """What they see there, oldest first, ephemeral answers to them included."""
        self._require(channel.id, "view_channel", "read_message_history")
        found = self.world.backend.messages.get(channel.id, {})
        return [Seen(self.world.backend, one) for _, one in sorted(found.items()) if one.visible_to(self.id)]

    async def presses(self, where: Seen | Reply, label: str) -> Reply:
        """Press a button by its label, on a message or anywhere in a reply, and return the answer."""
        message, control = self._find(where, Kind.BUTTON, label)
        data: Json = {"custom_id": control.custom_id, "component_type": 2}
        return await self._asking(message.channel_id).component(message, data | _component_id(control))

    async def chooses(
        self, where: Seen | Reply, menu: str, *choices: "str | Person | Channel | int"
    ) -> Reply:
        """Choose in a menu, named by its placeholder or custom id.

        Choices are labels or values of a string menu, and people, channels or role ids of the others.
        """
        message, control = self._find(where, Kind.MENU, menu)
        asking = self._asking(message.channel_id)
        data = menu_choice(asking, control.raw, choices) | _component_id(control)
        return await asking.component(message, data)

    async def submits(self, form: Reply, values: "Mapping[str, object]") -> Reply:
        """Fill in and send a form that a reply opened.

        Values go by label or custom id: text, or a choice or a list of choices as in `chooses`.
        """
        asking = self._asking(form.record.channel_id)
        return await asking.form(form, filled_form(asking, form, values))

    async def runs(self, command: str, channel: "Channel", **options: object) -> Reply:
        """Run a slash command, such as `/setup` or `/insight week`.

        Options are text, numbers, people, channels, role ids, or a picture as a (name, bytes) tuple.
        """
        path = command.removeprefix("/").split()
        return await self._asking(channel.id).slash(path, options)

    async def uses_message_command(self, name: str, message: Seen) -> Reply:
        """Apps → a command on a message; in private talk too, where the app is installed by the user."""
        return await self._asking(message.channel_id).menu(name, AppCommandType.MESSAGE, message)

    async def uses_user_command(self, name: str, person: "Person", channel: "Channel") -> Reply:
        """Apps → a command on a person."""
        return await self._asking(channel.id).menu(name, AppCommandType.USER, person)

    def _asking(self, channel_id: int) -> Asking:
        return Asking(self.world, self.id, channel_id)

    def _require(self, channel_id: int, *permissions: str) -> None:
        backend = self.world.backend
        channel = backend.get_channel(channel_id)
        if channel.guild_id is None:
            if self.id not in channel.recipient_ids:
                raise AppRefuses(f"{self.name} is no part of that private channel")
            return
        try:
            backend.require_permissions(channel.guild_id, self.id, channel.id, *permissions)
        except BackendError as refused:
            wanted = ", ".join(permissions)
            raise AppRefuses(
                f"{self.name} may not ({wanted}) in #{channel.name}: {refused.message}"
            ) from None

    def _may_send(self, channel: "Channel") -> None:
        is_thread = self.world.backend.get_channel(channel.id).is_thread
        self._require(channel.id, "send_messages_in_threads" if is_thread else "send_messages")

    def _find(self, where: Seen | Reply, kind: Kind, label: str) -> tuple[Seen, Control]:
        messages: Iterable[Seen] = where.messages if isinstance(where, Reply) else (where,)
        seen: list[str] = []
        for message in messages:
            if message.gone or not message.message.visible_to(self.id):
                continue
            for control in message.controls:
                seen.append(control.label)
                if control.kind is kind and label in (control.label, control.custom_id):
                    if control.disabled:
                        raise AppRefuses(f"{label!r} is disabled")
                    self._require(message.channel_id, "view_channel")
                    return message, control
        raise AppRefuses(f"{self.name} sees no {kind} {label!r} there, only {seen}")


def _component_id(control: Control) -> "Json":
    return {"id": control.raw["id"]} if control.raw.get("id") is not None else {}
