"""What the bot notices in a server: edits, forwards, threads, groups; and what it leaves in peace."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import pytest

from bot.sandbox.demo.patterns import pattern, travelled

if TYPE_CHECKING:
    from tests.scenarios.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

PICTURE = [("image0.png", pattern(3))]
SAME_BUT_SMALLER = [("image0.jpg", travelled(3))]


def _private_talk(town: "Town") -> None:
    """A stranger and a member in a private thread: a picture, then a threat with a demand."""
    town.sandbox.world.begin(timedelta(hours=2))
    talk = town.server.thread(town.lounge, "the two of us", by=town.stranger, members=[town.member])
    for text in ("hi, nice to meet you", "send me a private pic, I'll send you one too"):
        town.stranger.says(talk, text)
        town.sandbox.world.later(minutes=3)
    town.member.says(talk, "ok", pictures=PICTURE)
    town.sandbox.world.later(minutes=5)
    town.stranger.says(talk, "I have your picture now. pay me £800 or all your friends will see it")
    town.sandbox.world.later(minutes=20)


async def test_a_picture_from_a_private_talk_in_a_group_of_followers_is_an_emergency(town: "Town") -> None:
    await town.set_up()
    _private_talk(town)
    followers = [town.server.joins(f"follower {number}") for number in range(4)]
    gathering = town.server.thread(town.lounge, "friends", by=town.stranger, members=followers)
    town.stranger.says(gathering, "look who this is", pictures=SAME_BUT_SMALLER)
    await town.waits(lambda: any("Emergency" in card.text for card in town.cards), "an emergency")
    assert len(town.cards) == 1


async def test_the_group_is_asked_not_to_save_or_share(town: "Town") -> None:
    await town.set_up()
    _private_talk(town)
    followers = [town.server.joins(f"follower {number}") for number in range(4)]
    gathering = town.server.thread(town.lounge, "friends", by=town.stranger, members=followers)
    town.stranger.says(gathering, "look who this is", pictures=SAME_BUT_SMALLER)
    await town.waits(
        lambda: any("don't save or share" in note.text for note in gathering.from_bot),
        "the note in the group",
    )


async def test_a_threat_that_is_edited_into_a_message_counts(town: "Town") -> None:
    await town.set_up()
    harmless = town.stranger.says(town.lounge, f"{town.member.mention} good morning")
    town.stranger.edits(
        harmless, f"{town.member.mention} pay me £500 or I send your private pictures to all your friends"
    )
    await town.card()


async def test_the_one_whom_a_threat_calls_by_name_is_at_risk_without_a_mention(town: "Town") -> None:
    await town.set_up()
    named, other = town.server.joins("Marek Lund"), town.server.joins("Lee")
    named.says(town.lounge, "morning all")
    other.says(town.lounge, "morning")
    town.stranger.says(town.lounge, "marek, pay me £500 or everyone sees your private pictures")

    card = await town.card()

    assert f"At risk: <@{named.id}>" in card.text


async def test_a_forwarded_picture_counts_as_a_copy(town: "Town") -> None:
    await town.set_up()
    source = town.stranger.says(town.lounge, "", pictures=PICTURE)
    for number in range(4):
        town.stranger.forwards(source, town.server.text_channel(f"room-{number}"))
    await town.card()


async def test_an_organisers_poster_in_six_channels_brings_nothing(town: "Town") -> None:
    await town.set_up()
    organisers = town.server.role("Organisers", discord.Permissions(mention_everyone=True))
    organiser = town.server.joins("Imke", roles=[organisers])
    for number in range(6):
        organiser.says(town.server.text_channel(f"room-{number}"), "Party!", pictures=PICTURE)
    await _control(town)
    assert len(town.cards) == 1


async def test_what_everybody_on_a_server_may_do_makes_nobody_trusted(town: "Town") -> None:
    await town.set_up()
    backend = town.sandbox.backend
    everybody = backend.get_role(town.server.id, town.server.id)
    allowed = everybody.permissions | discord.Permissions(mention_everyone=True).value
    backend.edit_role(town.server.id, everybody.id, {"permissions": allowed})
    for number in range(4):
        town.stranger.says(town.server.text_channel(f"room-{number}"), "", pictures=PICTURE)
    await town.card()


async def test_watch_only_says_nothing_and_writes_down_what_it_would_have_done(town: "Town") -> None:
    await town.set_up(ladder="log")
    town.escalates()

    def written() -> list[tuple[str]]:
        with closing(sqlite3.connect(town.database)) as raw:
            query = "SELECT result FROM deeds WHERE server_id = ? AND simulated"
            return raw.execute(query, (town.server.id,)).fetchall()

    await town.waits(
        lambda: any("would have alerted the moderators" in line for line in town.bot.log),
        "the log to tell it",
    )
    assert ("alerted the moderators",) in written()
    assert town.notes == []
    assert town.alerts.from_bot == []


async def _control(town: "Town") -> None:
    """Do what must alert, so that everything before it has been judged."""
    for number in range(4):
        town.stranger.says(town.server.text_channel(f"other-{number}"), "", pictures=[("x.png", pattern(9))])
    await town.card()
