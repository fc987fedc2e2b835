"""From one message to its cues."""

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.detection.language.cue import Cue
from bot.detection.language.normalise import MAX_CHARACTERS

if TYPE_CHECKING:
    from bot.detection.language.reading import Cues

THREAT = "send the video to your mum"


@pytest.mark.parametrize(
    "text",
    [
        "i will send the video to your mum",
        "i will s3nd the v1deo to ur mum",
        "i will s e n d the video to your m\u200bum",
        "I WILL SEND THE VIDEO TO YOUR MUM",
        "i will \u0455\u0435nd the vid\u0435o to your mum",
    ],
)
def test_a_threat_is_read_through_disguises(cues: "Cues", text: str) -> None:
    assert Cue.EXPOSE in cues.read(text).cues


def test_what_is_quoted_is_left_out_and_said_to_be(cues: "Cues") -> None:
    reading = cues.read(f'he wrote "{THREAT}" yesterday')

    assert (Cue.EXPOSE in reading.cues, reading.quoting) == (False, True)


def test_the_transcript_of_a_voice_message_is_its_speakers_own_words(cues: "Cues") -> None:
    assert Cue.EXPOSE in cues.read(f'[voice message, 0:07] "i will {THREAT}"').cues


def test_a_word_of_another_language_counts_in_english_only_where_it_cannot_be_english(cues: "Cues") -> None:
    assert Cue.EXPOSE not in cues.read("the rest of it is on the table of the house").cues


def test_an_empty_text_says_nothing(cues: "Cues") -> None:
    assert cues.read("").cues == frozenset()


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=MAX_CHARACTERS)
    | st.sampled_from(["a ", "1", "s e ", '"', "your ", ">\n", "0o"]).map(lambda part: part * MAX_CHARACTERS)
)
def test_no_text_is_slow_to_read(cues: "Cues", text: str) -> None:
    started = time.perf_counter()

    cues.read(text)

    # Reading is linear in the text: 4,000 characters take some milliseconds; backtracking would take minutes.
    assert time.perf_counter() - started < 1
