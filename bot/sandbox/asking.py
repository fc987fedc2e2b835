"""Sending an interaction to the bot and waiting for its answer, as Discord does."""

import asyncio
from typing import TYPE_CHECKING

from simcord import interactions
from simcord.backend import serializers
from simcord.backend.command_access import command_access
from simcord.backend.errors import SetupError
from simcord.backend.models import ResponseKind
from simcord.enums import AppCommandType, InteractionType

from bot.sandbox.choosing import Chosen, option_values
from bot.sandbox.errors import AppRefuses
from bot.sandbox.outgoing import finished
from bot.sandbox.seen import Reply, Seen
from bot.sandbox.wire import as_list, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simcord.backend.models import Interaction

    from bot.sandbox.person import Person
    from bot.sandbox.wire import Json
    from bot.sandbox.world import World

FILLED_IN = 0.1
"""Real seconds from a form's opening until it is sent, by the quickest person. discord.py knows a form only
once it has Discord's answer to opening it, which a busy machine takes some milliseconds to read."""

ANSWERED_WITHIN = 5.0
"""Real seconds for the first answer: Discord's three, which the REST side enforces, and some slack."""

COMPLETED_WITHIN = 30.0
"""Real seconds for the answer that follows "thinking…"; Discord allows 15 minutes, a test should not."""

PRIVATE_CHANNEL = 2
"""Interaction context: private talk other than with the bot."""

_MEMBERSHIP = ("contexts", "integration_types")


class Asking:
    """One person in one channel, about to ask the bot something."""

    def __init__(self, world: "World", user_id: int, channel_id: int) -> None:
        self.world = world
        self.backend = world.backend
        self.user_id = user_id
        self.channel = self.backend.get_channel(channel_id)
        self.guild_id = self.channel.guild_id

    async def slash(self, path: list[str], options: "Mapping[str, object]") -> Reply:
        """Run a slash command by its path."""
        root = self._command(path[0], AppCommandType.CHAT_INPUT)
        try:
            leaf, nesting = interactions.walk_to_subcommand(root, path[1:])
        except SetupError as unknown:
            raise AppRefuses(str(unknown)) from None
        chosen = Chosen(self)
        values = option_values(chosen, leaf, options)
        data = _data(root, options=interactions.nest_options(root, nesting, values))
        return await self._command_sent(root, data, chosen)

    async def menu(self, name: str, kind: AppCommandType, target: "Seen | Person") -> Reply:
        """Use a command on a message or a person."""
        root = self._command(name, kind)
        chosen = Chosen(self)
        if isinstance(target, Seen):
            payload = finished(self.backend, serializers.message_payload(self.backend, target.message))
            chosen.resolved["messages"] = {str(target.id): payload}
        else:
            chosen.person(target.id)
        return await self._command_sent(root, _data(root, target_id=str(target.id)), chosen)

    async def component(self, message: Seen, data: "Json") -> Reply:
        """Press or choose on a message."""
        record, payload = self._made(InteractionType.MESSAGE_COMPONENT, data)
        record.source_message_id = message.id
        payload["message"] = serializers.message_payload(self.backend, message.message)
        return await self._sent(record, payload)

    async def form(self, form: Reply, data: "Json") -> Reply:
        """Send a filled-in form, no sooner than anybody could have filled it in."""
        await asyncio.sleep(FILLED_IN)
        record, payload = self._made(InteractionType.MODAL_SUBMIT, data)
        record.source_message_id = form.record.source_message_id
        form.record.modal_consumed = True
        source = self.backend.messages.get(self.channel.id, {}).get(record.source_message_id or 0)
        if source is not None:
            payload["message"] = serializers.message_payload(self.backend, source)
        return await self._sent(record, payload)

    def _command(self, name: str, kind: AppCommandType) -> "Json":
        root = self.backend.find_command(name, self.guild_id, type=kind)
        if root is None:
            known = sorted(found for scope in self.backend.commands.values() for found, _ in scope)
            raise AppRefuses(f"The bot has no command {name!r} here, only {known}")
        if self._private:
            if not self._installable_by_user(root):
                raise AppRefuses(f"{name!r} is not offered in private talk: contexts {root.get('contexts')}")
            return root
        access = command_access(self.backend, root, user_id=self.user_id, channel_id=self.channel.id)
        if not access.allowed:
            raise AppRefuses(f"{name!r} is not offered to this person here: {access.reason}")
        return root

    @property
    def _private(self) -> bool:
        return self.backend.is_private_talk(self.channel)

    @staticmethod
    def _installable_by_user(root: "Json") -> bool:
        contexts, types = (as_list(root.get(name)) for name in _MEMBERSHIP)
        return PRIVATE_CHANNEL in contexts and 1 in types

    async def _command_sent(self, root: "Json", data: "Json", chosen: Chosen) -> Reply:
        if chosen.resolved:
            data["resolved"] = chosen.resolved
        if root.get("guild_id"):
            data["guild_id"] = root["guild_id"]
        record, payload = self._made(InteractionType.APPLICATION_COMMAND, data)
        return await self._sent(record, payload)

    def _made(self, kind: InteractionType, data: "Json") -> "tuple[Interaction, Json]":
        record, payload = interactions.base_payload(
            self.backend,
            type=kind,
            channel_id=self.channel.id,
            guild_id=self.guild_id,
            user_id=self.user_id,
            data=data,
        )
        payload["authorizing_integration_owners"] = {"0": str(self.guild_id or 0)}
        if self._private:
            # Who else is in it is not told to the application.
            payload["context"] = PRIVATE_CHANNEL
            payload["channel"] = {"id": str(self.channel.id), "type": self.channel.type, "flags": 0}
            payload["authorizing_integration_owners"] = {"1": str(self.user_id)}
            self.backend.user_installed.add(record.id)
        return record, payload

    async def _sent(self, record: "Interaction", payload: "Json") -> Reply:
        self.backend.emit("INTERACTION_CREATE", payload)
        name = as_object(payload["data"]).get("name") or as_object(payload["data"]).get("custom_id")
        await self.world.pulse.wait_for(
            lambda: record.responded, f"an answer to {name!r}: this interaction failed", ANSWERED_WITHIN
        )
        if record.response_kind is ResponseKind.DEFERRED:
            await self.world.pulse.wait_for(
                lambda: not record.loading, f"{name!r} to finish thinking", COMPLETED_WITHIN
            )
        return Reply(self.backend, record)


def _data(root: "Json", **more: object) -> "Json":
    return {"id": root["id"], "name": root["name"], "type": root.get("type", 1), **more}
