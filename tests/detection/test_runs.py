"""Several short messages in a row are read as one; hardly any text is held for it."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detection import runs as module
from bot.detection.escalation import Escalation
from bot.detection.language.cue import Cue
from bot.detection.pipeline import Detection
from bot.detection.policy import Policy
from bot.detection.runs import LIFE, MOST_CHARACTERS, Runs
from bot.detection.verdict import Level
from bot.observed import (
    Message,
    MessageId,
    Person,
    PersonId,
    Picture,
    PictureId,
    Place,
    PlaceId,
    PlaceKind,
    ServerId,
)
from tests.detection.talk_world import CHAT, START

if TYPE_CHECKING:
    from bot.detection.language.reading import Cues

HALL = Place(ServerId(1), PlaceId(11), PlaceKind.CHANNEL)
ANN, BEN = Person(PersonId(7)), Person(PersonId(8))
SOON = timedelta(seconds=4)

HOSTILE = (
    "send me a naked picture with your face, just between us",
    "i recorded you. 500 dollars in gift cards by tonight or your family gets the video",
    "pay me 300 dollars tonight or i send this photo to your mother",
)


def message(
    number: int, text: str, *, by: Person = BEN, place: Place = CHAT, after: timedelta = SOON
) -> Message:
    return Message(MessageId(number), place, by, START + number * after, text)


def pieces_of(text: str, cuts: set[int]) -> list[str]:
    words = text.split()
    ends = sorted({cut % len(words) for cut in cuts} - {0})
    return [" ".join(words[one:other]) for one, other in pairwise([0, *ends, len(words)])]


@pytest.fixture
def runs(cues: "Cues") -> Runs:
    return Runs(cues)


@given(text=st.sampled_from(HOSTILE), cuts=st.sets(st.integers(1, 30), max_size=6))
def test_a_message_weighs_as_much_wherever_it_is_broken(cues: "Cues", text: str, cuts: set[int]) -> None:
    """Both what the cue files find in it and what the learned reader keeps of it are those of the whole."""
    whole, broken = Escalation(cues, Policy()), Escalation(cues, Policy())
    pieces = pieces_of(text, cuts)

    (one,) = whole.follow(message(len(pieces), text))
    for number, piece in enumerate(pieces, 1):
        broken.follow(message(number, piece))

    (other,) = broken.stories_of(BEN.id, CHAT.server)
    assert one.said.keys() & set(Cue) <= other.said.keys()
    assert one.course is not None
    assert other.course is not None
    assert np.allclose(one.course.hidden, other.course.hidden, atol=1e-5)
    assert other.turns == 1


@pytest.mark.parametrize(
    "pieces",
    [
        ("they want", "£500 or they post it"),
        ("someone told me", "to pay 300 or he sends my nudes to my mum"),
        ("he said", "i have your video", "pay or everyone sees it"),
    ],
)
def test_telling_of_others_deeds_in_pieces_is_never_held_against_the_teller(
    cues: "Cues", pieces: tuple[str, ...]
) -> None:
    detection = Detection(Policy(), None, cues)
    found = [
        verdict
        for number, piece in enumerate(("hi, can i talk to you", *pieces))
        for verdict in detection.observe(message(number, piece, by=ANN if number else BEN))
    ]
    assert max((verdict.level for verdict in found), default=Level.NONE) is Level.NONE


def test_a_cue_that_was_there_before_is_not_told_again(runs: Runs) -> None:
    first = runs.hear(message(1, "pay me 300 dollars"))
    second = runs.hear(message(2, "tonight"))
    third = runs.hear(message(3, "pay me 300 dollars"))

    assert Cue.DEMAND in first.fresh
    assert Cue.DEMAND in second.reading.cues
    assert Cue.DEMAND not in second.fresh
    assert Cue.DEMAND in third.fresh


def test_the_last_message_of_a_run_is_read_by_itself_as_well(cues: "Cues", runs: Runs) -> None:
    first = runs.hear(message(1, "did you see the last episode"))
    second = runs.hear(message(2, HOSTILE[2]))

    assert first.lone == ()
    assert second.first == 1
    assert second.lone == cues.read(HOSTILE[2]).rows != second.reading.rows


def test_a_run_ends_with_another_speaker_a_picture_a_long_message_and_time(runs: Runs) -> None:
    picture = Picture(PictureId(1), "image.png", "image/png", 1, None, None, "")

    def first_of(number: int, said: Message) -> bool:
        runs.hear(message(number - 1, "so", by=said.author, place=said.place))
        return runs.hear(said).first == said.id

    assert not first_of(10, message(10, "send me"))
    runs.hear(message(11, "what", by=ANN))
    assert runs.hear(message(12, "a pic")).first == 12
    assert first_of(20, replace(message(20, "look"), pictures=(picture,)))
    assert first_of(30, message(30, "w" * MOST_CHARACTERS))
    assert first_of(40, replace(message(40, "a pic"), forwarded=True))
    runs.hear(message(50, "send me"))
    late = replace(message(51, "a pic"), at=START + 50 * SOON + LIFE + timedelta(seconds=1))
    assert runs.hear(late).first == 51


def test_messages_of_the_same_moment_are_no_run(runs: Runs) -> None:
    """Nobody knows in which order they were written."""
    runs.hear(message(1, "send me", after=timedelta()))
    assert runs.hear(message(2, "a pic", after=timedelta())).first == 2


def test_runs_of_two_places_are_two(runs: Runs) -> None:
    runs.hear(message(1, "send me"))
    assert runs.hear(message(2, "a pic", place=HALL)).first == 2
    assert runs.hear(message(3, "a pic")).first == 1


def test_an_edit_takes_the_place_of_what_it_corrects(runs: Runs) -> None:
    runs.hear(message(1, "pay me 300 dolars or i"))
    runs.hear(message(2, "post your nudes"))
    edited = runs.hear(replace(message(1, "i would never"), edited=True, at=START + 3 * SOON))

    assert edited.first == 1
    assert Cue.DEMAND not in edited.reading.cues
    assert runs.hear(replace(message(9, "an old one"), edited=True)).first == 9


def test_an_edit_may_not_hold_more_text_than_a_message(runs: Runs) -> None:
    runs.hear(message(1, "send me"))
    runs.hear(message(2, "a pic"))
    runs.hear(replace(message(2, "w" * MOST_CHARACTERS), edited=True, at=START + 3 * SOON))
    assert len(runs) == 1
    runs.hear(replace(message(2, "w" * (MOST_CHARACTERS + 1)), edited=True, at=START + 4 * SOON))
    assert len(runs) == 0


def test_no_more_is_held_than_the_limits_allow(cues: "Cues", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_RUNS", 3)
    runs = Runs(cues)
    for number in range(1, 9):
        runs.hear(message(number, "so", place=replace(CHAT, id=PlaceId(number)), after=timedelta()))
        assert len(runs) <= 3
    runs.hear(replace(message(99, "later"), at=START + LIFE + timedelta(seconds=1)))
    assert len(runs) == 1


def test_a_person_and_a_server_are_forgotten(runs: Runs) -> None:
    runs.hear(message(1, "send me"))
    runs.hear(message(2, "hello", place=replace(HALL, server=ServerId(2)), by=ANN))

    runs.forget(BEN.id)
    assert runs.hear(message(3, "a pic")).first == 3
    runs.forget_server(ServerId(2))
    assert len(runs) == 1
