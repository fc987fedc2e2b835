"""`breakwater evaluate`: labelled conversations in, figures out. Only its words and exit status are here."""

import json
import time
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from bot.cli.evaluate_alone import evaluate_alone
from bot.detection.handful import Handful
from bot.detection.language.reading import load_cues
from bot.detection.pipeline import build_detection
from bot.detection.policy import Policy
from bot.replay.chitchat import installed_chitchat, read_chitchat
from bot.replay.evaluation import Evaluation, evaluate_files, names_of
from bot.replay.evaluation_table import evaluation_tables
from bot.replay.labelled_reading import read_labelled
from bot.replay.mistakes import with_text as with_words
from bot.replay.mistakes import worst
from bot.replay.printable import printable
from bot.replay.report import render_report
from bot.replay.sight import Sight, looking

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.replay.evaluation import Read
    from bot.replay.judged import Judged
    from bot.replay.judging import Assessing

UNREADABLE = 1
"""Exit status: something could not be read, the rest was measured."""

USAGE = 2
"""Exit status: the command was given something it cannot work with."""

NO_CHITCHAT = (
    "The set of ordinary chats is not installed. Install it with: pip install chitchat-dataset\n"
    "or give its file: breakwater evaluate --chitchat dataset.json"
)


def evaluate(  # noqa: PLR0913 - one parameter an option
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Labelled conversations, JSON Lines, one conversation a line."),
    ] = None,
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
    html: Annotated[
        Path | None,
        typer.Option(metavar="OUT", dir_okay=False, help="Also write a report with plots and mistakes."),
    ] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Put the messages of mistakes into the report.")
    ] = False,
    no_metadata: Annotated[
        bool,
        typer.Option(
            "--no-metadata", help="Withhold account ages, who knew whom, the setting and how many are in it."
        ),
    ] = False,
    sparse: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Show only N messages of the suspect, chosen at random."),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="S", help="Of that choice.")] = 0,
    chitchat: Annotated[
        bool,
        typer.Option(
            "--chitchat", help="FILE is the JSON of chitchat-dataset; without one, the installed package's."
        ),
    ] = False,
    messages: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE.csv", help="Judge single messages instead: columns text, label. May be repeated."
        ),
    ] = None,
) -> None:
    """Measure detection on labelled conversations, or on single messages.

    Each conversation is judged by a fresh detection, message by message,
    in the order of the file. The detection sees the setting, who speaks,
    when, the text, pictures and events, the age of accounts and whether
    people knew each other. It never sees label, family, role, stage or
    expect.

    **Figures.** For caution and for alert (each includes the levels
    above it): precision, recall, F1 and the share of benign conversations
    that reached it, also as cautions_per_1000 and alerts_per_1000. In time:
    the share of positives whose first caution came at or before warn_by.
    Guesses: the share whose first caution came before warn_from; these
    count as in time as well. latency_f1: F1 at caution times (1 - the
    median penalty of the true positives), the penalty of a caution after k
    messages being -1 + 2 / (1 + exp(-p (k - 1))), with p such that it is
    0.5 at the median length of the positives (Sadeque, Xu, Bethard 2018;
    Vogt, Leser, Akbik 2021). A ratio with nothing to divide by is null in
    JSON and a dash in tables. Only messages_per_second differs between two
    runs. A line without a label is judged and not measured.

    **Less sight.** --no-metadata takes away what only stands beside
    the words. --sparse shows only N messages of the suspect (in benign
    talk: of one person, drawn), as when a member checks or forwards a few,
    and judges all of them together, in several orders, by the thresholds
    for that; sparse_recall is the share of cautions among the positives
    that have a request, a threat or a demand among the N. When a caution
    came has no value then. The draw depends on --seed and the
    conversation's id.

    **Ordinary talk.** --chitchat reads the public set of that name, a
    package that Breakwater does not contain, as benign private chats.

    **Single messages.** --messages judges each row of a CSV file as
    the only message of an unknown person in a private chat. Labels:
    sextortion or benign, 1 or 0, yes or no. Prints precision, recall, f1
    and rows.

    **JSON.** --json prints {"files": {NAME: METRICS}, "overall":
    METRICS}. NAME is the file's name; where two files share it, the path
    as given.

    **Predictions.** One line per conversation: id; levels and
    scores, one per message, each the highest level (none, caution, alert,
    emergency) and score (0 to 1) reached so far; and the reasons of the
    last level.

    **Report.** --html writes one self-contained page: precision and
    recall, reliability, time to warning, families, and the worst mistakes
    by id, message and reasons. It holds message text only --with-text.

    **Examples**

    breakwater evaluate dev-a.jsonl dev-b.jsonl

    breakwater evaluate --json --no-metadata dev-*.jsonl > figures.json

    breakwater evaluate --sparse 3 --seed 7 dev-a.jsonl

    breakwater evaluate --html report.html dev-a.jsonl

    breakwater evaluate --chitchat --json

    breakwater evaluate --messages lines.csv --json

    **Exit status.** 0: all was read. 1: something could not be read;
    a line on standard error names the file and the place, and all else was
    measured. 2: wrong usage, or something could not be written.
    """
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    if messages:
        others = (files, predictions, html, with_text, no_metadata, sparse, chitchat)
        if any(others):
            raise typer.BadParameter("--messages goes with --json only", param_hint="--messages")
        raise typer.Exit(UNREADABLE if evaluate_alone(messages, errors, json_=json_) else 0)
    if with_text and html is None:
        raise typer.BadParameter("--with-text goes with --html", param_hint="--with-text")
    paths = _paths(files or [], errors, chitchat=chitchat)
    sight = Sight(metadata=not no_metadata, messages=sparse, seed=seed)
    read = looking(read_chitchat if chitchat else read_labelled, sight)
    policy = Policy() if sparse is None else Policy.checked()
    detection = partial(build_detection, policy, load_cues())
    build: Callable[[], Assessing] = detection if sparse is None else partial(Handful, detection)
    evaluation = _run(paths, read, build, errors)
    _tell(evaluation, errors)
    if predictions is not None:
        _write(predictions, "predictions", evaluation.predictions(), errors)
    if html is not None:
        mistakes = worst(evaluation)
        if with_text:
            mistakes = with_words(mistakes, dict(names_of(paths)), read)
        page = render_report(evaluation, mistakes, sight.words, datetime.now(UTC))
        _write(html, "report", (page,), errors)
    if json_:
        typer.echo(json.dumps(evaluation.as_json(), ensure_ascii=False))
    else:
        Console(highlight=False).print(*evaluation_tables(*evaluation.metrics()), sep="")
    if evaluation.problems:
        raise typer.Exit(UNREADABLE)


