"""What each server chose, kept in memory as well: the way of a message asks for it every time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.consequences.values import Ladder
from bot.observed import PlaceId, ServerId
from bot.storage.tables import servers

if TYPE_CHECKING:
    from datetime import datetime

    from bot.detection.policy import Sensitivity
    from bot.storage.database import Database

DEFAULT_REGION = "international"
"""Shown until somebody chose: help lines that serve any country. A region is asked for, never guessed."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """A server's choices.

    Attributes:
        region: A key of the guidance's regions.
        read_pictures: Whether pictures are fingerprinted; otherwise spread is judged on metadata alone.
        sensitivity: How much evidence a caution and an alert take.
        share_list: Whether other servers may learn that a picture is on this server's confirmed list.
        receive_lists: Whether pictures are looked up in the lists that other servers share.
        set_up_at: When `/setup` was finished; `None`: the defaults are in force.
    """

    server: ServerId
    moderators_channel: PlaceId | None = None
    moderators_role: int | None = None
    region: str = DEFAULT_REGION
    ladder: Ladder = Ladder.ASK
    read_pictures: bool = True
    sensitivity: "Sensitivity" = "normal"
    share_list: bool = False
    receive_lists: bool = False
    set_up_at: "datetime | None" = None


class Servers:
    """The aggregate of server settings. `load` it once; reads come from memory, writes go to both.

    Attributes:
        version: Changes with every change of any server's choices.
    """

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._known: dict[ServerId, ServerSettings] = {}
        self.version = 0

    async def load(self) -> None:
        """Read every server's choices."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(servers))).all()
        for row in rows:
            settings = ServerSettings(
                server=ServerId(row.server_id),
                moderators_channel=cast("PlaceId | None", row.moderators_channel_id),
                moderators_role=cast("int | None", row.moderators_role_id),
                region=str(row.region),
                ladder=Ladder(row.ladder),
                read_pictures=bool(row.read_pictures),
                sensitivity=cast("Sensitivity", row.sensitivity),
                share_list=bool(row.share_list),
                receive_lists=bool(row.receive_lists),
                set_up_at=cast("datetime | None", row.set_up_at),
            )
            self._known[settings.server] = settings
        self.version += 1

    def get(self, server: ServerId) -> ServerSettings:
        """Return a server's choices, the defaults where it made none."""
        return self._known.get(server) or ServerSettings(server)

    async def save(self, settings: ServerSettings) -> None:
        """Keep a server's choices."""
        row = {
            "server_id": settings.server,
            "moderators_channel_id": settings.moderators_channel,
            "moderators_role_id": settings.moderators_role,
            "region": settings.region,
            "ladder": settings.ladder.value,
            "read_pictures": settings.read_pictures,
            "sensitivity": settings.sensitivity,
            "share_list": settings.share_list,
            "receive_lists": settings.receive_lists,
            "set_up_at": settings.set_up_at,
        }
        async with self._database.begin() as connection:
            await connection.execute(
                insert(servers).values(row).on_conflict_do_update(index_elements=["server_id"], set_=row)
            )
        self._known[settings.server] = settings
        self.version += 1

    async def erase(self, server: ServerId) -> None:
        """Forget a server's choices, as when Breakwater was removed from it."""
        async with self._database.begin() as connection:
            await connection.execute(delete(servers).where(servers.c.server_id == server))
        self._known.pop(server, None)
        self.version += 1
