"""Exports replayed: what is found, when, in which order, and to whom it is put down."""

import json
from typing import TYPE_CHECKING, Any

from bot.detection.verdict import Level
from bot.observed import Happening, Message, PlaceEvent, PlaceKind

if TYPE_CHECKING:
    from pathlib import Path

STEPS = ("hello", "a private picture please", "fine weather", "pay or else", "or else!")


def escalation(exports: Any, *, channel: int = 7, guild: int = 5) -> dict[str, object]:
    messages = [exports.said(minute, exports.new, text) for minute, text in enumerate(STEPS)]
    return exports.exported(*messages, channel=channel, guild=guild)


def texts(exports: Any) -> list[str]:
    return [seen.text for judge in exports.judges for seen in judge.log if isinstance(seen, Message)]


def picture(exports: Any, minute: float, channel: int, url: str) -> "Path":
    attachment = {"id": "1", "url": url, "fileName": "board.png", "fileSizeBytes": 900}
    message = exports.said(minute, exports.new, attachments=[attachment])
    return exports.write(exports.exported(message, channel=channel), f"room-{channel}.json")


def test_an_incident_tells_when_it_began_how_high_it_went_and_why(exports: Any) -> None:
    replay = exports.replay(exports.write(escalation(exports)))

    shown = json.loads(json.dumps(replay.as_json()))["incidents"]
    assert len(shown) == 1
    expected = {
        "file": "club.json",
        "channel": "room-7",
        "suspect": "new_here",
        "suspect_id": exports.new["id"],
        "level": "alert",
        "first_message_id": exports.snowflake(1),
        "at": "2024-01-01T00:01:00+00:00",
        "reasons": ["said “or else”", "said “private picture”"],
    }
    assert {name: shown[0][name] for name in expected} == expected
    assert [step["level"] for step in shown[0]["steps"]] == ["caution", "alert"]
    assert shown[0]["steps"][1]["message_id"] == exports.snowflake(3)


def test_files_are_told_with_their_messages_and_problems(exports: Any) -> None:
    replay = exports.replay(exports.write(escalation(exports)), exports.folder / "gone.json")

    good, gone = replay.as_json()["files"]
    assert (good["name"], good["messages"], good["problems"]) == ("club.json", 5, [])
    assert (gone["name"], gone["messages"]) == ("gone.json", 0)
    assert gone["problems"] == ["gone.json: cannot be read: No such file or directory"]


def test_messages_are_judged_in_the_order_of_time_whatever_order_the_file_has(exports: Any) -> None:
    export = escalation(exports)
    export["messages"] = list(reversed(export["messages"]))  # type: ignore[call-overload] - it is the list

    exports.replay(exports.write(export))

    assert texts(exports) == list(STEPS)


def test_a_picture_in_three_channels_of_a_server_is_seen_across_files(exports: Any) -> None:
    for channel in (1, 2, 3):
        exports.picture(f"room-{channel}.json_Files/board-{channel}.png")
    paths = [
        picture(exports, 10 - channel, channel, f"room-{channel}.json_Files\\board-{channel}.png")
        for channel in (1, 2, 3)
    ]

    (incident,) = exports.replay(*paths).incidents

    assert incident.level is Level.EMERGENCY
    assert incident.steps[0].file == "room-1.json", "the last in time is the one that crosses"


def test_each_server_and_each_private_chat_has_a_detection_and_incidents_of_its_own(exports: Any) -> None:
    paths = [
        exports.write(escalation(exports, channel=1, guild=5), "a.json"),
        exports.write(escalation(exports, channel=2, guild=5), "b.json"),
        exports.write(escalation(exports, channel=3, guild=6), "c.json"),
        exports.write(escalation(exports, channel=4, guild=0), "d.json"),
        exports.write(escalation(exports, channel=5, guild=0), "e.json"),
    ]

    replay = exports.replay(*paths)

    assert len(exports.judges) == 4
    assert [incident.steps[0].file for incident in replay.incidents] == [
        "a.json",
        "c.json",
        "d.json",
        "e.json",
    ]
    assert "/@me/" in replay.incidents[2].steps[0].link


def test_a_message_that_two_files_hold_is_judged_once(exports: Any) -> None:
    paths = [exports.write(escalation(exports), name) for name in ("part1.json", "part2.json")]

    replay = exports.replay(*paths)

    assert texts(exports) == list(STEPS)
    assert [(file.messages, file.repeats) for file in replay.files] == [(5, 0), (0, 5)]
    assert not replay.problems


