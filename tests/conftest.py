"""A world in memory for the tests of an incident's life: a real SQLite file, a clock that only tests move."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock that stands still until a test moves it."""

    now: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        return self.now

    def later(self, passed: timedelta) -> None:
        self.now += passed


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest_asyncio.fixture
async def database(tmp_path: "Path") -> "AsyncIterator[Database]":
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'breakwater.sqlite3'}") as opened:
        yield opened
