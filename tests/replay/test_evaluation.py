"""Evaluation of files: order, names, predictions, and that a second run says the same."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.replay.evaluation import evaluate_files, names_of

if TYPE_CHECKING:
    from collections.abc import Callable


def predicted(path: Path, build: "Callable[[], Any]", clock: "Callable[[], float]") -> list[dict[str, Any]]:
    return [json.loads(line) for line in evaluate_files([path], build, clock).predictions()]


def test_levels_and_scores_are_the_highest_so_far_and_reasons_those_of_the_last_level(
    build: "Callable[[], Any]",
    clock: "Callable[[], float]",
    labelled: "Callable[..., Any]",
    write_lines: "Callable[..., Path]",
) -> None:
    (said,) = predicted(write_lines(labelled()), build, clock)

    assert said == {
        "id": "t-1",
        "levels": ["none", "none", "caution", "caution", "alert"],
        "scores": [0.0, 0.0, 0.5, 0.5, 0.9],
        "reasons": ["said “or else”", "said “private picture”"],
    }


def test_each_conversation_meets_a_detection_that_has_seen_nothing(
    build: "Callable[[], Any]",
    clock: "Callable[[], float]",
    labelled: "Callable[..., Any]",
    write_lines: "Callable[..., Path]",
) -> None:
    quiet = labelled(id="t-2", messages=[{"at": 0, "from": "new_here", "text": "hello"}], label="benign")

    loud, calm = predicted(write_lines(labelled(), quiet), build, clock)

    assert loud["levels"][-1] == "alert"
    assert calm["levels"] == ["none"]


def test_two_runs_give_the_same_figures_and_the_same_bytes(
    build: "Callable[[], Any]",
    labelled: "Callable[..., Any]",
    write_lines: "Callable[..., Path]",
) -> None:
    path = write_lines(labelled(), labelled(id="t-2", family="slow-burn", language="fr"))

    runs = [evaluate_files([path], build, lambda: 0.0) for _ in range(2)]

    assert json.dumps(runs[0].as_json()) == json.dumps(runs[1].as_json())
    assert list(runs[0].predictions()) == list(runs[1].predictions())


def test_the_whole_is_measured_over_the_conversations_of_all_files(
    build: "Callable[[], Any]",
    clock: "Callable[[], float]",
    labelled: "Callable[..., Any]",
    write_lines: "Callable[..., Path]",
) -> None:
    paths = [write_lines(labelled(), name="one.jsonl"), write_lines(labelled(), name="two.jsonl")]

    files, overall = evaluate_files(paths, build, clock).metrics()

    assert list(files) == ["one.jsonl", "two.jsonl"]
    assert (files["one.jsonl"].all.conversations, overall.all.conversations) == (1, 2)


def test_files_that_share_a_name_are_told_apart() -> None:
    paths = [Path("a/t.jsonl"), Path("b/t.jsonl"), Path("c.jsonl"), Path("b/t.jsonl")]

    names = [name for name, _ in names_of(paths)]

    assert names == [str(paths[0]), str(paths[1]), "c.jsonl", f"{paths[1]} (2)"]
