"""A whole story's REST traffic, held against Discord's own description."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.calls import Call
from bot.sandbox.clock import real_now
from bot.sandbox.openapi import OpenApi

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Running, Town

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        not DESCRIPTION.exists(), reason="Discord's OpenAPI description is not at ../shared/discord"
    ),
]


@pytest.fixture(scope="module")
def discord_api() -> OpenApi:
    return OpenApi(DESCRIPTION)


async def test_a_story_keeps_to_discords_description(
    running: "Running", town: "Town", discord_api: OpenApi, picture: "Callable[[], bytes]"
) -> None:
    town.ann.says(town.general, "card")
    town.ann.says(town.general, "once", pictures=[("view.png", picture())])
    await running.heard(town.general, "About Ann")
    await running.heard(town.general, "Said once")
    await town.mona.presses(town.general.from_bot[0], "Time out")
    form = await town.mona.runs("/note", town.general)
    await town.mona.submits(form, {"Words": "fine"})
    await town.mona.chooses(await town.mona.runs("/setup", town.general), "Channel", town.log)
    await town.mona.runs("/pause", town.general, hours=1)
    await town.mona.runs("/sweep", town.general)
    await town.mona.runs("/ban", town.general, member=town.ann)

    found = [one for call in running.sandbox.calls.all for one in discord_api.differences(call)]

    assert "\n".join(sorted(set(found))) == ""


Request = tuple[str, str, dict[str, str], object]
REFUSED: list[tuple[Request, str]] = [
    (("POST", "/channels/1/messages", {}, {"content": 5}), "content"),
    (("GET", "/channels/1/messages", {"limit": "1000"}, None), "limit='1000'"),
    (("GET", "/channels/1/messages", {"colour": "red"}, None), "unknown query parameter 'colour'"),
    (("GET", "/moon/phases", {}, None), "no such route"),
    (("PUT", "/guilds/1/incident-actions", {}, {"dms_disabled_until": 5}), "dms_disabled_until"),
]


@pytest.mark.parametrize(("call", "said"), REFUSED)
async def test_a_call_that_discord_would_refuse_is_told(
    discord_api: OpenApi, call: Request, said: str
) -> None:
    found = discord_api.differences(Call(*call, (), None, real_now()))

    assert said in " ".join(found)
