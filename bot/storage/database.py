"""Opening the database: SQLite with a write-ahead log, one writer at a time, kept up to date by Alembic."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

import migrations
from bot.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from types import TracebackType

    from sqlalchemy.engine import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 10_000
"""How long a writer waits for another process, such as `breakwater db`; longer than any transaction here."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an alert that was decided must outlive a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is erased is overwritten, not only unlinked
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
)


class Database:
    """An open database. Enter it once; `begin` gives a transaction.

    Args:
        url: `sqlite+aiosqlite:///FILE`; the folder is made where missing.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine: AsyncEngine | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Open the file and bring its tables up to date.

        Raises:
            StorageError: The file cannot be opened, is no database, or comes from a newer Breakwater.
        """
        file = make_url(self.url).database
        try:
            if file and file != ":memory:":
                await asyncio.to_thread(Path(file).parent.mkdir, parents=True, exist_ok=True)
            self._engine = create_async_engine(self.url)
            event.listen(self._engine.sync_engine, "connect", _prepare)
            event.listen(self._engine.sync_engine, "begin", _begin_immediate)
            async with self._engine.connect() as connection:
                await connection.run_sync(upgrade)
                await connection.commit()
        except (DatabaseError, OSError, CommandError) as error:
            await self.__aexit__(None, None, None)
            reason = error.orig if isinstance(error, DatabaseError) else error
            raise StorageError(f"The database {file} cannot be used: {reason}") from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        """Close every connection."""
        if self._engine is not None:
            await self._engine.dispose()

    @asynccontextmanager
    async def begin(self) -> "AsyncGenerator[AsyncConnection]":
        """Open a transaction: all of it happens, or nothing. It must not begin another inside.

        Within this process each gets its turn in the order of asking. SQLite's own waiting is by chance, and
        a wave of verdicts would keep their delivery waiting for seconds.
        """
        if self._engine is None:
            raise StorageError("The database is not open.")
        async with self._turn, self._engine.begin() as connection:
            yield connection

    async def revision(self) -> str:
        """The version of the tables in the file."""
        async with self.begin() as connection:
            return str(
                (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
            )


def newest_revision() -> str:
    """The version of the tables that this Breakwater wants."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head() or ""


def alembic_config() -> Config:
    """Alembic's configuration for the migrations that are installed with the package."""
    config = Config()
    config.set_main_option("script_location", str(Path(next(iter(migrations.__path__)))))
    return config


def upgrade(connection: "Connection") -> None:
    """Bring the tables up to date within the connection's transaction."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _prepare(connection: "DBAPIConnection", entry: "ConnectionPoolEntry") -> None:
    del entry
    # SQLAlchemy's documented recipe: the driver must not begin transactions by itself.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_immediate(connection: "Connection") -> None:
    # Taking the write lock at once avoids deadlocks between two readers who both want to write.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
