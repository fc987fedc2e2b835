"""The pictures that were removed in incidents that still stand: known when they come again."""

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Select, and_, select

from bot.consequences.values import IncidentState
from bot.observed import ServerId
from bot.storage.fingerprints import EMPTY, LEAST_QUALITY, FingerprintSet, from_hex
from bot.storage.tables import incidents, pictures, sightings

if TYPE_CHECKING:
    from bot.storage.database import Database


class RemovedPictures:
    """What records say of removed pictures, in memory. `load` it once, `refresh` it when a record changed.

    A dismissed incident was a mistake, and what its record names is nobody's business any more.
    """

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._of: dict[ServerId, FingerprintSet] = {}

    def of(self, server: ServerId) -> FingerprintSet:
        """The removed pictures of a server."""
        return self._of.get(server, EMPTY)

    async def load(self) -> None:
        """Read them all, as after a start and after old records were forgotten."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(_removed())).all()
        found: dict[ServerId, list[int]] = {}
        for row in rows:
            bits = from_hex(cast("str", row.fingerprint))
            found.setdefault(ServerId(row.server_id), []).append(bits)
        self._of = {server: FingerprintSet(bits) for server, bits in found.items()}

    async def refresh(self, server: ServerId) -> None:
        """Read those of one server again."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(_removed().where(incidents.c.server_id == server))).all()
        self._of.pop(server, None)
        if rows:
            self._of[server] = FingerprintSet(from_hex(cast("str", row.fingerprint)) for row in rows)


def _removed() -> "Select[Any, Any]":
    of_message = and_(
        sightings.c.incident_id == pictures.c.incident_id, sightings.c.message_id == pictures.c.message_id
    )
    return (
        select(incidents.c.server_id, pictures.c.fingerprint)
        .join(pictures, pictures.c.incident_id == incidents.c.id)
        .join(sightings, of_message)
        .where(
            incidents.c.state == IncidentState.OPEN.value,
            sightings.c.removed_at.is_not(None),
            pictures.c.quality >= LEAST_QUALITY,
        )
        .distinct()
    )
