"""Trouble on demand, and how an unmodified client comes through it."""

from typing import TYPE_CHECKING

import aiohttp
import pytest

if TYPE_CHECKING:
    from conftest import Running, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_was_missed_is_told_after_a_resume(running: "Running", town: "Town") -> None:
    gateway, before = running.sandbox.gateway, running.sandbox.gateway.resumed
    await gateway.drop()
    town.ann.says(town.general, "while away")

    await running.heard(town.general, "while away")

    assert gateway.resumed == before + 1
    assert [one.text.count("while away") for one in town.general.from_bot] == [1]


async def test_a_session_that_cannot_resume_is_begun_anew(running: "Running", town: "Town") -> None:
    gateway, before = running.sandbox.gateway, running.sandbox.gateway.identified
    gateway.forget_sessions()
    await gateway.drop()
    await running.sandbox.wait_for(lambda: gateway.identified > before, "a new session", within=20)

    town.ann.says(town.general, "back again")

    assert await running.heard(town.general, "back again")


async def test_a_client_that_is_asked_to_reconnect_resumes(running: "Running", town: "Town") -> None:
    gateway, before = running.sandbox.gateway, running.sandbox.gateway.resumed
    await gateway.ask_to_reconnect()
    town.ann.says(town.general, "meanwhile")

    await running.heard(town.general, "meanwhile")
    await running.sandbox.wait_for(lambda: gateway.resumed == before + 1, "a resume")


async def test_a_call_that_fails_for_a_moment_is_tried_again(running: "Running", town: "Town") -> None:
    path = f"/channels/{town.general.id}/messages"
    running.sandbox.faults.answer("POST", path, 502)

    town.ann.says(town.general, "hello")
    await running.heard(town.general, "hello")

    assert [call.status for call in running.sandbox.calls.of("POST", path)] == [502, 200]


async def test_a_rate_limit_is_told_and_kept(running: "Running", town: "Town") -> None:
    path = f"/channels/{town.general.id}/messages"
    running.sandbox.faults.rate_limit("POST", path, limit=2, window=0.5)

    for number in range(4):
        town.ann.says(town.general, f"number {number}")
    await running.sandbox.wait_for(lambda: len(town.general.from_bot) == 4, "all four")

    served = running.sandbox.calls.of("POST", path, status=200)
    assert (served[2].at - served[0].at).total_seconds() >= 0.45


async def test_too_many_calls_are_refused_with_the_time_to_wait(running: "Running") -> None:
    running.sandbox.faults.clear()
    running.sandbox.faults.rate_limit("GET", "/users/@me", limit=1, window=30)
    headers = {"Authorization": f"Bot {running.sandbox.token}"}
    async with aiohttp.ClientSession(headers=headers) as client:
        answers = [await client.get(running.sandbox.api_url + "/users/@me") for _ in range(2)]

    assert [one.status for one in answers] == [200, 429]
    assert float(answers[1].headers["Retry-After"]) > 25
    assert answers[0].headers["X-RateLimit-Remaining"] == "0"


async def test_a_message_whose_answer_was_lost_appears_once(running: "Running", town: "Town") -> None:
    path = f"/channels/{town.general.id}/messages"
    running.sandbox.faults.lose_answer("POST", path)

    town.ann.says(town.general, "once")
    await running.sandbox.wait_for(
        lambda: len(running.sandbox.calls.of("POST", path, status=200)) == 2, "a second try"
    )

    assert [one.text for one in town.general.from_bot] == ["Said once"]


async def test_a_held_call_has_no_effect_before_it_is_released(running: "Running", town: "Town") -> None:
    held = running.sandbox.faults.hold("POST", f"/channels/{town.general.id}/messages")
    town.ann.says(town.general, "waiting")
    await held.arrived.wait()
    assert town.general.from_bot == []

    held.release()

    assert await running.heard(town.general, "waiting")


async def test_an_unserved_route_is_told_loudly_and_harms_nothing(running: "Running", town: "Town") -> None:
    headers = {"Authorization": f"Bot {running.sandbox.token}"}
    async with aiohttp.ClientSession(headers=headers) as client:
        answer = await client.get(running.sandbox.api_url + "/moon/phases")
        told = await answer.json()
    (gap,) = running.sandbox.calls.gaps
    running.sandbox.calls.gaps.clear()

    assert answer.status == 501
    assert "GET /moon/phases" in gap
    assert "/moon/phases" in told["message"]
    town.ann.says(town.general, "still here")
    assert await running.heard(town.general, "still here")


async def test_somebody_who_refuses_private_messages_gets_none(running: "Running", town: "Town") -> None:
    town.ann.closes_private_messages()
    direct = running.sandbox.world.direct(town.ann)
    town.ann.tells_bot("hello")

    (call,) = await running.sandbox.wait_for(
        lambda: running.sandbox.calls.of("POST", f"/channels/{direct.id}/messages", status=403), "a refusal"
    )

    assert call.answer == {"code": 50007, "message": "Cannot send messages to this user"}
    assert direct.from_bot == []
