"""`breakwater train`: the training conversations in, weights out. Only its words and exit status are here."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.detection.course import load_weights
from bot.detection.language.lexicon import packaged as packaged_cues
from bot.detection.language.lexicon import read_lexicon
from bot.detection.policy import Policy
from bot.detection.training.corpus import read_corpus, read_lines
from bot.detection.training.counts import counts
from bot.detection.training.errors import CorpusError
from bot.detection.training.held_out import shares
from bot.detection.training.sign_weights_file import written as weights_module
from bot.detection.training.snapshots import Case
from bot.detection.training.training import Material, digest
from bot.detection.training.training import train as train_all
from bot.detection.training.weights_file import as_bytes
from bot.replay.labelled import Seen
from bot.replay.labelled_seen import handles_of, observations

if TYPE_CHECKING:
    from bot.detection.training.corpus import Written
    from bot.detection.training.training import Trained

DIFFERENT = 1
"""Exit status: the packaged weights are not what the corpus gives."""

USAGE = 2
"""Exit status: the corpus cannot be read, or nothing can be written there."""

PACKAGE = Path(__file__).parents[1] / "detection"
COURSE = Path("course.npz")
SIGNS = Path("sign_weights.py")


def train(
    *,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Fit nothing; say whether the packaged weights are of this corpus and these cues."
        ),
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.jsonl",
            dir_okay=False,
            help="Only write the training conversations as labelled lines, for breakwater evaluate.",
        ),
    ] = None,
    count: Annotated[
        bool, typer.Option("--count", help="Only print how much of what the corpus holds, in Markdown.")
    ] = False,
    processes: Annotated[
        int, typer.Option(min=1, help="How many networks are fitted at once; best one a core.")
    ] = os.cpu_count() or 1,
    out: Annotated[
        Path, typer.Option(file_okay=False, help="The folder that the weights are written in.")
    ] = PACKAGE,
) -> None:
    """Fit the weights of detection on the training conversations.

    Reads the conversations and lines that were written for this project
    (bot/detection/training), fits the learned reader and the weights of
    the signs, and writes them where they are packaged:
    course.npz and sign_weights.py. The same corpus and cue files
    give the same bytes. It reads nothing else, and never what a bot saw.

    Prints what weights that were fitted on the other writers' text say of
    each writer's, at each sensitivity. Takes about half an hour on two cores.

    **Examples**

    breakwater train

    breakwater train --check

    breakwater train --export corpus.jsonl

    **Exit status.** 0: done. 1: with --check, the packaged weights
    are out of date. 2: the corpus cannot be read, or nothing can be written there.
    """
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    try:
        corpus, lines = read_corpus(), read_lines()
        if count:
            typer.echo(counts(corpus, lines))
            return
        if export is not None:
            _export(corpus, export)
            return
        lexicon = read_lexicon(packaged_cues())
        if check:
            _check(out, digest(corpus, lines, lexicon), errors)
            return
        material = Material(corpus, lines, [case_of(one) for one in corpus])
        trained = train_all(material, lexicon, errors.print, processes)
        _write(trained, out)
    except (CorpusError, OSError) as error:
        errors.print(Text(str(error), "red"))
        raise typer.Exit(USAGE) from error
    Console(highlight=False).print(_table(trained), Text(str(trained.calibration)))


def case_of(written: "Written") -> Case:
    """One training conversation as observed values, with what its writer expects."""
    seen = Seen.model_validate(written.as_labelled())
    offenders = frozenset(
        person for person, handle in handles_of(seen).items() if written.people[handle].role == "offender"
    )
    return Case(
        written.id,
        written.language,
        written.family,
        written.writer,
        tuple(line.stage for line in written.lines),
        observations(seen),
        offenders if written.positive else frozenset(),
        int(written.expect.get("warn_from", 0)),
        int(written.expect.get("warn_by", 0)),
    )


def _export(corpus: "tuple[Written, ...]", path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps(one.as_labelled(), ensure_ascii=False) + "\n" for one in corpus)


def _write(trained: "Trained", folder: Path) -> None:
    (folder / COURSE).parent.mkdir(parents=True, exist_ok=True)
    (folder / COURSE).write_bytes(as_bytes(trained.course))
    (folder / SIGNS).write_text(weights_module(trained.signs), encoding="utf-8", newline="\n")


def _check(folder: Path, wanted: str, errors: Console) -> None:
    weights = load_weights(folder / COURSE)
    if weights is None or weights.corpus != wanted:
        errors.print(Text("the weights are of another corpus or other cues; run: breakwater train", "red"))
        raise typer.Exit(DIFFERENT)


def _table(trained: "Trained") -> Table:
    table = Table(title="Held out, in per cent", title_justify="left")
    for heading in (
        "sensitivity",
        "part",
        "conv.",
        "caution",
        "benign",
        "alert",
        "precision",
        "time",
        "guess",
    ):
        table.add_column(heading, justify="left" if heading in {"sensitivity", "part"} else "right")
    parts = {
        "all": trained.held_out,
        "English": [one for one in trained.held_out if one.case.language.startswith("en")],
        "other": [one for one in trained.held_out if not one.case.language.startswith("en")],
    }
    for sensitivity in ("low", "normal", "high"):
        for name, part in parts.items():
            got = shares(part, Policy.of(sensitivity))
            rates = (
                got.caution,
                got.benign_caution,
                got.alert,
                got.alert_precision,
                got.in_time,
                got.guesses,
            )
            cells = ("-" if rate is None else f"{100 * rate:.1f}" for rate in rates)
            table.add_row(sensitivity, name, str(got.conversations), *cells)
    return table
