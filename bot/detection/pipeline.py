"""Observed values in, verdicts out: puts the detectors and the judge together.

Pure, synchronous and deterministic. Time is the messages' own; what is remembered is bounded by the policy.
"""

import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Protocol

from bot.detection.escalation import Escalation
from bot.detection.evidence import Detector
from bot.detection.harm import harm_in
from bot.detection.judge import SOUNDING, judge
from bot.detection.language.reading import load_cues
from bot.detection.listed import listed
from bot.detection.pleas import PleaDetector
from bot.detection.policy import Policy
from bot.detection.spread import SpreadDetector
from bot.detection.verdict import Level, Verdict
from bot.detection.weighing import find, weigh
from bot.observed import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.detection.conversation import Story
    from bot.detection.evidence import Evidence
    from bot.detection.language.reading import Cues
    from bot.detection.pleas import Plea
    from bot.observed import Observation, PersonId, Place, ServerId

_Suspect = tuple["ServerId", "PersonId"]


class Forgetting(Detector, Protocol):
    """A detector that can forget a person, and a server."""

    def forget(self, person: "PersonId") -> None:
        """Forget all that was seen of `person`."""
        ...

    def forget_server(self, server: "ServerId") -> None:
        """Forget all that was seen on `server`."""
        ...


class Detection:
    """Judges what is seen, for one server or for many."""

    def __init__(
        self,
        policy: Policy,
        spread: Forgetting | None,
        cues: "Cues",
        chosen: "Callable[[ServerId], Policy] | None" = None,
    ) -> None:
        """Start knowing nobody.

        Args:
            policy: The limits of memory, and the thresholds where a server chose none.
            spread: Looks at pictures; without it they are not looked at.
            cues: What words are read by.
            chosen: The thresholds that a server chose, asked for at each verdict.
        """
        self._policy = policy
        self._chosen: Callable[[ServerId], Policy] = chosen or (lambda _: policy)
        self._spread = spread
        self._escalation = Escalation(cues, policy)
        self._pleas = PleaDetector(cues, self._escalation.told_to)
        self._spread_found: OrderedDict[_Suspect, dict[str, Evidence]] = OrderedDict()

    def __len__(self) -> int:
        """The number of conversations that are followed."""
        return len(self._escalation)

    def observe(self, seen: "Observation") -> tuple[Verdict, ...]:
        """Take in `seen`; return the verdicts of caution and above that it adds evidence to, gravest first.

        The same suspect may come back many times; whoever receives verdicts joins them to one incident.
        """
        least = self._chosen(seen.place.server).caution
        return tuple(verdict for verdict in self._judged(seen, least) if _adds(verdict))

    def plea_in(self, message: Message) -> "Plea | None":
        """Return whether a `message` that was observed before asks for help; to be asked once of each.

        Short messages are held for two minutes, see `fragments`.
        """
        return self._pleas.hear(message)

    def assess(self, seen: "Observation") -> tuple[Verdict, ...]:
        """Take in `seen` as `observe` does; return the verdict on each conversation that it adds to.

        Verdicts of level `NONE` have their score too, so that an evaluation can draw risk over time.
        """
        return self._judged(seen, -math.inf)

    def observe_pictures(self, message: Message) -> tuple[Verdict, ...]:
        """Judge the pictures of a `message` that was observed before, now that they have fingerprints."""
        if not message.pictures or not self._look(message):
            return ()
        verdict = self._of_author(message)
        return (verdict,) if verdict.level >= Level.CAUTION else ()

    def forget(self, person: "PersonId") -> None:
        """Forget all that was seen of `person`."""
        self._escalation.forget(person)
        self._pleas.forget(person)
        if self._spread is not None:
            self._spread.forget(person)
        for key in [key for key in self._spread_found if key[1] == person]:
            del self._spread_found[key]

    def forget_server(self, server: "ServerId") -> None:
        """Forget all that was seen on `server`, as when the bot was removed from it."""
        self._escalation.forget_server(server)
        self._pleas.forget_server(server)
        if self._spread is not None:
            self._spread.forget_server(server)
        for key in [key for key in self._spread_found if key[0] == server]:
            del self._spread_found[key]

    def _judged(self, seen: "Observation", least: float) -> tuple[Verdict, ...]:
        """The verdicts of at least `least` log-odds; reasons are put in words only for those."""
        spreads = self._look(seen)
        verdicts: list[Verdict] = []
        for story in self._escalation.follow(seen):
            found = find(story)
            beside = harm_in(story) + self._spread_of(seen.place, story.suspect)
            total = sum(weight for _, _, weight in found) + sum(piece.weight for piece in beside)
            if total >= least:
                verdicts.append(self._verdict(seen, weigh(story, found) + beside, story))
        if spreads and not any(verdict.suspect == _author(seen) for verdict in verdicts):
            verdicts.append(self._of_author(seen))
        return tuple(sorted(verdicts, key=lambda verdict: (-verdict.score, verdict.suspect)))

    def _of_author(self, seen: "Observation") -> Verdict:
        """The verdict on whoever did `seen`: what they spread, and the gravest they say on the server.

        A threat in private and the pictures in a group of followers are one story in two places.
        """
        author = _author(seen)
        stories = self._escalation.stories_of(author, seen.place.server)
        told = ((weigh(story, find(story)) + harm_in(story), story) for story in stories)
        said, story = max(told, key=lambda pair: sum(piece.weight for piece in pair[0]), default=((), None))
        return self._verdict(seen, said + self._spread_of(seen.place, author), story)

    def _verdict(
        self, seen: "Observation", evidence: "tuple[Evidence, ...]", story: "Story | None"
    ) -> Verdict:
        level, score = judge(evidence, self._chosen(seen.place.server))
        return Verdict(
            level=level,
            score=score,
            place=seen.place,
            suspect=story.suspect if story else _author(seen),
            target=story.target if story else None,
            evidence=tuple(sorted(evidence, key=lambda piece: (piece.kind in SOUNDING, -piece.weight))),
            message=seen.id,
            at=seen.at,
        )

    def _look(self, seen: "Observation") -> bool:
        """Let spread look at `seen`, and keep what it finds; the newest of a kind stands for all of it."""
        if self._spread is None:
            return False
        found = self._spread.look(seen)
        if isinstance(seen, Message) and seen.pictures:
            found += listed(seen, max((piece.weight for piece in found), default=0.0))
        for piece in found:
            key = (seen.place.server, piece.suspect)
            self._spread_found.setdefault(key, {})[piece.kind] = piece
            self._spread_found.move_to_end(key)
            if len(self._spread_found) > self._policy.max_spreaders:
                self._spread_found.popitem(last=False)
        return bool(found)

    def _spread_of(self, place: "Place", suspect: "PersonId") -> "tuple[Evidence, ...]":
        return tuple(self._spread_found.get((place.server, suspect), {}).values())


def build_detection(
    policy: Policy | None = None,
    cues: "Cues | None" = None,
    chosen: "Callable[[ServerId], Policy] | None" = None,
) -> Detection:
    """Return a detection with all detectors; by default with the cues that come with Breakwater.

    Args:
        policy: The limits of memory, and the thresholds where a server chose none.
        cues: What words are read by.
        chosen: The thresholds that a server chose.

    Whoever needs many detections loads the cues once and passes them: they are never changed.

    Raises:
        CueFileError: A packaged cue file is missing or malformed.
    """
    return Detection(policy or Policy(), SpreadDetector(), cues or load_cues(), chosen)


def _author(seen: "Observation") -> "PersonId":
    return seen.author.id if isinstance(seen, Message) else seen.by.id


def _adds(verdict: Verdict) -> bool:
    return verdict.level >= Level.CAUTION and any(
        piece.weight >= 0 and verdict.message in piece.messages for piece in verdict.evidence
    )
