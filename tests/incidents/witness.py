"""Consequences that remember what they were asked, and refuse when a test says so."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.consequences.values import Card, Hint, Look, Note, Removal, Removed, Sent, TimeOut
from bot.errors import Undeliverable
from bot.observed import MessageId, PlaceId, ServerId

if TYPE_CHECKING:
    from bot.consequences.protocol import Progress


@dataclass
class Witness:
    refusing: str | None = None
    notes: list[Note] = field(default_factory=list[Note])
    cards: list[Card] = field(default_factory=list[Card])
    looks: list[Look] = field(default_factory=list[Look])
    hints: list[Hint] = field(default_factory=list[Hint])
    removals: list[Removal] = field(default_factory=list[Removal])
    time_outs: list[TimeOut] = field(default_factory=list[TimeOut])
    held: dict[ServerId, asyncio.Event] = field(default_factory=dict[ServerId, asyncio.Event])
    hinted: dict[ServerId, asyncio.Event] = field(default_factory=dict[ServerId, asyncio.Event])
    failing: set[ServerId] = field(default_factory=set[ServerId])

    async def notify(self, note: Note) -> Sent:
        self._refuse()
        self.notes.append(note)
        return Sent(note.place, MessageId(900 + len(self.notes)))

    async def alert(self, card: Card) -> Sent:
        self._refuse()
        self.cards.append(card)
        return card.sent or Sent(card.channel or PlaceId(0), MessageId(800 + len(self.cards)))

    async def look(self, look: Look) -> Sent:
        self._refuse()
        self.looks.append(look)
        return Sent(look.channel or PlaceId(0), MessageId(600 + len(self.looks)))

    async def hint(self, hint: Hint) -> Sent:
        self._refuse()
        if hint.server in self.failing:
            raise ZeroDivisionError
        if hint.server in self.held:
            await self.held[hint.server].wait()
        self.hints.append(hint)
        self.hinted.setdefault(hint.server, asyncio.Event()).set()
        return Sent(PlaceId(1), MessageId(700))

    async def heard_of(self, server: ServerId) -> None:
        """Wait until a server was given its hint."""
        await self.hinted.setdefault(server, asyncio.Event()).wait()

    async def remove(self, removal: Removal, told: "Progress") -> int:
        self._refuse()
        self.removals.append(removal)
        await told(tuple(Removed(one.message, None) for one in removal.sightings))
        return len(removal.sightings)

    async def time_out(self, order: TimeOut) -> None:
        self._refuse()
        self.time_outs.append(order)

    def _refuse(self) -> None:
        if self.refusing:
            raise Undeliverable(self.refusing)
