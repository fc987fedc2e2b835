"""What messages read like, as conversations keep it."""

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.detection.conversation import Trace
from bot.detection.language.cue import Cue
from bot.detection.language.reading import Reading
from bot.detection.language.scorer import Like
from bot.detection.likeness import answered_like, held_against
from bot.observed import MessageId
from tests.detection.talk_world import START

if TYPE_CHECKING:
    from tests.detection.talk_world import Start

ODDS = st.floats(-50, 50)


def _reading(odds: float, *cues: Cue, like: Like = Like.THREAT) -> Reading:
    return Reading(frozenset(cues), quoting=False, words=5, likes=((like, odds),))


@given(ODDS)
def test_strength_is_a_share(odds: float) -> None:
    assert all(0 < strength <= 1 for _, strength in held_against(_reading(odds)))
    assert 0 <= answered_like(_reading(odds, like=Like.VICTIM)) <= 1


@given(ODDS, ODDS)
def test_more_likeness_is_never_less_strength(one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert dict(held_against(_reading(low))).get(Like.THREAT, 0) <= dict(held_against(_reading(high))).get(
        Like.THREAT, 0
    )


def test_who_tells_of_a_threat_is_not_held_to_have_made_it() -> None:
    assert held_against(_reading(9, Cue.DISCLOSURE)) == ()
    assert held_against(_reading(9, Cue.REPORTED)) == ()


def test_what_a_victim_reads_like_is_never_held_against_them() -> None:
    assert held_against(_reading(9, like=Like.VICTIM)) == ()


@given(st.lists(st.floats(0.1, 1), min_size=1, max_size=30))
def test_the_three_strongest_are_kept_in_order(strengths: list[float]) -> None:
    first, *rest = strengths
    trace = Trace(START, START, MessageId(0), MessageId(0), 0, best=first)

    for number, strength in enumerate(rest, start=1):
        trace.again(START, MessageId(number), number, strength)

    assert 1 >= trace.best >= trace.second >= trace.third >= 0
    assert trace.best == max(strengths)


def test_what_it_reads_like_stands_in_the_reasons(talk: "Start") -> None:
    chat = talk()

    chat.say(1, "pay me 300 tonight or your mum and everyone at work gets the video")

    kinds = {piece.kind for verdict in chat.verdicts for piece in verdict.evidence}
    assert "like_sextortion" in kinds