def test_what_the_exporter_says_of_system_messages_is_nobodys_words(exports: Any) -> None:
    group = exports.exported(
        exports.said(
            0, exports.new, "Added a recipient or else.", type="RecipientAdd", mentions=[exports.rook]
        ),
        exports.said(1, exports.new, "Pinned a message or else.", type="ChannelPinnedMessage"),
        exports.said(2, exports.new, "", type="Call", callEndedTimestamp=exports.stamp(4)),
        exports.said(3, exports.rook, "during the call"),
        exports.said(5, exports.rook, "after it"),
        guild=0,
        type="DirectGroupTextChat",
    )

    replay = exports.replay(exports.write(group))

    (judge,) = exports.judges
    happened = [seen.happening if isinstance(seen, PlaceEvent) else seen.text for seen in judge.log]
    assert happened == [
        Happening.MEMBERS_ADDED,
        Happening.CALL_STARTED,
        "during the call",
        Happening.CALL_ENDED,
        "after it",
    ]
    assert judge.log[0].people == (int(exports.rook["id"]),)
    assert judge.log[0].place.kind is PlaceKind.GROUP
    assert not replay.incidents


def test_a_thread_announced_in_its_channel_is_opened_by_who_announced_it(exports: Any) -> None:
    thread = exports.snowflake(3, 9)
    reference = {"type": "Default", "messageId": None, "channelId": thread, "guildId": "5"}
    said = exports.said(3, exports.new, "Started a thread.", type="ThreadCreated", reference=reference)

    exports.replay(exports.write(exports.exported(said)))

    (opened,) = exports.judges[0].log
    assert opened.happening is Happening.OPENED
    assert (opened.place.id, opened.place.kind) == (int(thread), PlaceKind.THREAD)
    assert opened.place.opened_by == int(exports.new["id"])


def test_a_forward_is_marked_and_a_reply_names_whom_it_answers(exports: Any) -> None:
    forward: dict[str, object] = {
        "timestamp": exports.stamp(0),
        "content": "somebody else's words",
        "attachments": [],
    }
    reply = {"messageId": exports.snowflake(0), "channelId": "7", "guildId": "5"}
    messages = [
        exports.said(0, exports.rook, "first"),
        exports.said(1, exports.new, "", forwardedMessage=forward),
        exports.said(2, exports.new, "second", type="Reply", reference=reply, mentions=[exports.rook]),
    ]

    exports.replay(exports.write(exports.exported(*messages)))

    _, forwarded, answer = exports.judges[0].log
    assert (forwarded.forwarded, forwarded.text) == (True, "somebody else's words")
    assert answer.replies_to == answer.mentions[0] == int(exports.rook["id"])


def test_ids_tell_the_age_of_accounts_and_when_a_private_thread_was_opened(exports: Any) -> None:
    message = exports.said(0, exports.new, "hello")
    exports.replay(exports.write(exports.exported(message, type="GuildPrivateThread", categoryId="44")))

    (seen,) = exports.judges[0].log
    assert seen.author.account_created.isoformat() == "2023-12-29T22:00:00+00:00"
    assert seen.place.kind is PlaceKind.PRIVATE_THREAD
    assert seen.place.parent == 44
    assert seen.place.opened_at.isoformat() == "2023-12-31T22:20:00+00:00"


def test_progress_ends_at_all_bytes_and_all_messages(exports: Any) -> None:
    path = exports.write(escalation(exports))

    exports.replay(path)

    assert exports.progress.bytes == path.stat().st_size
    assert exports.progress.done == (5, 5)


def test_who_speaks_in_any_part_of_a_group_counts_as_a_member_from_its_first_message(exports: Any) -> None:
    third = {**exports.rook, "id": exports.snowflake(-5, 3)}
    about = {"guild": 0, "type": "DirectGroupTextChat"}
    parts = [
        exports.exported(exports.said(0, exports.new, "first"), **about),
        exports.exported(exports.said(1, exports.rook, "second"), exports.said(2, third, "third"), **about),
    ]

    exports.replay(*(exports.write(part, f"part{number}.json") for number, part in enumerate(parts)))

    assert [seen.place.members for seen in exports.judges[0].log] == [3, 3, 3]


def test_two_voices_in_a_group_do_not_make_it_a_talk_between_two(exports: Any) -> None:
    messages = [exports.said(0, exports.new, "first"), exports.said(1, exports.rook, "second")]

    exports.replay(exports.write(exports.exported(*messages, guild=0, type="DirectGroupTextChat")))

    assert [seen.place.members for seen in exports.judges[0].log] == [None, None]


def test_only_a_thread_hangs_from_what_the_export_calls_its_category(exports: Any) -> None:
    message = exports.said(0, exports.new, "hello")

    exports.replay(exports.write(exports.exported(message, categoryId="44")))

    assert exports.judges[0].log[0].place.parent is None
