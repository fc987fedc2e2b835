"""From verdict to incident: opens or joins the story and writes, in one transaction, what has to happen.

Knows the server's ladder and what a level calls for. Refuses to know Discord and to carry anything out.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.consequences.values import IncidentState, Ladder
from bot.detection.evidence import Signal
from bot.detection.harm import KIND as HARM
from bot.detection.judge import coerced, judge
from bot.detection.listed import OTHERS_LISTS, REMOVED
from bot.detection.policy import Policy
from bot.detection.verdict import Level
from bot.guidance.words import Situation
from bot.storage import incidents as stories
from bot.storage import outbox, retention
from bot.storage import pictures as records
from bot.storage.outbox import Errand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.clock import Clock
    from bot.consequences.values import IncidentId
    from bot.detection.verdict import Verdict
    from bot.observed import MessageId, PlaceId, ServerId
    from bot.storage.database import Database
    from bot.storage.incidents import Incident
    from bot.storage.pictures import Posted
    from bot.storage.removed import RemovedPictures
    from bot.storage.servers import Servers

STORY_GAP = timedelta(days=7)
"""A suspect who was quiet for longer begins a new story; repeated demands come within days."""

DISMISSAL = timedelta(days=1)
"""How long moderators' "Not this" covers further evidence of no higher level than they dismissed."""

SITUATIONS = {
    Errand.CAUTION: Situation.BEFORE_HARM,
    Errand.WARNING: Situation.THREAT,
    Errand.SPREAD: Situation.SPREAD,
    Errand.DANGER: Situation.DANGER,
}
"""The notes of a story, the gentlest first, and the words that each needs."""

NOTES_PER_STORY = 4
"""More notes than this would drown a chat; two places, before and after a threat, are the usual story."""

NOTES_PER_SPREAD = 10
"""Who saw a picture saw it in one of many places, so each gets a note; a wave through more places than this
is advertising by a stolen account more often than blackmail, and its notes would be a wave of their own."""

NO_ACT_OF_THEIRS = OTHERS_LISTS | {REMOVED}
"""Kinds of evidence that time nobody out: what is known of a picture, and not what somebody did with it."""

MOST_NOTES = {
    Errand.CAUTION: NOTES_PER_STORY,
    Errand.WARNING: NOTES_PER_STORY,
    Errand.SPREAD: NOTES_PER_SPREAD,
    Errand.DANGER: NOTES_PER_SPREAD,
}


