"""Limits of Discord that the sandbox keeps, and limits of its own; asked for over HTTP without a bot."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest
import pytest_asyncio

from bot.sandbox import Sandbox
from bot.sandbox.api import LARGEST_BODY
from bot.sandbox.clock import real_now
from bot.sandbox.gaps import Asked
from bot.sandbox.gaps.limits import FIRST_ANSWER, TOKEN_LIFE
from bot.sandbox.gaps.nonces import REMEMBERED, said_before
from bot.sandbox.page.views import SHOWN, messages
from bot.sandbox.session import KEPT_EVENTS, Session
from bot.sandbox.visibility import View

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Client:
    """A program that calls the sandbox's REST interface with the bot's token."""

    sandbox: Sandbox
    http: aiohttp.ClientSession

    async def call(self, method: str, path: str, json: object = None) -> tuple[int, dict[str, object]]:
        async with self.http.request(method, self.sandbox.api_url + path, json=json) as answer:
            return answer.status, await answer.json() if answer.status != 204 else {}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> "AsyncIterator[Client]":
    async with Sandbox() as sandbox:
        headers = {"Authorization": f"Bot {sandbox.token}"}
        async with aiohttp.ClientSession(headers=headers) as http:
            yield Client(sandbox, http)


@pytest.mark.parametrize(("days", "status"), [(27.9, 200), (28.1, 400)])
async def test_a_time_out_lasts_28_days_at_most(client: Client, days: float, status: int) -> None:
    server = client.sandbox.world.server("Seaside")
    ann = server.joins("Ann")
    until = (real_now() + timedelta(days=days)).isoformat()

    answer = await client.call(
        "PATCH", f"/guilds/{server.id}/members/{ann.id}", {"communication_disabled_until": until}
    )

    assert answer[0] == status
    assert (ann.timed_out_until(server) is not None) == (status == 200)


@pytest.mark.parametrize(("days", "gone"), [(13, True), (15, False)])
async def test_messages_of_the_last_14_days_are_removed_in_bulk(
    client: Client, days: int, *, gone: bool
) -> None:
    server = client.sandbox.world.server("Seaside")
    ann, channel = server.joins("Ann"), server.text_channel("general")
    client.sandbox.world.begin(timedelta(days=days))
    said = [ann.says(channel, text) for text in ("one", "two")]
    client.sandbox.world.present()

    await client.call(
        "POST", f"/channels/{channel.id}/messages/bulk-delete", {"messages": [str(one.id) for one in said]}
    )

    assert [one.gone for one in said] == [gone, gone]


@pytest.mark.parametrize(("late", "status"), [(-0.5, 200), (0.5, 404)])
async def test_an_interaction_is_answered_within_three_seconds(
    client: Client, late: float, status: int
) -> None:
    backend = client.sandbox.backend
    server = client.sandbox.world.server("Seaside")
    channel = server.text_channel("general")
    record = backend.new_interaction(2, channel.id, server.owner.id, server.id)
    backend.asked[record.id] -= FIRST_ANSWER + late

    path = f"/interactions/{record.id}/{record.token}/callback"
    answer = await client.call("POST", path, {"type": 4, "data": {"content": "here"}})

    assert answer[0] == status


async def test_a_token_is_good_for_a_quarter_of_an_hour(client: Client) -> None:
    backend = client.sandbox.backend
    server = client.sandbox.world.server("Seaside")
    record = backend.new_interaction(2, server.text_channel("general").id, server.owner.id, server.id)
    callback = f"/interactions/{record.id}/{record.token}/callback"
    await client.call("POST", callback, {"type": 4, "data": {"content": "here"}})
    backend.asked[record.id] -= TOKEN_LIFE

    answer = await client.call(
        "POST", f"/webhooks/{backend.application_id}/{record.token}", {"content": "late"}
    )

    assert answer == (401, {"code": 50027, "message": "Invalid Webhook Token"})


@pytest.mark.parametrize(("seconds", "known"), [(REMEMBERED - 5, True), (REMEMBERED + 5, False)])
async def test_a_nonce_is_remembered_for_some_minutes(client: Client, seconds: float, *, known: bool) -> None:
    channel = client.sandbox.world.server("Seaside").text_channel("general")
    path = f"/channels/{channel.id}/messages"
    said = {"content": "once", "nonce": "7", "enforce_nonce": True}
    _, told = await client.call("POST", path, said)
    sent = {(channel.id, "7"): (channel.messages[0].id, real_now().timestamp() - seconds)}

    found = said_before(Asked(client.sandbox.backend, "POST", path, said, {}, None, (channel.id,)), sent)

    assert told["nonce"] == "7"
    assert (found is not None) == known


async def test_a_body_that_is_too_large_is_refused(client: Client) -> None:
    channel = client.sandbox.world.server("Seaside").text_channel("general")
    form = aiohttp.FormData()
    form.add_field("files[0]", BytesIO(bytes(LARGEST_BODY + 1)), filename="large.bin")

    async with client.http.post(
        f"{client.sandbox.api_url}/channels/{channel.id}/messages", data=form
    ) as answer:
        told = await answer.json()

    assert (answer.status, told["code"]) == (413, 40005)


async def test_broken_json_is_refused_by_name(client: Client) -> None:
    headers = {"Content-Type": "application/json"}
    async with client.http.post(
        f"{client.sandbox.api_url}/channels/1/messages", data=b"{", headers=headers
    ) as answer:
        told = await answer.json()

    assert (answer.status, told["code"]) == (400, 50109)


async def test_a_private_channels_other_people_are_not_told(client: Client) -> None:
    backend, world = client.sandbox.backend, client.sandbox.world
    ann = world.person("Ann")
    group = world.group(ann, world.person("Ben"), world.person("Cem"))
    heard: list[dict[str, object]] = []
    backend.subscribers.append(lambda _, payload: heard.append(dict(payload)))
    backend.register_commands(None, [{"name": "Check", "type": 3, "contexts": [2], "integration_types": [1]}])
    said = ann.says(group, "words")

    asking = asyncio.create_task(ann.uses_message_command("Check", said))
    await client.sandbox.wait_for(lambda: any("context" in one for one in heard), "the question")
    asking.cancel()

    asked = heard[-1]
    assert asked["context"] == 2
    assert asked["channel"] == {"id": str(group.id), "type": 3, "flags": 0}
    assert "Ben" not in str(asked)


async def test_a_session_replays_the_last_events_only() -> None:
    session = Session("1", View(discord.Intents.all()))
    for _ in range(KEPT_EVENTS + 1):
        session.feed("TYPING_START", {})

    assert session.can_resume_after(1)
    assert not session.can_resume_after(0)


async def test_the_page_shows_the_newest_messages(client: Client) -> None:
    server = client.sandbox.world.server("Seaside")
    ann, channel = server.joins("Ann"), server.text_channel("general")
    for number in range(SHOWN + 1):
        ann.says(channel, str(number))

    shown = messages(client.sandbox.backend, ann.id, channel.id)

    assert [shown[0].raw["content"], shown[-1].raw["content"]] == ["1", str(SHOWN)]