def _paths(files: list[Path], errors: Console, *, chitchat: bool) -> list[Path]:
    if files:
        return files
    if not chitchat:
        raise typer.BadParameter("at least one file is needed", param_hint="FILE")
    installed = installed_chitchat()
    if installed is None:
        errors.print(NO_CHITCHAT, markup=False)
        raise typer.Exit(USAGE)
    return [installed]


def _run(files: list[Path], read: "Read", build: "Callable[[], Assessing]", errors: Console) -> Evaluation:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with ExitStack() as stack:
        bar = stack.enter_context(Progress(*columns, console=errors, transient=True))
        task = bar.add_task("judging conversations", total=None)

        def advance(_: "Judged") -> None:
            bar.advance(task)

        return evaluate_files(files, build, time.perf_counter, advance, read)


def _tell(evaluation: Evaluation, errors: Console) -> None:
    for problem in evaluation.problems:
        errors.print(Text(printable(str(problem)), "yellow"))
    if evaluation.unlabelled:
        errors.print(Text(f"{evaluation.unlabelled} conversations carry no label: judged, not measured"))


def _write(path: Path, what: str, lines: Iterable[str], errors: Console) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(lines)
    except OSError as error:
        errors.print(Text(f"{path}: the {what} cannot be written: {error.strerror or error}", "red"))
        raise typer.Exit(USAGE) from error
