"""Every word that people may read: no blame, no promise, nothing explicit, no jargon, easy to read."""

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, cast

import pytest

from bot.guidance import Handbook, Region, Situation, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Names of services, and only as names: the helpline's own, and Japan's police line #8103.
PROPER_NAMES = ("Revenge Porn Helpline", "Police line for sexual crimes")
BLAME = (
    r"why did you|you should(n't| not)? have|should have known|be more careful|your (own )?(fault|mistake)|"
    r"you (sent|let|chose|agreed)|you shouldn't|careless|foolish|naive|stupid|asham|embarrass|regret"
)
AVOIDED = (
    r"revenge porn|child porn|\bporn|sexting|sextortion|scam\b|your nudes|leaked|just ignore|victim|predator|"
    r"paedophile|groom|perpetrator|revictim"
)
PROMISE = (
    r"never share|won't (be )?share|will not (be )?share|not be shared|will be (removed|deleted|fine|ok)|"
    r"you('ll| will) be (fine|ok|safe)|rarely|guarantee|we promise|always works|go away|(it|this) stops|"
    r"they('ll| will) (stop|delete)|nothing will happen|nobody will (see|know)"
)
EXPLICIT = r"\bnude|naked|\bsex\b|sexual|genital|explicit|masturbat|breast|\bbody\b"
THREATENING_TO_READERS = r"method|overdose|\bhang(ed|ing)|died|dead|killed|death"
TABLE = {
    "blame": BLAME,
    "avoided term": AVOIDED,
    "promise": PROMISE,
    "explicit": EXPLICIT,
    "harm": THREATENING_TO_READERS,
}
NO_BLAME = re.compile(r"not your fault", re.IGNORECASE)
GRADE = 7.0  # US school grade by Flesch-Kincaid (Kincaid et al. 1975): about 12 years old
SENTENCE_WORDS = 20  # no sentence longer than this (GOV.UK style guide splits sentences over 25 words)


def texts_in(value: object, at: str = "") -> "Iterator[tuple[str, str]]":
    if isinstance(value, str):
        yield at, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name), f"{at}.{field.name}")
    elif hasattr(value, "items"):
        for key, inner in cast("Mapping[object, object]", value).items():
            yield from texts_in(inner, f"{at}.{key}")
    elif isinstance(value, tuple):
        for number, inner in enumerate(cast("Sequence[object]", value), 1):
            yield from texts_in(inner, f"{at}.{number}")


def everything(handbook: Handbook) -> "Iterator[tuple[str, str]]":
    for code, words in handbook.texts.items():
        yield from texts_in(words, code)
    for region, directory in handbook.directories.items():
        for contact in directory.contacts:
            yield from (
                (f"{region}.{contact.need}", text) for text in (contact.name, *contact.note.values()) if text
            )


def breaches(text: str) -> list[str]:
    for name in PROPER_NAMES:
        text = text.replace(name, "")
    plain = NO_BLAME.sub("", text)
    return [kind for kind, pattern in TABLE.items() if re.search(pattern, plain, re.IGNORECASE)]


def sentences(text: str) -> list[list[str]]:
    bare = re.sub(r"https?://\S+|\{[^}]*\}|\([^)]*\)|\*\*|[0-9][0-9 -]*", " ", text)
    return [words for part in re.split(r"[.!?:\n]+", bare) if (words := re.findall(r"[A-Za-z']+", part))]


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = bool(re.search(r"[^aeioulr]e$|[^td]ed$", word.lower())) and groups > 1
    return max(1, groups - silent)


def grade(text: str) -> float:
    split = sentences(text)
    words = [word for sentence in split for word in sentence]
    return 0.39 * len(words) / len(split) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_no_text_blames_promises_or_is_explicit(handbook: Handbook) -> None:
    found = {place: kinds for place, text in everything(handbook) if (kinds := breaches(text))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("You should have known.", "blame"),
        ("This is your own fault.", "blame"),
        ("Be more careful next time.", "blame"),
        ("Read about revenge porn.", "avoided term"),
        ("Your nudes leaked.", "avoided term"),
        ("This is a sextortion scam.", "avoided term"),
        ("They never share them.", "promise"),
        ("Your pictures won't be shared.", "promise"),
        ("They will be removed.", "promise"),
        ("A naked picture.", "explicit"),
    ],
)
def test_the_lint_sees_what_it_is_there_to_see(text: str, kind: str) -> None:
    assert kind in breaches(text)


