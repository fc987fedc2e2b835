"""A plea broken up over short messages is heard like a whole one; hardly any text is held for it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detection import fragments
from bot.detection.fragments import LIFE, MOST_CHARACTERS, Fragments
from bot.detection.pipeline import Detection
from bot.detection.pleas import Need
from bot.detection.policy import Policy
from bot.observed import Message, MessageId, Person, PersonId, Place, PlaceId, PlaceKind, ServerId

if TYPE_CHECKING:
    from bot.detection.language.reading import Cues

LOUNGE = Place(ServerId(1), PlaceId(10), PlaceKind.CHANNEL)
GARDEN = Place(ServerId(1), PlaceId(11), PlaceKind.CHANNEL)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANN, BEN = Person(PersonId(7)), Person(PersonId(8))

HELP = (
    "someone is blackmailing me and I don't know who to tell",
    "a girl I met yesterday has my pictures and she wants 300 by tonight",
    "he says he'll send my pics to my whole school if I don't pay",
    "my ex is threatening to post my private photos",
    "me están chantajeando con un vídeo",
    "on me fait chanter avec une vidéo",
    "jemand erpresst mich mit einem Video",
    "mujhe koi blackmail kar raha hai",
)
DANGER = (
    "I want to kill myself",
    "everyone would be better off without me",
    "my best friend says he's going to kill himself",
    "ich will nicht mehr leben",
    "não quero mais viver",
)


class Room:
    """A detection that hears one message after the other."""

    def __init__(self, cues: "Cues") -> None:
        self.detection = Detection(Policy(), None, cues)
        self.at = NOON
        self.number = 0

    def say(  # noqa: PLR0913 - each is a way in which a message can differ
        self,
        text: str,
        *,
        by: Person = ANN,
        place: Place = LOUNGE,
        after: timedelta = timedelta(seconds=5),
        forwarded: bool = False,
        edits: int | None = None,
    ) -> Need | None:
        self.number += 1
        self.at += after
        message = Message(
            id=MessageId(edits or self.number),
            place=place,
            author=by,
            at=self.at,
            text=text,
            forwarded=forwarded,
            edited=edits is not None,
        )
        self.detection.observe(message)
        plea = self.detection.plea_in(message)
        return None if plea is None else plea.need

    def play(self, *texts: str) -> list[Need | None]:
        return [self.say(text) for text in texts]


@pytest.fixture
def room(cues: "Cues") -> Room:
    return Room(cues)


@st.composite
def broken(draw: st.DrawFn, texts: tuple[str, ...]) -> list[str]:
    words = draw(st.sampled_from(texts)).split()
    cuts = draw(st.sets(st.integers(1, len(words) - 1), min_size=1, max_size=3))
    return [" ".join(words[one:other]) for one, other in pairwise([0, *sorted(cuts), len(words)])]


@given(pieces=broken(HELP))
def test_a_disclosure_is_heard_wherever_it_is_broken(cues: "Cues", pieces: list[str]) -> None:
    assert Need.HELP in Room(cues).play(*pieces)


@given(pieces=broken(DANGER))
def test_danger_to_life_is_heard_wherever_it_is_broken(cues: "Cues", pieces: list[str]) -> None:
    assert Need.DANGER in Room(cues).play(*pieces)


def test_one_plea_is_heard_once(room: Room) -> None:
    said = ("someone is", "blackmailing me", "idk what to do", "help", "i want to", "kill myself", "tonight")
    assert room.play(*said) == [None, Need.HELP, None, None, None, Need.DANGER, None]


def test_a_way_of_speaking_broken_up_is_danger_after_a_threat(room: Room) -> None:
    assert room.play("i should", "die") == [None, None]
    room.say("hi again", by=BEN)
    room.say("i have your video. pay me 500 tonight or i send it to your family", by=BEN, after=LIFE)
    assert room.play("i should", "die") == [None, Need.DANGER]


@pytest.mark.parametrize(
    "pieces",
    [
        ("kill", "me lol"),
        ("my cat is", "blackmailing me", "for treats"),
        ("she has my pictures", "from the wedding", "and wants 20 for the prints"),
        ("he sent", "my friends", "a meme"),
        ("the npc", "is blackmailing me", "roll for initiative"),
        ("is somebody", "blackmailing you?"),
        ("i want to", "go home", "and kill", "some goblins myself"),
        ("workshop on sextortion tonight:", "what to do when someone", "is blackmailing me"),
    ],
)
def test_jokes_games_and_ordinary_talk_broken_up_ask_for_nothing(room: Room, pieces: tuple[str, ...]) -> None:
    assert room.play(*pieces) == [None] * len(pieces)


def test_what_others_say_in_between_neither_hides_nor_completes_a_plea(room: Room) -> None:
    assert room.say("someone is") is None
    assert room.say("blackmailing me with memes", by=BEN) is None
    assert room.say("blackmailing me") is Need.HELP


def test_pieces_of_two_places_and_forwarded_pieces_are_no_sentence(room: Room) -> None:
    room.say("someone is", place=GARDEN)
    room.say("someone is", forwarded=True)
    assert room.say("blackmailing me") is None


def test_pieces_that_lie_too_far_apart_are_no_sentence(room: Room) -> None:
    assert room.play("someone is", "wait") == [None, None]
    assert room.say("blackmailing me", after=LIFE + timedelta(seconds=1)) is None


def test_a_correction_completes_a_plea_and_does_not_repeat_it(room: Room) -> None:
    assert room.play("someone is", "blakcmialing me") == [None, None]
    assert room.say("blackmailing me", edits=2) is Need.HELP
    assert room.say("blackmailing me!", edits=2) is None


def test_a_correction_of_what_was_let_go_of_is_read_by_itself(room: Room) -> None:
    room.say("hm")
    room.say("someone is", after=LIFE * 2)
    assert room.say("blackmailing me", edits=1) is None


def test_whoever_is_forgotten_is_forgotten_with_their_words(room: Room) -> None:
    room.say("someone is")
    room.detection.forget(ANN.id)
    assert room.say("blackmailing me") is None


def test_a_server_is_forgotten_with_its_words(room: Room) -> None:
    room.say("someone is")
    room.detection.forget_server(LOUNGE.server)
    assert room.say("blackmailing me") is None


@given(pieces=broken(HELP + DANGER))
def test_hearing_a_plea_changes_no_verdict(cues: "Cues", pieces: list[str]) -> None:
    heard, unheard = Room(cues).detection, Room(cues).detection
    for number, text in enumerate(pieces, start=1):
        message = written(number, text)
        heard.plea_in(message)
        assert heard.assess(message) == unheard.assess(message)


def written(number: int, text: str, *, by: int = 7, at: datetime = NOON) -> Message:
    return Message(MessageId(number), LOUNGE, Person(PersonId(by)), at, text)


SAID = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 100), st.text(max_size=MOST_CHARACTERS + 20)))


@given(SAID)
def test_only_short_words_of_the_last_two_minutes_are_joined(said: list[tuple[int, int, str]]) -> None:
    held, at = Fragments(), NOON
    lately: list[tuple[datetime, int, str]] = []
    for number, (by, seconds, text) in enumerate(said):
        at += timedelta(seconds=seconds)
        lately = [one for one in [*lately, (at, by, text)] if at - one[0] <= LIFE]
        joined = held.join(written(number, text, by=by, at=at))
        if joined is not None:
            assert "\n".join(one[2] for one in lately if one[1] == by).endswith(joined)
            assert len(joined.replace("\n", "")) <= MOST_CHARACTERS
        assert len(held) <= len(lately)


def test_a_long_message_is_no_piece_of_a_sentence_and_not_held() -> None:
    held = Fragments()
    held.join(written(1, "someone is"))
    assert held.join(written(2, "x" * (MOST_CHARACTERS + 1))) is None
    assert len(held) == 0


def test_of_many_short_messages_the_last_characters_are_held() -> None:
    held = Fragments()
    joined = [held.join(written(number, "x" * (MOST_CHARACTERS // 4))) for number in range(9)]
    assert joined[-1] is not None
    assert joined[-1].count("x") == MOST_CHARACTERS
    assert len(held) == 4


def test_only_the_newest_of_many_messages_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragments, "MOST_MESSAGES", 3)
    held = Fragments()
    for number in range(5):
        held.join(written(number, "hi", by=number))
    assert len(held) == 3
    assert held.join(written(5, "there", by=1)) is None
    assert held.join(written(6, "there", by=4)) == "hi\nthere"
