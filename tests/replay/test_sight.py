"""Less sight: what is withheld, what is chosen, and that a choice can be repeated."""

import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.observed import Message, PlaceKind
from bot.replay.evaluation import evaluate_files
from bot.replay.labelled import Conversation, Labels, Seen
from bot.replay.labelled_reading import read_labelled
from bot.replay.labelled_seen import observations
from bot.replay.sight import Sight, looking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read(value: dict[str, object]) -> Conversation:
    return Conversation(seen=Seen.model_validate(value), labels=Labels.model_validate(value))


@pytest.mark.parametrize("setting", ["dm", "group", "thread", "channel"])
def test_without_metadata_detection_learns_nothing_that_stands_beside_the_words(
    labelled: "Callable[..., Any]", setting: str
) -> None:
    shown = Sight(metadata=False).of(read(labelled(setting=setting)))

    messages = [one for group in observations(shown.seen) for one in group if isinstance(one, Message)]
    assert [message.text for message in messages][2] == "send a private picture"
    assert {message.author.account_created for message in messages} == {None}
    assert {message.author.known_before for message in messages} == {None}
    assert {(message.place.kind, message.place.members) for message in messages} == {
        (PlaceKind.CHANNEL, None)
    }


def test_without_metadata_the_setting_leaves_no_trace(labelled: "Callable[..., Any]") -> None:
    shown = [Sight(metadata=False).of(read(labelled(setting=one))) for one in ("dm", "group", "channel")]

    assert observations(shown[0].seen) == observations(shown[1].seen) == observations(shown[2].seen)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(1, 5), seed=st.integers())
def test_only_the_suspects_messages_are_chosen_in_their_order(
    labelled: "Callable[..., Any]", count: int, seed: int
) -> None:
    lines = Sight(messages=count, seed=seed).of(read(labelled())).seen.messages

    assert len(lines) == min(count, 3)
    assert {line.sender for line in lines} == {"new_here"}
    assert [line.at for line in lines] == sorted({line.at for line in lines})


def test_a_choice_depends_on_seed_and_id_alone(labelled: "Callable[..., Any]") -> None:
    words = [{"at": n, "from": "new_here", "text": f"word {n}", "stage": "contact"} for n in range(40)]
    one, twin, other = (read(labelled(id=name, messages=words)) for name in ("a", "a", "b"))
    sight = Sight(messages=3, seed=5)

    assert sight.of(one) == sight.of(twin)
    assert sight.of(one).seen.messages != sight.of(other).seen.messages
    assert sight.of(one).seen.messages != Sight(messages=3, seed=6).of(one).seen.messages


def test_in_benign_talk_one_person_is_drawn(labelled: "Callable[..., Any]") -> None:
    benign = labelled(label="benign", expect={})
    seen = {Sight(messages=2, seed=seed).of(read(benign)).seen.messages[0].sender for seed in range(20)}

    assert seen == {"quiet.rook", "new_here"}


def test_a_conversation_of_events_alone_keeps_one_of_them(labelled: "Callable[..., Any]") -> None:
    calls = [{"at": n, "from": "new_here", "text": "", "event": "call_started"} for n in range(3)]

    shown = Sight(messages=2).of(read(labelled(messages=calls)))

    assert len(shown.seen.messages) == 1


def test_recall_counts_those_with_a_request_threat_or_demand_among_what_is_shown(
    build: "Callable[[], Any]", labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]"
) -> None:
    def said(text: str, stage: str) -> dict[str, object]:
        return {"at": 0, "from": "new_here", "text": text, "stage": stage}

    path = write_lines(
        labelled(id="found", messages=[said("send a private picture", "sexualisation")]),
        labelled(id="missed", messages=[said("you know what I want", "demand")]),
        labelled(id="nothing to find", messages=[said("hello", "contact")]),
    )
    sparse = looking(read_labelled, Sight(messages=3))

    figures = evaluate_files([path], build, lambda: 0.0, read=sparse).metrics()[1].all

    assert (figures.positives, figures.sparse_positives, figures.sparse_recall) == (3, 2, 0.5)
    assert figures.caution.recall == pytest.approx(1 / 3)
    assert (figures.in_time, figures.guesses, figures.latency_f1) == (None, None, None)


def test_a_few_messages_are_judged_all_together(
    build: "Callable[[], Any]", labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]"
) -> None:
    sparse = looking(read_labelled, Sight(messages=9))

    (said,) = map(
        json.loads, evaluate_files([write_lines(labelled())], build, lambda: 0.0, read=sparse).predictions()
    )

    assert [level == "none" for level in said["levels"]] == [True] * (len(said["levels"]) - 1) + [False]
    assert [score == 0 for score in said["scores"]] == [level == "none" for level in said["levels"]]


def test_whole_conversations_have_no_sparse_figures(
    build: "Callable[[], Any]", labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]"
) -> None:
    whole = looking(read_labelled, Sight())

    figures = evaluate_files([write_lines(labelled())], build, lambda: 0.0, read=whole).metrics()[1].all

    assert (figures.sparse_positives, figures.sparse_recall, figures.in_time) == (None, None, 1.0)
    assert figures.latency_f1 is not None
    assert math.isclose(figures.latency_f1, 1 - (2 - math.sqrt(3)))


def test_words_for_the_report_say_what_was_shown() -> None:
    assert Sight().words == "whole conversations"
    assert "without metadata" in Sight(metadata=False).words
    assert "seed 9" in Sight(messages=3, seed=9).words
