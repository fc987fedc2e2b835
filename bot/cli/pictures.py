"""`breakwater pictures`: which picture shows which. Only its words and exit status are here."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, TypedDict

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from bot.detection.spread_likeness import Known, Likenesses
from bot.pictures.files import described
from bot.pictures.outcome import Reason, Unread
from bot.replay.printable import printable

UNREADABLE = 1
"""Exit status: a picture could not be read."""

USAGE = 2
"""Exit status: the command was given something it cannot work with."""

pictures = typer.Typer(
    help="Try out how pictures are recognised, on files of your own. Each command says its exit status.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

Match = dict[str, str | int]


class Found(TypedDict):
    """What was found for one query, as `--json` prints it."""

    query: str
    matches: list[Match]


@pictures.callback()
def _group() -> None:
    """Try out how pictures are recognised, on files of your own.

    Each command says its exit status.
    """


@pictures.command()
def find(
    queries: Annotated[list[Path], typer.Argument(metavar="QUERY...", help="Pictures to look for.")],
    *,
    among: Annotated[
        Path,
        typer.Option(
            metavar="DIR", exists=True, file_okay=False, help="The folder to look in, with its folders."
        ),
    ],
    json_: Annotated[
        bool, typer.Option("--json", help="Print a JSON list on standard output instead of lines.")
    ] = False,
) -> None:
    """Say which pictures of a folder show the same as each QUERY.

    By the code that serves the bot: the folder's pictures are remembered as
    those of a server are, and each query is looked up as one just posted.
    Files in the folder that are no pictures are passed over.

    **How.** whole: the fingerprints are alike. inner: those of the
    picture without its border, caption or screenshot. crop: one is a usual
    crop of the other, or its middle. turned: mirrored or rotated. frame: another frame of
    an animation. field: one is a half, a third or a quarter of the other,
    as in a collage. corners: local features lie in the same arrangement.

    **JSON.** --json prints [{"query", "matches": [{"file", "distance",
    "by"}]}]. distance is the bits, of 256, in which the two hashes differ
    that were compared; for corners, in which the fingerprints differ.

    **Example**

    breakwater pictures find cropped.jpg --among originals --json

    **Exit status.** 0: all was read, whatever was found. 1: a picture
    could not be read; standard error names it. 2: wrong usage.
    """
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    files = sorted(path for path in among.rglob("*") if path.is_file())
    found, problems = asyncio.run(_found(queries, files, errors))
    if json_:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        _print(found)
    for path, read in problems:
        errors.print(Text(printable(f"{path}: {read}"), "yellow"))
    if problems:
        raise typer.Exit(UNREADABLE)


async def _found(
    queries: list[Path], files: list[Path], errors: Console
) -> tuple[list[Found], list[tuple[Path, Unread]]]:
    window, seen, problems = Likenesses(), list[tuple[Path, Known]](), list[tuple[Path, Unread]]()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=errors, transient=True) as progress:
        reading = progress.add_task("reading", total=len(files) + len(queries))
        async for path, read in described(files):
            progress.advance(reading)
            if not isinstance(read, Unread):
                seen.append((path, Known(read.fingerprint, read.look)))
                window.add(seen[-1][1])
            elif read.reason not in {Reason.UNKNOWN_FORMAT, Reason.EMPTY}:
                problems.append((path, read))
        found: list[Found] = []
        async for path, read in described(queries):
            progress.advance(reading)
            if isinstance(read, Unread):
                problems.append((path, read))
                found.append({"query": str(path), "matches": []})
            else:
                known = Known(read.fingerprint, read.look)
                found.append({"query": str(path), "matches": _matches(known, window, seen)})
    return found, problems


def _matches(query: Known, window: Likenesses, seen: list[tuple[Path, Known]]) -> list[Match]:
    matches: list[Match] = []
    for likeness in window.like(query):
        path, known = seen[likeness.row]
        distance = likeness.distance
        if distance is None:
            distance = known.fingerprint.distance(query.fingerprint)
        matches.append({"file": str(path), "distance": distance, "by": likeness.by.value})
    return matches


def _print(found: list[Found]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for one in found:
        console.print(Text(printable(one["query"]), "bold"))
        for match in one["matches"]:
            console.print(Text(printable("  {file}  ({by}, {distance} bits)".format(**match))))
        if not one["matches"]:
            console.print("  nothing")
