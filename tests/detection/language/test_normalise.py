"""Disguises are seen through; ordinary text of any script is left as it reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detection.language.normalise import MAX_CHARACTERS, normalise


@pytest.mark.parametrize(
    "disguised",
    [
        "s e n d money",
        "s.e.n.d money",
        "S-E-N-D  money".replace("  ", " "),
        "s3nd m0ney",
        "s\u0435nd m\u043eney",
        "se\u200bnd mon\u200dey",
        "\uff53\uff45\uff4e\uff44 money",
        "\U0001d4fc\U0001d4ee\U0001d4f7\U0001d4ed money",
        "🅢🅔🅝🅓 money",
        "seeeeend monnnney",
        "SEND MONEY",
        "sénd mönéy",
    ],
)
def test_a_disguised_phrase_reads_like_the_plain_one(disguised: str) -> None:
    assert normalise(disguised) == "send money"


@pytest.mark.parametrize(
    "text",
    [
        "नमस्ते दुनिया",
        "안녕하세요 여러분",
        "привет, как дела",
        "مرحبا بالعالم",
        "こんにちは",
        "see you at 18h, gate 2b, 10min late",
        "we met in 2024 at gate 12",
        "@max95 wrote v2 of it",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert normalise(text) == text


def test_contractions_lose_their_apostrophe_and_elisions_are_two_words() -> None:
    assert normalise("don\u2019t, j'ai, l'amica") == "dont, j ai, l amica"


@given(st.text(max_size=300))
def test_text_of_any_kind_is_read_without_failing_and_case_does_not_matter(text: str) -> None:
    assert normalise(text.upper()) == normalise(text.upper().lower()) or not text.isascii()


def test_text_is_cut_at_the_stated_length() -> None:
    assert len(normalise("ab " * MAX_CHARACTERS)) <= MAX_CHARACTERS
