"""What an incident's record holds of a picture: ids, times, size, hashes. Never the picture."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from bot.observed import Fingerprint, MessageId, PersonId, PictureId
from bot.storage.fingerprints import LEAST_QUALITY, from_hex, to_hex
from bot.storage.tables import pictures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.consequences.values import IncidentId
    from bot.observed import Picture


@dataclass(frozen=True, slots=True)
class Posted:
    """The pictures of one message, who sent it and when (aware UTC)."""

    by: PersonId
    at: "datetime"
    pictures: "tuple[Picture, ...]"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One picture on record.

    Attributes:
        size: Bytes, as Discord told it.
        sha256: Of the bytes, 64 hex digits; `None` where they could not be had.
        fingerprint: PDQ; `None` where the picture could not be read.
        posted_at: When its message was sent (aware UTC); `None` in records of older versions.
        posted_by: Whose message it was; `None` likewise, and where that person was erased.
    """

    message: MessageId
    picture: PictureId
    size: int
    sha256: str | None
    fingerprint: Fingerprint | None
    posted_at: "datetime | None"
    posted_by: PersonId | None


async def add(
    connection: "AsyncConnection", incident: "IncidentId", found: "Mapping[MessageId, Posted]"
) -> None:
    """Write down the pictures of messages. What could not be read at first is filled in when it was."""
    rows = [
        {
            "incident_id": incident,
            "message_id": message,
            "picture_id": picture.id,
            "size": picture.size,
            "fingerprint": to_hex(picture.fingerprint.bits) if picture.fingerprint else None,
            "quality": picture.fingerprint.quality if picture.fingerprint else None,
            "sha256": picture.sha256,
            "posted_at": posted.at,
            "posted_by": posted.by,
        }
        for message, posted in found.items()
        for picture in posted.pictures
    ]
    if not rows:
        return
    statement = insert(pictures)
    fuller = {
        name: func.coalesce(pictures.c[name], statement.excluded[name])
        for name in ("fingerprint", "quality", "sha256")
    }
    keys = ["incident_id", "message_id", "picture_id"]
    # Rows as parameters: as values they would be compiled anew with every count of them.
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=fuller), rows)


async def of_incident(connection: "AsyncConnection", incident: "IncidentId") -> tuple[Recorded, ...]:
    """All pictures on an incident's record, in the order of their messages (ids order in time)."""
    query = (
        select(pictures)
        .where(pictures.c.incident_id == incident)
        .order_by(pictures.c.message_id, pictures.c.picture_id)
    )
    return tuple(
        Recorded(
            message=MessageId(row["message_id"]),
            picture=PictureId(row["picture_id"]),
            size=int(row["size"]),
            sha256=cast("str | None", row["sha256"]),
            fingerprint=(
                Fingerprint(from_hex(row["fingerprint"]), int(row["quality"])) if row["fingerprint"] else None
            ),
            posted_at=cast("datetime | None", row["posted_at"]),
            posted_by=None if row["posted_by"] is None else PersonId(row["posted_by"]),
        )
        for row in (await connection.execute(query)).mappings()
    )


async def fingerprints(connection: "AsyncConnection", incident: "IncidentId") -> tuple[Fingerprint, ...]:
    """The fingerprints of an incident's pictures that are good enough to confirm, each once."""
    query = (
        select(pictures.c.fingerprint, pictures.c.quality)
        .where(pictures.c.incident_id == incident, pictures.c.quality >= LEAST_QUALITY)
        .distinct()
        .order_by(pictures.c.fingerprint)
    )
    rows = (await connection.execute(query)).all()
    return tuple(Fingerprint(from_hex(cast("str", row.fingerprint)), int(row.quality)) for row in rows)
