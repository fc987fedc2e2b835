"""Carries the outbox out: at least once, shown once, in order on each server, and again until it is possible.

One task sleeps until the earliest errand is due or somebody wakes it.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Self, assert_never

from bot.consequences.values import Ladder, Marker, Note, Sent
from bot.detection.verdict import Level
from bot.errors import NotAllowed, Undeliverable
from bot.incidents import casefile, pleas
from bot.incidents.incidents import SITUATIONS
from bot.storage import incidents as stories
from bot.storage import outbox
from bot.storage.outbox import Errand

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import TracebackType

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.clock import Clock
    from bot.consequences.protocol import Consequences
    from bot.consequences.values import IncidentId, Removed
    from bot.observed import ServerId
    from bot.storage.database import Database
    from bot.storage.outbox import Entry
    from bot.storage.removed import RemovedPictures
    from bot.storage.servers import Servers

_log = logging.getLogger(__name__)

ROUND = 100
"""Errands read at a time; more wait for the next round."""

PATIENCE = 60.0
"""Seconds that one errand may take: discord.py's own retries of a 5xx, and bulk removals from dozens of
channels under their rate limits, end within this. What is cut off goes on at the next attempt."""

RETRY_FIRST = timedelta(seconds=2)
RETRY_LONGEST = timedelta(minutes=1)
"""Retries double from the first to this. A change on the server (`hurry`) does not wait for it."""

CARD_PAUSE = timedelta(seconds=1)
"""Between two edits of one card: Discord allows 5 in 5 seconds to a channel."""

LIFETIME = {
    Errand.CAUTION: timedelta(days=1),  # advice that comes a day late reads as noise
    Errand.WARNING: timedelta(days=1),
    Errand.SPREAD: timedelta(days=1),
    Errand.HELP: timedelta(hours=1),  # who asked is met now, or by others
    Errand.DANGER: timedelta(hours=1),
    Errand.REMOVE: timedelta(days=1),
    Errand.TIME_OUT: timedelta(hours=1),  # a punishment long after the deed needs a moderator
}
"""How long an errand makes sense. What moderators need has no end: none of it is lost."""


_LANES = {Errand.CARD: "cards", Errand.LOOK: "cards", Errand.REMOVE: "deeds", Errand.TIME_OUT: "deeds"}

Lane = tuple[int, str]
"""Errands that wait for one another: those of one server, with its cards and its deeds in lanes of their own,
so that a card tells of a long removal while it goes on, and neither waits for notes in many places."""


class Delivery:
    """The dispatcher of the outbox. Enter it to start its task, and let it `begin` once Discord is there.

    Args:
        database: Where the outbox stands.
        servers: What each server chose.
        removed: Learns what was removed.
        choose: Gives the consequences that a step of the ladder allows.
        clock: The present moment.
    """

    def __init__(
        self,
        database: "Database",
        servers: "Servers",
        removed: "RemovedPictures",
        choose: "Callable[[Ladder], Consequences]",
        clock: "Clock",
    ) -> None:
        self._database = database
        self._servers = servers
        self._removed = removed
        self._choose = choose
        self._clock = clock
        self._begun = asyncio.Event()
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._busy: set[Lane] = set()

    async def __aenter__(self) -> Self:
        """Start the task; it waits for `begin`."""
        self._task = asyncio.create_task(self._run(), name="delivery")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        """Stop. What is under way is cut off and found again at the next start."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def begin(self) -> None:
        """Carry out what waits from now on, what a crash left behind first."""
        self._begun.set()

    def wake(self) -> None:
        """Look at the outbox now."""
        self._woken.set()

    async def hurry(self, server: "ServerId") -> None:
        """Try a server's waiting errands at once."""
        async with self._database.begin() as connection:
            await outbox.hurry(connection, server, self._clock())
        self.wake()

    async def round(self) -> int:
        """Carry out what is due and wait until it is done. Returns the number of errands tried."""
        async with asyncio.TaskGroup() as group:
            return await self._start_due(group, self._clock())

    async def _start_due(self, group: asyncio.TaskGroup, now: "datetime") -> int:
        """Start what is due, lanes side by side. Returns the number of errands started."""
        async with self._database.begin() as connection:
            entries = await outbox.due(connection, now, ROUND)
        free = [entry for entry in entries if _lane(entry) not in self._busy]
        for lane, ours in groupby(sorted(free, key=lambda entry: (_lane(entry), entry.id)), key=_lane):
            self._busy.add(lane)
            group.create_task(self._in_order(lane, list(ours)))
        return len(free)

    async def _run(self) -> None:
        await self._begun.wait()
        async with asyncio.TaskGroup() as group:
            while True:
                self._woken.clear()
                wait = RETRY_LONGEST.total_seconds()
                # One moment for both questions: what came due between two would be seen by neither.
                now = self._clock()
                try:
                    if not await self._start_due(group, now):
                        wait = await self._until_next(now)
                except Exception:  # noqa: BLE001 - the boundary of this task: a bug must not end deliveries
                    _log.exception("delivery: unexpected error; trying again in %s", RETRY_LONGEST)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), wait)

    async def _until_next(self, now: "datetime") -> float:
        """Seconds until something comes due that was not so `now`. What is under way wakes the task."""
        longest = RETRY_LONGEST.total_seconds()
        async with self._database.begin() as connection:
            moment = await outbox.next_moment(connection, after=now)
        return longest if moment is None else min(longest, (moment - self._clock()).total_seconds())

    async def _in_order(self, lane: Lane, entries: "list[Entry]") -> None:
        try:
            for entry in entries:
                await self._carry_out(entry)
        except Exception:  # noqa: BLE001 - the boundary of a lane: other servers' deliveries must go on
            _log.exception("delivery to server %s: unexpected error", lane[0])
        finally:
            self._busy.discard(lane)
            self.wake()

    async def _carry_out(self, entry: "Entry") -> None:
        lifetime = LIFETIME.get(entry.errand)
        now = self._clock()
        if lifetime is not None and now - entry.wanted_at > lifetime:
            async with self._database.begin() as connection:
                await outbox.give_up(connection, entry, entry.last_problem or "it came too late to help")
            return
        async with self._database.begin() as connection:
            await outbox.begin(connection, entry, now)
        try:
            async with asyncio.timeout(PATIENCE):
                sent = await self._perform(entry)
        except (Undeliverable, NotAllowed) as problem:
            await self._postpone(entry, str(problem))
        except TimeoutError:
            await self._postpone(entry, f"Discord did not answer within {PATIENCE:.0f} seconds")
        else:
            await self._done(entry, sent)

    async def _perform(self, entry: "Entry") -> Sent | None:
        consequences = self._choose(self._servers.get(entry.server).ladder)
        marker = Marker(entry.id, entry.started_at)
        if entry.incident is None:
            return await pleas.perform(consequences, self._servers, entry, marker)
        match entry.errand:
            case Errand.CAUTION | Errand.WARNING | Errand.SPREAD | Errand.DANGER:
                words = SITUATIONS[entry.errand]
                return await consequences.notify(
                    Note(marker, entry.incident, entry.server, entry.place, words)
                )
            case Errand.CARD:
                async with self._database.begin() as connection:
                    card = await casefile.card(connection, self._servers, entry, entry.incident)
                return await consequences.alert(card)
            case Errand.REMOVE:
                await self._remove(consequences, entry, entry.incident)
            case Errand.TIME_OUT:
                async with self._database.begin() as connection:
                    story = await casefile.story_of(connection, entry.incident)
                # Counted from the decision, so that a repetition after a crash changes nothing.
                until = entry.created_at + casefile.TIME_OUT
                await consequences.time_out(casefile.time_out(story, until, None))
            case Errand.HINT | Errand.HELP | Errand.LOOK:
                pass  # these belong to no incident and were carried out above
            case _:
                assert_never(entry.errand)
        return None

    async def _remove(self, consequences: "Consequences", entry: "Entry", incident: "IncidentId") -> None:
        async with self._database.begin() as connection:
            removal = await casefile.removal(connection, incident, None)

        async def told(outcome: "tuple[Removed, ...]") -> None:
            async with self._database.begin() as connection:
                await stories.note_removed(connection, incident, outcome, self._clock())
                await self._show_on_card(connection, entry)
            await self._removed.refresh(entry.server)
            self.wake()

        if removal.sightings:
            await consequences.remove(removal, told)

    async def _done(self, entry: "Entry", sent: Sent | None) -> None:
        now = self._clock()
        pause = CARD_PAUSE if entry.errand is Errand.CARD else timedelta()
        async with self._database.begin() as connection:
            await outbox.done(connection, entry, sent, now + pause)
            await self._show_on_card(connection, entry)

    async def _postpone(self, entry: "Entry", problem: str) -> None:
        if problem != entry.last_problem:
            _log.warning(
                "server %s: %s of incident %s is waiting: %s",
                entry.server,
                entry.errand.value,
                entry.incident,
                problem,
            )
        wait = min(RETRY_LONGEST, RETRY_FIRST * 2 ** min(entry.attempts, 10))
        async with self._database.begin() as connection:
            await outbox.postpone(connection, entry, problem, self._clock() + wait)
            if problem != entry.last_problem:
                await self._show_on_card(connection, entry)

    async def _show_on_card(self, connection: "AsyncConnection", entry: "Entry") -> None:
        if entry.incident is None or entry.errand is Errand.CARD:
            return
        story = await stories.get(connection, entry.incident)
        if story is not None and story.level >= Level.ALERT:
            await outbox.want(
                connection,
                server=entry.server,
                incident=entry.incident,
                errand=Errand.CARD,
                now=self._clock(),
                again=True,
            )


def _lane(entry: "Entry") -> Lane:
    return entry.server, _LANES.get(entry.errand, "words")
