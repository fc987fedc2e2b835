from dataclasses import replace
from datetime import timedelta

import pytest

from bot.consequences.values import Ladder
from bot.detection.evidence import Signal
from bot.detection.listed import OTHERS_LISTS
from bot.detection.verdict import Level
from bot.guidance.words import Situation
from bot.incidents.casefile import TIME_OUT, Actor
from bot.incidents.incidents import DISMISSAL, NOTES_PER_SPREAD, NOTES_PER_STORY, STORY_GAP
from bot.observed import MessageId, PersonId, Place, PlaceId, PlaceKind
from tests.incidents.conftest import CHAT, SERVER, SUSPECT, TARGET, Station

MODERATOR = Actor(PersonId(5), "Mona")


async def test_a_caution_is_a_note_in_the_chat_and_no_card(station: Station) -> None:
    await station.sees(Level.CAUTION, station.evidence("request"))
    assert [(note.place, note.situation) for note in station.witness.notes] == [
        (CHAT.id, Situation.BEFORE_HARM)
    ]
    assert station.witness.cards == []


async def test_an_alert_shows_moderators_who_is_suspected_who_is_at_risk_and_why(station: Station) -> None:
    await station.sees(Level.ALERT, station.evidence("threat"), station.evidence("demand", 2))
    card = station.witness.cards[-1]
    assert (card.suspect, card.targets) == (SUSPECT, (TARGET,))
    assert [reason.text for reason in card.reasons] == ["threat in message 1", "demand in message 2"]


async def test_what_follows_joins_the_story_and_edits_the_same_card(station: Station) -> None:
    first = await station.sees(Level.ALERT, station.evidence("threat"))
    again = await station.sees(Level.ALERT, station.evidence("threat"), station.evidence("demand", 2))
    assert first == again
    assert len({card.sent.message for card in station.witness.cards if card.sent}) == 1
    assert len(station.witness.cards[-1].reasons) == 2


async def test_many_verdicts_before_a_delivery_become_one_card(station: Station) -> None:
    for number in range(1, 21):
        await station.sees(Level.ALERT, station.evidence("demand", number), settle=False)
    await station.delivery.round()
    assert len(station.witness.cards) == 1
    assert len(station.witness.cards[0].reasons) == 20


async def test_the_same_evidence_again_does_not_touch_the_card(station: Station) -> None:
    await station.sees(Level.ALERT, station.evidence("threat"))
    shown = len(station.witness.cards)
    await station.sees(Level.ALERT, station.evidence("threat"))
    assert len(station.witness.cards) == shown


async def test_a_level_never_falls_by_itself(station: Station) -> None:
    await station.sees(Level.EMERGENCY, station.evidence("threat"))
    await station.sees(Level.CAUTION, station.evidence("request", 2))
    assert station.witness.cards[-1].level is Level.EMERGENCY


async def test_a_threat_after_a_caution_brings_the_other_words_to_the_same_chat(station: Station) -> None:
    await station.sees(Level.CAUTION, station.evidence("request"))
    await station.sees(Level.ALERT, station.evidence("request"), station.evidence("threat", 2))
    assert [note.situation for note in station.witness.notes] == [Situation.BEFORE_HARM, Situation.THREAT]


async def test_a_caution_after_a_threat_says_nothing_more(station: Station) -> None:
    await station.sees(Level.ALERT, station.evidence("threat"))
    await station.sees(Level.CAUTION, station.evidence("request", 2))
    assert len(station.witness.notes) == 1


async def test_a_story_in_many_places_never_drowns_them_in_notes(station: Station) -> None:
    for number in range(1, 30):
        place = Place(SERVER, PlaceId(100 + number), PlaceKind.CHANNEL)
        await station.sees(Level.ALERT, station.evidence("threat", number, place=place), place=place)
    assert len(station.witness.notes) == NOTES_PER_STORY


async def test_a_suspect_who_was_quiet_for_longer_than_the_gap_begins_a_new_story(station: Station) -> None:
    first = await station.sees(Level.ALERT, station.evidence("threat"))
    station.clock.later(STORY_GAP)
    assert await station.sees(Level.ALERT, station.evidence("threat", 2)) != first


async def test_off_does_nothing_at_all(station: Station) -> None:
    await station.chooses(ladder=Ladder.OFF)
    assert await station.sees(Level.EMERGENCY, station.evidence("threat")) is None


@pytest.mark.parametrize("ladder", [Ladder.ASK, Ladder.REMOVE_THEN_ASK, Ladder.ACT])
async def test_text_alone_never_punishes_or_removes(station: Station, ladder: Ladder) -> None:
    await station.chooses(ladder=ladder)
    await station.sees(Level.EMERGENCY, station.evidence("threat"), station.evidence("demand", 2))
    assert station.witness.time_outs == []
    assert station.witness.removals == []


@pytest.mark.parametrize(
    ("ladder", "removals", "time_outs"),
    [(Ladder.ASK, 0, 0), (Ladder.REMOVE_THEN_ASK, 1, 0), (Ladder.ACT, 1, 1)],
)
async def test_spread_pictures_meet_what_the_ladder_allows(
    station: Station, ladder: Ladder, removals: int, time_outs: int
) -> None:
    await station.chooses(ladder=ladder)
    await station.sees(Level.ALERT, station.evidence("same_picture", signal=Signal.SPREAD))
    assert (len(station.witness.removals), len(station.witness.time_outs)) == (removals, time_outs)


async def test_only_copies_of_the_picture_are_removed_alone_never_what_was_written(station: Station) -> None:
    await station.chooses(ladder=Ladder.REMOVE_THEN_ASK)
    await station.sees(
        Level.EMERGENCY,
        station.evidence("threat", 1),
        station.evidence("same_picture", 2, signal=Signal.SPREAD),
    )
    assert [one.message for one in station.witness.removals[0].sightings] == [MessageId(2)]


