"""The REST interface under /api/v10: asks SimCord or the gaps, and writes answers.

Knows HTTP. What a route does is SimCord's or a gap's business; what nobody serves is answered loudly (501)
and recorded, and never ends the server.
"""

import asyncio
import io
import logging
import traceback
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aiohttp import BodyPartReader, web
from simcord.backend import serializers
from simcord.backend.errors import BackendError
from simcord.http import RouteNotImplemented, UnsupportedField
from simcord.http.router import dispatch

from bot.sandbox.calls import Call, CallLog
from bot.sandbox.clock import real_now
from bot.sandbox.faults import Faults
from bot.sandbox.gaps import RULES, Asked, Route, application_routes, incident_routes, said_before
from bot.sandbox.outgoing import finished
from bot.sandbox.wire import JSON_TYPE, as_list, as_object, dumps, loads

if TYPE_CHECKING:
    from bot.sandbox.backend import SandboxBackend
    from bot.sandbox.pulse import Pulse

_log = logging.getLogger(__name__)

LARGEST_BODY = 32 * 1024 * 1024
"""Bytes of one request; above Discord's 10 MiB for uploads, so that the bot's own limit is what is tested."""

NO_CONTENT = 204
GAP = 501
TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file, shaped as SimCord reads it."""

    fp: io.BytesIO
    filename: str
    description: str | None


class Api:
    """Serves REST calls and remembers them.

    Attributes:
        log: Every call, and those that could not be served.
        faults: Trouble on demand.
    """

    def __init__(self, backend: "SandboxBackend", pulse: "Pulse", token: str, gateway_url: str) -> None:
        self.log = CallLog()
        self.faults = Faults()
        self._backend = backend
        self._pulse = pulse
        self._token = token
        self._routes: tuple[Route, ...] = (*application_routes(gateway_url), *incident_routes())
        self._nonces: dict[tuple[int, str], tuple[int, float]] = {}

    def forget_nonces(self) -> None:
        """Forget which messages were said before, as Discord does after some minutes."""
        self._nonces.clear()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        if (request.content_length or 0) > LARGEST_BODY:
            async for _ in request.content.iter_any():
                pass  # read to its end, so that the sender gets to hear the answer
            raise _refused(web.HTTPRequestEntityTooLarge, 40005, "Request entity too large")
        body, uploads = await _read(request)
        reason = request.headers.get("X-Audit-Log-Reason")
        call = Call(
            request.method,
            "/" + request.match_info["path"],
            dict(request.query),
            body,
            tuple(upload.filename for upload in uploads),
            unquote(reason) if reason is not None else None,
            real_now(),
        )
        self.log.all.append(call)
        self._pulse.beat()
        allowance = self.faults.allowance(call.method, call.path)
        headers = allowance.headers() if allowance is not None else {}
        if allowance is not None and allowance.retry_after:
            refusal = {
                "message": "You are being rate limited.",
                "retry_after": round(allowance.retry_after, 3),
                "global": False,
            }
            return self._answer(call, TOO_MANY, refusal, headers)
        trouble = self.faults.trouble_for(call.method, call.path)
        if trouble is not None:
            await asyncio.sleep(trouble.wait)
            if trouble.gate is not None:
                await trouble.gate.wait()
            if request.transport is None or request.transport.is_closing():
                raise web.HTTPServiceUnavailable  # its sender is gone: as if it had never arrived
            if trouble.status:
                refusal = {"message": "The sandbox was told to answer so", "code": 0}
                return self._answer(call, trouble.status, refusal, headers)
        status, answer = self._decide(call, uploads, request.headers.get("Authorization"))
        response = self._answer(call, status, answer, headers)
        if trouble is not None and trouble.lose_answer and request.transport is not None:
            request.transport.abort()
        return response

    def _answer(self, call: Call, status: int, answer: object, headers: dict[str, str]) -> web.Response:
        call.status, call.answer = status, answer
        self._pulse.beat()
        if status == NO_CONTENT:
            return web.Response(status=status, headers=headers)
        return web.Response(
            body=dumps(answer).encode(), status=status, headers={**headers, "Content-Type": JSON_TYPE}
        )

    def _decide(self, call: Call, uploads: list[Upload], authorization: str | None) -> tuple[int, object]:
        by_token = call.path.startswith(("/interactions/", "/webhooks/")) and call.path.count("/") > 2  # noqa: PLR2004 - the token is the third part
        if not by_token and authorization != f"Bot {self._token}":
            return 401, {"message": "401: Unauthorized", "code": 0}
        try:
            made = finished(self._backend, self._serve(call, uploads))
        except (RouteNotImplemented, UnsupportedField) as gap:
            return self._gap(call, gap.message)
        except BackendError as refused:
            return refused.status, refused.to_json()
        except Exception as broken:  # noqa: BLE001 - the boundary of a request: SimCord raises anything on bad input
            _log.debug("%s %s", call.method, call.path, exc_info=broken)
            where = "".join(traceback.format_exception(broken)[-2:]).strip()
            return self._gap(call, f"{type(broken).__name__} in {call.method} {call.path}: {where}")
        return (NO_CONTENT, None) if made is None else (200, made)

    def _gap(self, call: Call, why: str) -> tuple[int, object]:
        self.log.gaps.append(f"{call.method} {call.path}: {why}")
        _log.warning("The sandbox cannot serve %s %s: %s", call.method, call.path, why)
        return GAP, {"message": why, "code": 0}

    def _serve(self, call: Call, uploads: list[Upload]) -> object:
        asked = Asked(self._backend, call.method, call.path, call.json, call.query, call.reason)
        for rule in RULES:
            rule(asked)
        for route in self._routes:
            ids = route.ids(call.method, call.path)
            if ids is not None:
                return route.serve(
                    Asked(self._backend, call.method, call.path, call.json, call.query, call.reason, ids)
                )
        if call.method == "POST" and (ids := _SEND.ids("POST", call.path)):
            return self._send(call, uploads, ids)
        return self._simcord(call, uploads)

    def _send(self, call: Call, uploads: list[Upload], ids: tuple[int, ...]) -> object:
        asked = Asked(self._backend, call.method, call.path, call.json, call.query, call.reason, ids)
        known = said_before(asked, self._nonces)
        if known is not None:
            return serializers.message_payload(self._backend, known)
        nonce = call.body.get("nonce")
        if nonce is not None:
            self._backend.next_nonce = str(nonce)
        try:
            made = as_object(self._simcord(call, uploads))
        finally:
            self._backend.next_nonce = None
        if nonce is not None:
            self._nonces[ids[0], str(nonce)] = int(made["id"]), real_now().timestamp()
        return made

    def _simcord(self, call: Call, uploads: list[Upload]) -> object:
        # discord.py sends it in the query, Discord describes it in the body.
        purge = call.body.get("delete_message_seconds") or call.query.get("delete_message_seconds") or 0
        self._backend.purge_on_ban = timedelta(seconds=int(purge))
        made: Any = dispatch(
            self._backend,
            call.method,
            call.path,
            json=call.json,
            params=dict(call.query),
            files=list(uploads),
            reason=call.reason,
        )
        self._backend.http_requests.clear()  # the sandbox keeps its own log
        return made


_SEND = Route("POST", "/channels/#/messages", lambda _: None)


def _refused(kind: type[web.HTTPError], code: int, message: str) -> web.HTTPError:
    made = kind(max_size=LARGEST_BODY, actual_size=0) if kind is web.HTTPRequestEntityTooLarge else kind()
    made.text = dumps({"message": message, "code": code})
    made.content_type = JSON_TYPE
    return made


async def _read(request: web.Request) -> tuple[object, list[Upload]]:
    """The JSON body (or the `payload_json` part) and the uploaded files."""
    if not request.can_read_body:
        return None, []
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        try:
            return (loads(raw) if raw else None), []
        except ValueError:
            raise _refused(web.HTTPBadRequest, 50109, "The request body contains invalid JSON.") from None
    fields: dict[str, str] = {}
    parts: list[tuple[str, str, bytes]] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        if part.filename is None:
            fields[part.name or ""] = await part.text()
        else:
            parts.append((part.name or "", part.filename, bytes(await part.read())))
    body = loads(fields["payload_json"]) if "payload_json" in fields else (fields or None)
    return body, [Upload(io.BytesIO(data), name, _described(body, key)) for key, name, data in parts]


def _described(body: object, key: str) -> str | None:
    """The description that the body's `attachments` gives to the form part `files[n]`."""
    number = key.removeprefix("files[").removesuffix("]")
    payload = as_object(body)
    listed = as_list(payload.get("attachments") or as_object(payload.get("data")).get("attachments"))
    for entry in listed:
        if str(as_object(entry).get("id")) == number:
            found = as_object(entry).get("description")
            return str(found) if found is not None else None
    return None
