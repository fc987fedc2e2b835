"""Alembic's entry: runs on the connection that it is given, or on the configured database from the shell."""

import asyncio
from typing import TYPE_CHECKING

from alembic import context
from sqlalchemy.ext.asyncio import create_async_engine

from bot.settings import Settings
from bot.storage.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def migrate(connection: "Connection") -> None:
    """Run the steps that are missing."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def migrate_configured() -> None:
    """Run them on the database of the settings: what the `alembic` command does."""
    engine = create_async_engine(Settings.load().database)
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


given: "Connection | None" = context.config.attributes.get("connection")
if given is None:
    asyncio.run(migrate_configured())
else:
    migrate(given)
