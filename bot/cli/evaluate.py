"""`breakwater evaluate`: labelled conversations in, figures out. Only its words and exit status are here."""

import json
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from bot.detection.language.reading import load_cues
from bot.detection.pipeline import build_detection
from bot.replay.evaluation import Evaluation, evaluate_files
from bot.replay.evaluation_table import evaluation_tables
from bot.replay.printable import printable

if TYPE_CHECKING:
    from bot.replay.judged import Judged

UNREADABLE = 1
"""Exit status: something could not be read, the rest was measured."""

USAGE = 2
"""Exit status: the command was given something it cannot work with."""


def evaluate(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Labelled conversations, JSON Lines, one conversation a line."
        ),
    ],
    *,
    json_: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on standard output instead of tables.")
    ] = False,
    predictions: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.jsonl",
            dir_okay=False,
            help="Also write what was said of each conversation, message by message.",
        ),
    ] = None,
) -> None:
    """Measure detection on labelled conversations.

    Each conversation is judged by a fresh detection, message by message,
    in the order of the file. The detection sees the setting, who speaks,
    when, the text, pictures and events, the age of accounts and whether
    people knew each other. It never sees label, family, role, stage or
    expect.

    [bold]Figures.[/] For caution and for alert (each includes the levels
    above it): precision, recall, F1 and the share of benign conversations
    that reached it. In time: the share of positives whose first caution
    came at or before warn_by. Guesses: the share whose first caution came
    before warn_from; these count as in time as well. A ratio with nothing
    to divide by is shown as - and is null in JSON. Only
    messages_per_second differs between two runs. A line without a label
    is judged and not measured.

    [bold]JSON.[/] --json prints {"files": {NAME: METRICS}, "overall":
    METRICS}. NAME is the file's name; where two files share it, the path
    as given.

    [bold]Predictions.[/] One line per conversation: id; levels and
    scores, one per message, each the highest level (none, caution, alert,
    emergency) and score (0 to 1) reached so far; and the reasons of the
    last level.

    [bold]Examples[/]

    breakwater evaluate dev-a.jsonl dev-b.jsonl

    breakwater evaluate --json dev-*.jsonl > figures.json

    breakwater evaluate --predictions said.jsonl dev-a.jsonl

    [bold]Exit status.[/] 0: all was read. 1: something could not be read;
    a line on standard error names the file and the line, and all else was
    measured. 2: wrong usage, or the predictions could not be written.
    """
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    evaluation = _run(files, errors)
    for problem in evaluation.problems:
        errors.print(Text(printable(str(problem)), "yellow"))
    if evaluation.unlabelled:
        errors.print(Text(f"{evaluation.unlabelled} conversations carry no label: judged, not measured"))
    if predictions is not None:
        _write(predictions, evaluation, errors)
    if json_:
        typer.echo(json.dumps(evaluation.as_json(), ensure_ascii=False))
    else:
        Console(highlight=False).print(*evaluation_tables(*evaluation.metrics()), sep="")
    if evaluation.problems:
        raise typer.Exit(UNREADABLE)


def _run(files: list[Path], errors: Console) -> Evaluation:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with ExitStack() as stack:
        bar = stack.enter_context(Progress(*columns, console=errors, transient=True))
        task = bar.add_task("judging conversations", total=None)

        def advance(_: "Judged") -> None:
            bar.advance(task)

        return evaluate_files(files, partial(build_detection, cues=load_cues()), time.perf_counter, advance)


def _write(path: Path, evaluation: Evaluation, errors: Console) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(evaluation.predictions())
    except OSError as error:
        errors.print(Text(f"{path}: the predictions cannot be written: {error.strerror or error}", "red"))
        raise typer.Exit(USAGE) from error
