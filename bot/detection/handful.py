"""A handful of messages, as members check or forward them: heard in several orders, as theirs is not known.

The same detection hears each order afresh. Knows orders and times; it refuses to know what messages say.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.detection.verdict import Level
from bot.observed import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.detection.pipeline import Detection
    from bot.detection.verdict import Verdict
    from bot.observed import Observation, PersonId

PARTS: Final = 3
"""A handful is turned by thirds, forwards and backwards: for three messages that is every order, for more it
is six of very many. Of handfuls of three by two writers outside training, 86 of 100 were recognised in place
of 69, at 10 % false cautions."""

APART: Final = timedelta(minutes=5)
"""Between messages in any other order than the given: none goes on with the one before (`runs.LIFE`), and
nothing is made of pauses that never were."""


class Handful:
    """Hears a few messages as `Detection` does, as if each order were as likely."""

    def __init__(self, build: "Callable[[], Detection]") -> None:
        """Start with none; `build` makes a detection that has seen nothing."""
        self._build = build
        self._seen: list[Observation] = []

    def observe(self, seen: "Observation") -> "tuple[Verdict, ...]":
        """Take in `seen`; return the verdicts of caution and above on all that was taken in."""
        return tuple(verdict for verdict in self.assess(seen) if verdict.level >= Level.CAUTION)

    def assess(self, seen: "Observation") -> "tuple[Verdict, ...]":
        """Take in `seen`; return a verdict on each suspect.

        Its level and score are those in the middle of all orders, its evidence that of the order given.
        """
        self._seen.append(seen)
        first = min(one.at for one in self._seen)
        _, *turned = orders(self._seen)
        given = self._worst(self._seen)
        others = [
            self._worst([replace(one, at=first + place * APART) for place, one in enumerate(order)])
            for order in turned
        ]
        found: list[Verdict] = []
        for suspect, as_given in given.items():
            heard = [as_given, *(other[suspect] for other in others if suspect in other)]
            middle = _middle(heard, 1 + len(others))
            found.append(replace(as_given, level=middle.level, score=middle.score))
        return tuple(found)

    def observe_pictures(self, message: Message) -> "tuple[Verdict, ...]":  # noqa: ARG002 - `Judging` has it
        """Return nothing: the pictures of `message` were heard with it."""
        return ()

    def _worst(self, order: "Sequence[Observation]") -> "dict[PersonId, Verdict]":
        """The gravest verdict on each suspect when the messages come in this order."""
        detection = self._build()
        worst: dict[PersonId, Verdict] = {}
        for seen in order:
            verdicts = detection.assess(seen)
            if isinstance(seen, Message):
                verdicts += detection.observe_pictures(seen)
            for verdict in verdicts:
                if verdict.suspect not in worst or verdict.score >= worst[verdict.suspect].score:
                    worst[verdict.suspect] = verdict
        return worst


def orders(seen: "Sequence[Observation]") -> "Iterator[tuple[Observation, ...]]":
    """Yield the orders in which a handful is heard, each once."""
    places = range(len(seen))
    turned = [
        (*places[start:], *places[:start]) for start in (part * len(seen) // PARTS for part in range(PARTS))
    ]
    for order in dict.fromkeys((*turned, *(one[::-1] for one in turned))):
        yield tuple(seen[place] for place in order)


def _middle(verdicts: "Sequence[Verdict]", of: int) -> "Verdict":
    """The median of so many by score, the graver of two; missing ones count as the least grave."""
    there = sorted(verdicts, key=lambda one: one.score)
    return there[max(0, of // 2 - (of - len(there)))]
