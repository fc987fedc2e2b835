import asyncio
import logging
from datetime import timedelta

import pytest

from bot.consequences.audited import Audited
from bot.consequences.simulated import Simulated
from bot.consequences.values import IncidentState, Ladder
from bot.detection.evidence import Signal
from bot.detection.verdict import Level
from bot.errors import NotAllowed
from bot.incidents.casefile import Actor
from bot.incidents.delivery import LIFETIME, RETRY_LONGEST, Delivery
from bot.observed import PersonId, ServerId
from bot.storage import incidents as stories
from bot.storage.deeds import Deeds
from bot.storage.outbox import Errand
from tests.incidents.conftest import SERVER, Station

MODERATOR = Actor(PersonId(5), "Mona")


async def test_an_alert_that_cannot_be_shown_waits_and_is_shown_when_it_can(station: Station) -> None:
    station.witness.refusing = "no moderators' channel is chosen"
    await station.sees(Level.ALERT, station.evidence("threat"))
    station.clock.later(timedelta(days=20))
    await station.settle()
    station.witness.refusing = None
    await station.delivery.hurry(SERVER)
    await station.settle()
    assert len(station.witness.cards) == 1


async def test_why_an_alert_waits_is_logged_once_and_clearly(
    station: Station, caplog: pytest.LogCaptureFixture
) -> None:
    station.witness.refusing = "no moderators' channel is chosen; type /setup"
    with caplog.at_level(logging.WARNING):
        await station.sees(Level.ALERT, station.evidence("threat"))
        for _ in range(5):
            station.clock.later(RETRY_LONGEST)
            await station.settle()
    about_card = [line for line in caplog.messages if "card of incident 1" in line]
    assert about_card == [
        "server 10: card of incident 1 is waiting: no moderators' channel is chosen; type /setup"
    ]


async def test_what_waits_is_tried_less_and_less_often_but_never_less_than_the_longest(
    station: Station,
) -> None:
    station.witness.refusing = "not now"
    await station.sees(Level.ALERT, station.evidence("threat"))
    for _ in range(12):
        station.clock.later(RETRY_LONGEST)
        await station.delivery.round()
    station.witness.refusing = None
    station.clock.later(RETRY_LONGEST)
    await station.delivery.round()
    assert station.witness.cards


async def test_a_note_that_comes_too_late_is_left_out_and_its_card_says_why(station: Station) -> None:
    await station.sees(Level.ALERT, station.evidence("threat"), settle=False)
    station.witness.refusing = "Breakwater lacks the permission Send Messages"
    await station.settle()
    station.clock.later(LIFETIME[Errand.WARNING] + timedelta(minutes=1))
    station.witness.refusing = None
    await station.settle()
    assert station.witness.notes == []
    assert station.witness.cards[-1].waiting == (
        "post guidance in the chat: Breakwater lacks the permission Send Messages",
    )


async def test_servers_do_not_wait_for_one_another(station: Station) -> None:
    await station.incidents.introduce(ServerId(11))
    await station.incidents.introduce(ServerId(12))
    station.witness.held[ServerId(11)] = asyncio.Event()
    async with station.delivery as delivery, asyncio.timeout(10):
        delivery.begin()
        await station.witness.heard_of(ServerId(12))
        assert ServerId(11) not in {hint.server for hint in station.witness.hints}
        await station.incidents.introduce(ServerId(13))
        await station.witness.heard_of(ServerId(13))


async def test_a_bug_in_one_servers_errand_does_not_end_the_deliveries(station: Station) -> None:
    station.witness.failing.add(ServerId(11))
    await station.incidents.introduce(ServerId(11))
    await station.incidents.introduce(ServerId(12))
    async with station.delivery as delivery, asyncio.timeout(10):
        delivery.begin()
        await station.witness.heard_of(ServerId(12))


async def test_the_set_up_hint_is_given_once(station: Station) -> None:
    for _ in range(3):
        await station.incidents.introduce(SERVER)
        await station.settle()
    assert len(station.witness.hints) == 1


async def test_a_first_attempt_that_never_ended_is_known_to_the_next(station: Station) -> None:
    await station.sees(Level.ALERT, station.evidence("threat"), settle=False)
    station.witness.refusing = "cut off"
    await station.delivery.round()
    station.witness.refusing = None
    station.clock.later(RETRY_LONGEST)
    await station.settle()
    assert station.witness.cards[0].marker.begun is not None


async def test_watch_only_writes_down_what_it_would_have_done_and_does_nothing(station: Station) -> None:
    watching = Audited(Simulated(), Deeds(station.database, station.clock), simulated=True)
    await station.chooses(ladder=Ladder.LOG)
    delivery = Delivery(station.database, station.servers, station.removed, lambda _: watching, station.clock)
    incident = await station.sees(Level.ALERT, station.evidence("threat"), settle=False)
    assert incident is not None
    await delivery.round()
    async with station.database.begin() as connection:
        deeds = await stories.deeds_of(connection, incident)
    assert {deed.text for deed in deeds} == {"posted guidance in <#20>", "alerted the moderators"}
    assert station.witness.cards == []


async def test_a_moderators_deed_stands_on_the_card_under_their_name(station: Station) -> None:
    incident = await station.sees(Level.ALERT, station.evidence("threat"))
    assert incident is not None
    await station.desk.time_out(await station.desk.story(SERVER, incident), MODERATOR)
    await station.settle()
    deed = station.witness.cards[-1].deeds[-1]
    assert deed.by == MODERATOR.id
    assert deed.text.startswith("timed out until")


async def test_remove_takes_all_of_the_story_and_the_card_tells_what_is_gone(station: Station) -> None:
    incident = await station.sees(Level.ALERT, station.evidence("threat"), station.evidence("demand", 2))
    assert incident is not None
    await station.desk.remove(await station.desk.story(SERVER, incident), MODERATOR)
    await station.settle()
    assert [one.removed_at is not None for one in station.witness.cards[-1].sightings] == [True, True]


async def test_not_this_closes_the_card(station: Station) -> None:
    incident = await station.sees(Level.ALERT, station.evidence("threat"))
    assert incident is not None
    await station.desk.dismiss(await station.desk.story(SERVER, incident), MODERATOR)
    await station.settle()
    assert station.witness.cards[-1].state is IncidentState.DISMISSED


async def test_not_this_lifts_a_time_out_that_breakwater_gave_by_itself(station: Station) -> None:
    await station.chooses(ladder=Ladder.ACT)
    incident = await station.sees(Level.ALERT, station.evidence("same_picture", signal=Signal.SPREAD))
    assert incident is not None
    await station.desk.dismiss(await station.desk.story(SERVER, incident), MODERATOR)
    assert station.witness.time_outs[-1].until is None


async def test_another_servers_incident_is_out_of_reach(station: Station) -> None:
    incident = await station.sees(Level.ALERT, station.evidence("threat"))
    assert incident is not None
    with pytest.raises(NotAllowed, match="another server"):
        await station.desk.story(ServerId(99), incident)
