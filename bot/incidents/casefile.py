"""What an incident's errands need to know, read from the database at the moment of carrying them out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.consequences.audited import LIFTED, TIMED_OUT
from bot.consequences.values import Card, Marker, Removal, TimeOut
from bot.errors import NotAllowed
from bot.storage import incidents as stories
from bot.storage import outbox, pictures
from bot.storage.outbox import Errand

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.consequences.values import Deed, IncidentId
    from bot.observed import PersonId
    from bot.storage.incidents import Incident
    from bot.storage.outbox import Entry
    from bot.storage.servers import Servers

TIME_OUT = timedelta(days=1)
"""Long enough for moderators of any time zone to look, short enough to be mended; Discord allows 28 days."""

_WORDS = {
    Errand.CAUTION: "post guidance in the chat",
    Errand.WARNING: "post guidance in the chat",
    Errand.SPREAD: "post guidance in the chat",
    Errand.DANGER: "post guidance in the chat",
    Errand.REMOVE: "remove the copies of the picture",
    Errand.TIME_OUT: "time the suspect out",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The moderator in whose name something happens."""

    id: "PersonId"
    name: str


async def story_of(connection: "AsyncConnection", incident: "IncidentId") -> "Incident":
    """Return an incident.

    Raises:
        NotAllowed: It was erased, by its age or on request.
    """
    story = await stories.get(connection, incident)
    if story is None:
        raise NotAllowed("This incident is no longer on record; records are kept for 30 days.")
    return story


async def card(
    connection: "AsyncConnection", servers: "Servers", entry: "Entry", incident: "IncidentId"
) -> Card:
    """Put the card of an incident together as it is now."""
    story = await story_of(connection, incident)
    chosen = servers.get(story.server)
    deeds = await stories.deeds_of(connection, incident)
    return Card(
        marker=Marker(entry.id, entry.started_at),
        incident=incident,
        server=story.server,
        channel=chosen.moderators_channel,
        role=chosen.moderators_role,
        level=story.level,
        state=story.state,
        suspect=story.suspect,
        targets=await stories.targets(connection, incident),
        opened_at=story.opened_at,
        reasons=await stories.reasons(connection, incident),
        sightings=await stories.messages(connection, incident),
        deeds=deeds,
        confirmable=len(await pictures.fingerprints(connection, incident)),
        timed_out=_timed_out(deeds),
        waiting=await _waiting(connection, incident),
        sent=entry.sent,
    )


async def removal(connection: "AsyncConnection", incident: "IncidentId", actor: Actor | None) -> Removal:
    """Say what is to be removed: by itself copies of spread pictures, for a moderator all of the story."""
    story = await story_of(connection, incident)
    found = await stories.messages(connection, incident)
    return Removal(
        incident=incident,
        server=story.server,
        suspect=story.suspect,
        sightings=tuple(one for one in found if one.removed_at is None and (actor or one.spread)),
        by=actor.id if actor else None,
        by_name=actor.name if actor else None,
    )


def time_out(story: "Incident", until: "datetime | None", actor: Actor | None) -> TimeOut:
    """Say until when a suspect is timed out; `None` lifts it."""
    return TimeOut(
        incident=story.id,
        server=story.server,
        suspect=story.suspect,
        until=until,
        by=actor.id if actor else None,
        by_name=actor.name if actor else None,
    )


def _timed_out(deeds: "tuple[Deed, ...]") -> bool:
    last = next((deed for deed in reversed(deeds) if deed.capability in {TIMED_OUT, LIFTED}), None)
    return last is not None and last.capability == TIMED_OUT


async def _waiting(connection: "AsyncConnection", incident: "IncidentId") -> tuple[str, ...]:
    entries = await outbox.of_incident(connection, incident)
    return tuple(
        f"{_WORDS[entry.errand]}: {entry.last_problem}"
        for entry in entries
        if entry.errand in _WORDS and entry.last_problem
    )
