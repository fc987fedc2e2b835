"""What follows from a plea: a quiet note in the place; moderators are called where a life is in danger."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.consequences.audited import Audited
from bot.consequences.simulated import Simulated
from bot.consequences.values import Ladder
from bot.detection import pleas as detected
from bot.detection.pleas import Need, Plea
from bot.detection.verdict import Level
from bot.guidance.words import Situation
from bot.incidents.delivery import LIFETIME, Delivery
from bot.incidents.pleas import QUIET_FOR, Pleas
from bot.observed import MessageId, PersonId, Place, PlaceId, PlaceKind
from bot.storage.deeds import Deeds
from bot.storage.outbox import Errand
from bot.storage.tables import deeds, incidents, outbox
from tests.incidents.conftest import CHAT, MODERATORS, SERVER, TARGET, Station

ELSEWHERE = Place(SERVER, PlaceId(21), PlaceKind.CHANNEL)
ANOTHER = PersonId(78)


@pytest.fixture
def pleas(station: Station) -> Pleas:
    return Pleas(station.database, station.clock, station.delivery.wake)


async def hear(  # noqa: PLR0913 - the parts of a plea
    station: Station,
    pleas: Pleas,
    need: Need = Need.HELP,
    *,
    by: PersonId = TARGET,
    place: Place = CHAT,
    message: int = 1,
) -> None:
    await pleas.answer(Plea(need, place, by, MessageId(message), station.clock()))
    await station.settle()


async def test_who_asks_for_help_gets_a_quiet_note_in_the_place(station: Station, pleas: Pleas) -> None:
    await hear(station, pleas)
    assert [(note.place, note.situation) for note in station.witness.notes] == [(CHAT.id, Situation.TOLD)]


async def test_moderators_are_not_called_by_somebodys_trouble(station: Station, pleas: Pleas) -> None:
    await hear(station, pleas)
    assert station.witness.looks == []
    assert station.witness.cards == []


async def test_a_plea_opens_no_incident_and_writes_down_nobody(station: Station, pleas: Pleas) -> None:
    await hear(station, pleas)
    await hear(station, pleas, Need.DANGER, message=2)
    async with station.database.begin() as connection:
        assert (await connection.execute(select(incidents))).all() == []
        rows = [*(await connection.execute(select(outbox))), *(await connection.execute(select(deeds)))]
    assert TARGET not in [value for row in rows for value in row]
    assert not any(str(int(TARGET)) in str(row.result) for row in rows if hasattr(row, "result"))


async def test_a_story_told_in_many_messages_gets_one_note_in_an_hour(station: Station, pleas: Pleas) -> None:
    for number in range(5):
        await hear(station, pleas, message=number)
    assert len(station.witness.notes) == 1
    station.clock.later(QUIET_FOR)
    await hear(station, pleas, message=9)
    assert len(station.witness.notes) == 2


async def test_another_member_and_another_place_get_notes_of_their_own(
    station: Station, pleas: Pleas
) -> None:
    await hear(station, pleas)
    await hear(station, pleas, by=ANOTHER)
    await hear(station, pleas, place=ELSEWHERE)
    assert [note.place for note in station.witness.notes] == [CHAT.id, CHAT.id, ELSEWHERE.id]


async def test_danger_is_answered_though_help_was_already(station: Station, pleas: Pleas) -> None:
    await hear(station, pleas)
    await hear(station, pleas, Need.DANGER)
    assert [note.situation for note in station.witness.notes] == [Situation.TOLD, Situation.DANGER]


async def test_after_the_note_on_a_threat_a_place_needs_no_second_one(station: Station, pleas: Pleas) -> None:
    await station.sees(Level.ALERT, station.evidence("threat"))
    await hear(station, pleas)
    assert [note.situation for note in station.witness.notes] == [Situation.THREAT]


async def test_in_danger_moderators_get_the_link_to_the_message(station: Station, pleas: Pleas) -> None:
    await hear(station, pleas, Need.DANGER, message=5)
    (look,) = station.witness.looks
    assert (look.channel, look.place, look.message) == (MODERATORS, CHAT.id, MessageId(5))


async def test_every_call_to_moderators_waits_until_it_can_be_shown(station: Station, pleas: Pleas) -> None:
    station.witness.refusing = "no moderators' channel is chosen"
    await hear(station, pleas, Need.DANGER, message=5)
    await hear(station, pleas, Need.DANGER, by=ANOTHER, message=6)
    station.clock.later(timedelta(days=20))
    station.witness.refusing = None
    await station.delivery.hurry(SERVER)
    await station.settle()
    assert sorted(look.message for look in station.witness.looks) == [5, 6]


async def test_a_note_to_somebody_in_need_is_left_out_when_it_would_come_too_late(
    station: Station, pleas: Pleas
) -> None:
    station.witness.refusing = "Breakwater lacks the permission Send Messages"
    await hear(station, pleas)
    station.clock.later(LIFETIME[Errand.HELP] + timedelta(minutes=1))
    station.witness.refusing = None
    await station.settle()
    assert station.witness.notes == []


async def test_watch_only_writes_down_the_answers_and_gives_none(station: Station, pleas: Pleas) -> None:
    watching = Audited(Simulated(), Deeds(station.database, station.clock), simulated=True)
    await station.chooses(ladder=Ladder.LOG)
    delivery = Delivery(station.database, station.servers, station.removed, lambda _: watching, station.clock)
    await pleas.answer(Plea(Need.DANGER, CHAT, TARGET, MessageId(1), station.clock()))
    await delivery.round()
    async with station.database.begin() as connection:
        rows = (await connection.execute(select(deeds.c.result, deeds.c.simulated))).all()
    assert {tuple(row) for row in rows} == {
        ("posted guidance in <#20>", True),
        ("asked the moderators to look after somebody in <#20>", True),
    }


async def test_only_so_many_answers_are_remembered(
    station: Station, pleas: Pleas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detected, "MOST_REMEMBERED", 2)
    for person in (TARGET, ANOTHER, PersonId(79), TARGET):
        await hear(station, pleas, by=person)
    assert len(station.witness.notes) == 4


async def test_an_order_to_self_harm_brings_crisis_lines_first(station: Station) -> None:
    await station.sees(Level.EMERGENCY, station.evidence("harm"))
    assert [note.situation for note in station.witness.notes] == [Situation.DANGER]
