"""The one protocol behind which everything happens that people notice."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.consequences.values import Card, Hint, Note, Removal, Removed, Sent, TimeOut


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

    async def hint(self, hint: "Hint") -> "Sent | None":
        """Say in the place where the bot may speak how to set it up."""
        ...

    async def remove(self, removal: "Removal") -> "tuple[Removed, ...]":
        """Take the suspect's messages out; returns what became of each of theirs."""
        ...

    async def time_out(self, order: "TimeOut") -> None:
        """Stop somebody from writing for a while, or lift that."""
        ...
