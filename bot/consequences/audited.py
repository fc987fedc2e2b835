"""Consequences around which every deed is written down, done or simulated."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.consequences.protocol import Consequences
    from bot.consequences.values import Card, Hint, IncidentId, Note, Removal, Removed, Sent, TimeOut
    from bot.observed import PersonId, ServerId


class Ledger(Protocol):
    """Where deeds are written."""

    async def write(  # noqa: PLR0913 - a row of the ledger has these columns
        self,
        *,
        server: "ServerId",
        incident: "IncidentId | None",
        capability: str,
        by: "PersonId | None",
        simulated: bool,
        result: str,
    ) -> None:
        """Append one deed at the present moment."""
        ...


class Audited:
    """Wraps consequences and writes what they did into the ledger. A failure is not a deed."""

    def __init__(self, inner: "Consequences", ledger: Ledger, *, simulated: bool) -> None:
        self._inner = inner
        self._ledger = ledger
        self._simulated = simulated

    async def notify(self, note: "Note") -> "Sent | None":
        """Post, then write that the person at risk was told."""
        sent = await self._inner.notify(note)
        await self._write(note.server, note.incident, "notify", f"posted guidance in <#{note.place}>")
        return sent

    async def alert(self, card: "Card") -> "Sent | None":
        """Show the card; only its first appearance is a deed."""
        sent = await self._inner.alert(card)
        if card.sent is None:
            await self._write(card.server, card.incident, "alert", "alerted the moderators")
        return sent

    async def hint(self, hint: "Hint") -> "Sent | None":
        """Give the hint, then write it."""
        sent = await self._inner.hint(hint)
        await self._write(hint.server, None, "hint", "said how to set Breakwater up")
        return sent

    async def remove(self, removal: "Removal") -> "tuple[Removed, ...]":
        """Remove, then write how many went."""
        outcome = await self._inner.remove(removal)
        gone = sum(one.problem is None for one in outcome)
        text = f"removed {gone} of {len(outcome)} messages"
        await self._write(removal.server, removal.incident, "remove", text, removal.by)
        return outcome

    async def time_out(self, order: "TimeOut") -> None:
        """Time out or lift it, then write it."""
        await self._inner.time_out(order)
        text = f"timed out until {order.until:%Y-%m-%d %H:%M} UTC" if order.until else "lifted the time-out"
        await self._write(order.server, order.incident, "time_out", text, order.by)

    async def _write(
        self,
        server: "ServerId",
        incident: "IncidentId | None",
        capability: str,
        result: str,
        by: "PersonId | None" = None,
    ) -> None:
        await self._ledger.write(
            server=server,
            incident=incident,
            capability=capability,
            by=by,
            simulated=self._simulated,
            result=result,
        )
