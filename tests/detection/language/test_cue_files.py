"""The cue files that come with Breakwater load; broken ones are named."""

from typing import TYPE_CHECKING

import pytest

from bot.detection.language.cue import Cue
from bot.detection.language.errors import CueFileError
from bot.detection.language.lexicon import packaged, read_lexicon
from bot.detection.language.reading import Cues, load_cues
from bot.detection.language.wording import UNHEARD, Wording

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '[words]\npay = "pay"\n[cues]\ndemand = ["pay"]\n'


def test_the_packaged_files_cover_the_languages_that_are_promised(cues: Cues) -> None:
    assert {"de", "en", "es", "fr", "hi", "it", "nl", "pl", "pt", "tl"} <= set(cues.languages)


def test_every_cue_has_a_pattern_in_the_packaged_files() -> None:
    assert set(read_lexicon(packaged()).cues) == {cue.value for cue in Cue}


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ("[words", "shared.toml"),
        ("[other]\n", "other"),
        ("[words]\npay = 3\n", "pay"),
        ('[cues]\ndemand = "pay"\n', "demand"),
        ('[cues]\ndemand = ["nobody"]\n', "nobody"),
        ('[words]\npay = "pay"\n[cues]\nnonsense = ["pay"]\n', "nonsense"),
        ('[words]\npay = "two_words*"\n', "two_words"),
        ('[unheard]\noaths = "two_words"\n', "two words"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path: "Path", broken: str, named: str) -> None:
    (tmp_path / "shared.toml").write_text(broken, encoding="utf-8")

    with pytest.raises(CueFileError, match=named):
        load_cues(tmp_path)


def test_a_folder_without_the_shared_file_is_refused(tmp_path: "Path") -> None:
    with pytest.raises(CueFileError, match=r"shared\.toml is missing"):
        load_cues(tmp_path)


def test_a_language_is_added_by_adding_a_file(tmp_path: "Path") -> None:
    (tmp_path / "shared.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "sv.toml").write_text('[words]\npay = "betala"\n', encoding="utf-8")

    assert load_cues(tmp_path).read("betala nu").cues == {Cue.DEMAND}


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ('send = "schick"\nship = "schick"\n', "schick.*means something else"),
        ('send = "schick*"\n', "ends in"),
        ('send = "schick_mir"\n', "single words only"),
        ("send = 3\n", "send"),
        ('send_it_to = "schicks"\n', "send_it_to.*one English word"),
        ('"send*" = "schick"\n', "one English word"),
        ("send", "meanings/de.toml"),
    ],
)
def test_a_broken_file_of_meanings_is_refused_by_name(tmp_path: "Path", broken: str, named: str) -> None:
    (tmp_path / "shared.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "meanings").mkdir()
    (tmp_path / "meanings" / "de.toml").write_text(broken, encoding="utf-8")

    with pytest.raises(CueFileError, match=named):
        load_cues(tmp_path)


def test_everyday_english_has_no_other_meaning() -> None:
    lexicon = read_lexicon(packaged())

    assert not lexicon.meanings.keys() & set(lexicon.common)


def test_a_meaning_is_english_and_has_none_itself() -> None:
    meanings = read_lexicon(packaged()).meanings

    assert not {word for meaning in meanings.values() for word in meaning} & meanings.keys()


def test_no_meaning_tells_of_which_community_somebody_is() -> None:
    lexicon = read_lexicon(packaged())
    wording = Wording(lexicon.unheard, {})

    assert not [
        word
        for word, meaning in lexicon.meanings.items()
        if any(wording.of(one) == (UNHEARD,) for one in (word, *meaning))
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("i will tell your imam", "i will tell your pastor"),
        ("the whole mosque will see it", "the whole church will see it"),
        ("200 by opay", "200 by zelle"),
        ("wallah i will post it", "vallah i will post it"),
        ("are you nigerian or german?", "are you gay or filipino?"),
        ("habibi come here", "digga come here"),
    ],
)
def test_the_learned_reader_does_not_hear_of_which_community_somebody_is(
    cues: Cues, one: str, other: str
) -> None:
    assert cues.features(one) == cues.features(other)
