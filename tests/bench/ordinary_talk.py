"""Talk as a bot sees it: many places at once, ordinary, with one sextortion conversation in a hundred."""

from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.detection.training.corpus import read_corpus
from bot.detection.training.other_talk import ORDINARY
from bot.observed import Message, MessageId, Person, PersonId, Place, PlaceId, PlaceKind, ServerId

if TYPE_CHECKING:
    from bot.detection.training.corpus import Written

ONE_IN = 100
AT_ONCE = 50
"""Conversations that go on at the same time, message by message in turn."""

BEGIN = datetime(2026, 8, 1, tzinfo=UTC)


def conversations() -> "list[Written]":
    """Ordinary conversations, and one of sextortion in a hundred, in a stable order."""
    written = sorted(read_corpus(), key=lambda one: one.id[::-1])
    ordinary = [one for one in written if one.family in ORDINARY and not one.positive]
    positive = [one for one in written if one.positive]
    for number in range(len(ordinary) // ONE_IN):
        ordinary[number * ONE_IN + ONE_IN // 2] = positive[number]
    return ordinary


def other_texts() -> list[str]:
    """What is said in all other training conversations: talk that a bot heard before."""
    chosen = {one.id for one in conversations()}
    return [line.text for one in read_corpus() if one.id not in chosen for line in one.lines]


def messages() -> list[Message]:
    """All that is said in them, each conversation in a channel of its own."""
    talks = [_messages(number, one) for number, one in enumerate(conversations())]
    found: list[Message] = []
    for first in range(0, len(talks), AT_ONCE):
        turns = zip_longest(*talks[first : first + AT_ONCE])
        found += [message for turn in turns for message in turn if message is not None]
    return found


def _messages(number: int, one: "Written") -> list[Message]:
    place = Place(ServerId(1_000 + number // 20), PlaceId(5_000 + number), PlaceKind.CHANNEL)
    people = {handle: PersonId(100_000 + 100 * number + n) for n, handle in enumerate(one.people)}
    return [
        Message(
            MessageId(10_000_000 + 1_000 * number + n),
            place,
            Person(people[line.sender]),
            BEGIN + timedelta(seconds=line.at),
            line.text,
        )
        for n, line in enumerate(one.lines)
        if line.sender in people and line.text
    ]
