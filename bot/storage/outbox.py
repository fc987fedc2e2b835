"""The outbox: what was decided and still has to happen, written in the same transaction as the decision.

An errand has a version that is wanted and a version that has happened; it is due while they differ. Versions
let many changes of one card become one edit.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from sqlalchemy import ColumnElement, func, insert, select, update

from bot.consequences.values import IncidentId, OutboxId, Sent
from bot.observed import MessageId, PlaceId, ServerId
from bot.storage.tables import outbox

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

ANY_PLACE = PlaceId(0)
"""The place of an errand that finds its place itself."""


class Errand(StrEnum):
    """What has to happen."""

    CARD = "card"
    CAUTION = "caution"
    WARNING = "warning"
    SPREAD = "spread"
    HINT = "hint"
    HELP = "help"
    DANGER = "danger"
    LOOK = "look"
    REMOVE = "remove"
    TIME_OUT = "time_out"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the outbox."""

    id: OutboxId
    server: ServerId
    incident: IncidentId | None
    errand: Errand
    place: PlaceId
    version: int
    done_version: int
    sent: Sent | None
    started_at: "datetime | None"
    attempts: int
    next_attempt_at: "datetime"
    last_problem: str | None
    created_at: "datetime"
    wanted_at: "datetime"
    about: MessageId | None


async def want(  # noqa: PLR0913 - the key of an errand has these parts
    connection: "AsyncConnection",
    *,
    server: ServerId,
    incident: IncidentId | None,
    errand: Errand,
    now: "datetime",
    place: PlaceId = ANY_PLACE,
    about: MessageId | None = None,
    again: bool = False,
) -> None:
    """Ask for an errand within the caller's transaction.

    Args:
        connection: The transaction of the decision.
        server: Where.
        incident: For which story; `None` for the set-up hint and the answers to a plea.
        errand: What.
        now: The present moment (aware UTC).
        place: Where in the server, for errands bound to a place.
        about: The message that moderators are to look at; one errand each.
        again: Ask for a new version of an errand that already exists; otherwise it is left as it is.
    """
    key = (*_key(server, incident, errand, place), outbox.c.about_message_id.is_not_distinct_from(about))
    found = (await connection.execute(select(outbox.c.id).where(*key))).scalar_one_or_none()
    if found is None:
        values = {
            "server_id": server,
            "incident_id": incident,
            "errand": errand.value,
            "place_id": place,
            "version": 1,
            "done_version": 0,
            "attempts": 0,
            "next_attempt_at": now,
            "created_at": now,
            "wanted_at": now,
            "about_message_id": about,
        }
        await connection.execute(insert(outbox).values(values))
    elif again:
        await connection.execute(
            update(outbox).where(outbox.c.id == found).values(version=outbox.c.version + 1, wanted_at=now)
        )


async def due(connection: "AsyncConnection", now: "datetime", limit: int) -> list[Entry]:
    """Return the errands whose time has come, the longest waiting first."""
    query = (
        select(outbox)
        .where(outbox.c.version > outbox.c.done_version, outbox.c.next_attempt_at <= now)
        .order_by(outbox.c.next_attempt_at, outbox.c.id)
        .limit(limit)
    )
    return [_entry(row) for row in (await connection.execute(query)).mappings()]


async def next_moment(connection: "AsyncConnection", after: "datetime") -> "datetime | None":
    """When, after a moment, the next errand comes due; `None` where nothing waits for later."""
    query = select(func.min(outbox.c.next_attempt_at)).where(
        outbox.c.version > outbox.c.done_version, outbox.c.next_attempt_at > after
    )
    return cast("datetime | None", (await connection.execute(query)).scalar_one())


async def begin(connection: "AsyncConnection", entry: Entry, now: "datetime") -> None:
    """Note that sending is about to be tried for the first time; a later start after a crash sees it."""
    await connection.execute(
        update(outbox).where(outbox.c.id == entry.id, outbox.c.started_at.is_(None)).values(started_at=now)
    )


