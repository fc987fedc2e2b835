"""A message as a person reads it: its words in order, and the buttons and menus under them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from simcord.components import walk_components

from bot.sandbox.wire import as_list, as_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord.backend.models import Message

    from bot.sandbox.wire import Json

BUTTON, TEXT_INPUT, TEXT_DISPLAY, LABEL = 2, 4, 10, 18
MENUS = (3, 5, 6, 7, 8)
LINK = 5


class Kind(StrEnum):
    """What a control is."""

    BUTTON = "button"
    LINK = "link"
    MENU = "menu"


@dataclass(frozen=True, slots=True)
class Control:
    """A button or menu.

    Attributes:
        label: A button's label, a menu's placeholder.
        options: Labels and values of a string menu.
        raw: As Discord's component object.
    """

    kind: Kind
    label: str
    custom_id: str
    disabled: bool
    options: tuple[tuple[str, str], ...]
    raw: "Json"


def words_of(message: "Message") -> str:
    """All text of a message: content, embeds and text displays, a line or paragraph each."""
    return "\n".join(part for part in _parts(message) if part)


def _parts(message: "Message") -> "Iterator[str]":
    yield message.content
    for embed in message.embeds:
        yield from _embed_parts(embed)
    for component in walk_components(message.components):
        if component.get("type") == TEXT_DISPLAY:
            yield str(component.get("content", ""))
    for snapshot in message.snapshots:
        yield str(as_object(snapshot.get("message")).get("content", ""))


def _embed_parts(embed: "Json") -> "Iterator[str]":
    yield str(as_object(embed.get("author")).get("name", ""))
    yield str(embed.get("title") or "")
    yield str(embed.get("description") or "")
    for field in as_list(embed.get("fields")):
        yield str(as_object(field).get("name", ""))
        yield str(as_object(field).get("value", ""))
    yield str(as_object(embed.get("footer")).get("text", ""))


def controls_of(message: "Message") -> tuple[Control, ...]:
    """Buttons and menus in the order shown."""
    return tuple(
        _control(component)
        for component in walk_components(message.components)
        if component.get("type") == BUTTON or component.get("type") in MENUS
    )


def _control(component: "Json") -> Control:
    is_button = component.get("type") == BUTTON
    kind = Kind.MENU if not is_button else Kind.LINK if component.get("style") == LINK else Kind.BUTTON
    emoji = str(as_object(component.get("emoji")).get("name", ""))
    label = component.get("label") or emoji if is_button else component.get("placeholder")
    options = tuple((str(one["label"]), str(one["value"])) for one in as_list(component.get("options")))
    return Control(
        kind,
        str(label or ""),
        str(component.get("custom_id") or ""),
        bool(component.get("disabled")),
        options,
        component,
    )
