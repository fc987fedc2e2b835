import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text

from bot.consequences.values import IncidentId, Ladder
from bot.errors import StorageError
from bot.observed import PersonId, ServerId
from bot.storage import pictures, retention
from bot.storage.database import Database, alembic_config, newest_revision
from bot.storage.servers import Servers
from bot.storage.tables import INCIDENT_RETENTION, deeds, incidents, metadata

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from tests.conftest import HandClock


async def test_the_migrations_lead_to_the_tables_of_the_code(database: Database) -> None:
    def differences(connection: "Connection") -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with database.begin() as connection:
        assert await connection.run_sync(differences) == []


async def test_an_upgrade_done_twice_changes_nothing(tmp_path: "Path") -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'twice.sqlite3'}"
    for _ in range(2):
        async with Database(url) as opened:
            assert await opened.revision() == newest_revision()


async def test_a_database_of_an_older_breakwater_keeps_its_rows(tmp_path: "Path") -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'older.sqlite3'}"
    async with Database(url) as opened, opened.begin() as connection:
        await connection.run_sync(_downgrade_to_second)
        await connection.execute(
            text("INSERT INTO servers VALUES (7, 8, NULL, 'international', 'act', 1, NULL)")
        )
        await connection.execute(text("INSERT INTO incidents VALUES (1, 7, 66, 2, 0.9, 'open', 0, 0)"))
        await connection.execute(text("INSERT INTO pictures VALUES (1, 2, 3, 1234, NULL, NULL)"))
    async with Database(url) as newer:
        servers = Servers(newer)
        await servers.load()
        async with newer.begin() as connection:
            (recorded,) = await pictures.of_incident(connection, IncidentId(1))
    chosen = servers.get(ServerId(7))
    assert (chosen.ladder, chosen.sensitivity) == (Ladder.ACT, "normal")
    assert (chosen.share_list, chosen.receive_lists) == (False, False)
    assert (recorded.size, recorded.sha256, recorded.posted_at) == (1234, None, None)


def _downgrade_to_second(connection: "Connection") -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.downgrade(config, "0002")


async def test_transactions_come_in_the_order_in_which_they_were_asked_for(database: Database) -> None:
    order: list[int] = []

    async def write(number: int) -> None:
        for _ in range(3):
            async with database.begin() as connection:
                await connection.execute(select(incidents))
                order.append(number)

    await asyncio.gather(*(write(number) for number in range(4)))
    assert order == [0, 1, 2, 3] * 3


async def test_the_file_keeps_a_write_ahead_log(database: Database, tmp_path: "Path") -> None:
    async with database.begin() as connection:
        await connection.execute(select(incidents))
    with closing(sqlite3.connect(tmp_path / "breakwater.sqlite3")) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_a_file_that_is_no_database_is_refused_with_its_name(tmp_path: "Path") -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("not a database, " * 100)
    with pytest.raises(StorageError, match=r"notes\.txt cannot be used"):
        async with Database(f"sqlite+aiosqlite:///{wrong}"):
            pass


async def test_a_database_from_a_newer_breakwater_is_refused(tmp_path: "Path") -> None:
    file = tmp_path / "newer.sqlite3"
    async with Database(f"sqlite+aiosqlite:///{file}"):
        pass
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match="9999"):
        async with Database(f"sqlite+aiosqlite:///{file}"):
            pass


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_names_its_retention_and_its_erase_path(table: object) -> None:
    info = metadata.tables[str(table)].info
    assert info["retention"]
    assert info["erase"]
    if isinstance(info["retention"], timedelta):
        assert info["age"] in metadata.tables[str(table)].c


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_no_table_has_room_for_message_text_or_pictures(table: object) -> None:
    columns = {column.name for column in metadata.tables[str(table)].c}
    assert not columns & {"content", "text", "body", "image", "picture", "bytes", "data", "author_name"}


async def test_rows_older_than_their_retention_are_forgotten_and_younger_ones_stay(
    database: Database, clock: "HandClock"
) -> None:
    story = {"server_id": 1, "level": 2, "score": 0.9, "state": "open", "opened_at": clock()}
    async with database.begin() as connection:
        await connection.execute(
            insert(incidents).values(
                [
                    story
                    | {"suspect_id": 1, "updated_at": clock() - INCIDENT_RETENTION - timedelta(seconds=1)},
                    story | {"suspect_id": 2, "updated_at": clock() - INCIDENT_RETENTION},
                ]
            )
        )
    await retention.sweep(database, clock())
    async with database.begin() as connection:
        assert (await connection.execute(select(incidents.c.suspect_id))).scalars().all() == [2]


async def test_erasing_a_person_leaves_their_id_nowhere(database: Database, clock: "HandClock") -> None:
    story = {"level": 2, "score": 0.9, "state": "open", "opened_at": clock(), "updated_at": clock()}
    deed = {"server_id": 1, "at": clock(), "capability": "dismiss", "simulated": False, "result": "x"}
    async with database.begin() as connection:
        await connection.execute(insert(incidents).values(story | {"server_id": 1, "suspect_id": 4242}))
        await connection.execute(insert(deeds).values(deed | {"by_id": 4242}))
    await retention.erase_person(database, PersonId(4242))
    async with database.begin() as connection:
        rows = [
            tuple(row)
            for table in metadata.sorted_tables
            for row in (await connection.execute(select(table))).all()
        ]
    assert not any(4242 in row for row in rows)
