"""What a text may hold: the blanks that its caller fills, and the length that Discord shows.

It knows lengths and blanks. It refuses to know who says a text, and when.
"""

from string import Formatter
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator

if TYPE_CHECKING:
    from collections.abc import Callable

NOTE_CHARACTERS = 300
"""A note in a chat stays short enough to be read without stopping (our choice; Discord would take 2,000)."""
BUTTON_CHARACTERS = 80
"""Discord API reference, "Component Reference", button label."""
LABEL_CHARACTERS = 45
"""Discord API reference, "Component Reference", label of an input in a form."""
OPTION_CHARACTERS = 100
"""Discord API reference, "Component Reference", label and description of a select option."""
FIELD_NAME_CHARACTERS = 256
"""Discord API reference, "Embed Limits", title and field name."""
FIELD_CHARACTERS = 1000
"""Moderators' advice; under Discord's 1,024 for a field's value ("Embed Limits")."""
MESSAGE_CHARACTERS = 2000
"""Discord API reference, "Create Message", content."""


def blanks(text: str) -> frozenset[str]:
    """The names in braces that `text` wants filled.

    Raises:
        ValueError: The braces are not plain names.
    """
    names: set[str] = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if form or conversion or not name.replace("_", "").isalnum():
            raise ValueError(f"{{{name}}} is not a plain name in braces")
        names.add(name)
    return frozenset(names)


def _shaped(limit: int, *wanted: str) -> "Callable[[str], str]":
    def check(text: str) -> str:
        if not text.strip():
            raise ValueError("is empty")
        if len(text) > limit:
            raise ValueError(f"has {len(text)} characters; {limit} is the most")
        found = blanks(text)
        if found != frozenset(wanted):
            raise ValueError(f"has the blanks {sorted(found)}; its caller fills {sorted(wanted)}")
        return text

    return check


Note = Annotated[str, AfterValidator(_shaped(NOTE_CHARACTERS))]
Label = Annotated[str, AfterValidator(_shaped(BUTTON_CHARACTERS))]
FormLabel = Annotated[str, AfterValidator(_shaped(LABEL_CHARACTERS))]
FormTitle = FormLabel
"""A form's title has the same length (Discord API reference, "Interaction Callback Data", modal)."""
Option = Annotated[str, AfterValidator(_shaped(OPTION_CHARACTERS))]
Title = Annotated[str, AfterValidator(_shaped(FIELD_NAME_CHARACTERS))]
Reply = Annotated[str, AfterValidator(_shaped(MESSAGE_CHARACTERS))]
ReplyNamingPlace = Annotated[str, AfterValidator(_shaped(MESSAGE_CHARACTERS, "place"))]
ReplyNamingPermission = Annotated[str, AfterValidator(_shaped(MESSAGE_CHARACTERS, "permission"))]
ReplyNamingMoment = Annotated[str, AfterValidator(_shaped(MESSAGE_CHARACTERS, "until"))]
ReplyWithCount = Annotated[str, AfterValidator(_shaped(MESSAGE_CHARACTERS, "count"))]
ReplyNamingDays = Annotated[str, AfterValidator(_shaped(MESSAGE_CHARACTERS, "days"))]
ReplyCounting = Annotated[str, AfterValidator(_shaped(MESSAGE_CHARACTERS, "gone", "all"))]
Credit = Annotated[str, AfterValidator(_shaped(FIELD_NAME_CHARACTERS, "date"))]
Date = Annotated[str, AfterValidator(_shaped(FIELD_NAME_CHARACTERS, "day", "month", "year"))]
