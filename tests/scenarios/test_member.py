"""What a member sees: the note in the chat, the guidance behind its button, and that it can be hidden."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.scenarios.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_member_is_warned_in_the_chat_without_anybody_being_named(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    note = await town.note()
    for person in (town.stranger, town.member):
        assert person.name not in note.text
        assert str(person.id) not in note.text


async def test_read_privately_shows_the_guidance_of_the_region_to_that_member_alone(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    await town.waits(lambda: len(town.notes) == 2, "the note that follows a threat")
    reply = await town.member.presses(town.notes[-1], "Read privately")
    assert reply.ephemeral
    for words in ("Don't pay", "Stop replying", "101", "CEOP", "Kent Police", "https://www.ceop.police.uk"):
        assert words in reply.text


async def test_hide_this_takes_the_guidance_off_the_screen(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    reply = await town.member.presses(await town.note(), "Read privately")
    await town.member.presses(reply, "Hide this")
    await town.waits(lambda: all(message.gone for message in reply.messages), "it to be gone")


async def test_help_answers_anybody_in_private(town: "Town") -> None:
    reply = await town.member.runs("/help", town.lounge)
    assert reply.ephemeral
    assert "Don't pay" in reply.text


async def test_nobody_gets_a_direct_message(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    await town.card()
    assert town.sandbox.calls.of("POST", "/users/@me/channels") == []


async def test_ordinary_talk_brings_nothing(town: "Town") -> None:
    await town.set_up()
    for text in ("morning!", "did you see the match?", "send me the recipe", "haha I'll tell your mum"):
        town.stranger.says(town.lounge, text)
        town.member.says(town.lounge, f"{text} indeed")
    # The answer to a command shows that everything before it was read.
    await town.member.runs("/help", town.lounge)
    assert town.notes == []
    assert town.cards == []
