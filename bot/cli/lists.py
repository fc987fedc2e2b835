"""`breakwater lists`: known hashes that an operator was given. Only its words and exit status are here."""

import json
import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from bot.pictures.known_index import PARTS
from bot.pictures.known_lists import Import, KnownLists
from bot.replay.printable import printable
from bot.settings import Settings

SKIPPED = 1
"""Exit status: lines were skipped, or a list could not be made or found."""

SHOWN_LINES = 20
"""Bad lines that are printed; --json lists the first thousand."""

lists = typer.Typer(
    help="Known lists: PDQ hashes of pictures that an operator was given, to be recognised at once. "
    "Each command says its exit status.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


@lists.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The file with the hashes.")
    ],
    *,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What the list is called here; by default the file's name."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of lines.")] = False,
) -> None:
    """Import a file of PDQ hashes as a known list, in place of the list of that name.

    FILE holds one hash of 64 hex digits a line, or CSV with headings as
    ThreatExchange writes it (indicator or raw_indicator, and type: lines of
    other types than HASH_PDQ are passed over). Lines that are neither are
    named and skipped. Up to 10 million hashes; a million take about 5
    seconds and 480 MB of disk.

    The list lies in BREAKWATER_DATA_DIR. A bot that runs takes it from then
    on, without a pause. A picture on a known list alone never makes the bot
    do more than ask the moderators.

    **JSON.** --json prints {"name", "hashes", "repeated", "other",
    "bad_lines", "bad": [{"line", "problem"}]}.

    **Examples**

    breakwater lists import hashes.txt

    breakwater lists import --name partner descriptors.csv

    **Exit status.** 0: every line was taken or is no hash of a
    picture. 1: lines were skipped, or nothing could be imported. 2: wrong
    usage.
    """
    name = name or re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")[:40]
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as progress:
        reading = progress.add_task("reading", total=file.stat().st_size)
        building = progress.add_task("building", total=PARTS)
        told = _known().take_in(
            name, file, lambda count: progress.advance(reading, count), lambda: progress.advance(building)
        )
    _tell(name, file, told, errors, json_=json_)
    if told.bad_lines:
        raise typer.Exit(SKIPPED)


@lists.command()
def show(
    *, json_: Annotated[bool, typer.Option("--json", help="Print a JSON list instead of lines.")] = False
) -> None:
    """Show the known lists and how many hashes each has.

    **JSON.** --json prints [{"name", "hashes"}].

    **Exit status.** 0; 1 where a list is damaged.
    """
    known = _known()
    rows = [(name, known.size(name)) for name in known.names()]
    if json_:
        typer.echo(json.dumps([{"name": name, "hashes": size} for name, size in rows]))
        return
    for name, size in rows:
        typer.echo(f"{name}: {size:,} hashes")
    if not rows:
        typer.echo("There are no known lists. breakwater lists import FILE makes one.")


@lists.command()
def drop(name: Annotated[str, typer.Argument(metavar="NAME", help="The list to remove.")]) -> None:
    """Remove a known list and its files. A bot that runs forgets it at once.

    **Exit status.** 0; 1 where there is no list of that name.
    """
    _known().drop(name)
    typer.echo(f"{name} was removed.")


def _known() -> KnownLists:
    return KnownLists(Settings.load().data_dir)


def _tell(name: str, file: Path, told: Import, errors: Console, *, json_: bool) -> None:
    for line in told.bad[:SHOWN_LINES]:
        errors.print(Text(printable(f"{file}, line {line.number}: {line.problem}; skipped"), "yellow"))
    if told.bad_lines > SHOWN_LINES:
        errors.print(Text(f"and {told.bad_lines - SHOWN_LINES:,} more lines that were skipped", "yellow"))
    if json_:
        bad = [{"line": line.number, "problem": line.problem} for line in told.bad]
        counts = {"hashes": told.hashes, "repeated": told.repeated, "other": told.other}
        typer.echo(json.dumps({"name": name, **counts, "bad_lines": told.bad_lines, "bad": bad}))
    else:
        typer.echo(f"{name}: {told.hashes:,} hashes ({told.repeated:,} repeated, {told.bad_lines:,} skipped)")
