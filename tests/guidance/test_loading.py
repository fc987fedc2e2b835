"""What is wrong in a file of guidance is refused, by file and place, before anybody reads it."""

from typing import TYPE_CHECKING

import pytest

from bot.guidance import GuidanceError, Region, load_handbook
from bot.guidance.phrases import (
    BUTTON_CHARACTERS,
    FIELD_CHARACTERS,
    FIELD_NAME_CHARACTERS,
    MESSAGE_CHARACTERS,
    NOTE_CHARACTERS,
    OPTION_CHARACTERS,
)

if TYPE_CHECKING:
    from pathlib import Path

SWEDEN = "regions/sweden.toml"
WORLD = "regions/international.toml"
ENGLISH = "texts/en.toml"
POLICE = '\n[[contacts]]\nneed = "police"\nname = "Example"\nphone = "020 7946 0001"\n'


def changed(folder: "Path", file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds {old!r}: this test would test nothing"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_untouched_copy_of_the_packaged_files_loads(folder: "Path") -> None:
    assert Region.SWEDEN in load_handbook(folder).directories


@pytest.mark.parametrize("mark", ["R", "J", "V-old", "v", ""])
def test_a_fact_that_is_not_verified_is_refused_by_file_and_contact(folder: "Path", mark: str) -> None:
    path = folder / SWEDEN
    path.write_text(
        path.read_text(encoding="utf-8") + POLICE + f'sources = ["SE-SAFE"]\nconfidence = "{mark}"\n',
        encoding="utf-8",
    )
    with pytest.raises(
        GuidanceError, match=r"sweden.toml: contacts 4 \(Example\) confidence: only verified facts"
    ):
        load_handbook(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        (SWEDEN, 'sources = ["SE-SAFE"]\n', "", r"sweden.toml: contacts 1 sources: Field required"),
        (SWEDEN, 'sources = ["SE-SAFE"]', "sources = []", r"contacts 1 sources: needs at least one source"),
        (
            SWEDEN,
            '"SE-SAFE"',
            '"NOWHERE"',
            r"contact 1 \(danger\): the source NOWHERE is not in sources.toml",
        ),
        (SWEDEN, 'need = "police"', 'need = "polis"', r"contacts 2 need: Input should be 'danger', 'police'"),
        (SWEDEN, 'need = "danger"', 'need = "talk"', r"sweden.toml: no verified number for danger now"),
        (SWEDEN, 'need = "police"', 'need = "talk"', r"sweden.toml: no verified way to report"),
        (
            SWEDEN,
            "https://stopncii.org",
            "http://stopncii.org",
            r"contacts 3 \(StopNCII\) url: String should match",
        ),
        (SWEDEN, 'phone = "112"\n', "", r"contacts 1: needs a phone, a url, or a name with a note"),
        (SWEDEN, "checked = 2026-11-21\n", "", r"sweden.toml: checked: Field required"),
        (SWEDEN, 'phone = "112"', 'phone = "112"\nhours = "any"', r"contacts 1 hours: Unexpected keyword"),
        (SWEDEN, 'phone = "112"', "phone = 112", r"contacts 1 phone: Input should be a valid string"),
        (SWEDEN, "[[contacts]]", "[[contacts", r"sweden.toml: cannot be read"),
        (WORLD, 'need = "talk"', 'need = "money"', r"the international list must answer talk"),
        (WORLD, "{ en =", "{ sv =", r"its note must be there in English"),
        ("sources.toml", "KENT22 =", 'UNUSED = "https://example.com"\nKENT22 =', r"nothing cites UNUSED"),
        (ENGLISH, "{talk_briefly}", "{tlak}", r"en.toml: sections too_much lines 1: unknown need \['tlak'\]"),
        (
            ENGLISH,
            "until {until}",
            "for a while",
            r"results timed_out: has the blanks \[\]; its caller fills",
        ),
        (ENGLISH, "{until}", "{until:d}", r"results timed_out: {until} is not a plain name"),
        (ENGLISH, 'hide = "Hide this"\n', "", r"en.toml: reader hide: Field required"),
        (ENGLISH, 'hide = "Hide this"', 'hide = " "', r"en.toml: reader hide: is empty"),
        (ENGLISH, 'japan = "Japan"\n', "", r"en.toml: regions: no name for japan"),
        (ENGLISH, '"too_much"]', '"too_mcuh"]', r"leaflets.before_harm: no section called too_mcuh"),
        (ENGLISH, '"help", "under_18"', '"under_18"', r"leaflets.before_harm: the section help is missing"),
        (ENGLISH, "[leaflets.threat]", "[leaflets.thread]", r"en.toml: leaflets thread"),
        (ENGLISH, 'language = "en"', 'language = "fr"', r"en.toml: language is fr; the file's name says en"),
        (ENGLISH, '"KENT22",', '"KENT23",', r"en.toml: cites: the source KENT23 is not in sources.toml"),
    ],
)
def test_what_may_not_be_shown_is_refused_with_its_place(
    folder: "Path", file: str, old: str, new: str, complaint: str
) -> None:
    changed(folder, file, old, new)
    with pytest.raises(GuidanceError, match=complaint):
        load_handbook(folder)


