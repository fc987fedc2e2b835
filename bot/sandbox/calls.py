"""What the bot did: every REST call with its time, body, reason and answer."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from bot.sandbox.wire import as_object

if TYPE_CHECKING:
    from datetime import datetime

    from bot.sandbox.wire import Json


@dataclass(slots=True)
class Call:
    """One REST call.

    Attributes:
        method: `GET`, `POST` and so on.
        path: Below `/api/v10`, such as `/channels/1/messages`, without the query.
        query: The query's parameters, the last where one is repeated.
        json: The JSON body (the `payload_json` part of a form), or `None`.
        files: Names of uploaded files.
        reason: The audit log reason, decoded.
        at: When it arrived: real time, aware UTC.
        status: HTTP status of the answer; 0 while there is none.
        answer: The answer's JSON, or `None`.
    """

    method: str
    path: str
    query: dict[str, str]
    json: object
    files: tuple[str, ...]
    reason: str | None
    at: "datetime"
    status: int = 0
    answer: object = None

    @property
    def body(self) -> "Json":
        """The JSON body where it is an object, else an empty one."""
        return as_object(self.json)

    def matches(self, method: str, pattern: str) -> bool:
        """Whether this is a call of the method (`*`: any) to a path of the shell pattern."""
        return method in ("*", self.method) and fnmatchcase(self.path, pattern)


@dataclass(slots=True)
class CallLog:
    """All calls in order of arrival.

    Attributes:
        all: Every call.
        gaps: Calls that the sandbox could not serve, and why. The bot got 501.
    """

    all: list[Call] = field(default_factory=list["Call"])
    gaps: list[str] = field(default_factory=list[str])

    def of(self, method: str, pattern: str, *, status: int | None = None) -> list[Call]:
        """Calls of a method (`*`: any) to paths of a shell pattern, such as `/guilds/*/bans/*`."""
        return [
            call
            for call in self.all
            if call.matches(method, pattern) and (status is None or call.status == status)
        ]
