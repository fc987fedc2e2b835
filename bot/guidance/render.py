"""Words and contacts become guidance: plain values with lines to show, in Discord or in a terminal.

It knows how a line is filled and how much may be shown. It refuses to know files and Discord's classes.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.guidance.contacts import Need, Region
from bot.guidance.phrases import blanks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from bot.guidance.contacts import Contact, Directory, Source
    from bot.guidance.words import DateWords, SectionWords

FALLBACK_LANGUAGE = "en"
MAX_CONTACT_LINES = 4
"""Somebody in distress reads few lines: danger now, police, an age route, someone to talk to (our choice)."""
GUIDANCE_CHARACTERS = 4000
"""Discord API reference, "Component Reference": all text of a message made of components. An embed's 4,096
characters of description and 6,000 in all ("Embed Limits") hold it too."""
SECTION_CHARACTERS = 1024
"""Discord API reference, "Embed Limits": a field's value, so that a section can also be one field."""
BULLET = "- "
BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Section:
    """A title and its lines: plain text with whole addresses; at most, `**` marks a button's name."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guidance:
    """What one person reads, in the order in which it helps.

    Attributes:
        sections: For the situation, filled for the region.
        fallback: What helps anywhere in the world; always there, always last.
        credit: Whose advice it is, and how old the numbers are.
        sources: The pages it rests on; `sources[0]` is the one that `credit` names first.
        region: The region that was asked for.
        local: Whether the region's own list was used; False: the international one stood in.
    """

    title: str
    sections: tuple[Section, ...]
    fallback: Section
    credit: str
    sources: "tuple[Source, ...]"
    region: Region
    local: bool

    @property
    def parts(self) -> tuple[Section, ...]:
        """All sections, the fallback last."""
        return (*self.sections, self.fallback)


def body(section: Section) -> str:
    """The lines of `section` as a list, without its title; right in Discord and in a terminal."""
    return "\n".join(f"{BULLET}{line}" for line in section.lines)


def plain_text(guidance: Guidance) -> str:
    """All of `guidance` as text that Discord's Markdown and a terminal both show well.

    This is the longest form there is: what fits `GUIDANCE_CHARACTERS` in it fits everywhere.
    """
    parts = [f"**{section.title}**\n{body(section)}" for section in guidance.parts]
    source = f"{guidance.credit} {guidance.sources[0].url}"
    return "\n\n".join([f"## {guidance.title}", *parts, source])


def contact_text(contact: "Contact", language: str) -> str:
    """One contact on one line: name, phone, address, and what one must know to use it."""
    parts = [part for part in (contact.name, contact.phone, contact.url) if part]
    note = contact.note.get(language) or contact.note.get(FALLBACK_LANGUAGE)
    return " ".join([*parts, f"({note})"] if note else parts)


def contact_texts(own: "Directory | None", worldwide: "Directory", language: str) -> "Mapping[str, str]":
    """What to put in each blank: the region's own contacts, and the international ones where it has none."""
    texts: dict[str, str] = {}
    for need in Need:
        contacts = (own.answering(need) if own else ()) or worldwide.answering(need)
        if contacts:
            texts[need.value] = BETWEEN.join(contact_text(contact, language) for contact in contacts)
            texts[need.briefly] = BETWEEN.join(_briefly(contact) for contact in contacts)
    return texts


def _briefly(contact: "Contact") -> str:
    """Name and number; the address only where there is no number."""
    return " ".join(part for part in (contact.name, contact.phone or contact.url) if part)


def fill(words: "SectionWords", known: "Mapping[str, str]") -> Section:
    """The section with its blanks filled. A line that no way of saying it can be filled for is left out."""
    lines = (_first_fillable(alternatives, known) for alternatives in words.lines)
    return Section(words.title, tuple(line for line in lines if line is not None))


def _first_fillable(alternatives: "Iterable[str]", known: "Mapping[str, str]") -> str | None:
    for text in alternatives:
        if blanks(text) <= set(known):
            return text.format_map(known)
    return None


def written(day: "date", words: "DateWords") -> str:
    """A date as people write it in that language."""
    return words.form.format(day=day.day, month=words.months[day.month - 1], year=day.year)
