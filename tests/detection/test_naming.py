"""How people are called: what of a name counts, and what is kept of it."""

from datetime import timedelta

import pytest

from bot.detection.naming import LATELY, MOST_CALLINGS, MOST_NAME, MOST_SAID, Names, callings
from bot.observed import Message, MessageId, Person, PersonId, Place, PlaceId, PlaceKind, ServerId
from tests.detection.talk_world import START

ORDINARY = frozenset({"the", "king", "will"})
LOUNGE = Place(ServerId(1), PlaceId(2), PlaceKind.CHANNEL)
CALLED, OTHER = PersonId(1), PersonId(2)
SPEAKERS = (CALLED, OTHER)
LETTERS = "abcdefghij"


def said(by: PersonId, name: str, text: str, after: timedelta = timedelta(0)) -> Message:
    return Message(MessageId(1), LOUNGE, Person(by, name=name), START + after, text)


def calls(text: str, name: str) -> bool:
    names = Names()
    names.hear(said(CALLED, name, "good morning"), SPEAKERS, ORDINARY)
    return names.hear(said(OTHER, "", text), SPEAKERS, ORDINARY) == [CALLED]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tom, is this you?", "Tom"),
        ("is that marek on the picture", "marek_95"),
        ("so CHRIS. 300 by nine", "Christopher W."),
        ("@dev_okafor pay", "dev_okafor"),
        ("joe\u0301 pay", "Jo\u00e9"),
        ("pay, \u0441hris", "chris"),
        ("everybody sees marek's video", "marek"),
        ("alle sehen mareks video", "marek"),
        ("ask mrs. lindqvist", "Ann Lindqvist annlind"),
    ],
)
def test_somebody_is_called_by_a_word_of_their_name(text: str, name: str) -> None:
    assert calls(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("who has the keys", "The King"),
        ("you will see", "will"),
        ("al said so", "Al"),
        ("a tomato salad", "Tom"),
        ("it is christmas", "Christopher"),
        ("good morning", ""),
        ("7 7 7", "777"),
    ],
)
def test_ordinary_words_short_ones_and_parts_of_others_call_nobody(text: str, name: str) -> None:
    assert not calls(text, name)


def test_a_long_name_is_kept_in_as_many_digests_as_stated() -> None:
    assert len(callings("Maximiliana Bartholomea Featherstonehaugh", ORDINARY)) == MOST_CALLINGS


def test_of_a_name_no_more_characters_are_looked_at_than_stated() -> None:
    assert not callings("." * MOST_NAME + "marek", ORDINARY)


def test_somebody_who_was_called_before_they_spoke_is_told_when_they_do() -> None:
    names = Names()
    names.hear(said(OTHER, "", "you all know marek"), SPEAKERS, ORDINARY)

    assert names.hear(said(CALLED, "Marek", "leave me alone"), SPEAKERS, ORDINARY) == [CALLED]
    assert not names.hear(said(CALLED, "Marek", "please"), SPEAKERS, ORDINARY)


@pytest.mark.parametrize(("after", "told"), [(LATELY, [CALLED]), (LATELY + timedelta(seconds=1), [])])
def test_who_was_called_is_remembered_for_as_long_as_stated(after: timedelta, told: list[PersonId]) -> None:
    names = Names()
    names.hear(said(OTHER, "", "you all know marek"), SPEAKERS, ORDINARY)

    assert names.hear(said(CALLED, "Marek", "hello", after), SPEAKERS, ORDINARY) == told


@pytest.mark.parametrize(("more", "told"), [(MOST_SAID - 1, [CALLED]), (MOST_SAID, [])])
def test_no_more_words_are_remembered_than_stated(more: int, told: list[PersonId]) -> None:
    names = Names()
    names.hear(said(OTHER, "", "marek"), SPEAKERS, ORDINARY)
    for number in range(more):
        word = f"q{LETTERS[number // 10]}w{LETTERS[number % 10]}"
        names.hear(said(OTHER, "", word), SPEAKERS, ORDINARY)

    assert names.hear(said(CALLED, "Marek", "hello"), SPEAKERS, ORDINARY) == told


def test_who_is_no_longer_among_the_speakers_is_not_remembered() -> None:
    names = Names()
    names.hear(said(CALLED, "Marek", "hello"), [CALLED], ORDINARY)
    names.hear(said(OTHER, "Lee", "hello"), [OTHER], ORDINARY)

    assert not names.hear(said(OTHER, "Lee", "is marek here"), [OTHER], ORDINARY)


def test_what_somebody_is_called_is_forgotten_with_them() -> None:
    names = Names()
    names.hear(said(CALLED, "Marek", "hello"), SPEAKERS, ORDINARY)

    names.forget(CALLED)

    assert not names.hear(said(OTHER, "Lee", "marek"), SPEAKERS, ORDINARY)
