"""Spread: the same picture to several places, and a picture in a group just opened with several people.

Judges by fingerprints, files, places and times. Refuses to know what a picture shows, and reads no text but
the names in it.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.detection import spread_weights as weights
from bot.detection import spread_words as words
from bot.detection.evidence import Evidence, Signal
from bot.detection.new_groups import NewGroups
from bot.detection.private_talks import PrivateTalks, Shown, for_two
from bot.detection.sightings import Sighting, Sightings, known_of, seen_in
from bot.detection.spread_likeness import MOST_CORNERS, CornerBudget
from bot.observed import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.detection.spread_likeness import Known
    from bot.observed import MessageId, Observation, PersonId, ServerId

MOST_SERVERS: Final = 10_000
"""Servers and private chats remembered at once; the longest silent goes first. A quiet one takes 3 KB, a
busy one half a megabyte."""

_HANDLE: Final = re.compile(r"(?<![\w<@])@(?!everyone\b|here\b)(\w[\w.]{1,31})")
"""A name written by hand, as Discord and others spell them; real mentions are counted apart."""


@dataclass(frozen=True, slots=True)
class _Finding:
    kind: str
    weight: float
    reason: str
    copies: tuple[Sighting, ...]
    target: "PersonId | None" = None


class SpreadDetector:
    """Looks at pictures as they come, in one server or many; each server's are matched among themselves.

    Evidence of one kind about one suspect replaces what was returned before: its messages are all the copies
    known by then, and its weight is for all of them. Announcements are no evidence: what trusted members,
    bots and webhooks post, and what is posted in places for adverts, is not even remembered.
    """

    def __init__(self) -> None:
        self._servers: OrderedDict[ServerId, Sightings] = OrderedDict()
        self._groups = NewGroups()
        self._talks = PrivateTalks()
        self._budget = CornerBudget(MOST_CORNERS)

    def look(self, seen: "Observation") -> tuple[Evidence, ...]:
        """Return the evidence that `seen` adds; nothing where a message comes again with the same pictures.

        Messages without pictures are worth looking at too: they tell who takes part in a private talk.
        """
        self._groups.note(seen)
        if not isinstance(seen, Message):
            return ()
        found = () if _announcement(seen) else self._find(seen)
        self._talks.note(seen)
        return tuple(_evidence(seen, finding) for finding in found)

    def forget(self, person: "PersonId") -> None:
        """Forget all that one person posted, opened, or took part in."""
        for server in self._servers.values():
            server.forget(person)
        self._groups.forget(person)
        self._talks.forget(person)

    def forget_server(self, server: "ServerId") -> None:
        """Forget all of one server."""
        self._servers.pop(server, None)
        self._groups.forget_server(server)
        self._talks.forget_server(server)

    def forget_message(self, server: "ServerId", message: "MessageId") -> None:
        """Forget the pictures of one message, such as one that its author took back."""
        if (sightings := self._servers.get(server)) is not None:
            sightings.drop(message)

    def _find(self, message: Message) -> list[_Finding]:
        sightings = self._sightings(message)
        if sightings is None:
            return []
        before = sightings.of(message.id)
        if not message.pictures and not before:
            return []
        naming = max(len(message.mentions), len(set(_HANDLE.findall(message.text))))
        fresh = seen_in(message, names=naming, regular=weights.regular(message))
        if set(before) == set(fresh):
            return []
        if before:
            sightings.drop(message.id)
        self._remember(sightings, fresh)
        found: list[_Finding] = []
        for sighting in fresh:
            found += _copies(message, sighting, sightings.like(sighting))
        found += self._in_new_group(message, sightings, naming)
        found += self._from_private(message, fresh)
        found += _known(message, fresh)
        return _merged(found)

    def _remember(self, sightings: Sightings, fresh: tuple[Sighting, ...]) -> None:
        before = sightings.likenesses.corners
        for sighting in fresh:
            sightings.add(sighting)
        taken = max(sightings.likenesses.corners - before, 0)
        self._budget.spend(taken, (server.likenesses for server in self._servers.values()))

    def _sightings(self, message: Message) -> Sightings | None:
        """The server's window; none is begun for a message without pictures."""
        known = self._servers.get(message.place.server)
        if known is None:
            if not message.pictures:
                return None
            known = self._servers[message.place.server] = Sightings()
        self._servers.move_to_end(message.place.server)
        if len(self._servers) > MOST_SERVERS:
            self._servers.popitem(last=False)
        return known

    def _in_new_group(self, message: Message, sightings: Sightings, naming: int) -> "Iterable[_Finding]":
        opening = self._groups.before(message) if message.pictures else None
        if opening is None:
            return
        sources = (self._source(message, known_of(picture)) for picture in message.pictures)
        source = next(filter(None, sources), None)
        posted = tuple(s for s in sightings.by(message.author.id, message.place.id) if s.at >= opening.at)
        weight = weights.new_group(message, opening, naming, private=source is not None)
        after = message.at - opening.at
        reason = words.in_new_group(after, opening, naming, private=source is not None)
        yield _Finding("new_group_picture", weight, reason, posted, source[1] if source else None)

    def _from_private(self, message: Message, fresh: tuple[Sighting, ...]) -> "Iterable[_Finding]":
        """Pictures that somebody else sent in private, where others see them."""
        for sighting in fresh if not for_two(message.place) else ():
            source = self._source(message, sighting.known)
            if source is None or source[0].by == message.author.id:
                continue
            reason = words.from_private(message.at - source[0].at)
            yield _Finding("private_picture", weights.PRIVATE_PICTURE, reason, (sighting,), source[0].by)

    def _source(self, message: Message, known: "Known | None") -> "tuple[Shown, PersonId | None] | None":
        return self._talks.source(message, known) if known else None


