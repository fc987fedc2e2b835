"""Ordinary chats from the public set: how they are read, and how what cannot be read is named."""

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.observed import Message, PlaceKind
from bot.replay.chitchat import read_chitchat
from bot.replay.labelled import Conversation
from bot.replay.labelled_seen import observations
from bot.replay.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path


def said(text: str, sender: str, second: int = 0) -> dict[str, str]:
    return {"text": text, "timestamp": f"2018-05-02T19:38:{second:02}Z", "sender": sender}


CHATS = {
    "a-1": {
        "prompt": "What did you read last?",
        "ratings": {"witty": "1"},
        "start": "2018-05-02T19:38:00",
        "messages": [
            [said("hello", "left", 10), said("anybody here", "left", 14)],
            [said("yes", "right", 12)],
            [said("what do you read", "left", 31)],
        ],
    },
    "a-2": {"messages": [[said("hello?", "left")]], "start": "2018-05-02T19:38:00"},
}


def write(folder: "Path", value: object) -> "Path":
    path = folder / "dataset.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def read(folder: "Path", value: object) -> list[Any]:
    return list(read_chitchat(write(folder, value), "dataset.json"))


def test_chats_are_benign_private_talk_between_two_in_the_order_of_the_file(tmp_path: "Path") -> None:
    chat, lone = read(tmp_path, CHATS)

    assert [(line.sender, line.text) for line in chat.seen.messages] == [
        ("left", "hello"),
        ("left", "anybody here"),
        ("right", "yes"),
        ("left", "what do you read"),
    ]
    assert chat.labels is not None
    assert not chat.labels.positive
    for conversation in (chat, lone):
        first = observations(conversation.seen)[0][0]
        assert isinstance(first, Message)
        assert (first.place.kind, first.place.members) == (PlaceKind.DIRECT, 2)
        assert first.author.known_before is False


def test_a_clock_that_goes_back_does_not_change_the_order(tmp_path: "Path") -> None:
    chat, _ = read(tmp_path, CHATS)

    assert [line.at for line in chat.seen.messages] == [0, 4, 4, 21]


def test_a_chat_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path: "Path") -> None:
    chats: dict[str, object] = {
        **CHATS,
        "bad": {"messages": [[{"text": 5}]]},
        "empty": {"messages": []},
        "a-3": CHATS["a-2"],
    }

    found = read(tmp_path, chats)

    assert [one.seen.id for one in found if isinstance(one, Conversation)] == ["a-1", "a-2", "a-3"]
    problems = [str(one) for one in found if isinstance(one, Problem)]
    assert [problem.split(":")[1].strip() for problem in problems] == [
        "conversation 'bad'",
        "conversation 'empty'",
    ]


@pytest.mark.parametrize("text", ["", "{}", "[]", "hello", '{"a": 1', "\x00"])
def test_another_file_is_called_another_file(tmp_path: "Path", text: str) -> None:
    problems = [str(one) for one in read(tmp_path, text)]

    assert any("is not the JSON of chitchat-dataset" in problem for problem in problems)


def test_a_file_that_is_cut_off_gives_what_stands_before(tmp_path: "Path") -> None:
    text = json.dumps(CHATS)

    found = read(tmp_path, text[: text.index('"a-2"') + 20])

    assert isinstance(found[0], Conversation)
    assert "after conversation 1" in str(found[-1])


def test_a_missing_file_is_a_problem(tmp_path: "Path") -> None:
    (problem,) = read_chitchat(tmp_path / "no.json", "no.json")

    assert "cannot be read" in str(problem)