class Incidents:
    """Keeps the stories of all servers.

    Args:
        database: Where stories and the outbox stand.
        servers: What each server chose.
        removed: Forgets with the stories.
        clock: The present moment.
        wake: Called after something was put into the outbox.
    """

    def __init__(
        self,
        database: "Database",
        servers: "Servers",
        removed: "RemovedPictures",
        clock: "Clock",
        wake: "Callable[[], None]",
    ) -> None:
        self._database = database
        self._servers = servers
        self._removed = removed
        self._clock = clock
        self._wake = wake

    async def consider(
        self, verdict: "Verdict", pictures: "Mapping[MessageId, Posted] | None" = None
    ) -> "IncidentId | None":
        """Let a verdict open a story or join one. The write lock of the transaction makes this serial.

        Args:
            verdict: The judge's word.
            pictures: What is known of the pictures in the messages that it rests on.

        Returns:
            The story; `None` where the level, the ladder or a dismissal leaves nothing to do.
        """
        ladder = self._servers.get(verdict.place.server).ladder
        if verdict.level < Level.CAUTION or ladder is Ladder.OFF:
            return None
        now = self._clock()
        async with self._database.begin() as connection:
            story = await stories.latest(connection, verdict.place.server, verdict.suspect, now - STORY_GAP)
            if story is not None and _covered(story, verdict, now):
                return None
            if story is None or story.state is IncidentState.DISMISSED:
                incident = await stories.open_new(connection, verdict, now)
                level = verdict.level
            else:
                incident, level = story.id, max(story.level, verdict.level)
                await stories.advance(connection, story, verdict, now)
            changed = await stories.add_evidence(connection, incident, verdict.evidence)
            await records.add(connection, incident, pictures or {})
            if changed or story is None or level > story.level:
                await self._ask_for(connection, incident, level, verdict, ladder)
        self._wake()
        return incident

    async def introduce(self, server: "ServerId") -> None:
        """Ask for the set-up hint, once for a server."""
        async with self._database.begin() as connection:
            await outbox.want(connection, server=server, incident=None, errand=Errand.HINT, now=self._clock())
        self._wake()

    async def erase_server(self, server: "ServerId") -> None:
        """Erase every story of a server."""
        await retention.erase_server(self._database, server)
        await self._removed.refresh(server)

    async def _ask_for(
        self,
        connection: "AsyncConnection",
        incident: "IncidentId",
        level: Level,
        verdict: "Verdict",
        ladder: Ladder,
    ) -> None:
        server, now = verdict.place.server, self._clock()
        policy = Policy.of(self._servers.get(server).sensitivity)
        if level >= Level.ALERT and ladder is Ladder.ACT and spreads(verdict, policy, NO_ACT_OF_THEIRS):
            # Text alone never punishes: a time-out without a moderator needs pictures that went to many.
            # It comes before the sweep, so that nothing is posted behind its back.
            await outbox.want(connection, server=server, incident=incident, errand=Errand.TIME_OUT, now=now)
        if level >= Level.ALERT and ladder.removes and spreads(verdict, policy, OTHERS_LISTS):
            await outbox.want(
                connection, server=server, incident=incident, errand=Errand.REMOVE, now=now, again=True
            )
        await self._ask_for_notes(connection, incident, verdict)
        if level >= Level.ALERT:
            await outbox.want(
                connection, server=server, incident=incident, errand=Errand.CARD, now=now, again=True
            )

    async def _ask_for_notes(
        self, connection: "AsyncConnection", incident: "IncidentId", verdict: "Verdict"
    ) -> None:
        """A note where it was said, or wherever the picture can be seen, as far as a story's notes go."""
        note = note_for(verdict)
        known = [
            entry for entry in await outbox.of_incident(connection, incident) if entry.errand in SITUATIONS
        ]
        # A later note stands in for a gentler one: a place that heard of a threat needs no prevention.
        order = list(SITUATIONS)
        told = {entry.place for entry in known if order.index(entry.errand) >= order.index(note)}
        room = MOST_NOTES[note] - len(known)
        places = [place for place in places_of(verdict) if place not in told]
        for place in places[: max(room, 0)]:
            await outbox.want(
                connection,
                server=verdict.place.server,
                incident=incident,
                errand=note,
                now=self._clock(),
                place=place,
            )


def spreads(verdict: "Verdict", policy: Policy, leaving: frozenset[str]) -> bool:
    """Tell whether pictures were spread so that Breakwater may act by itself, where the ladder lets it.

    Args:
        verdict: The judge's word.
        policy: The server's thresholds.
        leaving: Kinds of evidence that are not enough for it: what would be no alert without them is left
            to moderators.
    """
    own = tuple(piece for piece in verdict.evidence if piece.kind not in leaving)
    if not any(piece.signal is Signal.SPREAD for piece in own):
        return False
    return len(own) == len(verdict.evidence) or judge(own, policy)[0] >= Level.ALERT


def places_of(verdict: "Verdict") -> "list[PlaceId]":
    """Where a note belongs: where it happened last, then wherever copies of a spread picture stand."""
    copies = (
        place for piece in verdict.evidence if piece.signal is Signal.SPREAD for _, place in piece.where()
    )
    return list(dict.fromkeys((verdict.place.id, *copies)))


def note_for(verdict: "Verdict") -> Errand:
    """Tell which note the person at risk needs."""
    # After a threat or a demand, advice on prevention would sound like blame.
    if not coerced(verdict.evidence):
        return Errand.CAUTION
    if any(piece.kind == HARM for piece in verdict.evidence):
        return Errand.DANGER
    spread = any(piece.signal is Signal.SPREAD for piece in verdict.evidence)
    return Errand.SPREAD if spread else Errand.WARNING


def _covered(story: "Incident", verdict: "Verdict", now: "datetime") -> bool:
    return (
        story.state is IncidentState.DISMISSED
        and verdict.level <= story.level
        and now - story.updated_at < DISMISSAL
    )
