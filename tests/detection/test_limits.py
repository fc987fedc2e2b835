"""What detection remembers, and when it forgets."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.detection.conversation import MOST_AMONG, Story
from bot.detection.policy import Policy
from bot.detection.turns import MAX_SPEAKERS, Turns
from bot.detection.verdict import Level
from bot.observed import PersonId, Place, PlaceId, PlaceKind, ServerId

if TYPE_CHECKING:
    from tests.detection.talk_world import Start

THREAT = "i recorded you. pay me 300 dollars or i send the video to your family"
DAY = 60 * 24
DAWN = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_person_who_is_forgotten_starts_anew(talk: "Start") -> None:
    chat = talk()
    chat.say(1, "send me a naked pic, just between us")
    chat.detection.forget(PersonId(1))

    assert chat.say(1, "pay up then") is Level.NONE


def test_a_conversation_is_forgotten_after_the_stated_silence(talk: "Start") -> None:
    chat = talk(policy=Policy(remember_for=timedelta(days=45)))
    chat.say(1, THREAT)

    level = chat.say(1, "good morning, did you pay?", after=46 * DAY)

    assert level is Level.NONE


def test_a_conversation_is_remembered_through_a_pause_of_a_month(talk: "Start") -> None:
    chat = talk()
    chat.say(1, THREAT)

    assert chat.say(1, "300 dollars again, now", after=31 * DAY) is Level.ALERT


def test_no_more_conversations_are_kept_than_stated(talk: "Start") -> None:
    chat = talk(PlaceKind.CHANNEL, policy=Policy(max_stories=10))

    for person in range(50):
        chat.say(person, "hello everybody", to=1000 + person)

    assert len(chat.detection) == 10


def test_a_room_remembers_a_bounded_number_of_speakers() -> None:
    room = Turns(max_rooms=1).room(Place(ServerId(1), PlaceId(1), PlaceKind.CHANNEL))

    for person in range(100):
        room.hear(PersonId(person), PersonId(person + 1), DAWN)

    assert len(room.people) == MAX_SPEAKERS


def test_a_story_told_to_many_weighs_a_bounded_number_of_people() -> None:
    story = Story(PlaceId(1), ServerId(1), PersonId(1), None, DAWN, DAWN)

    for person in range(2, 100):
        story.lean(PersonId(person), 1.0)

    assert len(story.among) == MOST_AMONG


def test_no_more_rooms_are_kept_than_stated() -> None:
    turns = Turns(max_rooms=3)

    for place in range(20):
        turns.room(Place(ServerId(1), PlaceId(place), PlaceKind.CHANNEL))

    assert len(turns) == 3
