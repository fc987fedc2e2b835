"""`breakwater explain`: one labelled conversation, message by message. Only its words are here."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.detection.language.reading import load_cues
from bot.detection.pipeline import build_detection
from bot.replay.explain_page import render_explanation, risk_plot
from bot.replay.explain_table import explain_table
from bot.replay.explaining import explain as explain_conversation
from bot.replay.labelled import Conversation
from bot.replay.labelled_reading import read_labelled
from bot.replay.plot import draw
from bot.replay.printable import printable
from bot.replay.problem import Problem
from bot.replay.sight import Sight, looking

NOT_FOUND = 1
"""Exit status: the file cannot be read, or it holds no such conversation."""

USAGE = 2
"""Exit status: the command was given something it cannot work with."""

SHOWN_IDS = 12
"""Ids named where the one that was asked for is not there: enough to see how they look."""


def explain(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Labelled conversations, JSON Lines, one a line.")
    ],
    *,
    id_: Annotated[str, typer.Option("--id", metavar="X", help="The id of the conversation to explain.")],
    html: Annotated[
        Path | None,
        typer.Option(metavar="OUT", dir_okay=False, help="Also write a page with the picture, without text."),
    ] = None,
    svg: Annotated[
        Path | None,
        typer.Option(metavar="OUT", dir_okay=False, help="Also write the picture alone: risk over time."),
    ] = None,
    no_metadata: Annotated[
        bool,
        typer.Option(
            "--no-metadata", help="Withhold account ages, who knew whom, the setting and how many are in it."
        ),
    ] = False,
) -> None:
    """Explain one conversation, message by message.

    For each message: its index as in the file, the time since the first
    message, who wrote it and what, the stage that a reviewer gave it; what
    Breakwater newly noticed and what no longer holds, with weights and
    reasons; the score that stands after it, and the highest level acted on
    so far. Where a message asks for help, also what the bot would answer:
    a note with help, or crisis lines and a call to moderators; at most once
    an hour for each person, and no note with help beside one on a threat.
    The detection never sees the stages.

    The text of messages is shown in the terminal only. --html and --svg
    write a picture of risk over time with levels and stages marked, and no
    message text.

    **Examples**

    breakwater explain dev-a.jsonl --id a-017

    breakwater explain dev-a.jsonl --id a-017 --svg risk.svg

    **Exit status.** 0: explained. 1: the file cannot be read, or holds
    no conversation of that id. 2: wrong usage, or something could not be
    written.
    """
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    found = _find(file, id_, Sight(metadata=not no_metadata), errors)
    explanation = explain_conversation(found, partial(build_detection, cues=load_cues()))
    if html is not None:
        _write(html, "page", render_explanation(explanation, datetime.now(UTC)), errors)
    if svg is not None:
        _write(svg, "picture", draw(risk_plot(explanation)), errors)
    Console(highlight=False).print(explain_table(explanation))


def _find(file: Path, wanted: str, sight: Sight, errors: Console) -> Conversation:
    """The conversation of that id, whatever else in the file cannot be read; or the end of the command."""
    problems: list[Problem] = []
    ids: list[str] = []
    for found in looking(read_labelled, sight)(file, file.name):
        if isinstance(found, Problem):
            problems.append(found)
        elif found.seen.id == wanted:
            return found
        else:
            ids.append(found.seen.id)
    for problem in problems:
        errors.print(Text(printable(str(problem)), "yellow"))
    if ids:
        shown = ", ".join(ids[:SHOWN_IDS]) + (", ..." if len(ids) > SHOWN_IDS else "")
        errors.print(Text(printable(f"{file.name}: holds no conversation {wanted!r}; it has {shown}"), "red"))
    raise typer.Exit(NOT_FOUND)


def _write(path: Path, what: str, text: str, errors: Console) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        errors.print(Text(f"{path}: the {what} cannot be written: {error.strerror or error}", "red"))
        raise typer.Exit(USAGE) from error
