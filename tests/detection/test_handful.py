"""A handful of messages: the order in which they come must not decide, and reasons tell what is known."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from bot.detection.handful import APART, Handful, orders
from bot.detection.listed import OWN_LIST
from bot.detection.pipeline import Detection, build_detection
from bot.detection.policy import Policy
from bot.detection.verdict import Level
from bot.observed import Message, MessageId, Person, PersonId
from tests.detection.spread_world import World, channel, picture, print_of
from tests.detection.talk_world import CHAT, START

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.detection.language.reading import Cues
    from bot.detection.verdict import Verdict

TELLING = (
    "how was your day",
    "send me a private picture, just between us",
    "pay 200 dollars or i send it to your sister",
)


def messages(texts: "Sequence[str]", apart: timedelta = APART) -> list[Message]:
    return [
        Message(MessageId(number), CHAT, Person(PersonId(1)), START + number * apart, text)
        for number, text in enumerate(texts)
    ]


def handful(cues: "Cues") -> Handful:
    return Handful(lambda: Detection(Policy.checked(), None, cues))


def judged(cues: "Cues", heard: "Sequence[Message]") -> "tuple[Verdict, ...]":
    hands = handful(cues)
    said: tuple[Verdict, ...] = ()
    for message in heard:
        said = hands.observe(message)
    return said


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (2, 2), (3, 6), (4, 6), (7, 6), (40, 6)])
def test_few_messages_are_heard_in_every_order_and_many_in_six(count: int, expected: int) -> None:
    heard = messages([f"word {n}" for n in range(count)])

    found = list(orders(heard))

    assert found[0] == tuple(heard)
    assert len(set(found)) == len(found) == expected
    assert all(sorted(one, key=lambda message: message.id) == heard for one in found)


def test_the_order_in_which_they_were_forwarded_does_not_matter(cues: "Cues") -> None:
    scores = {judged(cues, messages(order))[0].score for order in permutations(TELLING)}

    assert len(scores) == 1


def test_each_one_more_is_judged_with_those_before(cues: "Cues") -> None:
    hands = handful(cues)

    levels = [
        max((one.level for one in hands.observe(said)), default=Level.NONE) for said in messages(TELLING)
    ]

    assert levels[0] is Level.NONE
    assert levels[-1] >= Level.CAUTION


def test_ordinary_messages_bring_nothing(cues: "Cues") -> None:
    assert not judged(cues, messages(["how was your day", "the train was late again", "see you at eight"]))


def test_reasons_tell_the_times_of_the_messages_as_they_came(cues: "Cues") -> None:
    verdict = judged(cues, messages(TELLING, timedelta(hours=3)))[0]

    assert any("3 hours after the first message" in piece.reason for piece in verdict.evidence)
    assert not any("minutes" in piece.reason for piece in verdict.evidence)
    assert {piece.at for piece in verdict.evidence} <= {START + n * timedelta(hours=3) for n in range(3)}


def test_a_picture_is_looked_at_with_its_message(cues: "Cues") -> None:
    posted = World().message(channel(1), replace(picture(print_of(1)), own_list=True))
    hands = Handful(partial(build_detection, Policy.checked(), cues))

    verdict = hands.assess(posted)[0]

    assert OWN_LIST in {piece.kind for piece in verdict.evidence}
    assert hands.observe_pictures(posted) == ()
