"""What a person reads for each region and situation: complete, in order, in limits, with help anywhere."""

import re
from itertools import product
from typing import TYPE_CHECKING

import pytest

from bot.guidance import Guidance, Handbook, Region, Situation, body, load_handbook, plain_text
from bot.guidance.phrases import FIELD_CHARACTERS, NOTE_CHARACTERS, OPTION_CHARACTERS
from bot.guidance.render import GUIDANCE_CHARACTERS, MAX_CONTACT_LINES, SECTION_CHARACTERS

if TYPE_CHECKING:
    from pathlib import Path

SELECT_OPTIONS = 25  # Discord API reference, "Component Reference", string select
EVERY = list(product(Region, Situation))
VERIFIED = set(Region) - {Region.NORTHERN_IRELAND, Region.IRELAND}


def read(handbook: Handbook, region: Region, situation: Situation) -> Guidance:
    return handbook.guidance_for(region, "en-GB", situation)


def place(text: str, *phrases: str) -> list[int]:
    return [text.index(phrase) for phrase in phrases]


@pytest.mark.parametrize(("region", "situation"), EVERY)
def test_all_of_it_fits_into_one_discord_message(
    handbook: Handbook, region: Region, situation: Situation
) -> None:
    guidance = read(handbook, region, situation)
    assert len(plain_text(guidance)) <= GUIDANCE_CHARACTERS
    assert max(len(body(section)) for section in guidance.parts) <= SECTION_CHARACTERS


@pytest.mark.parametrize(("region", "situation"), EVERY)
def test_help_anywhere_in_the_world_always_comes_last(
    handbook: Handbook, region: Region, situation: Situation
) -> None:
    text = plain_text(read(handbook, region, situation))
    last = text[text.index("**Anywhere in the world**") :]
    for address in (
        "findahelpline.com",
        "report.cybertip.org",
        "takeitdown.ncmec.org",
        "stopncii.org",
        "icmec.org",
    ):
        assert address in last


@pytest.mark.parametrize(("region", "situation"), EVERY)
def test_nobody_is_asked_their_age_and_both_ages_find_their_way(
    handbook: Handbook, region: Region, situation: Situation
) -> None:
    text = plain_text(read(handbook, region, situation))
    assert "If you are under 18" in text
    assert "Tell an adult you trust" in text
    assert "18 or over: " in text
    assert "how old" not in text.lower()


@pytest.mark.parametrize(("region", "situation"), EVERY)
def test_no_blank_is_left_and_no_line_is_empty(
    handbook: Handbook, region: Region, situation: Situation
) -> None:
    guidance = read(handbook, region, situation)
    lines = [line for section in guidance.parts for line in section.lines]
    assert not [line for line in lines if "{" in line or "}" in line or line.rstrip().endswith(":")]
    assert all(section.lines for section in guidance.parts)


@pytest.mark.parametrize("region", Region)
def test_at_most_four_lines_of_contacts_are_shown_and_danger_comes_first(
    handbook: Handbook, region: Region
) -> None:
    guidance = read(handbook, region, Situation.THREAT)
    contacts = next(section for section in guidance.sections if section.title == "Who can help")
    assert 3 <= len(contacts.lines) <= MAX_CONTACT_LINES
    assert contacts.lines[0].startswith("In danger now: call ")


@pytest.mark.parametrize("situation", [Situation.THREAT, Situation.SPREAD])
def test_the_steps_come_in_the_order_that_helps(handbook: Handbook, situation: Situation) -> None:
    text = plain_text(read(handbook, Region.ENGLAND_WALES, situation))
    found = place(
        text,
        "not your fault",
        "will not judge you",
        "Don't pay",
        "If you have already paid",
        "Stop replying",
        "First save",
        "Then report",
        "block it",
        "Don't send anything more",
        "Don't delete them",
        "Tell the police: 101",
        "ceop.police.uk",
        "Report Remove",
        "Ignore anyone who offers",
        "suicide",
    )
    assert found == sorted(found)


def test_where_life_is_in_danger_crisis_lines_come_before_anything_else(handbook: Handbook) -> None:
    first = read(handbook, Region.ENGLAND_WALES, Situation.DANGER).sections[0]
    assert place(body(first), "999", "116 123", "0800 1111") == sorted(
        place(body(first), "999", "116 123", "0800 1111")
    )


