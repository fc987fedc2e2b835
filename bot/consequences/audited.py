"""Consequences around which every deed is written down, done or simulated."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.consequences.protocol import Consequences, Progress
    from bot.consequences.values import Card, Hint, IncidentId, Look, Note, Removal, Sent, TimeOut
    from bot.observed import PersonId, ServerId


TIMED_OUT, LIFTED = "time_out", "lift"
"""Capabilities in the ledger: the later of the two tells how things stand."""


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

    async def look(self, look: "Look") -> "Sent | None":
        """Ask, then write it."""
        sent = await self._inner.look(look)
        text = f"asked the moderators to look after somebody in <#{look.place}>"
        await self._write(look.server, None, "look", text)
        return sent

    async def hint(self, hint: "Hint") -> "Sent | None":
        """Give the hint, then write it."""
        sent = await self._inner.hint(hint)
        await self._write(hint.server, None, "hint", "said how to set Breakwater up")
        return sent

    async def remove(self, removal: "Removal", told: "Progress") -> int:
        """Remove, then write how many went."""
        gone = await self._inner.remove(removal, told)
        text = f"removed {gone} message{'' if gone == 1 else 's'}"
        await self._write(removal.server, removal.incident, "remove", text, removal.by)
        return gone

    async def time_out(self, order: "TimeOut") -> None:
        """Time out or lift it, then write it."""
        await self._inner.time_out(order)
        capability = TIMED_OUT if order.until else LIFTED
        text = f"timed out until {order.until:%Y-%m-%d %H:%M} UTC" if order.until else "lifted the time-out"
        await self._write(order.server, order.incident, capability, text, order.by)

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
