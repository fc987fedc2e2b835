"""One REST request as the gaps see it, and the routes they serve."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.wire import as_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.backend import SandboxBackend
    from bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, already authorised.

    Attributes:
        ids: The numbers in the path, in order.
    """

    backend: "SandboxBackend"
    method: str
    path: str
    json: object
    query: dict[str, str]
    reason: str | None = None
    ids: tuple[int, ...] = field(default=())

    @property
    def body(self) -> "Json":
        """The JSON body where it is an object, else an empty one."""
        return as_object(self.json)


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path pattern (`#` stands for an id), and what answers it."""

    method: str
    pattern: str
    serve: "Callable[[Asked], object]"

    def ids(self, method: str, path: str) -> tuple[int, ...] | None:
        """The ids in the path, or `None` where this is another route."""
        if method != self.method:
            return None
        found = re.fullmatch(self.pattern.replace("#", r"(\d+)"), path)
        return tuple(int(group) for group in found.groups()) if found else None
