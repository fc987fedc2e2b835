"""Where somebody asks for help, replay and explanation say what the bot would answer, and never who asked."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.cli import app
from bot.detection.pipeline import build_detection
from bot.detection.pleas import Need
from bot.replay.answers import PLEADS, Reply
from bot.replay.explain_page import render_explanation, risk_plot
from bot.replay.explain_table import explain_table
from bot.replay.explaining import Explanation, explain
from bot.replay.labelled import Conversation, Seen
from bot.replay.page import render_page
from bot.replay.plot import draw
from bot.replay.replay_table import replay_tables

if TYPE_CHECKING:
    from collections.abc import Callable

MADE_AT = datetime(2024, 5, 1, 12, tzinfo=UTC)
HOUR = 60


def replies(exports: Any, *said: tuple[float, dict[str, object], str]) -> list[tuple[Need, Reply]]:
    messages = [exports.said(minute, author, text) for minute, author, text in said]
    replay = exports.replay(exports.write(exports.exported(*messages)))
    return [(given.answer.need, given.answer.reply) for given in replay.answers]


def explained(labelled: "Callable[..., Any]", *texts: str) -> Explanation:
    messages = [{"at": 20 * n, "from": "quiet.rook", "text": text} for n, text in enumerate(texts)]
    seen = Seen.model_validate(labelled(messages=messages, setting="channel"))
    return explain(Conversation(seen=seen, labels=None), build_detection)


@pytest.fixture
def split(labelled: "Callable[..., Any]") -> Explanation:
    return explained(labelled, "hello all", "someone is", "blackmailing me", "i want to", "kill myself")


def shown(printed: object) -> str:
    console = Console(width=160)
    with console.capture() as captured:
        console.print(printed)
    return " ".join(captured.get().split())


def test_who_tells_of_blackmail_gets_a_note_and_danger_reaches_moderators(exports: Any) -> None:
    assert replies(exports, (0, exports.rook, "help me"), (1, exports.new, "in danger")) == [
        (Need.HELP, Reply.HELP),
        (Need.DANGER, Reply.DANGER),
    ]


def test_one_person_is_answered_once_an_hour_for_each_need(exports: Any) -> None:
    said = [(minute, exports.rook, "help me") for minute in (0, 1, HOUR - 1, HOUR)]
    assert len(replies(exports, *said)) == 2


@pytest.mark.parametrize(("minute", "reply"), [(HOUR - 1, Reply.STANDS), (HOUR, Reply.HELP)])
def test_beside_a_note_on_danger_none_with_help_follows(exports: Any, minute: int, reply: Reply) -> None:
    said = (0, exports.new, "in danger"), (minute, exports.rook, "help me")
    assert replies(exports, *said)[-1] == (Need.HELP, reply)


def test_beside_a_note_on_a_threat_none_with_help_follows(labelled: "Callable[..., Any]") -> None:
    lines = [
        ("new_here", "send me a nude, just for me"),
        ("new_here", "i saved your nudes and i have your friends list"),
        ("new_here", "pay me £500 in gift cards or i send your nudes to all your friends and family"),
        ("quiet.rook", "someone is blackmailing me"),
    ]
    messages = [{"at": 20 * n, "from": who, "text": text} for n, (who, text) in enumerate(lines)]
    seen = Seen.model_validate(labelled(messages=messages))
    answer = explain(Conversation(seen=seen, labels=None), build_detection).steps[-1].answer
    assert answer is not None
    assert answer.reply is Reply.STANDS


def test_who_asks_for_help_is_named_nowhere_in_a_replay(exports: Any) -> None:
    replay = exports.replay(exports.write(exports.exported(exports.said(0, exports.rook, "help me"))))

    for text in (render_page(replay, MADE_AT), shown(replay_tables(replay)), json.dumps(replay.as_json())):
        assert Reply.HELP in text
        assert exports.snowflake(0) in text
        assert exports.rook["name"] not in text
        assert exports.rook["id"] not in text
        assert "help me" not in text
    assert PLEADS[Need.HELP] in shown(replay_tables(replay))


def test_a_plea_is_no_incident(exports: Any) -> None:
    replay = exports.replay(exports.write(exports.exported(exports.said(0, exports.rook, "in danger"))))

    assert not replay.incidents
    assert "Nothing in these files would have led to a caution" in shown(replay_tables(replay))


def test_replay_prints_pleas_that_are_broken_up_with_place_time_and_answer(exports: Any) -> None:
    texts = ("someone is", "blackmailing me", "idk what to do")
    messages = [exports.said(n / 3, exports.rook, text) for n, text in enumerate(texts)]
    path = exports.write(exports.exported(*messages))

    result = CliRunner().invoke(app, ["replay", "--json", str(path)])

    assert json.loads(result.stdout)["pleas"] == [
        {
            "file": "club.json",
            "channel": "room-7",
            "channel_id": exports.snowflake(-100, 7),
            "need": "help",
            "message_id": exports.snowflake(1 / 3),
            "at": "2024-01-01T00:00:20+00:00",
            "answer": Reply.HELP.value,
        }
    ]


def test_an_explanation_has_the_answer_at_the_message_that_completes_a_plea(split: Explanation) -> None:
    answers = [step.answer and (step.answer.need, step.answer.reply) for step in split.steps]
    assert answers == [None, None, (Need.HELP, Reply.HELP), None, (Need.DANGER, Reply.DANGER)]


def test_an_explanation_says_that_what_is_told_again_was_heard(labelled: "Callable[..., Any]") -> None:
    steps = explained(labelled, "someone is blackmailing me", "he is blackmailing me with a video").steps
    assert [step.answer and step.answer.reply for step in steps] == [Reply.HELP, Reply.AGAIN]


def test_asking_for_help_raises_no_level(split: Explanation) -> None:
    assert not split.rises()


def test_table_page_and_picture_tell_of_pleas_in_plain_words(split: Explanation) -> None:
    table, page, picture = (
        shown(explain_table(split)),
        render_explanation(split, MADE_AT),
        draw(risk_plot(split)),
    )

    for need, reply in ((Need.HELP, Reply.HELP), (Need.DANGER, Reply.DANGER)):
        assert PLEADS[need].split(",")[0] in table
        assert reply.split(";")[0] in table
        assert PLEADS[need].replace("'", "&#39;") in page
        assert reply in page
        assert PLEADS[need].replace("'", "&#39;") in picture
    assert "blackmailing me" not in page
    assert "kill myself" not in page + picture
