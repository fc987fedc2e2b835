"""How people are called: what of a name counts, and what is kept of it."""

import pytest

from bot.detection.naming import MOST_CALLINGS, MOST_NAME, called, callings

ORDINARY = frozenset({"the", "king", "will"})


def calls(text: str, name: str) -> bool:
    return not called(text).isdisjoint(callings(name, ORDINARY))


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
