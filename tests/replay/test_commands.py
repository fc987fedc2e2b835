"""The two commands as people run them: what they print, what they write, and their exit status."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bot.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

METRICS = {
    "conversations",
    "positives",
    "caution",
    "alert",
    "in_time",
    "guesses",
    "latency_f1",
    "cautions_per_1000",
    "alerts_per_1000",
    "sparse_positives",
    "sparse_recall",
    "by_family",
    "by_language",
    "not_english",
    "messages_per_second",
}
WORRYING = (
    "hey, how are you",
    "send me a nude, just for me",
    "i saved your nudes and i have your friends list",
    "pay me £500 in gift cards or i send your nudes to all your friends and family",
)


def run(*arguments: object) -> "Result":
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_evaluate_prints_one_json_object_with_the_promised_fields(
    labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]"
) -> None:
    result = run("evaluate", "--json", write_lines(labelled()))

    shown = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(shown) == {"files", "overall"}
    assert set(shown["overall"]) == set(shown["files"]["talk.jsonl"]) == METRICS
    assert shown["overall"]["conversations"] == 1


def test_evaluate_says_what_it_could_not_read_and_measures_the_rest(
    labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]"
) -> None:
    result = run("evaluate", "--json", write_lines(labelled(), "{oops", labelled(id="t-2")))

    assert result.exit_code == 1
    assert "talk.jsonl: line 2: Invalid JSON" in result.stderr
    assert json.loads(result.stdout)["overall"]["conversations"] == 2


def test_evaluate_prints_tables_for_people(
    labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]"
) -> None:
    result = run("evaluate", write_lines(labelled()))

    assert result.exit_code == 0
    assert all(part in result.stdout for part in ("By family", "flash", "By language", "talk.jsonl"))


def test_predictions_are_the_same_bytes_in_every_process(
    labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]", tmp_path: "Path"
) -> None:
    lines = [
        {"at": 60 * minute, "from": ("new_here", "quiet.rook")[minute % 2], "text": text}
        for minute, text in enumerate(WORRYING)
    ]
    path = write_lines(labelled(), labelled(id="t-2", messages=lines, setting="group"))
    written: list[bytes] = []
    for seed in ("1", "2"):
        out = tmp_path / f"said-{seed}.jsonl"
        code = "from bot.cli import main; main()"
        command = [sys.executable, "-c", code, "evaluate", "--json", "--predictions", str(out), str(path)]
        done = subprocess.run(
            command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        written.append(out.read_bytes())

    assert written[0] == written[1]
    predictions = [json.loads(line) for line in written[0].splitlines()]
    assert [prediction["id"] for prediction in predictions] == ["t-1", "t-2"]
    assert all(set(prediction) == {"id", "levels", "scores", "reasons"} for prediction in predictions)
    assert [len(prediction["levels"]) for prediction in predictions] == [5, 4]


def test_predictions_that_cannot_be_written_are_wrong_usage(
    labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]", tmp_path: "Path"
) -> None:
    result = run("evaluate", "--predictions", tmp_path / "no" / "x.jsonl", write_lines(labelled()))

    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_evaluate_sends_exports_to_replay(exports: Any) -> None:
    result = run("evaluate", exports.write(exports.exported()))

    assert result.exit_code == 1
    assert "breakwater replay" in result.stderr


def test_replay_finds_a_threat_in_a_private_chat_and_tells_when_and_why(exports: Any) -> None:
    messages = [exports.said(n, exports.new, text) for n, text in enumerate(WORRYING)]
    messages.insert(1, exports.said(0.5, exports.rook, "fine thanks, and you?"))
    path = exports.write(exports.exported(*messages, guild=0))
    page = exports.folder / "report.html"

    result = run("replay", "--json", "--html", page, path)

    assert result.exit_code == 0
    (incident,) = json.loads(result.stdout)["incidents"]
    assert incident["suspect"] == "new_here"
    assert incident["level"] in ("alert", "emergency")
    assert incident["reasons"]
    assert "new_here" in page.read_text(encoding="utf-8")


def test_replay_of_quiet_talk_finds_nothing(exports: Any) -> None:
    path = exports.write(exports.exported(exports.said(0, exports.new, "good game, see you on sunday")))

    result = run("replay", path)

    assert result.exit_code == 0
    assert "Nothing in these files" in result.stdout


def test_replay_names_what_it_could_not_read_and_judges_the_rest(exports: Any) -> None:
    good = exports.write(exports.exported(exports.said(0, exports.new, "hello")))
    bad = exports.write_text("<html>", "page.html")

    result = run("replay", "--json", bad, good)

    assert result.exit_code == 1
    assert "page.html: is an HTML page" in result.stderr
    assert [file["messages"] for file in json.loads(result.stdout)["files"]] == [0, 1]


def test_names_in_an_export_cannot_steer_the_terminal(exports: Any) -> None:
    author = {**exports.new, "name": "\x1b]0;owned\x07\u202eevil"}
    messages = [exports.said(n, author, text) for n, text in enumerate(WORRYING)]

    result = run(
        "replay", exports.write(exports.exported(*messages, guild=0)), exports.folder / "\x1b[31m.json"
    )

    assert "owned" in result.stdout
    assert "\x1b]" not in result.stdout + result.stderr
    assert "\x1b[31m.json" not in result.stderr
    assert "\u202e" not in result.stdout


@pytest.mark.parametrize("command", ["evaluate", "replay"])
def test_without_files_the_usage_is_told(command: str) -> None:
    assert run(command).exit_code == 2


@pytest.mark.parametrize("command", ["evaluate", "replay"])
def test_help_tells_examples_and_exit_status(command: str) -> None:
    told = run(command, "--help").stdout

    assert f"breakwater {command} " in told
    assert "Exit status" in told
    assert "Examples" in told


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]

    assert run("--version").stdout == f"breakwater {project['version']}\n"
