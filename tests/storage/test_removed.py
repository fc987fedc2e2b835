"""A removed picture is known on its server, as long as the incident that removed it stands."""

from typing import TYPE_CHECKING

import pytest

from bot.consequences.values import IncidentState, Removed
from bot.detection.evidence import Evidence, Signal
from bot.detection.verdict import Level, Verdict
from bot.observed import (
    Fingerprint,
    MessageId,
    PersonId,
    Picture,
    PictureId,
    Place,
    PlaceId,
    PlaceKind,
    ServerId,
)
from bot.storage import incidents as stories
from bot.storage import pictures, retention
from bot.storage.pictures import Posted
from bot.storage.removed import RemovedPictures
from bot.storage.tables import INCIDENT_RETENTION

if TYPE_CHECKING:
    from bot.consequences.values import IncidentId
    from bot.storage.database import Database
    from tests.conftest import HandClock

HERE, ELSEWHERE, SUSPECT, MESSAGE = ServerId(1), ServerId(2), PersonId(66), MessageId(8)
PLACE = Place(HERE, PlaceId(2), PlaceKind.CHANNEL)
SHOWN = Picture(PictureId(3), "a.png", "image/png", 10, None, None, "", Fingerprint(77, 90))


@pytest.fixture
async def incident(database: "Database", clock: "HandClock") -> "IncidentId":
    """An incident with one copy on record, which still stands where it was posted."""
    copy = Evidence(Signal.SPREAD, "same_picture", 4.0, "x", clock(), PLACE.id, (MESSAGE,), SUSPECT)
    verdict = Verdict(Level.ALERT, 0.9, PLACE, SUSPECT, None, (copy,), MESSAGE, clock())
    async with database.begin() as connection:
        opened = await stories.open_new(connection, verdict, clock())
        await stories.add_evidence(connection, opened, verdict.evidence)
        await pictures.add(connection, opened, {MESSAGE: Posted(SUSPECT, clock(), (SHOWN,))})
    return opened


async def _known(database: "Database", server: ServerId = HERE) -> tuple[int, ...]:
    removed, fresh = RemovedPictures(database), RemovedPictures(database)
    await removed.load()
    await fresh.refresh(server)
    assert removed.of(server).bits == fresh.of(server).bits
    return removed.of(server).bits


async def _remove(
    database: "Database", clock: "HandClock", incident: "IncidentId", problem: str | None = None
) -> None:
    async with database.begin() as connection:
        await stories.note_removed(connection, incident, [Removed(MESSAGE, problem)], clock())


async def test_only_what_was_removed_is_known(
    database: "Database", clock: "HandClock", incident: "IncidentId"
) -> None:
    assert await _known(database) == ()
    await _remove(database, clock, incident, "Breakwater may not")
    assert await _known(database) == ()
    await _remove(database, clock, incident)
    assert await _known(database) == (77,)


async def test_other_servers_do_not_know_it(
    database: "Database", clock: "HandClock", incident: "IncidentId"
) -> None:
    await _remove(database, clock, incident)
    assert await _known(database, ELSEWHERE) == ()


async def test_a_mistake_is_not_held_against_the_picture(
    database: "Database", clock: "HandClock", incident: "IncidentId"
) -> None:
    await _remove(database, clock, incident)
    async with database.begin() as connection:
        await stories.set_state(connection, incident, IncidentState.DISMISSED, clock())
    assert await _known(database) == ()


async def test_it_is_forgotten_with_its_incident(
    database: "Database", clock: "HandClock", incident: "IncidentId"
) -> None:
    await _remove(database, clock, incident)
    clock.later(INCIDENT_RETENTION * 2)
    await retention.sweep(database, clock())
    assert await _known(database) == ()


async def test_it_is_forgotten_with_its_server(
    database: "Database", clock: "HandClock", incident: "IncidentId"
) -> None:
    await _remove(database, clock, incident)
    await retention.erase_server(database, HERE)
    assert await _known(database) == ()
