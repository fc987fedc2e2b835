"""One conversation explained: what each message added, how it stood afterwards, and the picture of it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from bot.detection.pipeline import build_detection
from bot.detection.verdict import Level
from bot.replay.elapsed import short
from bot.replay.explain_page import render_explanation, risk_plot
from bot.replay.explain_table import explain_table
from bot.replay.explaining import Explanation, explain
from bot.replay.judged import judge
from bot.replay.labelled import Conversation, Labels, Seen
from bot.replay.plot import draw

if TYPE_CHECKING:
    from collections.abc import Callable

MADE_AT = datetime(2024, 5, 1, 12, tzinfo=UTC)
PLAYED = (
    ("new_here", "hey, how are you", "contact"),
    ("quiet.rook", "good thanks", "none"),
    ("new_here", "send me a nude, just for me", "sexualisation"),
    ("quiet.rook", "no, I do not want to", "victim"),
    ("new_here", "i saved your nudes and i have your friends list", "capture"),
    ("new_here", "pay me £500 in gift cards or i send your nudes to all your friends and family", "demand"),
)


def read(value: dict[str, object]) -> Conversation:
    return Conversation(seen=Seen.model_validate(value), labels=Labels.model_validate(value))


@pytest.fixture
def told(labelled: "Callable[..., Any]") -> Conversation:
    messages = [
        {"at": 600 * n, "from": who, "text": text, "stage": stage}
        for n, (who, text, stage) in enumerate(PLAYED)
    ]
    expect = {"suspect": "new_here", "target": "quiet.rook", "warn_from": 2, "warn_by": 2}
    return read(labelled(messages=messages, expect=expect))


@pytest.fixture
def explanation(told: Conversation) -> Explanation:
    return explain(told, build_detection)


def test_each_message_has_its_place_time_stage_and_what_it_added(
    labelled: "Callable[..., Any]", build: "Callable[[], Any]"
) -> None:
    steps = explain(read(labelled()), build).steps

    assert [(step.index, step.line.at, step.line.sender) for step in steps][:2] == [
        (0, 0.0, "new_here"),
        (1, 60.0, "quiet.rook"),
    ]
    assert [step.stage for step in steps] == ["contact", "none", "sexualisation", "victim", "demand"]
    assert [step.score for step in steps] == [0.0, 0.0, 0.5, 0.5, 0.9]
    assert [step.level.word for step in steps] == ["none", "none", "caution", "caution", "alert"]
    assert [(one.about, one.kind, one.reason) for one in steps[2].added] == [
        ("new_here", "cue", "said “private picture”")
    ]


def test_real_detection_gives_reasons_and_the_levels_that_an_evaluation_gives(
    told: Conversation, explanation: Explanation
) -> None:
    levels = judge(told, build_detection, lambda: 0.0).levels

    assert tuple(step.level for step in explanation.steps) == levels
    assert explanation.steps[-1].level >= Level.ALERT
    assert explanation.suspect == "new_here"
    added = [one for step in explanation.steps for one in step.added if one.about == "new_here"]
    assert added
    assert all(one.reason and one.kind for one in added)


def test_a_sign_is_new_once_and_gone_only_after_it_stood(explanation: Explanation) -> None:
    standing: set[tuple[str, str]] = set()
    for step in explanation.steps:
        added, gone = ({(one.about, one.kind) for one in some} for some in (step.added, step.gone))
        assert not added & standing
        assert gone <= standing
        standing = (standing | added) - gone


def test_an_unlabelled_conversation_is_explained_without_stages(told: Conversation) -> None:
    bare = told.model_copy(update={"labels": None})

    steps = explain(bare, build_detection).steps

    assert {step.stage for step in steps} == {"none"}
    assert [step.score for step in steps] == [step.score for step in explain(told, build_detection).steps]


def test_the_picture_marks_levels_and_stages(explanation: Explanation) -> None:
    plot = risk_plot(explanation)

    assert [rule.label for rule in plot.rules] == [step.level.word for step in explanation.rises()]
    assert plot.bands[-1].end == len(PLAYED) - 0.5
    stages = [note.label for note in plot.notes]
    assert stages == ["contact", "sexualisation", "victim", "capture", "demand"]
    assert [note.start for note in plot.notes[:4]] == pytest.approx(
        [plot.across(at) for at in (0, 2, 3, 4)], abs=0.1
    )
    assert [dot.kind for dot in plot.dots] == ["suspect", "other", "suspect", "other", "suspect", "suspect"]


def test_neither_page_nor_picture_holds_a_word_of_the_chat(explanation: Explanation) -> None:
    page, picture = render_explanation(explanation, MADE_AT), draw(risk_plot(explanation))

    for _, text, _ in PLAYED:
        assert text not in page
        assert text not in picture
    assert "new_here" in page
    assert explanation.steps[-1].level.word in page


def test_the_terminal_shows_words_and_obeys_none_of_them(labelled: "Callable[..., Any]") -> None:
    messages = [{"at": 0, "from": "new_here", "text": "hi\x1b]0;owned\x07 \u202eevil [red]markup[/]"}]
    console = Console(width=120, force_terminal=True, color_system=None, record=True)

    with console.capture() as captured:
        console.print(explain_table(explain(read(labelled(messages=messages)), build_detection)))

    shown = captured.get()
    assert "[red]markup[/]" in shown
    assert not any(obeyed in shown for obeyed in ("\x1b]", "\x07", "\u202e"))


def test_pictures_and_events_are_named_where_there_is_no_text(labelled: "Callable[..., Any]") -> None:
    messages = [
        {"at": 0, "from": "new_here", "text": "", "images": ["a.png", "b.png"]},
        {"at": 9, "from": "new_here", "text": "", "event": "call_started"},
    ]
    console = Console(width=120)

    with console.capture() as captured:
        console.print(explain_table(explain(read(labelled(messages=messages)), build_detection)))

    assert "(2 pictures)" in captured.get()
    assert "(call started)" in captured.get()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (59.9, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h 00"), (12_000, "3 h 20"),
     (86_400, "1 d 0 h"), (190_800, "2 d 5 h")],
)  # fmt: skip
def test_time_is_told_shortly(seconds: float, said: str) -> None:
    assert short(seconds) == said
