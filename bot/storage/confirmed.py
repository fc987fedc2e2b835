"""The pictures that a server's moderators confirmed: fingerprints only, each server's its own."""

from typing import TYPE_CHECKING, cast

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.observed import Fingerprint, PersonId, ServerId
from bot.storage.fingerprints import EMPTY, LEAST_QUALITY, FingerprintSet, from_hex, to_hex
from bot.storage.tables import confirmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bot.storage.database import Database


class Confirmed:
    """The aggregate of servers' own lists. `load` it once; reads come from memory, writes go to both.

    Attributes:
        version: Changes with every change of any list.
    """

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._of: dict[ServerId, FingerprintSet] = {}
        self.version = 0

    async def load(self) -> None:
        """Read every server's list."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(confirmed.c.server_id, confirmed.c.fingerprint))).all()
        found: dict[ServerId, list[int]] = {}
        for row in rows:
            found.setdefault(ServerId(row.server_id), []).append(from_hex(cast("str", row.fingerprint)))
        for server, bits in found.items():
            self._put(server, bits)

    def of(self, server: ServerId) -> FingerprintSet:
        """The list of a server."""
        return self._of.get(server, EMPTY)

    def all(self) -> "Mapping[ServerId, FingerprintSet]":
        """The lists of the servers that have one."""
        return self._of

    async def add(
        self, server: ServerId, pictures: "Iterable[Fingerprint]", by: PersonId, at: "datetime"
    ) -> int:
        """Put pictures on a server's list. Returns how many are new; flat ones are left out."""
        known = self.of(server).bits
        fresh = {one.bits for one in pictures if one.quality >= LEAST_QUALITY} - set(known)
        rows = [
            {"server_id": server, "fingerprint": to_hex(bits), "by_id": by, "at": at}
            for bits in sorted(fresh)
        ]
        if rows:
            async with self._database.begin() as connection:
                await connection.execute(insert(confirmed).on_conflict_do_nothing(), rows)
            self._put(server, (*self.of(server).bits, *fresh))
        return len(rows)

    async def remove(self, server: ServerId, hashes: "Iterable[int]") -> int:
        """Take off a server's list all that show the same as one of the hashes. Returns how many."""
        gone = self.of(server).near(hashes)
        async with self._database.begin() as connection:
            for bits in gone:
                await connection.execute(
                    delete(confirmed).where(
                        confirmed.c.server_id == server, confirmed.c.fingerprint == to_hex(bits)
                    )
                )
        self._put(server, (bits for bits in self.of(server).bits if bits not in gone))
        return len(gone)

    async def erase(self, server: ServerId) -> None:
        """Forget a server's list, as when Breakwater was removed from it."""
        async with self._database.begin() as connection:
            await connection.execute(delete(confirmed).where(confirmed.c.server_id == server))
        self._put(server, ())

    def _put(self, server: ServerId, bits: "Iterable[int]") -> None:
        self._of[server] = FingerprintSet(dict.fromkeys(bits))
        if not self._of[server].bits:
            del self._of[server]
        self.version += 1
