"""Forgetting: rows that are too old, a person who asks for it, a server that Breakwater left."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from bot.storage.tables import confirmed, deeds, evidence, incidents, metadata, outbox, pictures

if TYPE_CHECKING:
    from datetime import datetime

    from bot.observed import PersonId, ServerId
    from bot.storage.database import Database


async def sweep(database: "Database", now: "datetime") -> int:
    """Delete what is older than its table's retention. Returns the number of rows, cascades not counted."""
    gone = 0
    async with database.begin() as connection:
        for table in metadata.sorted_tables:
            keep = table.info["retention"]
            if isinstance(keep, timedelta):
                age = table.c[str(table.info["age"])]
                gone += (await connection.execute(delete(table).where(age < now - keep))).rowcount
    return gone


async def erase_person(database: "Database", person: "PersonId") -> None:
    """Delete the stories about a person, and their id wherever it stands in others' stories."""
    async with database.begin() as connection:
        await connection.execute(delete(incidents).where(incidents.c.suspect_id == person))
        await connection.execute(
            update(evidence).where(evidence.c.target_id == person).values(target_id=None)
        )
        await connection.execute(
            update(pictures).where(pictures.c.posted_by == person).values(posted_by=None)
        )
        for table in (deeds, confirmed):
            await connection.execute(update(table).where(table.c.by_id == person).values(by_id=None))


async def erase_server(database: "Database", server: "ServerId") -> None:
    """Delete every story of a server; its settings are `Servers.erase`'s, its list `Confirmed.erase`'s."""
    async with database.begin() as connection:
        for table in (outbox, deeds, incidents):
            await connection.execute(delete(table).where(table.c.server_id == server))
