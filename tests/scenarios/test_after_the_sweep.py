"""What comes after a sweep: later copies, reposts, other hands, an Undo, and a word where it happened."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.demo.patterns import pattern, travelled

if TYPE_CHECKING:
    from bot.sandbox.seen import Seen
    from tests.scenarios.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _swept(town: "Town", number: int, ladder: str = "remove-then-ask") -> "list[Seen]":
    """A wave through four rooms a few hours ago, gone again."""
    await town.set_up(ladder=ladder)
    town.sandbox.world.begin(timedelta(hours=5))
    said = [town.stranger.says(room, "", pictures=[("a.png", pattern(number))]) for room in town.rooms(4)]
    await town.waits(lambda: all(one.gone for one in said), "every copy to be gone")
    await town.sandbox.quiet()
    return said


async def test_a_copy_that_comes_after_the_sweep_joins_its_card_and_is_removed(town: "Town") -> None:
    await _swept(town, 41)
    late = town.stranger.says(town.lounge, "", pictures=[("b.jpg", travelled(41))])
    await town.waits(lambda: late.gone, "the late copy to be gone")
    await town.waits(
        lambda: "5 messages" in town.cards[0].text or "1 more places" in town.cards[0].text, "it"
    )
    assert len(town.cards) == 1


async def test_a_single_copy_hours_later_is_removed_too(town: "Town") -> None:
    await _swept(town, 42)
    town.sandbox.world.later(hours=4)
    late = town.stranger.says(town.lounge, "", pictures=[("b.jpg", travelled(42))])
    await town.waits(lambda: late.gone, "the late copy to be gone")
    assert len(town.cards) == 1


async def test_who_posts_a_removed_picture_again_is_asked_about_and_not_timed_out(town: "Town") -> None:
    await _swept(town, 43, ladder="act")
    again = town.member.says(town.lounge, "", pictures=[("b.jpg", travelled(43))])
    await town.waits(lambda: again.gone, "the repost to be gone")
    card = await town.waits(
        lambda: next((one for one in town.cards if f"<@{town.member.id}> (`" in one.text), None), "a card"
    )
    assert "removed on this server before" in card.text
    await town.sandbox.quiet()
    assert town.member.timed_out_until(town.server) is None
    assert town.stranger.timed_out_until(town.server) is not None


async def test_a_picture_of_an_incident_that_was_a_mistake_may_be_posted_again(town: "Town") -> None:
    await _swept(town, 44)
    await town.moderator.presses(await town.card(), "Not this")
    again = town.member.says(town.lounge, "", pictures=[("b.jpg", travelled(44))])
    await town.sandbox.quiet()
    assert not again.gone
    assert len(town.cards) == 1


async def test_a_removed_picture_is_known_again_after_a_restart(town: "Town") -> None:
    await _swept(town, 45)
    await town.bot.restart()
    again = town.member.says(town.lounge, "", pictures=[("b.jpg", travelled(45))])
    await town.waits(lambda: again.gone, "the repost to be gone")


async def test_a_time_out_that_the_bot_gave_is_lifted_by_undo_and_not_given_again(town: "Town") -> None:
    await _swept(town, 46, ladder="act")
    card = await town.card()
    await town.waits(lambda: town.stranger.timed_out_until(town.server), "the time-out")
    await town.waits(lambda: "Undo time-out" in card.buttons, "the card to offer it")
    await town.moderator.presses(card, "Undo time-out")
    assert town.stranger.timed_out_until(town.server) is None
    late = town.stranger.says(town.lounge, "", pictures=[("b.jpg", travelled(46))])
    await town.waits(lambda: late.gone, "the late copy to be gone")
    await town.sandbox.quiet()
    assert town.stranger.timed_out_until(town.server) is None


async def test_every_room_where_the_picture_was_is_asked_not_to_save_or_share(town: "Town") -> None:
    said = await _swept(town, 47)
    rooms = {one.channel_id for one in said}

    def noted() -> set[int]:
        sent = [
            call for room in rooms for call in town.sandbox.calls.of("POST", f"/channels/{room}/messages")
        ]
        return {int(call.path.split("/")[2]) for call in sent if "save or share" in str(call.json)}

    await town.waits(lambda: noted() == rooms, "a note in each room")
    notes = town.sandbox.calls.of("POST", f"/channels/{said[0].channel_id}/messages")
    assert all(str(town.stranger.id) not in str(note.json) for note in notes)
