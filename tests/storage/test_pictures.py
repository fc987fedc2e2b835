"""What is on record of a picture, filled in as it becomes known."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

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
from bot.storage.pictures import Posted, Recorded

if TYPE_CHECKING:
    from bot.consequences.values import IncidentId
    from bot.storage.database import Database
    from tests.conftest import HandClock

POSTER, MESSAGE = PersonId(66), MessageId(8)
UNREAD = Picture(PictureId(3), "a.png", "image/png", 1234, 10, 10, "https://example.invalid/a.png")
READ = replace(UNREAD, fingerprint=Fingerprint(77, 90), sha256="ab" * 32)


@pytest.fixture
async def incident(database: "Database", clock: "HandClock") -> "IncidentId":
    place = Place(ServerId(1), PlaceId(2), PlaceKind.CHANNEL)
    verdict = Verdict(Level.ALERT, 0.9, place, PersonId(67), None, (), MESSAGE, clock())
    async with database.begin() as connection:
        return await stories.open_new(connection, verdict, clock())


async def _recorded(database: "Database", incident: "IncidentId") -> list[Recorded]:
    async with database.begin() as connection:
        return list(await pictures.of_incident(connection, incident))


async def test_the_record_names_the_file_who_sent_it_and_when(
    database: "Database", clock: "HandClock", incident: "IncidentId"
) -> None:
    async with database.begin() as connection:
        await pictures.add(connection, incident, {MESSAGE: Posted(POSTER, clock(), (READ,))})
    assert await _recorded(database, incident) == [
        Recorded(MESSAGE, READ.id, 1234, "ab" * 32, Fingerprint(77, 90), clock(), POSTER)
    ]


@pytest.mark.parametrize("order", [(UNREAD, READ), (READ, UNREAD)])
async def test_what_is_known_once_stays_known(
    database: "Database", clock: "HandClock", incident: "IncidentId", order: tuple[Picture, Picture]
) -> None:
    for seen in order:
        async with database.begin() as connection:
            await pictures.add(connection, incident, {MESSAGE: Posted(POSTER, clock(), (seen,))})
    (found,) = await _recorded(database, incident)
    assert (found.sha256, found.fingerprint) == ("ab" * 32, Fingerprint(77, 90))


async def test_somebody_who_is_erased_is_named_in_no_record(
    database: "Database", clock: "HandClock", incident: "IncidentId"
) -> None:
    async with database.begin() as connection:
        await pictures.add(connection, incident, {MESSAGE: Posted(POSTER, clock(), (READ,))})
    await retention.erase_person(database, POSTER)
    (found,) = await _recorded(database, incident)
    assert (found.posted_by, found.sha256) == (None, "ab" * 32)
