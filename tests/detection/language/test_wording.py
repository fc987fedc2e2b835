"""What single words stand for, and which features they make."""

import pytest

from bot.detection.language.features import message_keys
from bot.detection.language.lexicon import packaged, read_lexicon
from bot.detection.language.wording import Wording


@pytest.fixture(scope="module")
def wording() -> Wording:
    lexicon = read_lexicon(packaged())
    return Wording(lexicon.unheard, lexicon.meanings)


def features(text: str, wording: Wording) -> set[int]:
    """Of the words and pairs alone, without the classes and cues that patterns find."""
    return set(message_keys(text.split(), (), (), wording))


@pytest.mark.parametrize(
    ("foreign", "english"),
    [
        ("schick mir", "send me"),
        ("mandami", "send me"),
        ("wyslij mi", "send me"),
        ("envoie moi", "send me"),
        ("deine mutter", "your mother"),
        ("twoje zdjecia", "your photos"),
    ],
)
def test_words_of_another_language_have_the_features_of_what_they_mean(
    wording: Wording, foreign: str, english: str
) -> None:
    assert features(english, wording) <= features(foreign, wording)


def test_a_word_with_a_meaning_is_heard_as_itself_too(wording: Wording) -> None:
    schick, schicke, send = (features(word, wording) for word in ("schick", "schicke", "send"))

    assert send < schick
    assert schick & schicke == send


def test_english_means_nothing_else(wording: Wording) -> None:
    assert [wording.of(word) for word in ("die", "come", "of", "no")] == [
        ("die",),
        ("come",),
        ("of",),
        ("no",),
    ]


def test_numbers_handles_and_addresses_are_folded_to_their_shapes(wording: Wording) -> None:
    assert [wording.of(word) for word in ("300", "@ana", "https://example.org")] == [("0",), ("@",), ("/",)]


def test_what_says_nothing_has_no_features_whatever_stands_around_it(wording: Wording) -> None:
    assert features("tell imam now", wording) == features("tell wallah now", wording)
    assert features("imam", wording) == set()


def test_a_meaning_does_not_make_a_silent_word_heard() -> None:
    wording = Wording(["imam"], {"imam": ("priest",), "cura": ("imam",)})

    assert features("imam", wording) == features("cura", wording) == set()
