"""Incidents in the database: the story of one suspect on one server, its evidence and its messages.

Every function works within the caller's transaction, so that a decision is written as a whole.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.consequences.values import Deed, IncidentId, IncidentState, Reason, Removed, Sighting
from bot.detection.evidence import Signal
from bot.detection.listed import OTHERS_LISTS
from bot.detection.verdict import Level
from bot.observed import MessageId, PersonId, PlaceId, ServerId
from bot.storage.tables import deeds, evidence, incidents, sightings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.detection.evidence import Evidence
    from bot.detection.verdict import Verdict


LISTED = "listed"
"""The signal of a sighting that rests on another's list only: Breakwater never removes it by itself."""


@dataclass(frozen=True, slots=True)
class Incident:
    """The head of a story."""

    id: IncidentId
    server: ServerId
    suspect: PersonId
    level: Level
    state: IncidentState
    opened_at: "datetime"
    updated_at: "datetime"


async def get(connection: "AsyncConnection", incident: IncidentId) -> Incident | None:
    """Return an incident, `None` where it was erased."""
    row = (await connection.execute(select(incidents).where(incidents.c.id == incident))).mappings().first()
    return None if row is None else _incident(row)


async def latest(
    connection: "AsyncConnection", server: ServerId, suspect: PersonId, since: "datetime"
) -> Incident | None:
    """Return the newest story about a suspect that moved since a moment, whatever its state."""
    query = (
        select(incidents)
        .where(
            incidents.c.server_id == server,
            incidents.c.suspect_id == suspect,
            incidents.c.updated_at >= since,
        )
        .order_by(incidents.c.id.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else _incident(row)


async def open_new(connection: "AsyncConnection", verdict: "Verdict", now: "datetime") -> IncidentId:
    """Begin a story with a verdict."""
    result = await connection.execute(
        insert(incidents)
        .values(
            server_id=verdict.place.server,
            suspect_id=verdict.suspect,
            level=int(verdict.level),
            score=verdict.score,
            state=IncidentState.OPEN.value,
            opened_at=now,
            updated_at=now,
        )
        .returning(incidents.c.id)
    )
    return IncidentId(result.scalar_one())


async def advance(
    connection: "AsyncConnection", incident: Incident, verdict: "Verdict", now: "datetime"
) -> None:
    """Let a story go on: its level never falls by itself."""
    await connection.execute(
        update(incidents)
        .where(incidents.c.id == incident.id)
        .values(level=int(max(incident.level, verdict.level)), score=verdict.score, updated_at=now)
    )


async def set_state(
    connection: "AsyncConnection", incident: IncidentId, state: IncidentState, now: "datetime"
) -> None:
    """Note what moderators decided about a story."""
    await connection.execute(
        update(incidents).where(incidents.c.id == incident).values(state=state.value, updated_at=now)
    )


async def add_evidence(
    connection: "AsyncConnection", incident: IncidentId, found: "Iterable[Evidence]"
) -> bool:
    """Add what is new. Evidence that rests on the same first message is replaced by its later, fuller form.

    Args:
        connection: The transaction of the decision.
        incident: Whose evidence.
        found: All that supports the verdict, known or new.

    Returns:
        Whether anything changed.
    """
    changed = False
    for piece in found:
        same = _same(incident, piece)
        messages = [int(message) for message in piece.messages]
        known = (
            await connection.execute(select(evidence.c.message_ids, evidence.c.reason).where(same))
        ).first()
        if known is not None and known.message_ids == messages and known.reason == piece.reason:
            continue
        changed = True
        await connection.execute(delete(evidence).where(same))
        await connection.execute(
            insert(evidence).values(
                incident_id=incident,
                signal=piece.signal.value,
                kind=piece.kind,
                weight=piece.weight,
                reason=piece.reason,
                at=piece.at,
                place_id=piece.place,
                target_id=piece.target,
                first_message_id=messages[0] if messages else 0,
                message_ids=messages,
            )
        )
        await _sight(connection, incident, piece)
    return changed


async def reasons(connection: "AsyncConnection", incident: IncidentId) -> tuple[Reason, ...]:
    """Return the reasons of a story in the order of time."""
    query = select(evidence).where(evidence.c.incident_id == incident).order_by(evidence.c.at, evidence.c.id)
    return tuple(
        Reason(
            kind=f"{row['signal']}.{row['kind']}",
            weight=float(row["weight"]),
            at=cast("datetime", row["at"]),
            text=str(row["reason"]),
            place=PlaceId(row["place_id"]),
            messages=tuple(MessageId(number) for number in cast("list[int]", row["message_ids"])),
        )
        for row in (await connection.execute(query)).mappings()
    )


async def targets(connection: "AsyncConnection", incident: IncidentId) -> tuple[PersonId, ...]:
    """Return the people at risk, in the order in which they were noticed."""
    query = (
        select(evidence.c.target_id)
        .where(evidence.c.incident_id == incident, evidence.c.target_id.is_not(None))
        .order_by(evidence.c.at, evidence.c.id)
    )
    found = (await connection.execute(query)).scalars()
    return tuple(dict.fromkeys(PersonId(target) for target in found if target is not None))


async def messages(connection: "AsyncConnection", incident: IncidentId) -> tuple[Sighting, ...]:
    """Return the messages of a story, the oldest first (ids order in time)."""
    query = select(sightings).where(sightings.c.incident_id == incident).order_by(sightings.c.message_id)
    return tuple(
        Sighting(
            place=PlaceId(row["place_id"]),
            message=MessageId(row["message_id"]),
            spread=row["signal"] == Signal.SPREAD.value,
            removed_at=cast("datetime | None", row["removed_at"]),
            not_removed_because=cast("str | None", row["not_removed_because"]),
        )
        for row in (await connection.execute(query)).mappings()
    )


async def note_removed(
    connection: "AsyncConnection", incident: IncidentId, outcome: "Iterable[Removed]", now: "datetime"
) -> None:
    """Write down what became of messages that were to be removed."""
    for one in outcome:
        await connection.execute(
            update(sightings)
            .where(sightings.c.incident_id == incident, sightings.c.message_id == one.message)
            .values(removed_at=None if one.problem else now, not_removed_because=one.problem)
        )


async def deeds_of(connection: "AsyncConnection", incident: IncidentId) -> tuple[Deed, ...]:
    """Return what was done about a story, in order."""
    query = select(deeds).where(deeds.c.incident_id == incident).order_by(deeds.c.id)
    return tuple(
        Deed(
            capability=str(row["capability"]),
            at=cast("datetime", row["at"]),
            text=str(row["result"]),
            by=None if row["by_id"] is None else PersonId(row["by_id"]),
        )
        for row in (await connection.execute(query)).mappings()
    )


async def _sight(connection: "AsyncConnection", incident: IncidentId, piece: "Evidence") -> None:
    """Note the messages that a piece of evidence rests on, in one statement: a wave has dozens."""
    signal = LISTED if piece.kind in OTHERS_LISTS else piece.signal.value
    rows = [
        {"incident_id": incident, "message_id": message, "place_id": place, "signal": signal}
        for message, place in dict(piece.where()).items()
    ]
    if not rows:
        return
    statement = upsert(sightings)
    if signal == Signal.SPREAD.value:
        # A message can be both a threat and a copy of a spread picture; the latter is what may be removed.
        keys = ["incident_id", "message_id"]
        statement = statement.on_conflict_do_update(index_elements=keys, set_={"signal": signal})
    else:
        statement = statement.on_conflict_do_nothing()
    # Rows as parameters: as values they would be compiled anew with every count of them.
    await connection.execute(statement, rows)


def _same(incident: IncidentId, piece: "Evidence") -> ColumnElement[bool]:
    return and_(
        evidence.c.incident_id == incident,
        evidence.c.signal == piece.signal.value,
        evidence.c.kind == piece.kind,
        evidence.c.first_message_id == (piece.messages[0] if piece.messages else 0),
    )


def _incident(row: "RowMapping") -> Incident:
    return Incident(
        id=IncidentId(row["id"]),
        server=ServerId(row["server_id"]),
        suspect=PersonId(row["suspect_id"]),
        level=Level(row["level"]),
        state=IncidentState(row["state"]),
        opened_at=cast("datetime", row["opened_at"]),
        updated_at=cast("datetime", row["updated_at"]),
    )
