"""Everything that the bot asks of Discord over REST keeps to Discord's own description of its API."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.openapi import OpenApi

if TYPE_CHECKING:
    from tests.scenarios.conftest import Town

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        not DESCRIPTION.exists(), reason="Discord's OpenAPI description is not at ../shared/discord"
    ),
]


async def test_the_main_job_keeps_to_discords_description(town: "Town") -> None:
    await town.set_up()
    town.escalates()
    card = await town.card()
    await town.waits(lambda: len(town.notes) == 2, "both notes")
    await town.member.presses(await town.member.presses(town.notes[-1], "Read privately"), "Hide this")
    for label in ("Time out", "Remove messages", "Not this"):
        await town.moderator.presses(card, label)
    await town.waits(lambda: "Undo time-out" in card.buttons, "the card to offer it")
    await town.moderator.presses(card, "Undo time-out")
    await town.waits(
        lambda: all(one.disabled for one in card.controls if one.label != "Record"), "the card to be closed"
    )
    described = OpenApi(DESCRIPTION)
    found = {one for call in town.sandbox.calls.all for one in described.differences(call)}
    assert "\n".join(sorted(found)) == ""
    assert town.sandbox.calls.gaps == []
