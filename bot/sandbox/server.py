"""The sandbox: one server on 127.0.0.1 with REST, gateway and CDN, and the world behind it."""

import asyncio
import base64
import secrets
import socket
import time
from typing import TYPE_CHECKING, Self

import discord
from aiohttp import web

from bot.sandbox.api import LARGEST_BODY, Api
from bot.sandbox.backend import SandboxBackend
from bot.sandbox.cdn import PROXY_ROOT, ROOT, SignedCdn
from bot.sandbox.clock import StoryClock
from bot.sandbox.errors import TookTooLong
from bot.sandbox.gateway import Gateway
from bot.sandbox.page import Page
from bot.sandbox.pulse import Pulse
from bot.sandbox.world import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import TypeVar

    from bot.sandbox.calls import CallLog
    from bot.sandbox.faults import Faults

    T = TypeVar("T")

PATIENCE = 10.0
"""Real seconds that waits take at most unless told otherwise: ample on a busy machine, short for a test."""

_LIMITED = {
    "presences": discord.ApplicationFlags.gateway_presence_limited.flag,
    "members": discord.ApplicationFlags.gateway_guild_members_limited.flag,
    "message_content": discord.ApplicationFlags.gateway_message_content_limited.flag,
}


class Sandbox:
    """A Discord on loopback; an async context manager.

    Args:
        bot_name: The bot account's name.

    Attributes:
        token: What the bot must log in with.
        world: Servers, people and channels, and the story's clock.
        gateway: Sessions, and the means to drop them.
        cdn: Uploads; `cdn.life` is how long a signed address can be read.
        api_url: For `BREAKWATER_DISCORD_API_URL`. Known once entered, as are the next two.
        gateway_url: For `BREAKWATER_DISCORD_GATEWAY_URL`.
        page: The web page; `page_url` is where it starts.
        media_host: `host:port` of attachment addresses, for `BREAKWATER_MEDIA_HOSTS`.
    """

    def __init__(self, bot_name: str = "Breakwater") -> None:
        self._listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._listening.bind(("127.0.0.1", 0))
        port: int = self._listening.getsockname()[1]
        self.media_host = f"127.0.0.1:{port}"
        self.page_url = f"http://{self.media_host}/"
        self.api_url = f"http://{self.media_host}/api/v10"
        self.gateway_url = f"ws://{self.media_host}/gateway"
        self.cdn = SignedCdn(f"http://{self.media_host}")
        self.clock = StoryClock()
        self.backend = SandboxBackend(self.clock, self.cdn, bot_name)
        self.pulse = Pulse()
        bot_id = base64.urlsafe_b64encode(str(self.backend.bot_user.id).encode()).decode().rstrip("=")
        self.token = f"{bot_id}.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(20)}"
        self.gateway = Gateway(self.backend, self.pulse, self.token, self.gateway_url)
        self._api = Api(self.backend, self.pulse, self.token, self.gateway_url)
        self.world = World(self.backend, self.pulse)
        self.app = web.Application(client_max_size=LARGEST_BODY)
        self.page = Page(self.world, self.media_host)
        self._runner: web.AppRunner | None = None
        self.allow_intents(members=True, message_content=True, presences=False)

    @property
    def calls(self) -> "CallLog":
        """Everything the bot did over REST, and what could not be served."""
        return self._api.log

    @property
    def faults(self) -> "Faults":
        """Trouble on demand."""
        return self._api.faults

    def forget_nonces(self) -> None:
        """Forget the nonces of messages, as Discord does after some minutes."""
        self._api.forget_nonces()

    def allow_intents(
        self, *, members: bool = True, message_content: bool = True, presences: bool = False
    ) -> None:
        """Switch the application's privileged intents on or off; others are always allowed."""
        wanted = {"members": members, "message_content": message_content, "presences": presences}
        allowed = discord.Intents.all()
        for name, on in wanted.items():
            setattr(allowed, name, on)
        self.gateway.allowed = allowed
        self.backend.application_flags = sum(flag for name, flag in _LIMITED.items() if wanted[name])

    async def wait_for(
        self, look: "Callable[[], T | None]", what: str = "the bot", within: float = PATIENCE
    ) -> "T":
        """Return the first true value of `look`; see `Pulse.wait_for`."""
        return await self.pulse.wait_for(look, what, within)

    async def rest(self, seconds: float) -> None:
        """Let real seconds pass, so that a story is told at a pace; tests wait for conditions instead."""
        await asyncio.sleep(seconds)

    async def quiet(self, seconds: float = 0.3, within: float = PATIENCE) -> None:
        """Return once nothing has changed for some real seconds: the bot has done what it wanted to do.

        Raises:
            TookTooLong: It never came to rest.
        """
        started = time.monotonic()
        while time.monotonic() - started < within:
            before = self.pulse.beats
            await asyncio.sleep(seconds)
            if self.pulse.beats == before:
                return
        raise TookTooLong(f"The bot did not come to rest in {within:g} s")

    async def __aenter__(self) -> Self:
        self.app.router.add_get("/gateway", self.gateway.serve)
        self.app.router.add_get("/gateway/", self.gateway.serve)
        self.page.mount(self.app)
        for root in (ROOT, PROXY_ROOT):
            self.app.router.add_get(root + "{path:.*}", self._read_attachment)
        self.app.router.add_route("*", "/api/v10/{path:.*}", self._api.serve)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.SockSite(self._runner, self._listening).start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        self.faults.clear()
        await self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()
        self._listening.close()

    async def _read_attachment(self, request: web.Request) -> web.Response:
        blob = self.cdn.read(request.match_info["path"], request.query_string)
        if blob is None:
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=blob.data, headers={"Content-Type": blob.content_type})