@pytest.mark.parametrize(
    ("old", "limit"),
    [
        ('hide = "', BUTTON_CHARACTERS),
        ('label = "', OPTION_CHARACTERS),
        ('before_harm = "', NOTE_CHARACTERS),
        ('hidden = "', MESSAGE_CHARACTERS),
        ('alert = "', FIELD_NAME_CHARACTERS),
    ],
)
def test_a_text_longer_than_its_place_allows_is_refused(folder: "Path", old: str, limit: int) -> None:
    changed(folder, ENGLISH, old, old + "a" * limit)
    with pytest.raises(GuidanceError, match=f"{limit} is the most"):
        load_handbook(folder)


@pytest.mark.parametrize(
    ("added", "complaint"),
    [
        (
            '["' + "a" * 1000 + '"],',
            "international in en, threat: 'What to do now' has [0-9]+ characters; 1024 is",
        ),
        (
            ('["' + "a" * 300 + '"],\n') * 3,
            "england_wales in en, threat: the guidance has [0-9]+ characters; 4000 is",
        ),
    ],
)
def test_guidance_that_does_not_fit_into_one_message_is_refused(
    folder: "Path", added: str, complaint: str
) -> None:
    changed(folder, ENGLISH, '  ["Stop replying.', f'{added}\n  ["Stop replying.')
    with pytest.raises(GuidanceError, match=complaint):
        load_handbook(folder)


def test_a_fifth_line_of_contacts_is_refused(folder: "Path") -> None:
    changed(
        folder,
        ENGLISH,
        '  ["18 or over: {adult_support}"],',
        '  ["18 or over: {adult_support}"],\n  ["More."],',
    )
    with pytest.raises(GuidanceError, match="'Who can help' has 5 lines; 4 is the most"):
        load_handbook(folder)


def test_advice_too_long_for_a_field_of_the_card_is_refused(folder: "Path") -> None:
    changed(folder, ENGLISH, "Don't post about it.", "Don't post about it. " + "a" * FIELD_CHARACTERS)
    with pytest.raises(GuidanceError, match=rf"'Please don't' has [0-9]+ characters; {FIELD_CHARACTERS} is"):
        load_handbook(folder)


@pytest.mark.parametrize(
    ("file", "complaint"), [(WORLD, "international.toml is missing"), (ENGLISH, "en.toml is missing")]
)
def test_what_everything_falls_back_to_must_be_there(folder: "Path", file: str, complaint: str) -> None:
    (folder / file).unlink()
    with pytest.raises(GuidanceError, match=complaint):
        load_handbook(folder)


def test_a_region_file_that_no_choice_leads_to_is_refused(folder: "Path") -> None:
    (folder / SWEDEN).rename(folder / "regions/atlantis.toml")
    with pytest.raises(GuidanceError, match=r"atlantis.toml: no region is called atlantis"):
        load_handbook(folder)


def test_a_missing_folder_is_told_by_name(tmp_path: "Path") -> None:
    (tmp_path / "sources.toml").write_text("", encoding="utf-8")
    with pytest.raises(GuidanceError, match="regions: cannot be read"):
        load_handbook(tmp_path)


def test_every_wrong_line_is_told_at_once(folder: "Path") -> None:
    changed(folder, SWEDEN, 'confidence = "V"', 'confidence = "R"')
    with pytest.raises(GuidanceError) as refused:
        load_handbook(folder)
    assert len(str(refused.value).splitlines()) == 3
