"""JSON as it goes over the wire: the one seam where values are untyped, on both sides of SimCord."""

import json
from typing import Any, cast

JSON_TYPE = "application/json"
"""Exactly so: discord.py parses a body only where the content type carries no charset."""

Json = dict[str, Any]
"""One JSON object. Its members are whatever Discord documents for it."""


def dumps(value: object) -> str:
    """Compact JSON."""
    return json.dumps(value, separators=(",", ":"), default=str)


def loads(text: str | bytes) -> object:
    """Parse JSON.

    Raises:
        ValueError: The text is not JSON.
    """
    value: object = json.loads(text)
    return value


def is_object(value: object) -> bool:
    """Whether the value is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> bool:
    """Whether the value is a JSON array."""
    return isinstance(value, list)


def as_object(value: object) -> Json:
    """The value if it is a JSON object, else an empty one."""
    return cast("Json", value) if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The value if it is a JSON array, else an empty one."""
    return cast("list[Any]", value) if isinstance(value, list) else []