async def done(
    connection: "AsyncConnection", entry: Entry, sent: Sent | None, pause_until: "datetime"
) -> None:
    """Note that the entry's version has happened, and where its message stands."""
    values: dict[str, object] = {
        "done_version": entry.version,
        "attempts": 0,
        "last_problem": None,
        "next_attempt_at": pause_until,
        "started_at": None,  # a later version is a new message, not the one that stands
    }
    if sent is not None:
        values |= {"sent_channel_id": sent.channel, "sent_message_id": sent.message}
    await connection.execute(update(outbox).where(outbox.c.id == entry.id).values(values))


async def postpone(connection: "AsyncConnection", entry: Entry, problem: str, until: "datetime") -> None:
    """Note why it could not happen, and when to try again."""
    await connection.execute(
        update(outbox)
        .where(outbox.c.id == entry.id)
        .values(attempts=entry.attempts + 1, last_problem=problem, next_attempt_at=until)
    )


async def give_up(connection: "AsyncConnection", entry: Entry, problem: str) -> None:
    """Close an errand that has no sense any more, keeping the reason."""
    await connection.execute(
        update(outbox).where(outbox.c.id == entry.id).values(done_version=entry.version, last_problem=problem)
    )


async def hurry(connection: "AsyncConnection", server: ServerId, now: "datetime") -> None:
    """Try a server's waiting errands at once, because something there has changed."""
    await connection.execute(
        update(outbox)
        .where(outbox.c.server_id == server, outbox.c.version > outbox.c.done_version)
        .values(next_attempt_at=now)
    )


async def of_incident(connection: "AsyncConnection", incident: IncidentId) -> list[Entry]:
    """Return an incident's errands, the oldest first."""
    query = select(outbox).where(outbox.c.incident_id == incident).order_by(outbox.c.id)
    return [_entry(row) for row in (await connection.execute(query)).mappings()]


async def asked_since(
    connection: "AsyncConnection",
    server: ServerId,
    place: PlaceId,
    errands: "Collection[Errand]",
    since: "datetime",
) -> bool:
    """Return whether one of some errands was asked for in a place since a moment, whatever became of it."""
    query = select(outbox.c.id).where(
        outbox.c.server_id == server,
        outbox.c.place_id == place,
        outbox.c.errand.in_([errand.value for errand in errands]),
        outbox.c.wanted_at >= since,
    )
    return (await connection.execute(query.limit(1))).first() is not None


def _key(
    server: ServerId, incident: IncidentId | None, errand: Errand, place: PlaceId
) -> tuple[ColumnElement[bool], ...]:
    return (
        outbox.c.server_id == server,
        outbox.c.incident_id.is_(None) if incident is None else outbox.c.incident_id == incident,
        outbox.c.errand == errand.value,
        outbox.c.place_id == place,
    )


def _entry(row: "RowMapping") -> Entry:
    message = row["sent_message_id"]
    return Entry(
        id=OutboxId(row["id"]),
        server=ServerId(row["server_id"]),
        incident=None if row["incident_id"] is None else IncidentId(row["incident_id"]),
        errand=Errand(row["errand"]),
        place=PlaceId(row["place_id"]),
        version=int(row["version"]),
        done_version=int(row["done_version"]),
        sent=None if message is None else Sent(PlaceId(row["sent_channel_id"]), MessageId(message)),
        started_at=cast("datetime | None", row["started_at"]),
        attempts=int(row["attempts"]),
        next_attempt_at=cast("datetime", row["next_attempt_at"]),
        last_problem=cast("str | None", row["last_problem"]),
        created_at=cast("datetime", row["created_at"]),
        wanted_at=cast("datetime", row["wanted_at"]),
        about=None if row["about_message_id"] is None else MessageId(row["about_message_id"]),
    )
