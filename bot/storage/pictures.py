"""What an incident's record holds of a picture: ids, size and fingerprint. Never the picture."""

from typing import TYPE_CHECKING, cast

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.observed import Fingerprint
from bot.storage.confirmed import CONFIRMED_QUALITY, HEX_DIGITS
from bot.storage.tables import pictures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.consequences.values import IncidentId
    from bot.observed import MessageId, Picture


async def add(
    connection: "AsyncConnection",
    incident: "IncidentId",
    found: "Mapping[MessageId, tuple[Picture, ...]]",
) -> None:
    """Write down the pictures of messages; what is written already stays."""
    rows = [
        {
            "incident_id": incident,
            "message_id": message,
            "picture_id": picture.id,
            "size": picture.size,
            "fingerprint": f"{picture.fingerprint.bits:0{HEX_DIGITS}x}" if picture.fingerprint else None,
            "quality": picture.fingerprint.quality if picture.fingerprint else None,
        }
        for message, shown in found.items()
        for picture in shown
    ]
    if rows:
        await connection.execute(insert(pictures).values(rows).on_conflict_do_nothing())


async def fingerprints(connection: "AsyncConnection", incident: "IncidentId") -> tuple[Fingerprint, ...]:
    """The fingerprints of an incident's pictures that are good enough to confirm, each once."""
    query = (
        select(pictures.c.fingerprint, pictures.c.quality)
        .where(pictures.c.incident_id == incident, pictures.c.quality >= CONFIRMED_QUALITY)
        .distinct()
        .order_by(pictures.c.fingerprint)
    )
    rows = (await connection.execute(query)).all()
    return tuple(Fingerprint(int(cast("str", row.fingerprint), 16), int(row.quality)) for row in rows)
