"""A message and an answer as live views: what they say now, after every edit."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.sandbox.reading import Control, Kind, controls_of, words_of
from bot.sandbox.wire import as_list, as_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord.backend.models import Interaction, Message

    from bot.sandbox.backend import SandboxBackend
    from bot.sandbox.wire import Json


class Seen:
    """A message, as it stands now."""

    def __init__(self, backend: "SandboxBackend", message: "Message") -> None:
        self.backend = backend
        self.message = message

    def __repr__(self) -> str:
        return f"<{self.author}: {self.text!r} {list(self.buttons)}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Seen) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def id(self) -> int:
        """Message id."""
        return self.message.id

    @property
    def channel_id(self) -> int:
        """Where it stands."""
        return self.message.channel_id

    @property
    def author(self) -> str:
        """The author's name."""
        return self.backend.users[self.message.author_id].name

    @property
    def by_bot(self) -> bool:
        """Whether the bot under test wrote it."""
        return self.message.author_id == self.backend.bot_user.id

    @property
    def at(self) -> datetime:
        """When it was sent, aware UTC (story time)."""
        return datetime.fromisoformat(self.message.timestamp)

    @property
    def text(self) -> str:
        """All its words: content, embeds, text displays."""
        return words_of(self.message)

    @property
    def controls(self) -> tuple[Control, ...]:
        """Buttons and menus."""
        return controls_of(self.message)

    @property
    def buttons(self) -> tuple[str, ...]:
        """Labels of its buttons, links included."""
        return tuple(one.label for one in self.controls if one.kind is not Kind.MENU)

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return self.message.is_ephemeral

    @property
    def edited(self) -> bool:
        """Whether it was edited."""
        return self.message.edited_timestamp is not None

    @property
    def gone(self) -> bool:
        """Whether it was deleted."""
        return self.id not in self.backend.messages.get(self.channel_id, {})

    @property
    def pictures(self) -> tuple[str, ...]:
        """Signed addresses of its attachments, good from now on."""
        return tuple(self.backend.cdn.sign(str(one["url"])) for one in self.message.attachments)


class Reply:
    """The bot's answer to what a person did, as it stands now; further messages join it."""

    def __init__(self, backend: "SandboxBackend", record: "Interaction") -> None:
        self.backend = backend
        self.record = record

    def __repr__(self) -> str:
        return f"<Reply {self.record.response_kind}: {self.text!r} {list(self.buttons)}>"

    @property
    def messages(self) -> tuple[Seen, ...]:
        """The answer and its follow-ups, in order; deleted ones are left out."""
        ids = [self.record.message_id, *self.record.followup_ids]
        store = self.backend.messages.get(self.record.channel_id, {})
        return tuple(Seen(self.backend, store[one]) for one in ids if one is not None and one in store)

    @property
    def text(self) -> str:
        """All words of all its messages; of a modal, its title and labels."""
        if self.modal is not None:
            return "\n".join([str(self.modal.get("title", "")), *(label for label, _ in self.inputs)])
        return "\n".join(one.text for one in self.messages)

    @property
    def buttons(self) -> tuple[str, ...]:
        """Labels of all buttons."""
        return tuple(label for one in self.messages for label in one.buttons)

    @property
    def ephemeral(self) -> bool:
        """Whether all its messages are seen by that person alone."""
        return bool(self.messages) and all(one.ephemeral for one in self.messages)

    @property
    def modal(self) -> "Json | None":
        """The form that was opened, if one was."""
        return self.record.modal

    @property
    def inputs(self) -> tuple[tuple[str, "Json"], ...]:
        """The form's inputs with their labels."""
        return tuple(_inputs(as_list((self.modal or {}).get("components")), ""))


def _inputs(components: "list[Json]", label: str) -> "Iterator[tuple[str, Json]]":
    for component in components:
        own = str(component.get("label") or label)
        if "component" in component:
            yield from _inputs([as_object(component["component"])], own)
        elif "components" in component:
            yield from _inputs(as_list(component["components"]), own)
        elif "custom_id" in component:
            yield own, component
