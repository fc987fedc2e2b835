"""The reasons of the spread detector, as a moderator would say them.

Knows English only; quotes and names nobody.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.detection.new_groups import Opening
    from bot.detection.sightings import Sighting

NAMING_MANY: Final = 3
"""People named beside a picture; one or two are whom one speaks to."""


def in_units(duration: timedelta) -> str:
    """The duration, rounded up, as a person would say it: "40 seconds", "2 minutes", "5 hours"."""
    seconds = max(1, -(-int(duration / timedelta(milliseconds=1)) // 1000))
    for limit, size, unit in ((90, 1, "second"), (90 * 60, 60, "minute"), (36 * 3600, 3600, "hour")):
        if seconds < limit:
            return _counted(-(-seconds // size), unit)
    return _counted(-(-seconds // 86_400), "day")


def same_picture(copies: "Sequence[Sighting]", places: int) -> str:
    """One person, several places."""
    return f"posted the same picture in {places} places within {in_units(_span(copies))}{_naming(copies)}"


def same_file(copies: "Sequence[Sighting]", places: int) -> str:
    """One person, several places, going by name and size because the picture could not be read."""
    return f"posted the same file in {places} places within {in_units(_span(copies))}{_naming(copies)}"


def by_several(copies: "Sequence[Sighting]", people: int, places: int) -> str:
    """Several people, several places."""
    within = in_units(_span(copies))
    return f"posted a picture that {people} accounts together posted in {places} places within {within}"


def in_new_group(after: timedelta, opening: "Opening", naming: int, *, private: bool) -> str:
    """A picture, in a group that was just opened."""
    what = "a picture from a private conversation" if private else "a picture"
    others = f"{opening.others} people"
    done = f"opening a group with {others}" if opening.opened else f"adding {others} to a group"
    named = f", naming {naming} people" if naming >= NAMING_MANY else ""
    return f"posted {what} {in_units(after)} after {done}{named}"


def from_private(after: timedelta) -> str:
    """A picture that somebody sent to one person, where others see it."""
    return f"posted a picture that they received in a private conversation {in_units(after)} before"


def known_list(names: "Sequence[str]") -> str:
    """A picture that an operator's lists hold."""
    return (
        f"posted a picture that is on the known {'list' if len(names) == 1 else 'lists'} {', '.join(names)}"
    )


def _span(copies: "Sequence[Sighting]") -> timedelta:
    return max(copy.at for copy in copies) - min(copy.at for copy in copies)


def _naming(copies: "Sequence[Sighting]") -> str:
    most = max(copy.names for copy in copies)
    return f", naming {most} people" if most >= NAMING_MANY else ""


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
