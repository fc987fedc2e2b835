"""Labelled files: what becomes of good lines, of bad ones, and how each is named."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.observed import Happening, Message, Observation, PlaceEvent, PlaceKind
from bot.replay import labelled_reading as reader
from bot.replay.labelled import Conversation, Seen
from bot.replay.labelled_reading import read_labelled
from bot.replay.labelled_seen import BASE_TIME, observations
from bot.replay.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def seen_of(conversation: dict[str, object]) -> tuple[tuple[Observation, ...], ...]:
    return observations(Seen.model_validate(conversation))


def only_message(conversation: dict[str, object]) -> Message:
    ((message,),) = seen_of(conversation)
    assert isinstance(message, Message)
    return message


def test_people_are_numbered_by_first_words_and_not_by_role(labelled: "Callable[..., Any]") -> None:
    firsts = [group[0] for group in seen_of(labelled())]

    assert [message.author.id for message in firsts if isinstance(message, Message)] == [1, 2, 1, 2, 1]


def test_age_of_account_counts_back_from_the_first_message(labelled: "Callable[..., Any]") -> None:
    message = seen_of(labelled())[0][0]

    assert isinstance(message, Message)
    assert message.author.account_created == BASE_TIME - timedelta(days=2)
    assert message.author.known_before is False


def test_the_same_name_is_the_same_picture_and_another_name_is_far_from_it(
    labelled: "Callable[..., Any]",
) -> None:
    shown = [{"at": 0, "from": "new_here", "text": "", "images": ["a.png", "b.png", "a.png"]}]
    first, second, third = only_message(labelled(messages=shown)).pictures

    assert first.fingerprint == third.fingerprint
    assert first.id != third.id
    assert first.fingerprint is not None
    assert second.fingerprint is not None
    assert first.fingerprint.distance(second.fingerprint) > 64


@pytest.mark.parametrize(
    ("setting", "kind", "members"),
    [
        ("dm", PlaceKind.DIRECT, 2),
        ("group", PlaceKind.GROUP, 2),
        ("thread", PlaceKind.THREAD, None),
        ("channel", PlaceKind.CHANNEL, None),
    ],
)
def test_the_setting_says_what_kind_of_place_it_is(
    labelled: "Callable[..., Any]", setting: str, kind: PlaceKind, members: int | None
) -> None:
    words = [{"at": 0, "from": "new_here", "text": "hello"}]
    place = only_message(labelled(setting=setting, messages=words)).place

    assert (place.kind, place.members) == (kind, members)


def test_an_event_with_words_gives_both_and_later_messages_know_when_the_group_was_opened(
    labelled: "Callable[..., Any]",
) -> None:
    messages = [
        {"at": 0, "from": "quiet.rook", "text": "", "event": "call_started"},
        {"at": 5, "from": "new_here", "text": "look", "event": "group_created"},
        {"at": 6, "from": "quiet.rook", "text": "why am i here"},
    ]
    call, opened, after = seen_of(labelled(setting="group", messages=messages))

    assert [type(value) for value in call] == [PlaceEvent]
    assert isinstance(opened[0], PlaceEvent)
    assert opened[0].happening is Happening.OPENED
    assert isinstance(opened[1], Message)
    assert opened[0].id < opened[1].id
    assert after[0].place.opened_at == BASE_TIME + timedelta(seconds=5)
    assert after[0].place.opened_by == opened[0].by.id


def test_a_handle_named_in_the_text_is_a_mention(labelled: "Callable[..., Any]") -> None:
    words = [{"at": 0, "from": "new_here", "text": "ask @quiet.rook. not @nobody"}]

    assert only_message(labelled(messages=words)).mentions == (2,)


BAD: dict[str, tuple[str | dict[str, object], str]] = {
    "not JSON": ("{oops", "Invalid JSON"),
    "no such speaker": ({"messages": [{"at": 0, "from": "ghost"}]}, "'ghost' is not among the participants"),
    "time runs back": (
        {"messages": [{"at": 9, "from": "new_here"}, {"at": 1, "from": "new_here"}]},
        "messages.1.at",
    ),
    "unknown event": ({"messages": [{"at": 0, "from": "new_here", "event": "danced"}]}, "messages.0.event"),
    "unknown setting": ({"setting": "pub"}, "setting"),
    "endless time": ({"messages": [{"at": float("inf"), "from": "new_here"}]}, "messages.0.at"),
    "no messages": ({"messages": []}, "messages"),
    "a JSON array": ("[1, 2]", "object"),
    "nested too deep": ("[" * 100_000, "Invalid JSON"),
}


@pytest.mark.parametrize(("line", "complaint"), list(BAD.values()), ids=list(BAD))
def test_a_bad_line_is_named_and_the_lines_around_it_are_read(
    labelled: "Callable[..., Any]",
    write_lines: "Callable[..., Path]",
    line: "dict[str, object] | str",
    complaint: str,
) -> None:
    bad = line if isinstance(line, str) else json.dumps(labelled(id="bad", **line))
    path = write_lines(labelled(id="before"), bad, labelled(id="after"))

    before, problem, after = read_labelled(path, "talk.jsonl")

    assert isinstance(before, Conversation)
    assert isinstance(after, Conversation)
    assert [before.seen.id, after.seen.id] == ["before", "after"]
    assert isinstance(problem, Problem)
    assert str(problem).startswith("talk.jsonl: line 2: ")
    assert complaint in problem.what
    assert "\n" not in str(problem)


def test_bytes_that_are_not_utf_8_are_named(write_lines: "Callable[..., Path]") -> None:
    path = write_lines("{}")
    path.write_bytes(b'{"id": "\xff"}\n')

    (problem,) = read_labelled(path, "talk.jsonl")

    assert isinstance(problem, Problem)
    assert problem.place == "line 1"


def test_an_id_that_was_used_before_is_skipped_and_named(
    labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]"
) -> None:
    _, problem = read_labelled(write_lines(labelled(), labelled()), "talk.jsonl")

    assert isinstance(problem, Problem)
    assert problem.place == "line 2"
    assert "t-1" in problem.what


@pytest.mark.parametrize(
    ("labels", "complaint"),
    [({"label": "unsure"}, "label"), ({"expect": {"warn_from": None}}, "warn_by"), ({"family": 3}, "family")],
)
def test_labels_that_cannot_be_read_are_named_and_the_talk_is_still_judged(
    labelled: "Callable[..., Any]",
    write_lines: "Callable[..., Path]",
    labels: dict[str, object],
    complaint: str,
) -> None:
    problem, conversation = read_labelled(write_lines(labelled(**labels)), "talk.jsonl")

    assert isinstance(problem, Problem)
    assert "judged but not measured" in problem.what
    assert complaint in problem.what
    assert isinstance(conversation, Conversation)
    assert conversation.labels is None


def test_a_line_beyond_the_limit_ends_the_file_with_a_clear_line(
    labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MAX_LINE_BYTES", 4000)
    path = write_lines(labelled(), labelled(id="x" * 5000), labelled(id="t-2"))

    found = list(read_labelled(path, "talk.jsonl"))

    assert str(found[-1]) == "talk.jsonl: line 2: exceeds 4,000 bytes; stopped here"
    assert len(found) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(junk=st.binary(max_size=200))
def test_no_bytes_stop_the_reading(
    labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]", junk: bytes
) -> None:
    path = write_lines(labelled())
    path.write_bytes(
        path.read_bytes() + junk.replace(b"\n", b" ") + b"\n" + json.dumps(labelled(id="z")).encode()
    )

    found = [one for one in read_labelled(path, "talk.jsonl") if isinstance(one, Conversation)]

    assert [one.seen.id for one in found] == ["t-1", "z"]


def test_a_whole_json_document_is_told_from_lines(write_lines: "Callable[..., Path]") -> None:
    path = write_lines("{", '"guild": {}', "}")

    (problem,) = read_labelled(path, "club.json")

    assert "breakwater replay" in str(problem)