def _announcement(message: Message) -> bool:
    return message.author.trusted or message.author.automated or message.place.adverts


def _known(message: Message, fresh: tuple[Sighting, ...]) -> "Iterable[_Finding]":
    """Pictures on lists that the operator was given."""
    held = tuple(one for one, picture in zip(fresh, message.pictures, strict=True) if picture.known)
    if held:
        names = sorted({name for picture in message.pictures for name in picture.known})
        yield _Finding("known_list", weights.KNOWN_LIST, words.known_list(names), held)


def _copies(message: Message, sighting: Sighting, alike: list[Sighting]) -> "Iterable[_Finding]":
    """What it says that `alike` show the picture of `sighting`, which `message` posted."""
    own = tuple(copy for copy in alike if copy.person == sighting.person)
    others = [copy for copy in alike if copy.person != sighting.person]
    read = [copy for copy in own if copy.known is not None and sighting.known is not None]
    if weight := weights.one_person(message, read, others):
        copies, places = weights.telling(message.at, read)
        yield _Finding("same_picture", weight, words.same_picture(copies, places), own)
    elif weight := weights.one_file(message, own):
        copies, places = weights.within(message.at, own, weights.MINUTES)
        yield _Finding("same_file", weight, words.same_file(copies, places), own)
    wave = [copy for copy in alike if not copy.forwarded and not copy.regular]
    wave, places = weights.within(message.at, wave, weights.MINUTES)
    people = len({copy.person for copy in wave} | {sighting.person})
    if sighting in wave and places >= weights.WAVE_PLACES and (weight := weights.several_people(people)):
        weight += weights.known_picture(message.at, others)
        yield _Finding("same_picture_by_several", weight, words.by_several(wave, people, places), tuple(wave))


def _merged(found: list[_Finding]) -> list[_Finding]:
    """One finding of each kind, the strongest, resting on the copies of all."""
    merged: dict[str, _Finding] = {}
    for finding in sorted(found, key=lambda finding: -finding.weight):
        known = merged.setdefault(finding.kind, finding)
        merged[finding.kind] = replace(known, copies=known.copies + finding.copies)
    return [finding for finding in merged.values() if finding.weight > 0]


def _evidence(message: Message, finding: _Finding) -> Evidence:
    """The finding, with each message that it rests on once, oldest first."""
    stands = {copy.message: copy for copy in sorted(finding.copies, key=lambda copy: (copy.at, copy.message))}
    return Evidence(
        signal=Signal.SPREAD,
        kind=finding.kind,
        weight=round(finding.weight, 3),
        reason=finding.reason,
        at=max(copy.at for copy in stands.values()),
        place=message.place.id,
        messages=tuple(stands),
        suspect=message.author.id,
        target=finding.target,
        places=tuple(copy.place for copy in stands.values()),
    )
