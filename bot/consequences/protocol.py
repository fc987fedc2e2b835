"""The one protocol behind which everything happens that people notice."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.consequences.values import Card, Hint, Look, Note, Removal, Removed, Sent, TimeOut


Progress = Callable[["tuple[Removed, ...]"], Awaitable[None]]
"""Hears what became of some messages of a removal, while it goes on."""


class Consequences(Protocol):
    """Capabilities. Each is safe to repeat: what already happened is found and not done twice.

    All raise `bot.errors.Undeliverable` where it cannot happen now, with the reason in words.
    """

    async def notify(self, note: "Note") -> "Sent | None":
        """Post the quiet word in the place; `None` where nothing is really sent."""
        ...

    async def alert(self, card: "Card") -> "Sent | None":
        """Send the card to the moderators' channel, or edit it where it stands."""
        ...

    async def look(self, look: "Look") -> "Sent | None":
        """Ask moderators to look after somebody, in their channel."""
        ...

    async def hint(self, hint: "Hint") -> "Sent | None":
        """Say in the place where the bot may speak how to set it up."""
        ...

    async def remove(self, removal: "Removal", told: Progress) -> int:
        """Take messages out, and tell what became of them place by place. Returns how many are gone."""
        ...

    async def time_out(self, order: "TimeOut") -> None:
        """Stop somebody from writing for a while, or lift that."""
        ...
