"""From a plea to its answers: a quiet note in the place, and moderators called where a life may be in danger.

No incident is opened, nobody is suspected, and who pleaded is written nowhere.
"""

from typing import TYPE_CHECKING, Final

from bot.consequences.values import Hint, Look, Note
from bot.detection.pleas import QUIET_FOR, Need, NewPleas
from bot.guidance.words import Situation
from bot.storage import outbox
from bot.storage.outbox import Errand

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.clock import Clock
    from bot.consequences.protocol import Consequences
    from bot.consequences.values import Marker, Sent
    from bot.detection.pleas import Plea
    from bot.storage.database import Database
    from bot.storage.outbox import Entry
    from bot.storage.servers import Servers

NOTES: Final = {Errand.HELP: Situation.TOLD, Errand.DANGER: Situation.DANGER}
"""The notes that answer a plea, and the words of each. Two people within minutes may share one, for Discord
takes a second with the same nonce for a repetition."""

_ENOUGH: Final = {
    Need.HELP: (Errand.WARNING, Errand.SPREAD, Errand.DANGER),
    Need.DANGER: (),
}
"""Notes that say as much: after one of these a place needs no other. Danger is always answered."""


class Pleas:
    """Answers members who ask for help.

    Args:
        database: Where the outbox stands.
        clock: The present moment.
        wake: Called after something was put into the outbox.
    """

    def __init__(self, database: "Database", clock: "Clock", wake: "Callable[[], None]") -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._new = NewPleas()

    async def answer(self, plea: "Plea") -> None:
        """Ask for the note, and for moderators to look where somebody may be in danger; once in a while."""
        now = self._clock()
        if not self._new.is_new(plea, now):
            return
        server, place = plea.place.server, plea.place.id
        danger = plea.need is Need.DANGER
        note = Errand.DANGER if danger else Errand.HELP
        async with self._database.begin() as connection:
            if not await outbox.asked_since(connection, server, place, _ENOUGH[plea.need], now - QUIET_FOR):
                await outbox.want(
                    connection, server=server, incident=None, errand=note, now=now, place=place, again=True
                )
            if danger:
                await outbox.want(
                    connection,
                    server=server,
                    incident=None,
                    errand=Errand.LOOK,
                    now=now,
                    place=place,
                    about=plea.message,
                )
        self._wake()


async def perform(
    consequences: "Consequences", servers: "Servers", entry: "Entry", marker: "Marker"
) -> "Sent | None":
    """Carry out an errand that belongs to no incident: an answer to a plea, or the set-up hint."""
    chosen = servers.get(entry.server)
    if entry.errand in NOTES:
        return await consequences.notify(Note(marker, None, entry.server, entry.place, NOTES[entry.errand]))
    if entry.about is not None:
        return await consequences.look(
            Look(
                marker=marker,
                server=entry.server,
                channel=chosen.moderators_channel,
                role=chosen.moderators_role,
                place=entry.place,
                message=entry.about,
            )
        )
    return None if chosen.set_up_at is not None else await consequences.hint(Hint(marker, entry.server))
