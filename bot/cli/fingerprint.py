"""`breakwater fingerprint`: files in, PDQ out. Only its words and exit status are here."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.pictures.files import described
from bot.pictures.fingerprint import as_hex
from bot.pictures.outcome import Unread

UNREADABLE = 1
"""Exit status: a file has no fingerprint."""


def fingerprint(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Pictures: PNG, JPEG, WebP, GIF or BMP.")
    ],
    *,
    json_: Annotated[
        bool, typer.Option("--json", help="Print a JSON list on standard output instead of a table.")
    ] = False,
) -> None:
    """Print the fingerprint (PDQ) of pictures, as the bot computes it.

    The same process that reads pictures for the bot reads these, under the
    same limits; the format is told by content, not by name. Nothing is kept
    and nothing is sent anywhere.

    **Quality** is PDQ's, 0 to 100: below 50 a picture is too flat to
    be recognised by its fingerprint.

    **JSON.** --json prints a list with one object per file, in the
    order given: file (as given), pdq (64 hex digits), quality, error. Where
    a file cannot be read, pdq and quality are null and error says why;
    otherwise error is null.

    **Example**

    breakwater fingerprint --json *.jpg

    **Exit status.** 0: all have a fingerprint. 1: some have none; the
    others are printed. 2: wrong usage.
    """
    rows = asyncio.run(_rows(files))
    if json_:
        typer.echo(json.dumps(rows, ensure_ascii=False))
    else:
        Console(highlight=False).print(_table(rows), soft_wrap=True)
    if any(row["error"] is not None for row in rows):
        raise typer.Exit(UNREADABLE)


async def _rows(files: list[Path]) -> list[dict[str, str | int | None]]:
    rows: list[dict[str, str | int | None]] = []
    async for path, read in described(files):
        row: dict[str, str | int | None] = {"file": str(path), "pdq": None, "quality": None, "error": None}
        if isinstance(read, Unread):
            row["error"] = str(read)
        else:
            row |= {"pdq": as_hex(read.fingerprint), "quality": read.fingerprint.quality}
        rows.append(row)
    return rows


def _table(rows: list[dict[str, str | int | None]]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("pdq", no_wrap=True)
    for heading in ("quality", "file"):
        table.add_column(heading)
    for row in rows:
        told = str(row["pdq"] or row["error"])
        table.add_row(escape(told), str(row["quality"] or ""), escape(str(row["file"])))
    return table
