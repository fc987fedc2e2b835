"""The gateway's socket: HELLO, IDENTIFY, RESUME, heartbeats, member requests, and events to every session."""

import asyncio
import contextlib
import secrets
from typing import TYPE_CHECKING

import aiohttp
import discord
from aiohttp import WSMsgType, web
from simcord.backend import serializers

from bot.sandbox.members import member_chunks
from bot.sandbox.outgoing import finished
from bot.sandbox.session import Session
from bot.sandbox.visibility import View, adds_bot
from bot.sandbox.wire import as_list, as_object, dumps, loads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sandbox.backend import SandboxBackend
    from bot.sandbox.pulse import Pulse
    from bot.sandbox.wire import Json

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE = 0, 1, 2, 3, 4
RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = 6, 7, 8, 9, 10, 11
HEARTBEAT_INTERVAL_MS = 41_250
"""What Discord sends in HELLO."""

KEPT_AWAY = 4
"""Sessions kept for clients that are away; older ones cannot be resumed. Bounds memory over many restarts."""

BAD_OPCODE, NOT_IDENTIFIED, BAD_TOKEN, BAD_INTENTS, DISALLOWED_INTENTS = 4001, 4003, 4004, 4013, 4014
"""Gateway close codes (Opcodes and Status Codes)."""


