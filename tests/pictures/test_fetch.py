"""Fetching, against a real server on loopback that misbehaves in every way a server can."""

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web

from bot.pictures.fetch import Fetcher, FetchLimits
from bot.pictures.hosts import AllowedHosts
from bot.pictures.outcome import Reason, Unread
from tests.pictures.gallery import picture

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BODY = bytes(range(256)) * 16
LIMITS = FetchLimits(bytes=len(BODY), seconds=0.4, in_flight=2)


class Cdn:
    """A server of pictures; `sent` counts the bytes that it put on the socket in endless answers."""

    def __init__(self) -> None:
        self.sent = 0
        self.now = 0
        self.most = 0
        self.asked: list[str] = []
        self.release = asyncio.Event()
        self.address = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        kind = request.path.strip("/")
        if kind.isdigit():
            return web.Response(status=int(kind), headers={"Location": f"{self.address}/picture"})
        if kind == "endless":
            return await self.endless(request)
        if kind == "silent":
            await self.release.wait()
        if kind == "counted":
            await self.count()
        if kind == "encoded":
            return web.Response(body=BODY, headers={"Content-Encoding": "gzip"})
        if kind == "hangup" and request.transport is not None:
            request.transport.abort()
        return web.Response(body=BODY + b"x" if kind == "large" else BODY)

    async def endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while self.sent < 100_000_000:
            await response.write(b"\x00" * 65536)
            self.sent += 65536
        return response

    async def count(self) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)  # lets every other request that may be in flight arrive
        if self.now == LIMITS.in_flight:
            self.release.set()
        await self.release.wait()
        self.now -= 1


@pytest.fixture
async def cdn() -> "AsyncIterator[Cdn]":
    served = Cdn()
    app = web.Application()
    app.router.add_get("/{tail:.*}", served.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    served.address = f"http://{host}:{port}"
    yield served
    served.release.set()
    await runner.cleanup()


@pytest.fixture
async def fetch(cdn: Cdn) -> "AsyncIterator[Fetcher]":
    async with aiohttp.ClientSession() as session:
        yield Fetcher(session, AllowedHosts.parse([cdn.address.removeprefix("http://")]), LIMITS)


async def test_the_bytes_of_an_allowed_picture_arrive(cdn: Cdn, fetch: Fetcher) -> None:
    assert await fetch(picture(f"{cdn.address}/picture")) == BODY


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("301", Reason.REDIRECTED),
        ("302", Reason.REDIRECTED),
        ("307", Reason.REDIRECTED),
        ("403", Reason.GONE),
        ("404", Reason.GONE),
        ("206", Reason.BAD_ANSWER),
        ("500", Reason.BAD_ANSWER),
        ("large", Reason.TOO_MANY_BYTES),
        ("encoded", Reason.ENCODED),
        ("silent", Reason.TOO_SLOW),
        ("hangup", Reason.UNREACHABLE),
    ],
)
async def test_each_bad_answer_has_its_reason(cdn: Cdn, fetch: Fetcher, path: str, reason: Reason) -> None:
    outcome = await fetch(picture(f"{cdn.address}/{path}"))
    assert isinstance(outcome, Unread)
    assert outcome.reason is reason


async def test_a_redirect_is_not_followed(cdn: Cdn, fetch: Fetcher) -> None:
    await fetch(picture(f"{cdn.address}/302"))
    assert cdn.asked == ["/302"]


async def test_an_endless_body_is_left_at_the_limit(cdn: Cdn, fetch: Fetcher) -> None:
    outcome = await fetch(picture(f"{cdn.address}/endless"))
    assert isinstance(outcome, Unread)
    assert outcome.reason is Reason.TOO_MANY_BYTES
    assert cdn.sent < 50_000_000  # what the sockets had buffered when we hung up


async def test_a_picture_announced_as_too_large_is_not_asked_for(cdn: Cdn, fetch: Fetcher) -> None:
    outcome = await fetch(picture(f"{cdn.address}/picture", size=LIMITS.bytes + 1))
    assert isinstance(outcome, Unread)
    assert outcome.reason is Reason.TOO_MANY_BYTES
    assert cdn.asked == []


async def test_a_host_that_is_not_allowed_is_not_asked(cdn: Cdn, fetch: Fetcher) -> None:
    outcome = await fetch(picture(cdn.address.replace("127.0.0.1", "localhost") + "/picture"))
    assert isinstance(outcome, Unread)
    assert outcome.reason is Reason.HOST_NOT_ALLOWED
    assert cdn.asked == []


async def test_a_closed_port_is_unreachable(cdn: Cdn) -> None:
    async with aiohttp.ClientSession() as session:
        fetch = Fetcher(session, AllowedHosts.parse(["127.0.0.1:1"]), LIMITS)
        outcome = await fetch(picture("http://127.0.0.1:1/picture"))
    assert isinstance(outcome, Unread)
    assert outcome.reason is Reason.UNREACHABLE
    assert cdn.asked == []


async def test_no_more_bodies_than_allowed_are_in_flight(cdn: Cdn, fetch: Fetcher) -> None:
    outcomes = await asyncio.gather(*(fetch(picture(f"{cdn.address}/counted", number=n)) for n in range(8)))
    assert outcomes == [BODY] * 8
    assert cdn.most == LIMITS.in_flight
