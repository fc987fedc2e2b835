"""One gateway session: its events in order, what the client has been sent, and what it can be sent again."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from bot.sandbox.wire import dumps

if TYPE_CHECKING:
    from aiohttp import web

    from bot.sandbox.visibility import View
    from bot.sandbox.wire import Json

KEPT_EVENTS = 5_000
"""Events a session can replay on RESUME, and beyond which it is invalid; Discord names no number."""


class Session:
    """Numbered events, and the socket that takes them.

    Attributes:
        id: The session id given in READY.
        view: What it may see.
        sequence: Number of the last event.
        socket: Where events go now; `None` while the client is away.
    """

    def __init__(self, session_id: str, view: "View") -> None:
        self.id = session_id
        self.view = view
        self.sequence = 0
        self.socket: web.WebSocketResponse | None = None
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT_EVENTS)
        self._due: deque[str] = deque()
        self._wake = asyncio.Event()

    def feed(self, event: str, payload: "Json") -> None:
        """Number an event and have it sent, now or after a RESUME."""
        self.sequence += 1
        frame = dumps({"op": 0, "s": self.sequence, "t": event, "d": payload})
        self._kept.append((self.sequence, frame))
        if self.socket is not None:
            self._due.append(frame)
            self._wake.set()

    def can_resume_after(self, sequence: int) -> bool:
        """Whether all events after this number are still here."""
        oldest = self._kept[0][0] if self._kept else self.sequence + 1
        return oldest - 1 <= sequence <= self.sequence

    def rewind(self, sequence: int) -> None:
        """Send again what came after this number."""
        self._due = deque(frame for number, frame in self._kept if number > sequence)
        self._wake.set()

    async def send_events(self, socket: "web.WebSocketResponse") -> None:
        """Send events to this socket until it is no longer the session's."""
        while self.socket is socket and not socket.closed:
            if self._due:
                await socket.send_str(self._due.popleft())
            else:
                self._wake.clear()
                await self._wake.wait()

    def detach(self, socket: "web.WebSocketResponse") -> None:
        """The socket is gone; events are kept for a RESUME."""
        if self.socket is socket:
            self.socket = None
            self._due.clear()
        self._wake.set()