def test_saying_that_nobody_is_to_blame_is_no_blame() -> None:
    assert breaches("It is not your fault. Call the Revenge Porn Helpline.") == []


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize("region", Region)
def test_a_twelve_year_old_can_read_the_guidance(
    handbook: Handbook, region: Region, situation: Situation
) -> None:
    guidance = handbook.guidance_for(region, "en", situation)
    text = "\n".join(line for section in guidance.sections for line in section.lines)
    assert grade(text) <= GRADE


@pytest.mark.parametrize("situation", Situation)
def test_a_twelve_year_old_can_read_the_notes(handbook: Handbook, situation: Situation) -> None:
    assert grade(handbook.words("en").notes.fitting(situation)) <= GRADE


@pytest.mark.parametrize("region", Region)
def test_moderators_advice_is_as_easy_to_read(handbook: Handbook, region: Region) -> None:
    for section in handbook.moderator_advice(region, "en"):
        assert grade("\n".join(section.lines)) <= GRADE


def test_an_address_is_followed_by_no_mark_that_would_break_its_link(handbook: Handbook) -> None:
    lines = [
        line
        for region in Region
        for section in (
            *handbook.moderator_advice(region, "en"),
            *(part for each in Situation for part in handbook.guidance_for(region, "en", each).parts),
        )
        for line in section.lines
    ]
    assert not [line for line in lines if re.search(r"https?://\S*[.,;:!?)](\s|$)", line)]


def test_no_sentence_is_long(handbook: Handbook) -> None:
    credit = "en.credit"  # read last, and by those who want to know
    long = {
        place: len(sentence)
        for place, text in everything(handbook)
        for sentence in sentences(text)
        if len(sentence) > SENTENCE_WORDS and place != credit
    }
    assert long == {}


def test_officialese_would_be_too_hard_to_read() -> None:
    text = (
        "Individuals experiencing victimisation should immediately communicate with appropriate authorities."
    )
    assert grade(text) > GRADE


def test_every_number_and_address_in_a_text_comes_from_the_region_data(handbook: Handbook) -> None:
    loose = re.compile(r"https?://|www\.|\b\w+\.(com|org|uk|gov|net)\b|[0-9]{3,}")
    found = {place: text for place, text in texts_in(handbook.words("en"), "en") if loose.search(text)}
    assert set(found) == {"en.credit"}  # the year of the notices
    assert re.findall(r"[0-9]{3,}", found["en.credit"]) == ["2022"]


@pytest.mark.parametrize("region", Region)
def test_every_address_that_is_shown_is_a_contact_of_the_region_or_the_world(
    handbook: Handbook, region: Region
) -> None:
    directories = [handbook.directories[Region.INTERNATIONAL]]
    directories += [own] if (own := handbook.directories.get(region)) else []
    known = {contact.url for directory in directories for contact in directory.contacts}
    for situation in Situation:
        guidance = handbook.guidance_for(region, "en", situation)
        shown = set(re.findall(r"https?://\S+", plain_text(guidance)))
        assert shown <= known | {guidance.sources[0].url}


def test_the_discord_services_coverage_is_never_claimed(handbook: Handbook) -> None:
    for region in Region:
        text = plain_text(handbook.guidance_for(region, "en", Situation.THREAT))
        assert not re.search(r"(StopNCII|Take It Down|Report Remove)[^\n]*on Discord", text)


def test_the_words_are_british(handbook: Handbook) -> None:
    american = re.compile(
        r"\b(color|behavior|organiz\w+|recogniz\w+|center|apologiz\w+|judgment)\b", re.IGNORECASE
    )
    found = {place for place, text in texts_in(handbook.words("en"), "en") if american.search(text)}
    assert found == set()
