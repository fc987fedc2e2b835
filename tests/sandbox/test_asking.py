"""Commands, buttons, menus and forms, answered by a bot in another process."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.sandbox import AppRefuses

if TYPE_CHECKING:
    from conftest import Running, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_button_acts_and_answers_its_presser_alone(running: "Running", town: "Town") -> None:
    town.ann.says(town.general, "card")
    await running.heard(town.general, "About Ann")

    reply = await town.mona.presses(town.general.from_bot[-1], "Time out")

    until = town.ann.timed_out_until(town.server)
    assert reply.text == "Done\nAnn is timed out"
    assert reply.ephemeral
    assert until is not None
    assert timedelta(minutes=59) < datetime.fromisoformat(until) - datetime.now(UTC) < timedelta(hours=1)
    (call,) = running.sandbox.calls.of("PATCH", f"/guilds/{town.server.id}/members/{town.ann.id}")
    assert call.reason == "Asked by Mona"


async def test_an_ephemeral_answer_is_seen_by_its_reader_alone(town: "Town") -> None:
    await town.mona.runs("/setup", town.general)

    assert [one.text for one in town.mona.reads(town.general)] == ["Choose"]
    assert town.ann.reads(town.general) == []


async def test_a_form_is_filled_in_and_sent(town: "Town") -> None:
    form = await town.ann.runs("/note", town.general)

    reply = await town.ann.submits(form, {"Words": "some words"})

    assert form.text == "A note\nWords"
    assert reply.text == "Noted: some words"


async def test_a_choice_changes_the_message_that_offered_it(town: "Town") -> None:
    asked = await town.mona.runs("/setup", town.general)

    await town.mona.chooses(asked, "Channel", town.log)

    assert asked.text == "Channel log"


async def test_private_messages_are_paused_for_a_day_at_most(running: "Running", town: "Town") -> None:
    reply = await town.mona.runs("/pause", town.general, hours=2)
    assert reply.text == "Paused: True"

    await town.mona.runs("/pause", town.general, hours=30)

    assert [
        call.status for call in running.sandbox.calls.of("PUT", f"/guilds/{town.server.id}/incident-actions")
    ] == [200, 400]


async def test_messages_are_removed_in_bulk(running: "Running", town: "Town") -> None:
    first, second = (town.ann.says(town.general, words) for words in ("one", "two"))
    await running.heard(town.general, "two")

    reply = await town.mona.runs("/sweep", town.general)

    assert reply.text == "Removed 2"
    assert first.gone
    assert second.gone


async def test_a_command_is_not_offered_to_who_may_not_use_it(town: "Town") -> None:
    with pytest.raises(AppRefuses, match="default-member-permissions"):
        await town.ann.runs("/sweep", town.general)


async def test_an_unknown_button_names_the_ones_that_are_there(running: "Running", town: "Town") -> None:
    town.ann.says(town.general, "card")
    await running.heard(town.general, "About Ann")

    with pytest.raises(AppRefuses, match="Time out"):
        await town.mona.presses(town.general.from_bot[-1], "Dance")


async def test_a_message_command_works_in_private_talk(running: "Running", town: "Town") -> None:
    private = running.sandbox.world.group(town.ann, town.mona, town.server.owner)
    said = town.mona.says(private, "a worry", pictures=[("note.txt", b"four")])

    reply = await town.ann.uses_message_command("Check this message", said)

    assert reply.text == "0: a worry [4]"
    assert reply.ephemeral


async def test_in_private_talk_five_follow_ups_are_all(running: "Running", town: "Town") -> None:
    private = running.sandbox.world.group(town.ann, town.mona)
    said = town.mona.says(private, "many")

    reply = await town.ann.uses_message_command("Check this message", said)

    await running.sandbox.wait_for(
        lambda: running.sandbox.calls.of("POST", f"/webhooks/*/{reply.record.token}", status=400),
        "the refusal of a sixth follow-up",
    )
    assert [one.text[0] for one in reply.messages] == ["0", "1", "2", "3", "4", "5"]


async def test_a_form_sent_unchanged_keeps_what_was_chosen_before(town: "Town") -> None:
    form = await town.mona.runs("/settings", town.general)

    reply = await town.mona.submits(form, {})

    assert reply.text == "Where: general"


async def test_a_menu_of_text_channels_refuses_another_kind(town: "Town") -> None:
    news = town.server.announcement_channel("news")
    form = await town.mona.runs("/settings", town.general)

    with pytest.raises(AppRefuses, match="channels of types"):
        await town.mona.submits(form, {"Where": news})


async def test_members_are_told_when_asked_for(town: "Town") -> None:
    reply = await town.mona.runs("/members", town.general)

    assert reply.text == "Ann, Breakwater, Mona, Seaside Owner"


async def test_a_ban_removes_what_was_written_in_the_last_hour(running: "Running", town: "Town") -> None:
    running.sandbox.world.begin(timedelta(hours=2))
    before = town.ann.says(town.general, "long ago")
    running.sandbox.world.present()
    lately = town.ann.says(town.general, "just now")

    await town.mona.runs("/ban", town.general, member=town.ann)

    assert town.server.banned() == {town.ann.id}
    assert (before.gone, lately.gone) == (False, True)


async def test_commands_work_in_the_bots_private_channel(running: "Running", town: "Town") -> None:
    form = await town.ann.runs("/note", running.sandbox.world.direct(town.ann))

    assert (await town.ann.submits(form, {"Words": "in private"})).text == "Noted: in private"
