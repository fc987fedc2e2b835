"""The record of an incident: what moderators may need for a report when the messages are gone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.consequences.values import Deed, Reason, Sighting
    from bot.observed import PersonId
    from bot.storage.incidents import Incident
    from bot.storage.pictures import Recorded


@dataclass(frozen=True, slots=True)
class Record:
    """Ids, times, hashes and Breakwater's own words. No text that a member wrote, and no picture.

    Attributes:
        at: When it was asked for (aware UTC).
        targets: The people at risk.
        reasons: In the order of time.
        sightings: The messages that the incident rests on, and what became of each.
        pictures: Those of copies of a spread picture, never those that two people sent one another.
        deeds: What was done, by whom.
    """

    at: "datetime"
    story: "Incident"
    targets: "tuple[PersonId, ...]"
    reasons: "tuple[Reason, ...]"
    sightings: "tuple[Sighting, ...]"
    pictures: "tuple[Recorded, ...]"
    deeds: "tuple[Deed, ...]"
