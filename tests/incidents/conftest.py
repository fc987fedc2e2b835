"""One server with a suspect, its incidents and its delivery, over a real database."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest_asyncio

from bot.consequences.audited import Audited
from bot.consequences.values import IncidentId, Ladder
from bot.detection.evidence import Evidence, Signal
from bot.detection.verdict import Level, Verdict
from bot.incidents.delivery import Delivery
from bot.incidents.incidents import Incidents
from bot.incidents.review import Review
from bot.observed import MessageId, PersonId, Place, PlaceId, PlaceKind, ServerId
from bot.storage.confirmed import Confirmed
from bot.storage.deeds import Deeds
from bot.storage.removed import RemovedPictures
from bot.storage.servers import Servers, ServerSettings
from tests.incidents.witness import Witness

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.storage.database import Database
    from tests.conftest import HandClock

SERVER = ServerId(10)
SUSPECT = PersonId(66)
TARGET = PersonId(77)
CHAT = Place(SERVER, PlaceId(20), PlaceKind.CHANNEL)
MODERATORS = PlaceId(30)


@dataclass
class Station:
    """Everything between a verdict and its consequences."""

    clock: "HandClock"
    database: "Database"
    servers: Servers
    removed: RemovedPictures
    witness: Witness
    incidents: Incidents
    delivery: Delivery
    desk: Review

    def evidence(
        self, kind: str, number: int = 1, *, signal: Signal = Signal.ESCALATION, place: Place = CHAT
    ) -> Evidence:
        return Evidence(
            signal=signal,
            kind=kind,
            weight=3.0,
            reason=f"{kind} in message {number}",
            at=self.clock(),
            place=place.id,
            messages=(MessageId(number),),
            suspect=SUSPECT,
            target=TARGET,
        )

    def verdict(self, level: Level, *evidence: Evidence, place: Place = CHAT) -> Verdict:
        return Verdict(
            level=level,
            score=0.9,
            place=place,
            suspect=SUSPECT,
            target=TARGET,
            evidence=evidence,
            message=evidence[-1].messages[-1],
            at=self.clock(),
        )

    async def sees(
        self, level: Level, *evidence: Evidence, place: Place = CHAT, settle: bool = True
    ) -> IncidentId | None:
        incident = await self.incidents.consider(self.verdict(level, *evidence, place=place))
        if settle:
            await self.settle()
        return incident

    async def settle(self) -> None:
        """Carry out all that is due, card edits after their pause included."""
        for _ in range(10):
            self.clock.later(timedelta(seconds=1))
            if not await self.delivery.round():
                return

    async def chooses(self, **choices: object) -> None:
        await self.servers.save(replace(self.servers.get(SERVER), **choices))  # type: ignore[arg-type]


@pytest_asyncio.fixture
async def station(database: "Database", clock: "HandClock") -> "AsyncIterator[Station]":
    servers, removed, witness = Servers(database), RemovedPictures(database), Witness()
    await servers.save(ServerSettings(SERVER, moderators_channel=MODERATORS, ladder=Ladder.ASK))
    audited = Audited(witness, Deeds(database, clock), simulated=False)
    delivery = Delivery(database, servers, removed, lambda _: audited, clock)
    yield Station(
        clock=clock,
        database=database,
        servers=servers,
        removed=removed,
        witness=witness,
        incidents=Incidents(database, servers, removed, clock, delivery.wake),
        delivery=delivery,
        desk=Review(database, servers, Confirmed(database), removed, lambda _: audited, clock, delivery.wake),
    )
