"""`breakwater replay`: exported chats in, what would have been raised out. Only its words are here."""

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from bot.detection.language.reading import load_cues
from bot.detection.pipeline import build_detection
from bot.replay.page import render_page
from bot.replay.printable import printable
from bot.replay.replay_table import replay_tables
from bot.replay.replaying import replay_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.replay.problem import Problem
    from bot.replay.replayed import Replay

UNREADABLE = 1
"""Exit status: something could not be read, the rest was judged."""

USAGE = 2
"""Exit status: the command was given something it cannot work with."""

SHOWN_PROBLEMS = 50
"""Problems of one file that are printed: a folder of lost pictures must not bury the result."""


def replay(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="JSON exports of DiscordChatExporter, in any order."),
    ],
    *,
    json_: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on standard output instead of tables.")
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT", dir_okay=False, help="Also write a page that can be sent to a colleague."
        ),
    ] = None,
) -> None:
    """Say what Breakwater would have raised in exported chats, when, and why.

    FILES are JSON exports of DiscordChatExporter: channels, threads, direct
    messages and group chats. They are judged as if the bot had been there,
    in the order in which the messages were sent. Files of one server are
    judged together, so that pictures spreading over its channels are seen.
    Nothing is sent anywhere and nothing is kept.

    **Pictures.** Exports made with --media hold the pictures; these are
    read from the export's own folder, fingerprinted and forgotten. Where
    only addresses were exported, nothing is fetched: the count is shown.

    **Help.** Where a member tells of blackmail, or a life may be in danger,
    the bot answers in the place, at most once an hour for each person, and
    not beside a note on a threat; no incident follows. Who asked is not said.

    **JSON.** --json prints {"files": [...], "incidents": [...],
    "pleas": [...]}. A file
    has name, messages, repeats (messages that another file held too),
    pictures_not_exported and problems. An incident, one per server and
    suspect, has file, channel, suspect, level (the highest reached),
    first_message_id and at (where it first reached a caution or more),
    reasons, channel_id, suspect_id, and steps: when each level was reached.
    A plea has file, channel, channel_id, need (help or danger), message_id,
    at, and answer.

    **Page.** --html writes one self-contained file with names, reasons,
    times and links. It holds no message text and no pictures.

    **Examples**

    breakwater replay general.json

    breakwater replay --json exports/*.json > found.json

    breakwater replay --html report.html exports/*.json

    **Exit status.** 0: all was read, whatever was found.
    1: something could not be read; a line on standard error names the file
    and the place, and all else was judged.
    2: wrong usage, or the page could not be written.
    """
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    result = _run(files, errors)
    for file in result.files:
        _tell(file.problems, errors)
    if html is not None:
        _write(html, result, errors)
    if json_:
        typer.echo(json.dumps(result.as_json(), ensure_ascii=False))
    else:
        Console(highlight=False).print(replay_tables(result))
    if result.problems:
        raise typer.Exit(UNREADABLE)


class _Bars:
    """Progress of both halves of a replay on standard error."""

    def __init__(self, progress: Progress, size: int) -> None:
        self._progress = progress
        self._reading: TaskID = progress.add_task("reading", total=size)
        self._judging: TaskID | None = None

    def read(self, count: int) -> None:
        self._progress.advance(self._reading, count)

    def judged(self, count: int, total: int) -> None:
        if self._judging is None:
            self._judging = self._progress.add_task("judging", total=total)
        self._progress.update(self._judging, completed=count)


def _run(files: list[Path], errors: Console) -> "Replay":
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    size = sum(path.stat().st_size for path in files if path.is_file())
    with Progress(*columns, console=errors, transient=True) as progress:
        return replay_files(files, partial(build_detection, cues=load_cues()), _Bars(progress, size))


def _tell(problems: "Sequence[Problem]", errors: Console) -> None:
    for problem in problems[:SHOWN_PROBLEMS]:
        errors.print(Text(printable(str(problem)), "yellow"))
    more = len(problems) - SHOWN_PROBLEMS
    if more > 0:
        errors.print(Text(f"{printable(problems[0].file)}: and {more:,} more; --json lists all", "yellow"))


def _write(path: Path, result: "Replay", errors: Console) -> None:
    try:
        path.write_text(render_page(result, datetime.now(UTC)), encoding="utf-8", newline="\n")
    except OSError as error:
        errors.print(Text(f"{path}: the page cannot be written: {error.strerror or error}", "red"))
        raise typer.Exit(USAGE) from error
