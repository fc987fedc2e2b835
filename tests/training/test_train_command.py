"""The command `breakwater train`, as it is started."""

import json
from typing import TYPE_CHECKING

import typer
from typer.testing import CliRunner

from bot.cli.train import train
from bot.detection.training.corpus import read_corpus
from bot.replay.labelled_reading import read_labelled
from bot.replay.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

app = typer.Typer()
app.command()(train)


def test_exported_conversations_are_read_by_evaluate(tmp_path: "Path") -> None:
    out = tmp_path / "corpus.jsonl"

    assert CliRunner().invoke(app, ["--export", str(out)]).exit_code == 0

    found = list(read_labelled(out, "corpus"))
    assert not [problem for problem in found if isinstance(problem, Problem)]
    assert len(found) == len(read_corpus())
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[0])["messages"]


def test_weights_that_differ_are_told_by_exit_status(tmp_path: "Path") -> None:
    (tmp_path / "language").mkdir()
    (tmp_path / "language" / "scorer.npz").write_bytes(b"old")
    (tmp_path / "sign_weights.py").write_text("old", encoding="utf-8")

    assert CliRunner().invoke(app, ["--check", "--out", str(tmp_path)]).exit_code == 1
    assert CliRunner().invoke(app, ["--out", str(tmp_path)]).exit_code == 0
    assert CliRunner().invoke(app, ["--check", "--out", str(tmp_path)]).exit_code == 0


def test_an_export_that_cannot_be_written_is_an_error(tmp_path: "Path") -> None:
    assert CliRunner().invoke(app, ["--export", str(tmp_path / "no" / "such.jsonl")]).exit_code == 2
