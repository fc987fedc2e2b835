"""The pictures that a server's moderators confirmed: fingerprints only, each server's its own."""

from typing import TYPE_CHECKING, cast

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.observed import Fingerprint, PersonId, ServerId
from bot.storage.tables import confirmed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.storage.database import Database

CONFIRMED_QUALITY = 50
"""PDQ's own threshold: a flatter picture resembles others too easily to stand on a list."""

SAME_PICTURE = 31
"""Bits by which two fingerprints of one picture differ at the most (PDQ's own recommendation)."""

HEX_DIGITS = 64


class Confirmed:
    """The aggregate of servers' own lists. `load` it once; reads come from memory, writes go to both."""

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._of: dict[ServerId, set[int]] = {}

    async def load(self) -> None:
        """Read every server's list."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(confirmed.c.server_id, confirmed.c.fingerprint))).all()
        for row in rows:
            self._of.setdefault(ServerId(row.server_id), set()).add(int(cast("str", row.fingerprint), 16))

    def bits_of(self, server: ServerId) -> frozenset[int]:
        """The list of a server, as the 256 bits of each fingerprint."""
        return frozenset(self._of.get(server, ()))

    def holds(self, server: ServerId, picture: Fingerprint) -> bool:
        """Whether a picture like this one stands on the server's list."""
        if picture.quality < CONFIRMED_QUALITY:
            return False
        own = self._of.get(server, ())
        return any((bits ^ picture.bits).bit_count() <= SAME_PICTURE for bits in own)

    async def add(
        self, server: ServerId, pictures: "Iterable[Fingerprint]", by: PersonId, at: "datetime"
    ) -> int:
        """Put pictures on a server's list. Returns how many are new; flat ones are left out."""
        fresh = {one.bits for one in pictures if one.quality >= CONFIRMED_QUALITY} - self.bits_of(server)
        rows = [
            {"server_id": server, "fingerprint": f"{bits:0{HEX_DIGITS}x}", "by_id": by, "at": at}
            for bits in fresh
        ]
        if rows:
            async with self._database.begin() as connection:
                await connection.execute(insert(confirmed).values(rows).on_conflict_do_nothing())
            self._of.setdefault(server, set()).update(fresh)
        return len(rows)

    async def remove(self, server: ServerId, near: "Iterable[Fingerprint]") -> int:
        """Take pictures off a server's list, with all that show the same. Returns how many."""
        wanted = list(near)
        gone = {
            bits
            for bits in self.bits_of(server)
            if any((bits ^ one.bits).bit_count() <= SAME_PICTURE for one in wanted)
        }
        async with self._database.begin() as connection:
            for bits in gone:
                await connection.execute(
                    delete(confirmed).where(
                        confirmed.c.server_id == server,
                        confirmed.c.fingerprint == f"{bits:0{HEX_DIGITS}x}",
                    )
                )
        self._of.get(server, set()).difference_update(gone)
        return len(gone)

    async def erase(self, server: ServerId) -> None:
        """Forget a server's list, as when Breakwater was removed from it."""
        async with self._database.begin() as connection:
            await connection.execute(delete(confirmed).where(confirmed.c.server_id == server))
        self._of.pop(server, None)