class Gateway:
    """All sessions of the one application.

    Attributes:
        sessions: By session id, those whose client is away included.
        identified: How many IDENTIFYs were accepted.
        resumed: How many RESUMEs were accepted.
        allowed: Privileged intents switched on for the application; others are always allowed.
    """

    def __init__(self, backend: "SandboxBackend", pulse: "Pulse", token: str, url: str) -> None:
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self.allowed = discord.Intents.all()
        self.heartbeat_ms = HEARTBEAT_INTERVAL_MS
        self._backend = backend
        self._pulse = pulse
        self._token = token
        self._url = url
        backend.subscribers.append(self._on_event)

    @property
    def connected(self) -> list[Session]:
        """Sessions whose client is connected."""
        return [session for session in self.sessions.values() if session.socket is not None]

    async def drop(self, code: int | None = None) -> None:
        """Cut every socket: without a word (`None`), or with a close code. Sessions can be resumed."""
        for session in self.connected:
            socket = session.socket
            if socket is None:
                continue
            session.detach(socket)
            if code is None and (transport := _transport(socket)) is not None:
                transport.abort()
            else:
                await socket.close(code=code or aiohttp.WSCloseCode.GOING_AWAY)
        self._pulse.beat()

    async def ask_to_reconnect(self) -> None:
        """Send RECONNECT: clients are to close and resume."""
        for session in self.connected:
            if session.socket is not None:
                await session.socket.send_str(dumps({"op": RECONNECT, "d": None}))

    def forget_sessions(self) -> None:
        """Make every session impossible to resume."""
        kept, self.sessions = self.connected, {}
        for session in kept:
            session.id = secrets.token_hex(16)
            self.sessions[session.id] = session

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Talk to one client until it leaves."""
        socket = web.WebSocketResponse(compress=False, max_msg_size=1 << 20)
        await socket.prepare(request)
        await socket.send_str(dumps({"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_ms}}))
        session: Session | None = None
        sender: asyncio.Task[None] | None = None
        try:
            async for message in socket:
                if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    continue
                frame = as_object(loads(message.data))
                op, data = frame.get("op"), as_object(frame.get("d"))
                if op in (IDENTIFY, RESUME) and session is None:
                    start = self._identify if op == IDENTIFY else self._resume
                    session = await start(socket, data)
                    if session is not None:
                        sender = asyncio.create_task(_sending(session, socket))
                else:
                    await self._take(socket, session, op, data)
        finally:
            if session is not None:
                session.detach(socket)
            if sender is not None:
                sender.cancel()
            self._pulse.beat()
        return socket

    async def _take(
        self, socket: web.WebSocketResponse, session: Session | None, op: object, data: "Json"
    ) -> None:
        if op == HEARTBEAT:
            await socket.send_str(dumps({"op": ACK, "d": None}))
        elif session is None:
            await socket.close(code=NOT_IDENTIFIED)
        elif op == MEMBERS:
            self._members(session, data)
        elif op not in (PRESENCE, VOICE):
            await socket.close(code=BAD_OPCODE)

    async def _identify(self, socket: web.WebSocketResponse, data: "Json") -> Session | None:
        if data.get("token") != self._token:
            await socket.close(code=BAD_TOKEN, message=b"Authentication failed.")
            return None
        intents = discord.Intents.none()
        try:
            intents.value = int(data["intents"])
        except (KeyError, ValueError):
            await socket.close(code=BAD_INTENTS, message=b"Invalid intent(s).")
            return None
        if any(
            getattr(intents, name) and not getattr(self.allowed, name)
            for name in ("members", "presences", "message_content")
        ):
            await socket.close(code=DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
            return None
        shard, shards = (int(part) for part in as_list(data.get("shard")) or (0, 1))
        session = Session(secrets.token_hex(16), View(intents, shard, shards))
        session.socket = socket
        away = [old.id for old in self.sessions.values() if old.socket is None]
        for old in away[:-KEPT_AWAY]:
            del self.sessions[old]
        self.sessions[session.id] = session
        self._welcome(session)
        self.identified += 1
        self._pulse.beat()
        return session

    async def _resume(self, socket: web.WebSocketResponse, data: "Json") -> Session | None:
        session = self.sessions.get(str(data.get("session_id")))
        if data.get("token") != self._token:
            await socket.close(code=BAD_TOKEN, message=b"Authentication failed.")
            return None
        sequence = int(data.get("seq") or 0)
        if session is None or not session.can_resume_after(sequence):
            await socket.send_str(dumps({"op": INVALID, "d": False}))
            return None
        session.socket = socket
        session.rewind(sequence)
        session.feed("RESUMED", {})
        self.resumed += 1
        self._pulse.beat()
        return session

    def _welcome(self, session: Session) -> None:
        backend, view = self._backend, session.view
        servers = [server for server in backend.guilds.values() if backend.bot_user.id in server.members]
        servers = [server for server in servers if (server.id >> 22) % view.shards == view.shard]
        session.feed(
            "READY",
            {
                "v": 10,
                "user": finished(backend, serializers.user_payload(backend.bot_user)),
                "guilds": [{"id": str(server.id), "unavailable": True} for server in servers],
                "private_channels": [],
                "session_id": session.id,
                "session_type": "normal",
                "resume_gateway_url": self._url,
                "shard": [view.shard, view.shards],
                "application": {"id": str(backend.application_id), "flags": backend.application_flags},
            },
        )
        for server in servers:
            shaped = view.project(backend, "GUILD_CREATE", serializers.guild_create_payload(backend, server))
            if shaped is not None:
                session.feed("GUILD_CREATE", shaped)

    def _on_event(self, event: str, payload: "Mapping[str, object]") -> None:
        backend = self._backend
        for session in self.sessions.values():
            shaped = session.view.project(backend, event, payload)
            if shaped is None:
                continue
            if event == "THREAD_MEMBERS_UPDATE" and adds_bot(backend.bot_user.id, payload):
                # Discord shows the bot the thread that it was added to; SimCord does not.
                thread = backend.get_channel(int(str(payload["id"])))
                session.feed("THREAD_CREATE", as_object(serializers.thread_payload(backend, thread)))
            session.feed(event, shaped)
        self._pulse.beat()

    def _members(self, session: Session, data: "Json") -> None:
        if not session.view.intents.members and not (data.get("query") or data.get("user_ids")):
            return  # Discord does not answer a request for everybody without the members intent
        for chunk in member_chunks(self._backend, data):
            session.feed("GUILD_MEMBERS_CHUNK", as_object(finished(self._backend, chunk)))


async def _sending(session: Session, socket: web.WebSocketResponse) -> None:
    with contextlib.suppress(ConnectionError, aiohttp.ClientError):
        await session.send_events(socket)


def _transport(socket: web.WebSocketResponse) -> asyncio.Transport | None:
    found = socket.get_extra_info("transport")
    return found if isinstance(found, asyncio.Transport) else None
