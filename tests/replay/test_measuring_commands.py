"""The options of `evaluate`, and `explain`, as people run them: what comes out, and the exit status."""

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.evaluate import evaluate
from bot.cli.explain import explain
from bot.detection.handful import Handful
from bot.detection.pipeline import build_detection
from bot.detection.policy import Policy
from bot.replay.labelled import Seen
from bot.replay.labelled_seen import observations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

THREAT = "pay me £500 in gift cards or i send your nudes to all your friends and family"
CHATS = {
    "a": {"messages": [[{"text": "hello", "timestamp": "2018-05-02T19:38:15Z", "sender": "x"}]]},
    "b": {"messages": [[{"text": "good game", "timestamp": "2018-05-02T19:38:15Z", "sender": "y"}]]},
}


def run(*arguments: object) -> "Result":
    app = typer.Typer(rich_markup_mode="rich")
    for command in (evaluate, explain):
        app.command()(command)
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "160"})


@pytest.fixture
def talk(labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]") -> "Path":
    lines = [
        {"at": 0, "from": "new_here", "text": "hey, how are you", "stage": "contact"},
        {"at": 60, "from": "quiet.rook", "text": "good thanks"},
        {"at": 120, "from": "new_here", "text": THREAT, "stage": "demand"},
    ]
    expect = {"suspect": "new_here", "target": "quiet.rook", "warn_from": 2, "warn_by": 2}
    return write_lines(
        labelled(messages=lines, expect=expect),
        labelled(id="t-2", label="benign", family="sales", language="fr", expect={}, messages=lines[:2]),
    )


def test_sparse_sight_prints_its_figures_and_repeats_itself(talk: "Path") -> None:
    first, second = (run("evaluate", "--json", "--sparse", "1", "--seed", "3", talk) for _ in range(2))

    figures, again = (json.loads(result.stdout)["overall"] for result in (first, second))
    assert first.exit_code == 0
    assert figures["in_time"] is None
    assert figures["sparse_positives"] in (0, 1)
    assert {**figures, "messages_per_second": 0, "by_family": 0, "by_language": 0, "not_english": 0} == {
        **again,
        "messages_per_second": 0,
        "by_family": 0,
        "by_language": 0,
        "not_english": 0,
    }


def test_sparse_sight_of_all_messages_finds_a_plain_demand(talk: "Path") -> None:
    figures = json.loads(run("evaluate", "--json", "--sparse", "9", talk).stdout)["overall"]

    assert (figures["sparse_positives"], figures["sparse_recall"]) == (1, 1.0)


def test_a_few_messages_are_judged_as_a_handful(
    labelled: "Callable[..., Any]", write_lines: "Callable[..., Path]", tmp_path: "Path"
) -> None:
    words = ("pay 200 dollars or i send it to your sister", "hello there", "send me a private picture")
    lines = [
        {"at": 300 * n, "from": "new_here", "text": text, "stage": "none"} for n, text in enumerate(words)
    ]
    chat, told = labelled(messages=lines), tmp_path / "told.jsonl"
    hands = Handful(partial(build_detection, Policy.checked()))
    seen = [one for group in observations(Seen.model_validate(chat)) for one in group]

    run("evaluate", "--sparse", "3", "--predictions", told, write_lines(chat))

    scores = json.loads(told.read_text(encoding="utf-8"))["scores"]
    heard = [max((verdict.score for verdict in hands.assess(one)), default=0.0) for one in seen]
    assert scores == [0.0, 0.0, heard[-1]]
    assert scores[-1] > 0


def test_without_metadata_the_words_alone_are_measured(talk: "Path") -> None:
    result = run("evaluate", "--json", "--no-metadata", talk)

    assert result.exit_code == 0
    assert json.loads(result.stdout)["overall"]["caution"]["recall"] == 1.0


def test_chats_of_the_public_set_are_measured_for_a_thousand(tmp_path: "Path") -> None:
    path = tmp_path / "dataset.json"
    path.write_text(json.dumps(CHATS), encoding="utf-8")

    result = run("evaluate", "--json", "--chitchat", path)

    figures = json.loads(result.stdout)["files"]["dataset.json"]
    assert result.exit_code == 0
    assert (figures["conversations"], figures["positives"]) == (2, 0)
    assert (figures["cautions_per_1000"], figures["alerts_per_1000"]) == (0.0, 0.0)


