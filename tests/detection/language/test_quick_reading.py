"""Reading by remembered pieces says what reading straight through says."""

from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.detection.course import Weights, load_weights
from bot.detection.language.features import MAX_TOKENS
from bot.detection.language.lexicon import packaged, read_lexicon
from bot.detection.language.normalise import MAX_CHARACTERS
from bot.detection.language.reading import Cues
from bot.detection.training.corpus import read_corpus
from tests.detection.language.plain_reading import PlainCues

LEXICON = read_lexicon(packaged())
ENTRIES = [entry.removesuffix("*") for entries in LEXICON.words.values() for _, entry in entries]

SPACES = st.sampled_from(
    [*([" "] * 9), "", "  ", "\n", "\t", "\xa0", "\u2003", "\u2028", "\x1c", "\u3000", "\u200b", "\n> "]
)
SIGNS = st.sampled_from(
    [
        *("\u0301", "\u093e", "\u200d", '"', "\u201c", "'", "\u2019", ".", "-", "_", "*", "|", "/", "!", "?"),
        *("@", "#", "$", "0", "1", "3", "7", "...", ":", ";", "(", ")", "\xa8", "\ufdfa", "\ufb01", "İ", "ß"),
        *("²", "௰"),
    ]
)
SEPARATORS = st.sampled_from([" ", ".", "-", "_", " -", ". ", "  "])
SPACED_OUT = st.builds(str.join, SEPARATORS, st.sampled_from(ENTRIES))
LETTERS = st.sampled_from("seniouaxSEND")
PIECES = st.sampled_from(ENTRIES) | SIGNS | LETTERS | SPACED_OUT | st.text(max_size=8)
TEXTS = st.lists(st.tuples(PIECES, SPACES).map("".join), max_size=30).map("".join)


@cache
def weights() -> Weights:
    loaded = load_weights()
    assert loaded is not None
    return loaded


@cache
def quick() -> Cues:
    return Cues(LEXICON, weights().keys.tolist())


@cache
def plain() -> PlainCues:
    return PlainCues(LEXICON, weights())


@settings(max_examples=400, deadline=None)
@given(TEXTS | st.text())
@example("a b c @s.e.n d money")
@example("s \u200b e \u200b n \u200b d")
@example("x'y z'w v")
@example("word " * (MAX_TOKENS + 20) + "send the video to your mum")
@example("ab " * MAX_CHARACTERS)
@example('he said "send the video to your mum" ok')
@example("hello\n> send the video to your mum")
@example('""')
@example(" \n ")
def test_any_text_reads_as_it_does_straight_through(text: str) -> None:
    assert quick().read(text) == plain().read(text)


@pytest.mark.parametrize("part", range(10))
def test_the_training_conversations_read_as_they_do_straight_through(part: int) -> None:
    texts = [said.text for written in read_corpus() for said in written.lines][part::200]

    assert [quick().read(text) for text in texts] == [plain().read(text) for text in texts]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_all_features_of_a_text_hold_the_known_ones(text: str) -> None:
    found = set(quick().features(text))

    assert [row for row, key in enumerate(weights().keys.tolist()) if key in found] == [
        *quick().read(text).rows
    ]


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXTS, max_size=4), TEXTS)
def test_what_was_read_before_changes_nothing(before: list[str], text: str) -> None:
    cues = quick()
    first = cues.read(text)
    for other in before:
        cues.read(other)

    assert cues.read(text) == first
