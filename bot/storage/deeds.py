"""The ledger: what was done or would have been done, by whom, and when."""

import logging
from typing import TYPE_CHECKING

from sqlalchemy import insert

from bot.storage.tables import deeds

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.clock import Clock
    from bot.consequences.values import IncidentId
    from bot.observed import PersonId, ServerId
    from bot.storage.database import Database

_log = logging.getLogger(__name__)


async def write(  # noqa: PLR0913 - a row of the ledger has these columns
    connection: "AsyncConnection",
    *,
    server: "ServerId",
    incident: "IncidentId | None",
    at: "datetime",
    capability: str,
    by: "PersonId | None",
    simulated: bool,
    result: str,
) -> None:
    """Append one deed within the caller's transaction."""
    await connection.execute(
        insert(deeds).values(
            server_id=server,
            incident_id=incident,
            at=at,
            capability=capability,
            by_id=by,
            simulated=simulated,
            result=result,
        )
    )


class Deeds:
    """The table of deeds as the ledger that `Audited` writes into."""

    def __init__(self, database: "Database", clock: "Clock") -> None:
        self._database = database
        self._clock = clock

    async def write(  # noqa: PLR0913 - a row of the ledger has these columns
        self,
        *,
        server: "ServerId",
        incident: "IncidentId | None",
        capability: str,
        by: "PersonId | None",
        simulated: bool,
        result: str,
    ) -> None:
        """Append one deed at the present moment."""
        async with self._database.begin() as connection:
            await write(
                connection,
                server=server,
                incident=incident,
                at=self._clock(),
                capability=capability,
                by=by,
                simulated=simulated,
                result=result,
            )
        done = "would have" if simulated else "has"
        _log.info("server %s, incident %s: Breakwater %s %s", server, incident, done, result)
