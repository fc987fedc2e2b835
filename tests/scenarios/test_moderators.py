"""What moderators see and press: the card, its reasons, and deeds in their own name."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.scenarios.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_card_says_who_where_and_why_with_links(town: "Town") -> None:
    await town.set_up()
    said = town.escalates()
    card = await town.card()
    assert f"<@{town.stranger.id}>" in card.text
    assert f"<@{town.member.id}>" in card.text
    assert f"https://discord.com/channels/{town.server.id}/{town.lounge.id}/{said[-1].id}" in card.text
    await town.waits(lambda: "money" in card.text, "the demand among the reasons")


async def test_the_card_quotes_nobody_and_pings_only_the_moderators_role(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    card = await town.card()
    assert "whole friends list" not in card.text
    sent = town.sandbox.calls.of("POST", f"/channels/{town.alerts.id}/messages")[0]
    assert sent.body["allowed_mentions"] == {"parse": []}


async def test_the_card_calls_the_moderators_role_once(town: "Town") -> None:
    role = town.server.role("On duty")
    await town.set_up(role=role)
    town.escalates()
    card = await town.card()
    town.stranger.says(town.lounge, f"{town.member.mention} one hour left, pay now or everyone gets it")
    await town.waits(lambda: card.edited, "the card to be edited")
    first = town.sandbox.calls.of("POST", f"/channels/{town.alerts.id}/messages")[0]
    assert first.body["allowed_mentions"] == {"parse": [], "roles": [role]}
    assert f"<@&{role}>" not in card.text


async def test_what_follows_edits_the_same_card(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    card = await town.card()
    before = card.text
    town.stranger.says(town.lounge, f"{town.member.mention} one hour left, pay now or everyone gets it")
    await town.waits(lambda: card.text != before, "the card to change")
    assert len(town.cards) == 1


async def test_time_out_acts_in_the_pressers_name(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    await town.moderator.presses(await town.card(), "Time out")
    assert town.stranger.timed_out_until(town.server) is not None
    call = town.sandbox.calls.of("PATCH", f"/guilds/{town.server.id}/members/{town.stranger.id}")[0]
    assert call.reason is not None
    assert town.moderator.name in call.reason


async def test_a_time_out_can_be_undone_from_the_same_card(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    card = await town.card()
    await town.moderator.presses(card, "Time out")
    await town.waits(lambda: "Undo time-out" in card.buttons, "the card to offer it")
    await town.moderator.presses(card, "Undo time-out")
    assert town.stranger.timed_out_until(town.server) is None
    await town.waits(lambda: "Time out" in card.buttons, "the card to offer the time-out again")


async def test_remove_messages_takes_the_suspects_messages_and_nobody_elses(town: "Town") -> None:
    await town.set_up()
    said = town.escalates()
    await town.moderator.presses(await town.card(), "Remove messages")
    assert said[-1].gone
    assert not said[0].gone


async def test_not_this_closes_the_card_for_all(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    card = await town.card()
    await town.moderator.presses(card, "Not this")
    await town.waits(
        lambda: [one.label for one in card.controls if not one.disabled] == ["Record"],
        "the buttons to be closed, all but the record's",
    )


@pytest.mark.parametrize("label", ["Time out", "Remove messages", "Not this"])
async def test_a_button_does_nothing_for_somebody_without_the_permission(town: "Town", label: str) -> None:
    onlooker = town.server.joins("Olek")
    town = replace(town, alerts=town.server.text_channel("alerts-for-all", only=[town.moderator, onlooker]))
    await town.set_up()
    said = town.escalates()
    reply = await onlooker.presses(await town.card(), label)
    assert reply.ephemeral
    assert "You need the permission" in reply.text
    assert town.stranger.timed_out_until(town.server) is None
    assert not said[-1].gone


async def test_a_moderator_cannot_time_out_somebody_of_a_higher_rank(town: "Town") -> None:
    # New roles come in at the bottom: the veteran's stands above the moderator's.
    veteran = town.server.joins("Vera", roles=[town.server.role("Veterans")])
    moderator = town.server.moderator("Nils")
    alerts = town.server.text_channel("alerts", only=[moderator])
    town = replace(town, stranger=veteran, moderator=moderator, alerts=alerts)
    await town.set_up()
    town.escalates()
    reply = await moderator.presses(await town.card(), "Time out")
    assert "Your highest role is not above theirs" in reply.text
    assert veteran.timed_out_until(town.server) is None


async def test_the_same_picture_in_many_channels_alerts_with_the_places(town: "Town", picture: bytes) -> None:
    await town.set_up()
    rooms = [town.server.text_channel(f"room-{number}") for number in range(4)]
    town.sandbox.world.begin(timedelta(minutes=2))
    for room in rooms:
        town.stranger.says(room, "look", pictures=[("image0.png", picture)])
    card = await town.card()
    assert "picture" in card.text


async def test_copies_of_a_spread_picture_are_removed_where_the_ladder_allows(
    town: "Town", picture: bytes
) -> None:
    await town.set_up(ladder="remove-then-ask")
    rooms = [town.server.text_channel(f"room-{number}") for number in range(4)]
    said = [town.stranger.says(room, "look", pictures=[("image0.png", picture)]) for room in rooms]
    await town.waits(lambda: all(one.gone for one in said), "every copy to be gone")


async def test_forty_copies_over_twenty_channels_are_gone_under_discords_rate_limits(
    town: "Town", picture: bytes
) -> None:
    await town.set_up(ladder="remove-then-ask")
    rooms = [town.server.text_channel(f"room-{number}") for number in range(20)]
    # Discord tells limits in its headers only; this is about what it allows on these routes.
    town.sandbox.faults.rate_limit("POST", "/channels/*/messages/bulk-delete", limit=1, window=1.0)
    town.sandbox.faults.rate_limit("DELETE", "/channels/*/messages/*", limit=5, window=1.0)
    said = [
        town.stranger.says(room, "look", pictures=[("image0.png", picture)])
        for room in rooms
        for _ in range(2)
    ]
    await town.waits(lambda: all(one.gone for one in said), "every copy to be gone")
    card = await town.card()
    await town.waits(lambda: "removed" in card.text, "the card to tell of it")
    assert len(town.cards) == 1
