"""A member says that they need help: they get a quiet note, and moderators hear only of danger to life."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.scenarios.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOLD = "someone has a video of me and wants £500 by tonight, I don't know what to do"
IN_DANGER = "I can't do this any more. I'm going to end my life tonight"


async def test_who_tells_of_blackmail_gets_a_note_that_does_not_say_so(town: "Town") -> None:
    await town.set_up()
    town.member.says(town.lounge, TOLD)
    note = await town.note()
    for word in ("video", "picture", "blackmail", "500", town.member.name, str(town.member.id)):
        assert word not in note.text
    reply = await town.member.presses(note, "Read privately")
    assert reply.ephemeral
    assert "Don't pay" in reply.text


async def test_moderators_hear_nothing_of_it_and_nobody_is_suspected(town: "Town") -> None:
    await town.set_up()
    town.member.says(town.lounge, TOLD)
    town.member.says(town.lounge, "he says he'll send it to my mum and all my friends if I don't pay")
    await town.note()
    await _control(town)
    assert len(town.notes) == 1
    assert town.alerts.from_bot == []


async def test_in_danger_crisis_lines_come_first_and_moderators_get_a_link_without_a_word_of_it(
    town: "Town",
) -> None:
    await town.set_up()
    said = town.member.says(town.lounge, IN_DANGER)
    note = await town.note()
    reply = await town.member.presses(note, "Read privately")
    assert reply.text.index("116 123") < reply.text.index("Don't pay")
    call = await town.waits(
        lambda: town.alerts.from_bot[-1] if town.alerts.from_bot else None, "a call to moderators"
    )
    assert f"/{town.lounge.id}/{said.id}" in call.text
    for words in (town.member.name, str(town.member.id), "end my life"):
        assert words not in call.text
    assert town.sandbox.calls.of("POST", "/users/@me/channels") == []


async def test_watch_only_says_in_the_log_what_it_would_have_done(town: "Town") -> None:
    await town.set_up(ladder="log")
    town.member.says(town.lounge, IN_DANGER)
    await town.waits(
        lambda: any("would have asked the moderators to look" in line for line in town.bot.log), "the log"
    )
    assert town.notes == []
    assert town.alerts.from_bot == []


async def test_a_server_that_is_switched_off_is_left_alone(town: "Town") -> None:
    await town.set_up(ladder="off")
    town.member.says(town.lounge, IN_DANGER)
    await _control(town)
    assert town.notes == []


async def _control(town: "Town") -> None:
    """The answer to a command shows that everything before it was read."""
    await town.member.runs("/help", town.lounge)