def test_tips_that_prevent_are_shown_before_harm_only(handbook: Handbook) -> None:
    tips = {
        situation: "Be wary" in plain_text(read(handbook, Region.CANADA, situation))
        for situation in Situation
    }
    assert tips == {
        Situation.BEFORE_HARM: True,
        Situation.THREAT: False,
        Situation.SPREAD: False,
        Situation.TOLD: False,
        Situation.DANGER: False,
    }


def test_the_police_notice_is_named_and_linked_at_its_own_address(handbook: Handbook) -> None:
    guidance = read(handbook, Region.ENGLAND_WALES, Situation.THREAT)
    assert "Kent Police (January and December 2022)" in guidance.credit
    assert guidance.sources[0].url.startswith("https://www.kent.police.uk/news/")


def test_readers_learn_how_old_the_numbers_are(handbook: Handbook) -> None:
    assert "21 November 2026" in read(handbook, Region.JAPAN, Situation.THREAT).credit


@pytest.mark.parametrize("region", Region)
def test_a_region_is_local_exactly_where_its_own_list_was_verified(
    handbook: Handbook, region: Region
) -> None:
    assert read(handbook, region, Situation.THREAT).local is (region in VERIFIED)


def test_an_unverified_region_reads_what_the_world_reads(handbook: Handbook) -> None:
    here = read(handbook, Region.IRELAND, Situation.THREAT)
    world = read(handbook, Region.INTERNATIONAL, Situation.THREAT)
    assert plain_text(here) == plain_text(world)


def test_a_need_that_a_region_does_not_answer_is_answered_by_the_world(handbook: Handbook) -> None:
    text = plain_text(read(handbook, Region.SWEDEN, Situation.DANGER))
    assert "Please talk to someone now: Find a Helpline https://findahelpline.com" in text


@pytest.mark.parametrize("region", Region)
def test_moderators_advice_fits_a_field_and_names_where_to_report(handbook: Handbook, region: Region) -> None:
    must, must_not = handbook.moderator_advice(region, "en")
    assert len(body(must)) <= FIELD_CHARACTERS
    assert len(body(must_not)) <= FIELD_CHARACTERS
    assert re.search(r"under 18, report it: .*https://", body(must))


@pytest.mark.parametrize("situation", Situation)
def test_a_note_is_short_names_nobody_and_points_to_the_button(
    handbook: Handbook, situation: Situation
) -> None:
    note = handbook.words().notes.fitting(situation)
    assert len(note) <= NOTE_CHARACTERS
    assert "Press the button" in note or "press the button" in note
    assert "@" not in note
    assert "{" not in note


def test_every_region_can_be_chosen_in_setup(handbook: Handbook) -> None:
    options = handbook.region_options("en")
    assert [option.region for option in options] == list(Region)
    assert len(options) <= SELECT_OPTIONS
    assert len({option.label for option in options}) == len(options)
    assert all(len(option.label) <= OPTION_CHARACTERS for option in options)


def test_setup_says_which_regions_show_the_international_list(handbook: Handbook) -> None:
    words = handbook.words().setup
    shown = {option.region for option in handbook.region_options("en") if option.meaning == words.local_list}
    assert shown == VERIFIED - {Region.INTERNATIONAL}


@pytest.mark.parametrize("step", ["off", "log", "ask", "remove-then-ask", "act"])
def test_every_step_of_the_ladder_is_told_in_one_or_two_short_sentences(
    handbook: Handbook, step: str
) -> None:
    assert 1 <= handbook.words().ladder.step(step).meaning.count(".") <= 2


def test_an_unknown_language_reads_english(handbook: Handbook) -> None:
    assert handbook.words("tlh") is handbook.words("en-GB") is handbook.words("en")


def test_a_second_language_is_a_second_file(folder: "Path") -> None:
    english = (folder / "texts/en.toml").read_text(encoding="utf-8")
    swedish = english.replace('language = "en"', 'language = "sv"').replace('"Hide this"', '"Göm"')
    (folder / "texts/sv.toml").write_text(swedish, encoding="utf-8")
    handbook = load_handbook(folder)
    assert (handbook.words("sv-SE").reader.hide, handbook.words("en").reader.hide) == ("Göm", "Hide this")
