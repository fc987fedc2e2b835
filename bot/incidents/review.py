"""What moderators do with an incident: time out, remove, or say that it is nothing.

Whether somebody may do so was checked at the press of the button; here it happens in their name.
"""

from typing import TYPE_CHECKING

from bot.consequences.values import IncidentState
from bot.errors import NotAllowed
from bot.incidents import casefile
from bot.incidents.record import Record
from bot.storage import deeds, outbox, pictures
from bot.storage import incidents as stories
from bot.storage.outbox import Errand

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.clock import Clock
    from bot.consequences.protocol import Consequences
    from bot.consequences.values import IncidentId, Ladder, Removed
    from bot.incidents.casefile import Actor
    from bot.observed import ServerId
    from bot.storage.confirmed import Confirmed
    from bot.storage.database import Database
    from bot.storage.incidents import Incident
    from bot.storage.removed import RemovedPictures
    from bot.storage.servers import Servers


class Review:
    """The moderators' desk.

    Args:
        database: Where stories stand.
        servers: What each server chose.
        confirmed: Servers' own lists of pictures.
        removed: Learns what was removed, and what was a mistake.
        choose: Gives the consequences that a step of the ladder allows.
        clock: The present moment.
        wake: Called after a card has to be shown anew.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the desk reaches what a moderator can reach
        self,
        database: "Database",
        servers: "Servers",
        confirmed: "Confirmed",
        removed: "RemovedPictures",
        choose: "Callable[[Ladder], Consequences]",
        clock: "Clock",
        wake: "Callable[[], None]",
    ) -> None:
        self._database = database
        self._servers = servers
        self._confirmed = confirmed
        self._removed = removed
        self._choose = choose
        self._clock = clock
        self._wake = wake

    async def story(self, server: "ServerId", incident: "IncidentId") -> "Incident":
        """Return a server's incident.

        Raises:
            NotAllowed: It is another server's, or no longer on record.
        """
        async with self._database.begin() as connection:
            story = await casefile.story_of(connection, incident)
        if story.server != server:
            raise NotAllowed("This incident belongs to another server.")
        return story

    async def time_out(self, story: "Incident", actor: "Actor") -> "datetime":
        """Time the suspect out in a moderator's name. Returns until when."""
        until = self._clock() + casefile.TIME_OUT
        await self._consequences(story).time_out(casefile.time_out(story, until, actor))
        await self._refresh(story)
        return until

    async def lift(self, story: "Incident", actor: "Actor") -> None:
        """Let the suspect write again, whoever timed them out."""
        await self._consequences(story).time_out(casefile.time_out(story, None, actor))
        await self._refresh(story)

    async def confirm(self, story: "Incident", actor: "Actor") -> int:
        """Put the incident's pictures on the server's list. Returns how many are new there."""
        async with self._database.begin() as connection:
            found = await pictures.fingerprints(connection, story.id)
        count = await self._confirmed.add(story.server, found, actor.id, self._clock())
        async with self._database.begin() as connection:
            await self._write(connection, story, actor, "confirm", "confirmed the pictures")
            await self._show(connection, story)
        self._wake()
        return count

    async def record(self, story: "Incident") -> "Record":
        """All that is kept of an incident, for a report to the police."""
        async with self._database.begin() as connection:
            return Record(
                at=self._clock(),
                story=story,
                targets=await stories.targets(connection, story.id),
                reasons=await stories.reasons(connection, story.id),
                sightings=await stories.messages(connection, story.id),
                pictures=await pictures.of_incident(connection, story.id),
                deeds=await stories.deeds_of(connection, story.id),
            )

    async def remove(self, story: "Incident", actor: "Actor") -> "tuple[Removed, ...]":
        """Remove the suspect's messages that the incident rests on. Returns what became of each."""
        async with self._database.begin() as connection:
            removal = await casefile.removal(connection, story.id, actor)
        heard: list[Removed] = []

        async def told(outcome: "tuple[Removed, ...]") -> None:
            heard.extend(outcome)
            async with self._database.begin() as connection:
                await stories.note_removed(connection, story.id, outcome, self._clock())
                await self._show(connection, story)
            await self._removed.refresh(story.server)
            self._wake()

        if removal.sightings:
            await self._consequences(story).remove(removal, told)
        return tuple(heard)

    async def dismiss(self, story: "Incident", actor: "Actor") -> None:
        """Close the incident as a mistake and lift a time-out that Breakwater gave by itself."""
        async with self._database.begin() as connection:
            await stories.set_state(connection, story.id, IncidentState.DISMISSED, self._clock())
            entries = await outbox.of_incident(connection, story.id)
            for entry in entries:
                if entry.errand is not Errand.CARD and entry.version > entry.done_version:
                    await outbox.give_up(connection, entry, "a moderator dismissed the incident")
            await self._write(connection, story, actor, "dismiss", "marked as not this")
            await self._show(connection, story)
        await self._removed.refresh(story.server)
        self._wake()
        if any(entry.errand is Errand.TIME_OUT and entry.done_version for entry in entries):
            await self._consequences(story).time_out(casefile.time_out(story, None, actor))

    def _consequences(self, story: "Incident") -> "Consequences":
        return self._choose(self._servers.get(story.server).ladder)

    async def _write(
        self, connection: "AsyncConnection", story: "Incident", actor: "Actor", capability: str, result: str
    ) -> None:
        await deeds.write(
            connection,
            server=story.server,
            incident=story.id,
            at=self._clock(),
            capability=capability,
            by=actor.id,
            simulated=False,
            result=result,
        )

    async def _refresh(self, story: "Incident") -> None:
        async with self._database.begin() as connection:
            await self._show(connection, story)
        self._wake()

    async def _show(self, connection: "AsyncConnection", story: "Incident") -> None:
        await outbox.want(
            connection,
            server=story.server,
            incident=story.id,
            errand=Errand.CARD,
            now=self._clock(),
            again=True,
        )
