"""Two servers, one picture: lists are shared where both chose it, and lead to a question and no further."""

from typing import TYPE_CHECKING

import pytest

from bot.sandbox.demo.patterns import pattern
from tests.scenarios.conftest import build_town

if TYPE_CHECKING:
    from bot.sandbox import BotProcess, Sandbox
    from bot.sandbox.seen import Seen
    from tests.scenarios.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHARED = "on the confirmed list of another server"
OWN = "moderators of this server confirmed"


@pytest.fixture
def towns(running: "tuple[Sandbox, BotProcess]") -> "tuple[Town, Town]":
    """A server that confirms a picture, and one where it turns up."""
    return build_town(*running), build_town(*running)


async def _marked(town: "Town", number: int) -> "Seen":
    """A picture of its own for each test: the bot goes on between them."""
    message = town.member.says(town.lounge, "", pictures=[("a.png", pattern(number))])
    reply = await town.moderator.uses_message_command("Mark this picture", message)
    assert "1 new" in reply.text
    return message


async def _control(town: "Town") -> None:
    """Do what must alert, so that everything before it has been judged."""
    for room in town.rooms(4):
        town.member.says(room, "", pictures=[("x.png", pattern(90))])
    await town.waits(
        lambda: any(str(town.member.id) in card.text for card in town.cards), "the control's card"
    )


def _about(town: "Town", words: str) -> bool:
    return any(words in card.text for card in town.cards)


async def test_a_picture_confirmed_elsewhere_is_asked_about_and_no_server_is_named(
    towns: "tuple[Town, Town]",
) -> None:
    home, away = towns
    for town in towns:
        await town.set_up(ladder="act")
    await home.chooses_more(share="Share")
    await away.chooses_more(receive="Hear of them")
    await _marked(home, 21)
    posted = away.stranger.says(away.lounge, "", pictures=[("b.png", pattern(21))])
    card = await away.card()
    assert SHARED in card.text
    assert str(home.server.id) not in card.text
    assert "Seaside" not in card.text
    await _control(away)
    assert not posted.gone
    assert away.stranger.timed_out_until(away.server) is None


@pytest.mark.parametrize(
    ("share", "receive"), [("Share", "Only your own"), ("Keep to this server", "Hear of them")]
)
async def test_one_sides_choice_alone_shares_nothing(
    towns: "tuple[Town, Town]", share: str, receive: str
) -> None:
    home, away = towns
    for town in towns:
        await town.set_up()
    await home.chooses_more(share=share)
    await away.chooses_more(receive=receive)
    await _marked(home, 22)
    away.stranger.says(away.lounge, "", pictures=[("b.png", pattern(22))])
    await _control(away)
    assert not _about(away, SHARED)
    await home.moderator.uses_message_command(
        "Unmark this picture", home.member.says(home.lounge, "", pictures=[("a.png", pattern(22))])
    )


@pytest.mark.parametrize("how", ["unmark", "stop sharing"])
async def test_what_is_taken_back_at_home_is_gone_elsewhere(towns: "tuple[Town, Town]", how: str) -> None:
    home, away = towns
    for town in towns:
        await town.set_up()
    await home.chooses_more(share="Share")
    await away.chooses_more(receive="Hear of them")
    message = await _marked(home, 23)
    if how == "unmark":
        await home.moderator.uses_message_command("Unmark this picture", message)
    else:
        await home.chooses_more(share="Keep to this server")
    away.stranger.says(away.lounge, "", pictures=[("b.png", pattern(23))])
    await _control(away)
    assert not _about(away, SHARED)


async def test_a_picture_on_the_servers_own_list_goes_as_far_as_its_ladder(
    towns: "tuple[Town, Town]",
) -> None:
    home, _ = towns
    await home.set_up(ladder="remove-then-ask")
    await _marked(home, 24)
    posted = home.stranger.says(home.lounge, "", pictures=[("b.png", pattern(24))])
    await home.waits(lambda: posted.gone, "the picture to be removed")
    await home.waits(lambda: _about(home, OWN), "the card to say why")


async def test_the_answer_to_setup_tells_what_is_chosen(towns: "tuple[Town, Town]") -> None:
    home, _ = towns
    await home.set_up()
    reply = await home.chooses_more(sensitivity="Low", share="Share", receive="Hear of them")
    assert "Sensitivity: **Low**" in reply.text
    assert "Your confirmed pictures: **Share**" in reply.text
    assert "Pictures others confirmed: **Hear of them**" in reply.text
    again = await home.set_up()
    assert "Sensitivity: **Low**" in again.text
    assert "Your confirmed pictures: **Share**" in again.text
