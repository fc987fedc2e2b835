"""What servers know of a picture: whether they confirmed or removed it, or others did who share their list.

Nothing is copied from server to server. Whether a list counts elsewhere is looked up each time, so that what
is unmarked, erased or no longer shared is withdrawn everywhere at once.
"""

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.storage.fingerprints import EMPTY, FingerprintSet, hashes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.observed import Picture, ServerId
    from bot.storage.confirmed import Confirmed
    from bot.storage.removed import RemovedPictures
    from bot.storage.servers import Servers


@dataclass(frozen=True, slots=True)
class _Shared:
    """All shared lists as one; `holders` says whose each fingerprint is, and is told to nobody."""

    versions: tuple[int, int]
    bits: FingerprintSet
    holders: "Mapping[int, frozenset[ServerId]]"

    def by_others(self, server: "ServerId", hashes: tuple[int, ...]) -> bool:
        return any(self.holders[bits] - {server} for bits in self.bits.near(hashes))


class Lists:
    """Looks pictures up in servers' lists, in others' as far as both sides chose.

    Args:
        confirmed: The lists.
        removed: What incidents removed.
        servers: Who shares, and who receives.
    """

    def __init__(self, confirmed: "Confirmed", removed: "RemovedPictures", servers: "Servers") -> None:
        self._confirmed = confirmed
        self._removed = removed
        self._servers = servers
        self._merged = _Shared((-1, -1), EMPTY, {})

    async def mark(self, server: "ServerId", picture: "Picture") -> "Picture":
        """Note on a picture posted on `server` what is known of one like it; outside of the event loop."""
        hashes = hashes_of(picture)
        own, removed = self._confirmed.of(server), self._removed.of(server)
        shared = self._shared() if self._servers.get(server).receive_lists else None
        if not hashes or not (own.bits or removed.bits or (shared and shared.bits.bits)):
            return picture

        def look_up() -> "Picture":
            return replace(
                picture,
                own_list=bool(own.near(hashes)),
                shared_list=shared is not None and shared.by_others(server, hashes),
                removed_here=bool(removed.near(hashes)),
            )

        return await asyncio.to_thread(look_up)

    def _shared(self) -> _Shared:
        versions = (self._confirmed.version, self._servers.version)
        if self._merged.versions != versions:
            holders: dict[int, frozenset[ServerId]] = {}
            for server, held in self._confirmed.all().items():
                for bits in held.bits if self._servers.get(server).share_list else ():
                    holders[bits] = holders.get(bits, frozenset()) | {server}
            self._merged = _Shared(versions, FingerprintSet(holders), holders)
        return self._merged
