"""Waiting for a condition without sleeping: every change wakes those who wait, and they look again."""

import asyncio
from typing import TYPE_CHECKING, TypeVar

from bot.sandbox.errors import TookTooLong

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Pulse:
    """One condition variable for everything in the sandbox.

    Attributes:
        beats: How often something changed.
    """

    def __init__(self) -> None:
        self.beats = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def beat(self) -> None:
        """Say that something changed."""
        self.beats += 1
        waiting, self._waiting = self._waiting, set()
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def wait_for(self, look: "Callable[[], T | None]", what: str, within: float) -> T:
        """Return the first true value of `look`, which is asked again after every change.

        Args:
            look: Asked now and after every change; must not wait itself.
            what: What is waited for, for the error message.
            within: Real seconds.

        Raises:
            TookTooLong: It stayed false.
        """
        try:
            async with asyncio.timeout(within):
                while not (found := look()):
                    waiter = asyncio.get_running_loop().create_future()
                    self._waiting.add(waiter)
                    try:
                        await waiter
                    finally:
                        self._waiting.discard(waiter)
                return found
        except TimeoutError:
            raise TookTooLong(f"Waited {within:g} s for {what}") from None
