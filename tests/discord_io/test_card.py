from dataclasses import replace

import discord
import pytest

from bot.consequences.values import Card, Deed, IncidentId, IncidentState, Marker, OutboxId, Reason, Sighting
from bot.detection.judge import SOUNDING
from bot.detection.verdict import Level
from bot.discord_io.buttons import Action, ReviewButton
from bot.discord_io.card import REASONS_SHOWN, TEXT_BUDGET, card
from bot.guidance import Handbook, Region, load_handbook
from bot.observed import MessageId, PersonId, PlaceId, ServerId
from tests.conftest import NOON

BIG = 2**63
"""Ids as long as Discord's can become."""


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return load_handbook()


def _card(count: int) -> Card:
    places = [PlaceId(BIG + number) for number in range(count)]
    return Card(
        marker=Marker(OutboxId(1), None),
        incident=IncidentId(1),
        server=ServerId(BIG),
        channel=PlaceId(BIG),
        role=BIG,
        level=Level.EMERGENCY,
        state=IncidentState.OPEN,
        suspect=PersonId(BIG),
        targets=(PersonId(BIG + 1),),
        opened_at=NOON,
        reasons=tuple(
            Reason(
                f"spread.{number}",
                float(number),
                NOON,
                f"reason {number} " + "x" * 90,
                place,
                (MessageId(BIG),) * 5,
            )
            for number, place in enumerate(places)
        ),
        sightings=tuple(Sighting(place, MessageId(BIG + place), spread=True) for place in places),
        deeds=tuple(Deed("remove", NOON, "removed 3 of 4 messages", PersonId(BIG)) for _ in places),
        confirmable=0,
        timed_out=False,
        waiting=("remove the copies of the picture: Breakwater lacks the permission Manage Messages",),
        sent=None,
    )


def _text(view: discord.ui.LayoutView) -> str:
    return "\n".join(
        item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)
    )


@pytest.mark.parametrize("count", [1, 10, 100])
@pytest.mark.parametrize("region", Region)
async def test_a_card_never_outgrows_what_discord_takes(
    handbook: Handbook, region: Region, count: int
) -> None:
    view = card(_card(count), handbook.words(), handbook.moderator_advice(region, "en"))
    assert sum(len(line) for line in _text(view)) <= TEXT_BUDGET
    assert view.total_children_count <= 40  # Discord's most, in one message
    for advice in handbook.moderator_advice(region, "en"):
        assert advice.title in _text(view)


async def test_the_weightiest_reasons_are_shown_and_the_rest_is_counted(handbook: Handbook) -> None:
    text = _text(card(_card(20), handbook.words(), handbook.moderator_advice(Region.INTERNATIONAL, "en")))
    assert "reason 19" in text
    assert "reason 0 " not in text
    assert "more reasons" in text


async def test_what_a_moderator_can_check_comes_before_how_it_sounds(handbook: Handbook) -> None:
    def reason(kind: str, weight: float) -> Reason:
        return Reason(f"escalation.{kind}", weight, NOON, f"said {kind}", PlaceId(BIG), (MessageId(BIG),))

    checked = tuple(reason(f"kind{number}", 0.0) for number in range(REASONS_SHOWN))
    shown = replace(_card(1), reasons=(*(reason(kind, 3.0) for kind in SOUNDING), *checked))
    text = _text(card(shown, handbook.words(), handbook.moderator_advice(Region.INTERNATIONAL, "en")))
    assert all(one.text in text for one in checked)
    assert f"and {len(SOUNDING)} more reasons" in text
    few = replace(shown, reasons=shown.reasons[: len(SOUNDING) + 1])
    text = _text(card(few, handbook.words(), handbook.moderator_advice(Region.INTERNATIONAL, "en")))
    assert all(f"said {kind}" in text for kind in SOUNDING)


async def test_what_speaks_against_it_is_no_reason_for_it(handbook: Handbook) -> None:
    shown = _card(1)
    (one,) = shown.reasons
    against = [
        replace(one, kind=f"escalation.{n}", weight=-1.0 * n, text=f"contrary {n}") for n in range(1, 6)
    ]
    shown = replace(shown, reasons=(one, *against))
    text = _text(card(shown, handbook.words(), handbook.moderator_advice(Region.INTERNATIONAL, "en")))
    assert "speaks against it: contrary 5; contrary 4; contrary 3\n" in f"{text}\n"
    assert "more reason" not in text


async def test_how_long_a_talk_is_speaks_for_nobody(handbook: Handbook) -> None:
    shown = _card(1)
    (one,) = shown.reasons
    shown = replace(shown, reasons=(one, replace(one, kind="escalation.length", weight=-1.0, text="long")))
    text = _text(card(shown, handbook.words(), handbook.moderator_advice(Region.INTERNATIONAL, "en")))
    assert "speaks against it" not in text


async def test_the_same_reason_again_is_counted_not_repeated(handbook: Handbook) -> None:
    shown = _card(1)
    shown = replace(shown, reasons=shown.reasons * 3)
    text = _text(card(shown, handbook.words(), handbook.moderator_advice(Region.INTERNATIONAL, "en")))
    assert text.count("reason 0") == 1
    assert "(3 times)" in text


async def test_kinds_that_say_the_same_are_one_line(handbook: Handbook) -> None:
    shown = _card(1)
    (one,) = shown.reasons
    shown = replace(shown, reasons=(one, replace(one, kind="escalation.other", weight=9.0)))
    text = _text(card(shown, handbook.words(), handbook.moderator_advice(Region.INTERNATIONAL, "en")))
    assert text.count("reason 0") == 1
    assert "(2 times)" in text


async def test_of_a_dismissed_card_only_the_record_can_still_be_asked_for(handbook: Handbook) -> None:
    shown = replace(_card(1), state=IncidentState.DISMISSED)
    view = card(shown, handbook.words(), handbook.moderator_advice(Region.INTERNATIONAL, "en"))
    buttons = [item for item in view.walk_children() if isinstance(item, ReviewButton)]
    open_to_press = [button.action for button in buttons if not button.item.disabled]
    assert open_to_press == [Action.RECORD]
