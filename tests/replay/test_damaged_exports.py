"""Exports that are broken, cut off, or no exports: a line that names the place, and all else is judged."""

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.observed import Message
from bot.replay import json_stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def numbered(exports: Any, count: int, **about: object) -> dict[str, object]:
    messages = [exports.said(minute, exports.new, f"message {minute}") for minute in range(count)]
    return exports.exported(*messages, **about)


def judged(exports: Any) -> list[str]:
    return [seen.text for judge in exports.judges for seen in judge.log if isinstance(seen, Message)]


def test_all_messages_before_the_end_of_a_truncated_file_are_judged(exports: Any) -> None:
    text = json.dumps(numbered(exports, 300), indent=2)
    path = exports.write_text(text[: text.index("message 200") + 4])

    replay = exports.replay(path)

    assert judged(exports) == [f"message {number}" for number in range(200)]
    (problem,) = replay.problems
    broken = text.encode().index(f'{{\n      "id": "{exports.snowflake(200)}"'.encode())
    assert problem.place == f"byte {broken:,}, after message 200 (id {exports.snowflake(199)})"
    assert "cut off" in problem.what


@pytest.mark.parametrize("indent", [2, None])
@pytest.mark.parametrize("count", [5, 2000])
def test_reading_goes_on_behind_a_broken_message(exports: Any, count: int, indent: int | None) -> None:
    text = json.dumps(numbered(exports, count), indent=indent)
    path = exports.write_text(text.replace('"message 3"', '"message 3" oops', 1))

    replay = exports.replay(path)

    assert judged(exports) == [f"message {number}" for number in range(count) if number != 3]
    (problem,) = replay.problems
    assert f"after message 3 (id {exports.snowflake(2)})" in problem.place
    assert "reading went on" in problem.what


def test_a_file_with_more_breaks_than_the_limit_is_left_with_a_clear_line(
    exports: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "MAX_BREAKS", 3)
    text = json.dumps(numbered(exports, 12), indent=2)
    for number in (1, 3, 5, 7):
        text = text.replace(f'"message {number}"', "oops", 1)

    replay = exports.replay(exports.write_text(text))

    assert judged(exports) == ["message 0", "message 2", "message 4"]
    assert "more than 3 breaks" in replay.problems[-1].what


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(data=st.data())
def test_wherever_a_file_is_cut_the_whole_messages_before_the_cut_are_read(
    exports: Any, data: st.DataObject
) -> None:
    export = numbered(exports, 6)
    text = json.dumps(export, indent=2)
    cut = data.draw(st.integers(text.index('"messages": [') + len('"messages": ['), len(text) - 1))
    whole = [f"message {number}" for number in range(6) if _end_of(text, number) <= cut]
    exports.judges.clear()

    replay = exports.replay(exports.write_text(text[:cut]))

    assert judged(exports) == whole
    assert len(replay.problems) == 1


def _end_of(text: str, number: int) -> int:
    """Where the object of this message ends."""
    closing = '"inlineEmojis": []\n    }'
    return text.index(closing, text.index(f'"message {number}"')) + len(closing)


FOREIGN = {
    "HTML": ("<!DOCTYPE html><html>", "HTML"),
    "CSV": ("AuthorID,Author,Date,Content,Attachments,Reactions\n", "CSV"),
    "plain text": ("Guild: Chess club\nChannel: general\n", "JSON export of DiscordChatExporter"),
    "another JSON object": ('{"hello": [1, 2]}', "no guild, channel and messages"),
    "a JSON array": ("[]", "JSON export of DiscordChatExporter"),
    "nothing": ("", "is empty"),
    "an unfinished head": ('{"guild": {"id": "5", "na', "in the head: the JSON is cut off"),
    "a head with odd ids": (
        '{"guild": {"id": "five"}, "channel": {"id": "7"}, "messages": []}',
        "in the head: guild.id",
    ),
}


@pytest.mark.parametrize(("text", "complaint"), list(FOREIGN.values()), ids=list(FOREIGN))
def test_what_is_no_export_is_called_by_its_name_and_other_files_are_read(
    exports: Any, text: str, complaint: str
) -> None:
    replay = exports.replay(exports.write_text(text, "odd.file"), exports.write(numbered(exports, 2)))

    (problem,) = replay.problems
    assert str(problem).startswith("odd.file: ")
    assert complaint in str(problem)
    assert judged(exports) == ["message 0", "message 1"]


def test_labelled_conversations_are_sent_to_evaluate(
    exports: Any, labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]"
) -> None:
    (problem,) = exports.replay(write_lines(labelled(), labelled(id="t-2"))).problems

    assert "breakwater evaluate" in problem.what


def test_a_time_that_cannot_be_read_is_named_and_the_id_tells_it(exports: Any) -> None:
    export = exports.exported(
        exports.said(2, exports.new, "second", timestamp="yesterday"),
        exports.said(1, exports.new, "first"),
        exports.said(3, exports.new, "lost", timestamp="2024-01-01T00:03:00", id="12"),
    )

    replay = exports.replay(exports.write(export))

    assert judged(exports) == ["first", "second"]
    by_id, lost = replay.problems
    assert by_id.place == f"message 1 (id {exports.snowflake(2)})"
    assert "'yesterday'" in by_id.what
    assert lost.place == "message 3 (id 12)"
    assert "left out" in lost.what


@pytest.mark.parametrize("broken", [{"author": None}, {"id": "abc"}, {"attachments": 3}])
def test_a_message_of_the_wrong_shape_is_named_and_the_rest_is_read(
    exports: Any, broken: dict[str, object]
) -> None:
    export = exports.exported(
        {**exports.said(0, exports.new, "odd"), **broken}, exports.said(1, exports.new, "ok")
    )

    replay = exports.replay(exports.write(export))

    assert judged(exports) == ["ok"]
    (problem,) = replay.problems
    assert problem.place.startswith("message 1")
    assert next(iter(broken)) in problem.what


def test_a_byte_order_mark_is_no_damage(exports: Any) -> None:
    path = exports.write_text("\ufeff" + json.dumps(numbered(exports, 2)))

    assert not exports.replay(path).problems
    assert len(judged(exports)) == 2


def test_bytes_that_are_not_utf_8_break_one_message_only(exports: Any) -> None:
    path = exports.write(numbered(exports, 4))
    path.write_bytes(path.read_bytes().replace(b"message 1", b"message \xff"))

    replay = exports.replay(path)

    assert judged(exports) == ["message 0", "message 2", "message 3"]
    assert len(replay.problems) == 1


def test_a_head_behind_the_messages_is_found(exports: Any) -> None:
    export = numbered(exports, 2)
    turned = {"messages": export.pop("messages"), **export}

    assert not exports.replay(exports.write(turned)).problems
    assert len(judged(exports)) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(data=st.data())
def test_no_damage_to_the_messages_stops_the_replay(exports: Any, data: st.DataObject) -> None:
    text = json.dumps(numbered(exports, 8), indent=2).encode()
    at = data.draw(st.integers(text.index(b'"messages": [') + 13, len(text) - 1))
    junk = data.draw(
        st.sampled_from([b'"', b"}", b"]", b"{", b"\\", b"\xff", b"1e999", b"9" * 30, b"[" * 2000, b""])
    )
    width = data.draw(st.integers(0, 60))
    path = exports.write_text("")
    path.write_bytes(text[:at] + junk + text[at + width :])
    exports.judges.clear()

    exports.replay(path)

    # Only the damaged message, its neighbours, and those whose separator is gone may be lost.
    assert len(judged(exports)) >= 5
