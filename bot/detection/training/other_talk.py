"""Cases with other, harmless talk between their messages: what a sign is worth where people talk of anything.

In the corpus hardly anything is said beside the matter, in life most is. Knows observed values; it refuses to
know what is said.
"""

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.observed import Message, MessageId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.detection.training.snapshots import Case
    from bot.observed import Observation, Person

ORDINARY: Final = frozenset(
    {"dating-small-talk", "friends-banter", "school-work", "family", "tech-support", "photo-sharing", "sales"}
)
"""Families that nobody wrote to look like sextortion."""

ONE_IN: Final = 3
"""Of so many cases one is taken. With these among what the signs are fitted on, 66 of 100 cases with other
talk were cautioned in place of 61, of writers held out, and the others as before."""

MOST: Final = 5
"""Messages of other talk behind one of the case, at most."""

_FIRST_ID: Final = 10**15
"""Above the numbers of a case's own messages."""

_MOMENT: Final = timedelta(milliseconds=1)
"""Other talk takes no time: pauses and deadlines stay those of the case."""


def with_other_talk(cases: "Sequence[Case]", folds: "Sequence[int]") -> "list[tuple[int, Case]]":
    """Return one case in `ONE_IN` with other talk in it, each with its fold; the same every time.

    Args:
        cases: All of them. What is talked of comes from those of the same fold and language; where there is
            none, a case is left out.
        folds: That of each case.
    """
    talks: dict[tuple[int, str], list[list[str]]] = {}
    numbered = list(zip(folds, cases, strict=True))
    for fold, case in numbered:
        ordinary = not case.positive and case.family in ORDINARY
        if ordinary and (lines := [said.text for said in _messages(case)]):
            talks.setdefault((fold, case.language), []).append(lines)
    return [
        (fold, _with(case, _lines(talks[fold, case.language], case.id), random.Random(case.id)))  # noqa: S311 - a repeatable choice, no secret
        for fold, case in numbered[::ONE_IN]
        if (fold, case.language) in talks
    ]


def _with(case: "Case", lines: "Iterator[str]", draw: random.Random) -> "Case":
    """The case with some of `lines` behind each of its messages, said by whoever spoke so far."""
    steps: list[tuple[Observation, ...]] = []
    people: dict[Person, None] = {}
    number, about = _FIRST_ID, draw.randint(1, MOST - 1)
    for step in case.steps:
        others: list[Message] = []
        for said in (seen for seen in step if isinstance(seen, Message)):
            people[said.author] = None
            for place in range(draw.randint(about - 1, about + 1)):
                who, number = draw.choice(list(people)), number + 1
                at = said.at + (place + 1) * _MOMENT
                others.append(Message(MessageId(number), said.place, who, at, next(lines)))
        steps.append((*step, *others))
    return replace(case, steps=tuple(steps))


def _lines(talks: "Sequence[Sequence[str]]", seed: str) -> "Iterator[str]":
    """Yield the lines of one talk after another without end."""
    draw = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    while True:
        yield from draw.choice(talks)


def _messages(case: "Case") -> "Iterator[Message]":
    return (seen for step in case.steps for seen in step if isinstance(seen, Message) and seen.text)
