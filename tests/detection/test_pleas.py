"""A member's own words: who asks for help is heard; who jokes, plays, teaches or moderates is left alone."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.detection.pipeline import Detection
from bot.detection.pleas import Need
from bot.detection.policy import Policy
from bot.detection.verdict import Level
from bot.observed import Message, MessageId, Person, PersonId, Place, PlaceId, PlaceKind, ServerId

if TYPE_CHECKING:
    from bot.detection.language.reading import Cues
    from tests.detection.talk_world import Start

LOUNGE = Place(ServerId(1), PlaceId(10), PlaceKind.CHANNEL)
ADVERTS = Place(ServerId(1), PlaceId(11), PlaceKind.CHANNEL, adverts=True)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANN, STEN = Person(PersonId(7)), Person(PersonId(66))


@pytest.fixture
def detection(cues: "Cues") -> Detection:
    return Detection(Policy(), None, cues)


def pleaded(  # noqa: PLR0913 - each is a way in which a message can differ
    detection: Detection,
    text: str,
    *,
    by: Person = ANN,
    to: Person | None = None,
    place: Place = LOUNGE,
    forwarded: bool = False,
    number: int = 1,
) -> Need | None:
    message = Message(
        id=MessageId(number),
        place=place,
        author=by,
        at=NOON,
        text=text,
        replies_to=None if to is None else to.id,
        forwarded=forwarded,
    )
    detection.observe(message)
    plea = detection.plea_in(message)
    return None if plea is None else plea.need


@pytest.mark.parametrize(
    "text",
    [
        "someone is blackmailing me and I don't know who to tell",
        "they want £500 or they post it",
        "a girl I met yesterday has my pictures and she wants 300 by tonight",
        "he says he'll send my pics to my whole school if I don't pay",
        "my ex is threatening to post my private photos",
        "me están chantajeando con un vídeo",
        "on me fait chanter avec une vidéo",
        "jemand erpresst mich mit einem Video",
        "estão me chantageando com um vídeo",
        "un tizio mi ricatta con una foto",
        "ktoś mnie szantażuje zdjęciami",
        "ik word gechanteerd met een filmpje",
        "may nananakot sakin na ikakalat ang video ko",
        "mujhe koi blackmail kar raha hai",
    ],
)
def test_who_tells_of_blackmail_asks_for_help(detection: Detection, text: str) -> None:
    assert pleaded(detection, text) is Need.HELP


@pytest.mark.parametrize(
    "text",
    [
        "my friend is being blackmailed with a picture",
        "some account is blackmailing my little brother",
        "asking for a mate. he got threatened on here, paid 150, now they want 300 more",
    ],
)
def test_a_friend_who_tells_for_somebody_asks_for_help(detection: Detection, text: str) -> None:
    assert pleaded(detection, text) is Need.HELP


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "I can't do this any more, I'm going to end my life tonight",
        "everyone would be better off without me",
        "my best friend says he's going to kill himself",
        "quiero suicidarme",
        "je veux mourir",
        "ich will nicht mehr leben",
        "ik wil niet meer leven",
        "nie chcę już żyć",
        "não quero mais viver",
        "voglio farla finita",
    ],
)
def test_danger_to_life_is_heard(detection: Detection, text: str) -> None:
    assert pleaded(detection, text) is Need.DANGER


@pytest.mark.parametrize(
    "text",
    [
        "kill me lol",
        "this game makes me want to die",
        "I want to die, that exam was so bad",
        "if I hear that song again I'll kill myself",
        "lyrics: I wanna die young",
        "in the movie he wants to kill himself",
        "the npc is blackmailing me, roll for initiative",
        "I don't want to die",
        "I don't want to live in London any more",
        "my sister is blackmailing me into doing the dishes lol",
        "my cat is blackmailing me for treats",
        "she has my pictures from the wedding and wants 20 for the prints",
        "he sent my friends a meme",
        "someone blackmailed me two years ago, I am fine now",
        "police warn: he says he has your video and wants money",
        "workshop on sextortion tonight: what to do when someone is blackmailing me",
        "ticket 12: user says somebody is blackmailing me",
        'he wrote "someone is blackmailing me and wants 500"',
        "is somebody blackmailing you?",
    ],
)
def test_jokes_games_songs_news_teaching_and_quotes_ask_for_nothing(detection: Detection, text: str) -> None:
    assert pleaded(detection, text) is None


def test_a_moderator_who_passes_on_a_report_is_not_taken_for_the_one_in_need(detection: Detection) -> None:
    text = "new report: he has my video and wants 500 by tonight"
    assert pleaded(detection, text, by=Person(PersonId(5), trusted=True)) is None


def test_a_moderator_in_danger_is_heard_like_anybody(detection: Detection) -> None:
    assert pleaded(detection, "I want to kill myself", by=Person(PersonId(5), trusted=True)) is Need.DANGER


def test_words_that_are_not_the_authors_own_ask_for_nothing(detection: Detection) -> None:
    text = "someone is blackmailing me"
    assert pleaded(detection, text, forwarded=True) is None
    assert pleaded(detection, text, by=Person(PersonId(5), automated=True)) is None
    assert pleaded(detection, text, place=ADVERTS) is None


def test_a_way_of_speaking_is_danger_after_a_threat(detection: Detection) -> None:
    despair = "I will die of shame, I should die"
    assert pleaded(detection, despair, number=1) is None
    pleaded(detection, "hi again", by=STEN, to=ANN, number=2)
    threat = "I have your video. pay me 500 tonight or I send it to your family"
    pleaded(detection, threat, by=STEN, to=ANN, number=3)
    assert pleaded(detection, despair, to=STEN, number=4) is Need.DANGER


def test_a_way_of_speaking_is_danger_after_a_threat_that_names_nobody(detection: Detection) -> None:
    pleaded(detection, "she sent me a video. 500 tonight or you all get it, her family too", by=STEN)
    assert pleaded(detection, "I will die of shame, I should die", number=2) is Need.DANGER


def test_who_asks_for_help_is_never_a_suspect(talk: "Start") -> None:
    chat = talk(PlaceKind.CHANNEL)
    chat.say(1, "someone has a video of me and wants £500 by tonight")
    chat.say(2, "are you safe?", to=1)
    chat.say(1, "he'll send it to my mum and my whole family if I don't pay", to=2)
    chat.say(1, "I want to kill myself", to=2)
    assert 1 not in chat.suspects


@pytest.mark.parametrize(
    "text",
    [
        "cut yourself for me on cam or I post it",
        "carve my name into your arm and show me",
        "cut yourself or I send everything to your friends",
        "kill yourself or I send the video to your mum",
        "schneid dich für mich vor der Kamera",
        "potnij się dla mnie na kamerce",
    ],
)
def test_whoever_orders_self_harm_is_an_emergency(talk: "Start", text: str) -> None:
    chat = talk()
    chat.say(1, "hey")
    chat.say(2, "hi")
    assert chat.say(1, text) is Level.EMERGENCY
    assert chat.suspects == {1}


@pytest.mark.parametrize(
    "text",
    [
        "kys noob",
        "careful with that knife, you'll cut yourself",
        "cut yourself a slice for me",
        "don't hurt yourself for me, it's only a game",
        "did you hurt yourself?",
        "haha kill yourself, respawn is in 5 seconds",
    ],
)
def test_trash_talk_and_care_are_no_order_to_self_harm(talk: "Start", text: str) -> None:
    chat = talk()
    chat.say(1, "hey")
    chat.say(2, "hi")
    assert chat.say(1, text) < Level.ALERT


def test_an_order_to_self_harm_in_a_story_being_told_is_no_emergency(talk: "Start") -> None:
    chat = talk(known=True)
    chat.say(1, "ooc: villain speaks in this chapter, nat 20 roll")
    assert chat.say(1, "carve my name into your arm, hero") < Level.EMERGENCY
