"""Consequences that happen to nobody."""

from typing import TYPE_CHECKING

from bot.consequences.values import Removed

if TYPE_CHECKING:
    from bot.consequences.protocol import Progress
    from bot.consequences.values import Card, Hint, Look, Note, Removal, TimeOut


class Simulated:
    """Does nothing. Inside `Audited`, which writes down what it was asked, this is watch-only mode."""

    async def notify(self, note: "Note") -> None:
        """Post nothing."""

    async def alert(self, card: "Card") -> None:
        """Show nothing."""

    async def look(self, look: "Look") -> None:
        """Call nobody."""

    async def hint(self, hint: "Hint") -> None:
        """Say nothing."""

    async def remove(self, removal: "Removal", told: "Progress") -> int:
        """Remove nothing; every message is reported as still standing."""
        await told(tuple(Removed(sighting.message, "watch-only") for sighting in removal.sightings))
        return len(removal.sightings)

    async def time_out(self, order: "TimeOut") -> None:
        """Stop nobody from writing."""
