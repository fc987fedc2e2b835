"""Puts the messages of all files into the order in which they were sent, whatever order the files have.

The messages wait in a private temporary SQLite database: small ones stay in memory, large ones go to an
unnamed file that disappears with the process. Nothing of it outlives a replay.
"""

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.replay.export_reading import Numbered
from bot.replay.exported import ExportedMessage

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_SCHEMA = """
CREATE TABLE waiting (
    place TEXT NOT NULL, message TEXT NOT NULL, at REAL NOT NULL, number INTEGER NOT NULL,
    file INTEGER NOT NULL, position INTEGER NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (place, message)
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Placed:
    """A message in its turn.

    Attributes:
        file: Which file it comes from, by the caller's count.
        at: When it was sent (aware UTC).
    """

    file: int
    at: datetime
    numbered: Numbered


class Timeline:
    """Messages of several files, in order of time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, file: int, channel: int, at: datetime, numbered: Numbered) -> bool:
        """Let a message wait for its turn; False where the same message of the same channel waits already."""
        message = numbered.message
        row = (
            str(channel),
            str(message.id),
            at.timestamp(),
            # SQLite's integers are signed, Discord's ids are not.
            message.id - 2**63,
            file,
            numbered.index,
            message.model_dump_json(by_alias=True),
        )
        added = self._connection.execute("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return added.rowcount > 0

    def __iter__(self) -> "Iterator[Placed]":
        """Every message, oldest first; among those of one instant by id, then by file and position."""
        rows: Iterator[tuple[float, int, int, bytes]] = self._connection.execute(
            "SELECT at, file, position, value FROM waiting ORDER BY at, number, file, position"
        )
        for at, file, position, value in rows:
            message = ExportedMessage.model_validate_json(value)
            yield Placed(file, datetime.fromtimestamp(at, UTC), Numbered(position, message))


@contextmanager
def open_timeline() -> "Generator[Timeline]":
    """An empty timeline; what it holds is gone on leaving."""
    # An empty name is SQLite's word for a private temporary database (sqlite.org/inmemorydb.html).
    connection = sqlite3.connect("", isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(_SCHEMA)
        connection.execute("BEGIN")
        yield Timeline(connection)
    finally:
        connection.close()
