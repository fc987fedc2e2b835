"""Consequences that only say what they would do."""

import logging
from typing import TYPE_CHECKING

from bot.consequences.values import Removed

if TYPE_CHECKING:
    from bot.consequences.values import Card, Hint, Note, Removal, TimeOut

_log = logging.getLogger(__name__)


class Simulated:
    """Does nothing to anybody. With `Audited` around it this is watch-only mode, the ladder's step `log`."""

    async def notify(self, note: "Note") -> None:
        """Say that a note would be posted."""
        _log.info("watch-only: incident %s: a note would be posted in %s", note.incident, note.place)

    async def alert(self, card: "Card") -> None:
        """Say that a card would be shown."""
        _log.info("watch-only: incident %s: moderators would see a card (%s)", card.incident, card.level.word)

    async def hint(self, hint: "Hint") -> None:
        """Say that a hint would be given."""
        _log.info("watch-only: server %s: the set-up hint would be given", hint.server)

    async def remove(self, removal: "Removal") -> tuple[Removed, ...]:
        """Say what would be removed; every message is reported as still standing."""
        _log.info("watch-only: incident %s: %d removals", removal.incident, len(removal.sightings))
        return tuple(Removed(sighting.message, "watch-only") for sighting in removal.sightings)

    async def time_out(self, order: "TimeOut") -> None:
        """Say who would be timed out."""
        _log.info("watch-only: incident %s: the suspect would be timed out", order.incident)