def test_where_the_public_set_is_not_installed_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.replay.chitchat.PACKAGE", "no_such_package_here")

    result = run("evaluate", "--chitchat")

    assert result.exit_code == 2
    assert "pip install chitchat-dataset" in result.stderr
    assert "evaluate --chitchat dataset.json" in result.stderr


def test_single_messages_print_precision_recall_f1_and_rows(tmp_path: "Path") -> None:
    path = tmp_path / "lines.csv"
    path.write_text(f'text,label\n"{THREAT}",1\nsee you on sunday,0\n', encoding="utf-8")

    result = run("evaluate", "--messages", path, "--json")

    figures = json.loads(result.stdout)
    assert result.exit_code == 0
    assert figures["rows"] == 2
    assert {"precision", "recall", "f1"} <= set(figures)


def test_single_messages_of_several_files_are_measured_together_and_bad_rows_named(tmp_path: "Path") -> None:
    paths = [tmp_path / name for name in ("one.csv", "two.csv")]
    paths[0].write_text("text,label\nhello,0\nhow are you,perhaps\n", encoding="utf-8")
    paths[1].write_text("text,label\nbye,0\n", encoding="utf-8")

    result = run("evaluate", "--messages", paths[0], "--messages", paths[1])

    assert result.exit_code == 1
    assert "one.csv: line 3: the label 'perhaps'" in result.stderr
    assert "2" in next(line for line in result.stdout.splitlines() if line.split()[:1] == ["rows"])


@pytest.mark.parametrize(
    "arguments",
    [(), ("--with-text", "x.jsonl"), ("--messages", "a.csv", "x.jsonl"), ("--sparse", "0", "x.jsonl")],
)
def test_what_does_not_go_together_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert run("evaluate", *arguments).exit_code == 2


def test_the_report_is_written_and_holds_words_only_when_asked(talk: "Path", tmp_path: "Path") -> None:
    out, told = tmp_path / "report.html", tmp_path / "told.html"

    statuses = [
        run("evaluate", "--html", out, talk).exit_code,
        run("evaluate", "--sparse", "1", "--html", told, "--with-text", talk).exit_code,
    ]

    assert statuses == [0, 0]
    assert "no message text" in out.read_text(encoding="utf-8")
    assert "chosen at random (seed 0)" in told.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_wrong_usage(talk: "Path", tmp_path: "Path") -> None:
    result = run("evaluate", "--html", tmp_path / "no" / "x.html", talk)

    assert result.exit_code == 2
    assert "the report cannot be written" in result.stderr


def test_explain_shows_message_by_message_what_was_noticed(talk: "Path") -> None:
    result = run("explain", talk, "--id", "t-1")

    assert result.exit_code == 0
    assert "hey, how are you" in result.stdout
    assert "demand" in result.stdout
    assert "2 min" in result.stdout


def test_explain_writes_a_page_and_a_picture_without_words(talk: "Path", tmp_path: "Path") -> None:
    page, picture = tmp_path / "risk.html", tmp_path / "risk.svg"

    result = run("explain", talk, "--id", "t-1", "--html", page, "--svg", picture)

    assert result.exit_code == 0
    for path in (page, picture):
        assert "how are you" not in path.read_text(encoding="utf-8")
    assert picture.read_text(encoding="utf-8").lstrip().startswith("<svg xmlns=")


def test_explain_of_an_unknown_id_names_those_that_are_there(talk: "Path") -> None:
    result = run("explain", talk, "--id", "t-7")

    assert result.exit_code == 1
    assert "holds no conversation 't-7'; it has t-1, t-2" in result.stderr


def test_explain_of_a_missing_file_says_so(tmp_path: "Path") -> None:
    result = run("explain", tmp_path / "no.jsonl", "--id", "t-1")

    assert result.exit_code == 1
    assert "no.jsonl: cannot be read" in result.stderr


def test_a_page_that_cannot_be_written_is_wrong_usage(talk: "Path", tmp_path: "Path") -> None:
    assert run("explain", talk, "--id", "t-1", "--svg", tmp_path / "no" / "x.svg").exit_code == 2


@pytest.mark.parametrize(
    ("command", "parts"),
    [
        ("evaluate", ("--no-metadata", "--sparse", "--chitchat", "--messages", "--with-text", "latency_f1")),
        ("explain", ("--id", "--html", "--svg", "Exit status")),
    ],
)
def test_help_reads_like_a_page(command: str, parts: tuple[str, ...]) -> None:
    shown = run(command, "--help").stdout

    assert all(part in shown for part in (*parts, "Examples"))
