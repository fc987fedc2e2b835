"""What an offender may try against detection: disguises, many short messages, chat about other things."""

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from bot.detection.language.normalise import normalise
from bot.detection.language.vocabulary import TOKEN
from bot.detection.verdict import Level
from tests.detection.disguises import DISGUISES
from tests.detection.talk_world import UNRELATED

if TYPE_CHECKING:
    from tests.detection.talk_world import Start

STRANGER, MEMBER = 1, 2

Lines = tuple[tuple[int, str], ...]

TALKS: dict[str, Lines] = {
    "picture, threat and demand": (
        (STRANGER, "hey gorgeous, found your profile in the chess server"),
        (MEMBER, "oh hi, thanks"),
        (STRANGER, "send me a naked photo, just between us"),
        (MEMBER, "okay, here"),
        (STRANGER, "now listen. pay me 300 dollars tonight or i send this photo to your mother"),
    ),
    "opens with the threat": (
        (STRANGER, "i recorded you. 500 dollars in gift cards by tonight or your family gets the video"),
        (MEMBER, "what? please don't"),
    ),
    "more pictures instead of money": (
        (STRANGER, "i still have your photos and i know your school"),
        (MEMBER, "please no"),
        (STRANGER, "send me new photos tonight or your parents see everything"),
        (MEMBER, "please stop, i'm scared"),
    ),
    "asks on the first day": (
        (STRANGER, "hello beautiful, where are you from"),
        (MEMBER, "leeds, you?"),
        (STRANGER, "send me a naked picture with your face, just between us"),
    ),
}


def level(talk: "Start", lines: Lines) -> Level:
    """The gravest level that the stranger reaches."""
    chat = talk()
    chat.play(*lines)
    return max((v.level for v in chat.verdicts if v.suspect == STRANGER), default=Level.NONE)


def told_by_stranger(lines: Lines, parts: int) -> Lines:
    """The same with each of the stranger's lines cut between words, in so many messages at most."""
    found: list[tuple[int, str]] = []
    for who, text in lines:
        words = text.split()
        size = -(-len(words) // (parts if who == STRANGER else 1))
        found += [(who, " ".join(words[at : at + size])) for at in range(0, len(words), size)]
    return tuple(found)


@pytest.mark.parametrize("name", TALKS)
def test_each_of_these_talks_is_noticed(talk: "Start", name: str) -> None:
    assert level(talk, TALKS[name]) >= Level.CAUTION


@pytest.mark.parametrize("name", TALKS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguise_reads_like_the_plain_text(name: str, disguise: str) -> None:
    for _, text in TALKS[name]:
        assert TOKEN.findall(normalise(DISGUISES[disguise](text))) == TOKEN.findall(normalise(text))


@pytest.mark.parametrize("name", TALKS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguise_does_not_lower_the_level(talk: "Start", name: str, disguise: str) -> None:
    change = DISGUISES[disguise]
    disguised = tuple((who, change(text) if who == STRANGER else text) for who, text in TALKS[name])

    assert level(talk, disguised) >= level(talk, TALKS[name])


@pytest.mark.parametrize("name", TALKS)
@pytest.mark.parametrize("parts", [2, 3])
def test_several_short_messages_in_place_of_one_do_not_lower_the_level(
    talk: "Start", name: str, parts: int
) -> None:
    assert level(talk, told_by_stranger(TALKS[name], parts)) >= level(talk, TALKS[name])


@pytest.mark.parametrize("name", TALKS)
@pytest.mark.parametrize("between", [1, 3, 6])
def test_unrelated_chat_between_messages_does_not_hide_an_escalation(
    talk: "Start", name: str, between: int
) -> None:
    chatter = tuple((STRANGER if n % 2 else MEMBER, UNRELATED[n]) for n in range(between))
    mixed = tuple(one for line in TALKS[name] for one in (line, *chatter))

    assert level(talk, mixed) >= level(talk, TALKS[name])


@pytest.mark.parametrize("name", TALKS)
def test_the_order_of_messages_with_equal_times_changes_nothing(talk: "Start", name: str) -> None:
    """What is told of a talk whose messages all came in the same moment does not depend on their order."""
    worst: set[Level] = set()
    for order in permutations(TALKS[name]):
        chat = talk()
        for who, text in order:
            chat.say(who, text, after=0)
        worst.add(chat.worst)

    assert len(worst) == 1
