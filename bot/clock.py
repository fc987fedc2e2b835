"""Time as a dependency: whoever needs to know the time is given a `Clock`."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment as an aware datetime in UTC."""


def system_clock() -> datetime:
    """Return the machine's time (aware UTC)."""
    return datetime.now(UTC)
