"""The command `breakwater train`, as it is started."""

import importlib
import json
from typing import TYPE_CHECKING

import typer
from typer.testing import CliRunner

from bot.cli.train import train
from bot.detection.training import course_fit
from bot.detection.training.corpus import read_corpus, read_lines
from bot.replay.labelled_reading import read_labelled
from bot.replay.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

app = typer.Typer()
app.command()(train)


def test_exported_conversations_are_read_by_evaluate(tmp_path: "Path") -> None:
    out = tmp_path / "corpus.jsonl"

    assert CliRunner().invoke(app, ["--export", str(out)]).exit_code == 0

    found = list(read_labelled(out, "corpus"))
    assert not [problem for problem in found if isinstance(problem, Problem)]
    assert len(found) == len(read_corpus())
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[0])["messages"]


def test_weights_of_another_corpus_are_told_by_exit_status(
    tmp_path: "Path", monkeypatch: "pytest.MonkeyPatch"
) -> None:
    monkeypatch.setattr(course_fit, "ROUNDS", 1)
    monkeypatch.setattr(course_fit, "AVERAGED", 1)
    command = importlib.import_module("bot.cli.train")  # its name in the package is the function's
    corpus, lines = read_corpus()[::20], read_lines()[::20]
    monkeypatch.setattr(command, "read_corpus", lambda: corpus)
    monkeypatch.setattr(command, "read_lines", lambda: lines)

    assert CliRunner().invoke(app, ["--check", "--out", str(tmp_path)]).exit_code == 1
    assert CliRunner().invoke(app, ["--out", str(tmp_path)]).exit_code == 0
    assert CliRunner().invoke(app, ["--check", "--out", str(tmp_path)]).exit_code == 0
    monkeypatch.setattr(command, "read_lines", lambda: lines[1:])
    assert CliRunner().invoke(app, ["--check", "--out", str(tmp_path)]).exit_code == 1


def test_an_export_that_cannot_be_written_is_an_error(tmp_path: "Path") -> None:
    assert CliRunner().invoke(app, ["--export", str(tmp_path / "no" / "such.jsonl")]).exit_code == 2
