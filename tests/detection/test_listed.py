from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.detection.listed import OTHERS_LISTS, OWN_LIST, REMOVED, SHARED_LIST, listed
from bot.detection.pipeline import build_detection
from bot.detection.policy import Policy
from bot.detection.spread_weights import THREE_PLACES
from bot.detection.verdict import Level
from bot.observed import Person, PersonId, ServerId
from tests.detection.spread_world import SERVER, World, channel, picture, print_of

if TYPE_CHECKING:
    from bot.detection.language.reading import Cues
    from bot.observed import Message, Picture

PLAIN = picture(print_of(1))
OWN, SHARED = replace(PLAIN, own_list=True), replace(PLAIN, shared_list=True)
AGAIN = replace(PLAIN, removed_here=True)
BOTH = replace(PLAIN, own_list=True, shared_list=True)
TRUSTED, BOT = Person(PersonId(20), trusted=True), Person(PersonId(21), automated=True)


def _posted(*pictures: "Picture") -> "Message":
    return World().message(channel(1), *pictures)


@pytest.mark.parametrize(
    ("shown", "kinds"),
    [
        ((PLAIN,), []),
        ((OWN,), [OWN_LIST]),
        ((SHARED,), [SHARED_LIST]),
        ((BOTH,), [OWN_LIST]),
        ((OWN, SHARED), [OWN_LIST, SHARED_LIST]),
        ((AGAIN,), [REMOVED]),
        ((replace(AGAIN, own_list=True),), [OWN_LIST, REMOVED]),
    ],
)
def test_each_list_that_holds_a_picture_is_told_apart(shown: "tuple[Picture, ...]", kinds: list[str]) -> None:
    assert [piece.kind for piece in listed(_posted(*shown))] == kinds


def test_a_wave_that_goes_on_needs_no_telling_that_its_picture_was_removed() -> None:
    assert listed(_posted(AGAIN), strongest=THREE_PLACES[0][1]) == ()
    assert len(listed(_posted(AGAIN), strongest=THREE_PLACES[1][1])) == 1


def test_a_shared_list_is_another_servers_word_and_the_own_one_is_not() -> None:
    assert SHARED_LIST in OTHERS_LISTS
    assert OWN_LIST not in OTHERS_LISTS


def test_the_reason_names_no_other_server() -> None:
    (found,) = listed(_posted(SHARED))
    assert found.reason == "posted a picture that is on the confirmed list of another server"


@pytest.mark.parametrize("who", [TRUSTED, BOT])
def test_what_trusted_members_and_bots_post_is_no_evidence(who: Person) -> None:
    assert listed(replace(_posted(OWN), author=who)) == ()


def test_a_place_for_adverts_gives_no_evidence() -> None:
    assert listed(World().message(channel(1, adverts=True), OWN)) == ()


@pytest.mark.parametrize("shown", [OWN, SHARED, AGAIN])
def test_one_posting_is_an_alert(shown: "Picture", cues: "Cues") -> None:
    detection = build_detection(cues=cues)
    message = _posted(PLAIN)
    detection.observe(message)
    (verdict,) = detection.observe_pictures(replace(message, pictures=(shown,)))
    assert verdict.level is Level.ALERT


def test_every_server_is_judged_by_its_own_thresholds(cues: "Cues") -> None:
    deaf = ServerId(SERVER + 1)
    policies = {SERVER: Policy(), deaf: Policy(caution=50.0, alert=60.0)}
    detection = build_detection(cues=cues, chosen=policies.__getitem__)
    here = _posted(OWN)
    there = replace(here, place=replace(here.place, server=deaf))
    assert [len(detection.observe_pictures(message)) for message in (here, there)] == [1, 0]
