"""What is remembered of words: as much as stated, and the words that come again."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.detection.language.lexicon import packaged, read_lexicon
from bot.detection.language.memory import LONGEST, MOST, Memory
from bot.detection.language.reading import RECENT, Cues


def test_a_flood_of_new_pieces_takes_no_more_room_than_stated() -> None:
    memory = Memory(len, most=10)

    for number in range(1_000):
        assert memory[str(number)] == len(str(number))
        assert memory.remembered <= 20


def test_a_piece_that_comes_again_and_again_outlasts_a_flood_of_new_ones() -> None:
    asked = Counter[str]()
    memory = Memory(lambda piece: asked.update([piece]), most=10)

    for number in range(1_000):
        memory["money"]
        memory[str(number)]

    assert asked["money"] == 1


def test_long_pieces_are_not_remembered() -> None:
    memory = Memory(len)

    memory["a" * LONGEST]
    memory["a" * (LONGEST + 1)]

    assert memory.remembered == 1


@given(st.lists(st.text(max_size=2)), st.integers(1, 5))
def test_answers_do_not_depend_on_what_was_asked_before(pieces: list[str], most: int) -> None:
    memory = Memory(str.upper, most)

    assert [memory[piece] for piece in pieces] == [piece.upper() for piece in pieces]


def test_a_flood_of_new_words_does_not_make_reading_remember_more_than_stated() -> None:
    cues = Cues(read_lexicon(packaged()))

    for number in range(0, 5 * MOST // 2, 400):
        cues.read(" ".join(f"word{other}" for other in range(number, number + 400)))

    assert cues.remembered <= 4 * MOST


def test_a_reading_is_remembered_while_several_ask_for_it_and_then_forgotten(cues: Cues) -> None:
    first = cues.read("did you see the match")
    assert cues.read("did you see the match") is first

    for number in range(RECENT):
        cues.read(f"my train was {number} minutes late")

    assert cues.read("did you see the match") is not first
    assert cues.read("did you see the match") == first
