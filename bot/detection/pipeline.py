"""Observed values in, verdicts out: puts the detectors and the judge together.

Pure, synchronous and deterministic. Time is the messages' own; what is remembered is bounded by the policy.
"""

import math
from collections import OrderedDict, deque
from typing import TYPE_CHECKING

from bot.detection.escalation import Escalation, find, weigh
from bot.detection.judge import judge
from bot.detection.language.reading import load_cues
from bot.detection.policy import Policy
from bot.detection.verdict import Level, Verdict
from bot.observed import Message

if TYPE_CHECKING:
    from bot.detection.conversation import Story
    from bot.detection.evidence import Detector, Evidence
    from bot.detection.language.reading import Cues
    from bot.observed import Observation, PersonId, Place, ServerId

_Suspect = tuple["ServerId", "PersonId"]


class Detection:
    """Judges what is seen, for one server or for many."""

    def __init__(self, policy: Policy, spread: "Detector | None", cues: "Cues") -> None:
        """Start knowing nobody."""
        self._policy = policy
        self._spread = spread
        self._escalation = Escalation(cues, policy)
        self._spread_found: OrderedDict[_Suspect, deque[Evidence]] = OrderedDict()

    def __len__(self) -> int:
        """The number of conversations that are followed."""
        return len(self._escalation)

    def observe(self, seen: "Observation") -> tuple[Verdict, ...]:
        """Take in `seen` and return the verdicts of caution and above that it adds evidence to, gravest first.

        A message is judged by its text; its pictures count as sent but are not looked at. The same suspect
        may be returned many times; whoever receives verdicts joins them to one incident.
        """
        return tuple(verdict for verdict in self._judged(seen, self._policy.caution) if _adds(verdict))

    def assess(self, seen: "Observation") -> tuple[Verdict, ...]:
        """Take in `seen` as `observe` does; return the verdict on every conversation that it adds anything to.

        Verdicts of level `NONE` have their score too, so that an evaluation can draw risk over time.
        """
        return self._judged(seen, -math.inf)

    def _judged(self, seen: "Observation", least: float) -> tuple[Verdict, ...]:
        """The verdicts of at least `least` log-odds; reasons are put in words only for those."""
        if not isinstance(seen, Message) and self._spread is not None:
            self._keep(self._spread.look(seen), seen.place)
        verdicts: list[Verdict] = []
        for story in self._escalation.follow(seen):
            found = find(story)
            spread = self._spread_of(seen.place, story.suspect.id)
            total = sum(sign.weight for sign, _ in found) + sum(piece.weight for piece in spread)
            if total >= least:
                verdicts.append(self._verdict(seen, weigh(story, found) + spread, story))
        return tuple(sorted(verdicts, key=lambda verdict: (-verdict.score, verdict.suspect)))

    def observe_pictures(self, message: Message) -> tuple[Verdict, ...]:
        """Judge the pictures of a `message` that was observed before, now that they have fingerprints."""
        if self._spread is None or not message.pictures:
            return ()
        found = self._spread.look(message)
        self._keep(found, message.place)
        if not found:
            return ()
        author = message.author.id
        stories = [(weigh(story, find(story)), story) for story in self._escalation.stories_of(author, message.place)]
        said, story = max(
            stories, key=lambda told: sum(piece.weight for piece in told[0]), default=((), None)
        )
        verdict = self._verdict(message, said + self._spread_of(message.place, author), story)
        return (verdict,) if verdict.level >= Level.CAUTION else ()

    def forget(self, person: "PersonId") -> None:
        """Forget all that was seen of `person`."""
        self._escalation.forget(person)
        for key in [key for key in self._spread_found if key[1] == person]:
            del self._spread_found[key]

    def _verdict(
        self, seen: "Observation", evidence: "tuple[Evidence, ...]", story: "Story | None"
    ) -> Verdict:
        level, score = judge(evidence, self._policy)
        person = seen.author if isinstance(seen, Message) else seen.by
        return Verdict(
            level=level,
            score=score,
            place=seen.place,
            suspect=story.suspect.id if story else person.id,
            target=story.target if story else None,
            evidence=tuple(sorted(evidence, key=lambda piece: -piece.weight)),
            message=seen.id,
            at=seen.at,
        )

    def _keep(self, found: "tuple[Evidence, ...]", place: "Place") -> None:
        for piece in found:
            key = (place.server, piece.suspect)
            kept = self._spread_found.setdefault(key, deque(maxlen=self._policy.max_spread))
            self._spread_found.move_to_end(key)
            kept.append(piece)
            if len(self._spread_found) > self._policy.max_rooms:
                self._spread_found.popitem(last=False)

    def _spread_of(self, place: "Place", suspect: "PersonId") -> "tuple[Evidence, ...]":
        """The strongest piece of each kind: the same thing seen ten times is one reason."""
        strongest: dict[str, Evidence] = {}
        for piece in self._spread_found.get((place.server, suspect), ()):
            if piece.kind not in strongest or piece.weight >= strongest[piece.kind].weight:
                strongest[piece.kind] = piece
        return tuple(strongest.values())


def build_detection(policy: Policy | None = None) -> Detection:
    """Return a detection with the cues that come with Breakwater.

    Raises:
        CueFileError: A packaged cue file is missing or malformed.
    """
    policy = policy or Policy()
    return Detection(policy, None, load_cues())


def _adds(verdict: Verdict) -> bool:
    return verdict.level >= Level.CAUTION and any(
        piece.weight > 0 and verdict.message in piece.messages for piece in verdict.evidence
    )
