"""The sandbox's clock: stories of hours play in seconds, in the past and up to the present, never beyond it.

Only what Discord would stamp (message, account and join times) follows this clock. Heartbeats, rate limits,
interaction tokens and signed addresses live in real time and do not ask it.
"""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from simcord._clock import Clock

from bot.sandbox.errors import SandboxError

if TYPE_CHECKING:
    from collections.abc import Generator


def real_now() -> datetime:
    """The present, aware UTC."""
    return datetime.now(UTC)


class StoryClock(Clock):
    """A clock that runs at real speed behind the present, by an offset that the story moves."""

    def __init__(self) -> None:
        super().__init__()
        self._behind = timedelta()
        self._pinned: datetime | None = None

    def now(self) -> datetime:
        """The story's time, aware UTC."""
        return self._pinned if self._pinned is not None else real_now() - self._behind

    def begin(self, ago: timedelta) -> datetime:
        """Set the story's time to `ago` before the present, and return it."""
        if ago < timedelta():
            raise SandboxError(f"A story cannot begin in the future (ago={ago})")
        self._behind = ago
        return self.now()

    def later(self, passed: timedelta) -> datetime:
        """Let story time pass, and return the new time.

        Raises:
            SandboxError: The story would go beyond the present; begin it earlier.
        """
        if passed < timedelta():
            raise SandboxError(f"Time passes forwards only (passed={passed})")
        if passed > self._behind:
            beyond = passed - self._behind
            raise SandboxError(f"The story would pass the present by {beyond}: begin it earlier")
        self._behind -= passed
        return self.now()

    def go_to(self, moment: datetime) -> None:
        """Set the story's time."""
        self.begin(real_now() - moment)

    def catch_up(self) -> None:
        """Return to the present."""
        self._behind = timedelta()

    @contextmanager
    def pinned(self, moment: datetime) -> "Generator[None]":
        """Hold the clock at a moment while something is made that carries it."""
        before, self._pinned = self._pinned, moment
        try:
            yield
        finally:
            self._pinned = before
