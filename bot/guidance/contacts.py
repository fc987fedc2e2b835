"""Whom a person can turn to, by region: the shapes of the region files and the rules they must keep.

It knows what a contact is and when a region may ship. It refuses to know sentences, Discord and files.
"""

from collections.abc import Mapping  # noqa: TC003 - pydantic reads annotations at run time
from dataclasses import field
from datetime import date  # noqa: TC003 - pydantic reads annotations at run time
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, StringConstraints
from pydantic.dataclasses import dataclass

SHIPPED_CONFIDENCE = "V"
"""The only mark that ships: the fact was seen in a stored copy of the page that is cited."""

_STRICT = ConfigDict(extra="forbid")


class Region(StrEnum):
    """Where a server's members mostly are, as its moderators say in /setup. The value names its file.

    A region without a file stays a choice; it shows the international list until its numbers are verified.
    """

    ENGLAND_WALES = "england_wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    IRELAND = "ireland"
    UNITED_STATES = "united_states"
    CANADA = "canada"
    AUSTRALIA = "australia"
    NEW_ZEALAND = "new_zealand"
    INDIA = "india"
    SOUTH_AFRICA = "south_africa"
    SWEDEN = "sweden"
    NORWAY = "norway"
    DENMARK = "denmark"
    GERMANY = "germany"
    JAPAN = "japan"
    INTERNATIONAL = "international"


class Need(StrEnum):
    """What a person needs a contact for. Texts name it in braces, as in `{under_18_report}`."""

    DANGER = "danger"
    POLICE = "police"
    REPORT = "report"
    """A public body other than the police that takes reports."""
    UNDER_18_REPORT = "under_18_report"
    UNDER_18_SUPPORT = "under_18_support"
    UNDER_18_IMAGES = "under_18_images"
    ADULT_SUPPORT = "adult_support"
    ADULT_IMAGES = "adult_images"
    TALK = "talk"
    MONEY = "money"
    DIRECTORY = "directory"
    """A list of helplines and reporting points by country."""

    @property
    def briefly(self) -> str:
        """The blank that is filled with names and numbers alone, for contacts shown in full elsewhere."""
        return f"{self.value}_briefly"


REPORTING = frozenset({Need.POLICE, Need.REPORT, Need.UNDER_18_REPORT})
WORLDWIDE = frozenset(
    {Need.UNDER_18_REPORT, Need.UNDER_18_IMAGES, Need.ADULT_IMAGES, Need.TALK, Need.DIRECTORY}
)
"""What the international list must answer, since every region falls back to it need by need."""


def _is_shipped(confidence: str) -> str:
    if confidence != SHIPPED_CONFIDENCE:
        raise ValueError(
            f"only verified facts ({SHIPPED_CONFIDENCE}) ship, not {confidence}; verify it or leave it out"
        )
    return confidence


def _at_least_one(tags: tuple[str, ...]) -> tuple[str, ...]:
    if not tags:
        raise ValueError("needs at least one source")
    return tags


Https = Annotated[str, StringConstraints(pattern=r"^https://[^\s()]+[^\s().,]$")]
Phone = Annotated[str, StringConstraints(pattern=r"^[0-9#][0-9 ()#A-Z-]*$")]
Filled = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


@dataclass(frozen=True, slots=True, config=_STRICT)
class Contact:
    """One place to turn to.

    Attributes:
        sources: Tags of the pages that say so, each listed in the sources file.
        confidence: How well the fact was checked; see `SHIPPED_CONFIDENCE`.
        name: Its proper name; none where the number alone says it, as 999 does.
        phone: As people dial it in the region.
        url: Where it answers online.
        note: What one must know to use it (hours, for whom), by language code.
    """

    need: Need
    sources: Annotated[tuple[Filled, ...], AfterValidator(_at_least_one)]
    confidence: Annotated[str, AfterValidator(_is_shipped)]
    name: Filled | None = None
    phone: Phone | None = None
    url: Https | None = None
    note: Mapping[str, Filled] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Refuse a contact that nobody can reach, and a note without the language all others fall back to."""
        if self.phone is None and self.url is None and not (self.name and self.note):
            raise ValueError("needs a phone, a url, or a name with a note that says how to reach it")
        if self.note and "en" not in self.note:
            raise ValueError("its note must be there in English (en)")


@dataclass(frozen=True, slots=True, config=_STRICT)
class Directory:
    """The contacts of one region.

    Attributes:
        checked: When the stored copies of the cited pages were read.
        contacts: In the order in which they are shown within a need.
    """

    checked: date
    contacts: tuple[Contact, ...]

    def answering(self, need: Need) -> tuple[Contact, ...]:
        """The contacts for `need`, in order; empty where there is none."""
        return tuple(contact for contact in self.contacts if contact.need is need)

    def missing(self, region: Region) -> str | None:
        """Why this may not ship as the list of `region`, in words; `None` where it may."""
        needs = {contact.need for contact in self.contacts}
        if region is Region.INTERNATIONAL:
            lacking = sorted(WORLDWIDE - needs)
            return f"the international list must answer {', '.join(lacking)}" if lacking else None
        if Need.DANGER not in needs:
            return (
                "no verified number for danger now; leave the region out and it shows the international list"
            )
        if not needs & REPORTING:
            return "no verified way to report; leave the region out and it shows the international list"
        return None


@dataclass(frozen=True, slots=True, config=_STRICT)
class Source:
    """A page that a fact or a piece of advice rests on."""

    tag: Filled
    url: Filled
