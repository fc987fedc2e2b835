"""How much it says that a picture went to many places. Numbers and their reasons only.

Weights are log-odds, set against an alert at 4 and a caution near 2.5: a wave through three places in minutes
alerts by itself; everything that friends, artists and organisers do as well stays below a caution by itself.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.detection.spread_words import NAMING_MANY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.detection.new_groups import Opening
    from bot.detection.sightings import Sighting
    from bot.observed import Message

MINUTES: Final = timedelta(minutes=10)
"""The window of a wave: offenders and taken-over accounts post everywhere at once."""

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(hours=24)

WAVE_PLACES: Final = 3
THREE_PLACES: Final = ((MINUTES, 4.0), (HOUR, 2.2), (DAY, 1.2))
"""The same picture by one person in three places, by the window in which they lie. Slow cross-posting is what
artists do."""

EACH_FURTHER_PLACE: Final = 0.6
MOST_FURTHER: Final = 2.4

TWO_PLACES: Final = 0.8
"""A member may repost one picture in a second channel; with a threat beside it, it counts."""

REGULAR_AFTER: Final = timedelta(days=90)
"""Membership from which somebody is known to a community."""

REGULAR_MOST: Final = 1.5
"""What a regular's copies weigh at most, whatever their number: it is most likely an event's poster."""

MACHINE_PLACES: Final = 4
MACHINE_GAP: Final = timedelta(seconds=4)
"""Four places, on average not more than four seconds apart: faster than a person uploads. Then it is no
longer known to be the regular who posts."""

NEWCOMER_WITHIN: Final = timedelta(days=1)
NEWCOMER: Final = 0.5
NAMING: Final = 1.0
"""A picture beside the names of several people."""

KNOWN_PICTURE_PEOPLE: Final = 3
KNOWN_PICTURE: Final = -1.5
"""As many others posted the picture an hour or longer ago: it goes round, and shows nobody in particular."""

SAME_FILE_PLACES: Final = 4
SAME_FILE: Final = 2.5
SAME_FILE_FURTHER: Final = 0.5
SAME_FILE_MOST: Final = 4.0
"""The same file by name and size in four places in minutes, unread; an alert from seven places on."""

SEVERAL_PEOPLE: Final = ((4, 4.0), (3, 3.2), (2, 2.0))
"""The same picture by several newcomers together in three places in minutes, by their number."""

GROUP_FRESH: Final = timedelta(minutes=15)
NEW_GROUP: Final = 2.0
NEW_GROUP_LATER: Final = 1.2
"""Friends open groups and share pictures too: a caution only with other evidence."""

ALBUM_PICTURES: Final = 3
ALBUM: Final = -0.8
"""Three and more pictures at once are a holiday or an event."""

OPENER_UNKNOWN: Final = 0.5
KNOWN_BEFORE: Final = 0.5
"""Factors on a picture in a new group."""

NEW_GROUP_NAMING: Final = 2.0
NEW_GROUP_PRIVATE: Final = 4.5
"""A picture of a private talk, in a group just opened with several people: what the police describe."""

KNOWN_LIST: Final = 4.5
"""A picture that others confirmed and listed: an alert by itself. What follows an alert that rests on nothing
else is at most a question to the moderators, which consequences see to."""

PRIVATE_PICTURE: Final = 2.0
"""A picture received in private, shown to others: a breach, or a joke between friends."""


def one_person(message: "Message", copies: "Sequence[Sighting]", others: "Sequence[Sighting]") -> float:
    """The weight of one person's `copies` of a picture; `others` are those that other people posted.

    Zero where they stand in one place.
    """
    weight, _ = _by_pace(message.at, copies)
    if weight <= 0:
        return 0.0
    weight += _beside(message, copies) + known_picture(message.at, others)
    if all(copy.regular for copy in copies) and not _machine(copies):
        weight = min(weight, REGULAR_MOST)
    return max(weight, 0.0)


def known_picture(now: "datetime", others: "Sequence[Sighting]") -> float:
    """What it takes from the weight that other people posted the picture long before."""
    early = {copy.person for copy in others if now - copy.at >= HOUR}
    return KNOWN_PICTURE if len(early) >= KNOWN_PICTURE_PEOPLE else 0.0


def telling(now: "datetime", copies: "Sequence[Sighting]") -> "tuple[list[Sighting], int]":
    """The copies that the weight rests on, and in how many places they stand."""
    return within(now, copies, _by_pace(now, copies)[1])


def within(now: "datetime", copies: "Sequence[Sighting]", window: timedelta) -> "tuple[list[Sighting], int]":
    """The copies inside the window, and in how many places they stand."""
    inside = [copy for copy in copies if abs(now - copy.at) <= window]
    return inside, len({copy.place for copy in inside})


def one_file(message: "Message", copies: "Sequence[Sighting]") -> float:
    """The weight of one person's copies of a file that could not be read; zero below four places."""
    places = within(message.at, copies, MINUTES)[1]
    if places < SAME_FILE_PLACES:
        return 0.0
    weight = min(SAME_FILE + SAME_FILE_FURTHER * (places - SAME_FILE_PLACES), SAME_FILE_MOST)
    if all(copy.regular for copy in copies) and not _machine(copies):
        return min(weight, REGULAR_MOST)
    return weight + _beside(message, copies)


def several_people(people: int) -> float:
    """The weight of one picture posted by so many newcomers in minutes."""
    return next((weight for least, weight in SEVERAL_PEOPLE if people >= least), 0.0)


def new_group(message: "Message", opening: "Opening", naming: int, *, private: bool) -> float:
    """The weight of a picture shortly after its author opened a group."""
    weight = NEW_GROUP if message.at - opening.at <= GROUP_FRESH else NEW_GROUP_LATER
    if naming < NAMING_MANY and len(message.pictures) >= ALBUM_PICTURES:
        weight += ALBUM
    if message.author.known_before:
        weight *= KNOWN_BEFORE
    if not opening.by:
        weight *= OPENER_UNKNOWN
    if naming >= NAMING_MANY:
        weight += NEW_GROUP_NAMING
    return max(weight, NEW_GROUP_PRIVATE) if private else weight


def regular(message: "Message") -> bool:
    """Whether the author had long been a member."""
    joined = message.author.joined
    return joined is not None and message.at - joined >= REGULAR_AFTER


def _by_pace(now: "datetime", copies: "Sequence[Sighting]") -> tuple[float, timedelta]:
    """The weight of copies in several places, and the window that gives it."""
    weighed = [(TWO_PLACES if within(now, copies, HOUR)[1] > 1 else 0.0, HOUR)]
    for window, weight in THREE_PLACES:
        if (further := within(now, copies, window)[1] - WAVE_PLACES) >= 0:
            weighed.append((weight + min(EACH_FURTHER_PLACE * further, MOST_FURTHER), window))
    return max(weighed, key=lambda pair: pair[0])


def _beside(message: "Message", copies: "Sequence[Sighting]") -> float:
    joined = message.author.joined
    newcomer = joined is not None and message.at - joined <= NEWCOMER_WITHIN
    naming = any(copy.names >= NAMING_MANY for copy in copies)
    return NEWCOMER * newcomer + NAMING * naming


def _machine(copies: "Sequence[Sighting]") -> bool:
    """Whether a program posted them. Forwarding sends to several places at once, so it is no sign."""
    uploads = sorted((copy for copy in copies if not copy.forwarded), key=lambda copy: copy.at)
    gaps = len({copy.place for copy in uploads}) - 1
    return gaps + 1 >= MACHINE_PLACES and uploads[-1].at - uploads[0].at <= MACHINE_GAP * gaps