async def test_a_punishment_happens_once_however_often_the_picture_comes(station: Station) -> None:
    await station.chooses(ladder=Ladder.ACT)
    for number in range(1, 6):
        await station.sees(Level.ALERT, station.evidence("same_picture", number, signal=Signal.SPREAD))
    assert [order.until for order in station.witness.time_outs] == [station.witness.time_outs[0].until]
    assert [one.message for removal in station.witness.removals for one in removal.sightings] == [
        1,
        2,
        3,
        4,
        5,
    ]


async def test_a_time_out_is_counted_from_the_decision(station: Station) -> None:
    await station.chooses(ladder=Ladder.ACT)
    decided = station.clock()
    station.witness.refusing = "the bot's role is too low"
    await station.sees(Level.ALERT, station.evidence("same_picture", signal=Signal.SPREAD))
    station.witness.refusing = None
    station.clock.later(timedelta(minutes=5))
    await station.settle()
    assert station.witness.time_outs[0].until == decided + TIME_OUT


async def test_not_this_covers_more_of_the_same_for_a_day(station: Station) -> None:
    incident = await station.sees(Level.ALERT, station.evidence("threat"))
    assert incident is not None
    await station.desk.dismiss(await station.desk.story(SERVER, incident), MODERATOR)
    assert await station.sees(Level.ALERT, station.evidence("threat", 2)) is None
    station.clock.later(DISMISSAL)
    assert await station.sees(Level.ALERT, station.evidence("threat", 3)) is not None


async def test_not_this_does_not_cover_something_worse(station: Station) -> None:
    incident = await station.sees(Level.ALERT, station.evidence("threat"))
    assert incident is not None
    await station.desk.dismiss(await station.desk.story(SERVER, incident), MODERATOR)
    worse = await station.sees(Level.EMERGENCY, station.evidence("same_picture", 2, signal=Signal.SPREAD))
    assert worse not in {None, incident}


async def test_copies_that_come_days_later_are_removed_too(station: Station) -> None:
    await station.chooses(ladder=Ladder.REMOVE_THEN_ASK)
    await station.sees(Level.ALERT, station.evidence("same_picture", 1, signal=Signal.SPREAD))
    station.clock.later(timedelta(days=3))
    await station.sees(Level.ALERT, station.evidence("same_picture", 2, signal=Signal.SPREAD))
    assert len(station.witness.removals) == 2


@pytest.mark.parametrize("kind", sorted(OTHERS_LISTS))
async def test_a_match_on_somebody_elses_list_alone_never_does_more_than_ask(
    station: Station, kind: str
) -> None:
    await station.chooses(ladder=Ladder.ACT)
    await station.sees(Level.ALERT, station.evidence(kind, signal=Signal.SPREAD))
    assert (station.witness.removals, station.witness.time_outs) == ([], [])
    assert len(station.witness.cards) >= 1


async def test_weak_evidence_beside_somebody_elses_list_does_not_tip_it_over(station: Station) -> None:
    await station.chooses(ladder=Ladder.ACT)
    weak = replace(station.evidence("same_picture", signal=Signal.SPREAD), weight=0.8)
    await station.sees(Level.ALERT, weak, station.evidence("shared_list", 2, signal=Signal.SPREAD))
    assert (station.witness.removals, station.witness.time_outs) == ([], [])


async def test_a_wave_is_swept_though_somebody_elses_list_knows_the_picture(station: Station) -> None:
    await station.chooses(ladder=Ladder.REMOVE_THEN_ASK)
    wave = replace(station.evidence("same_picture", signal=Signal.SPREAD), weight=4.0)
    await station.sees(Level.ALERT, wave, station.evidence("shared_list", 2, signal=Signal.SPREAD))
    assert [one.message for one in station.witness.removals[0].sightings] == [MessageId(1)]


async def test_what_the_own_moderators_confirmed_goes_as_far_as_the_ladder(station: Station) -> None:
    await station.chooses(ladder=Ladder.ACT)
    await station.sees(Level.ALERT, station.evidence("own_list", signal=Signal.SPREAD))
    assert (len(station.witness.removals), len(station.witness.time_outs)) == (1, 1)


async def test_a_removed_picture_that_comes_again_is_removed_and_nobody_punished(station: Station) -> None:
    await station.chooses(ladder=Ladder.ACT)
    weak = replace(station.evidence("same_picture", signal=Signal.SPREAD), weight=0.8)
    again = replace(station.evidence("removed_before", 2, signal=Signal.SPREAD), weight=4.5)
    await station.sees(Level.ALERT, weak, again)
    assert (len(station.witness.removals), station.witness.time_outs) == (1, [])


async def test_every_place_where_the_picture_stands_gets_a_note_as_far_as_the_limit(
    station: Station,
) -> None:
    copies = [PlaceId(100 + number) for number in range(NOTES_PER_SPREAD + 3)]
    wave = replace(
        station.evidence("same_picture", signal=Signal.SPREAD),
        messages=tuple(MessageId(number) for number in range(1, len(copies) + 1)),
        places=tuple(copies),
    )
    last = Place(SERVER, copies[-1], PlaceKind.CHANNEL)
    await station.sees(Level.ALERT, wave, place=last)
    await station.sees(Level.ALERT, wave, place=last)
    noted = [note.place for note in station.witness.notes]
    assert noted == [copies[-1], *copies[: NOTES_PER_SPREAD - 1]]
    assert {note.situation for note in station.witness.notes} == {Situation.SPREAD}
