"""An explanation as a table for the terminal of whoever owns the file: with its words."""

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from bot.detection.pleas import Need
from bot.detection.verdict import Level
from bot.replay.elapsed import short
from bot.replay.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.replay.answers import Answer
    from bot.replay.explaining import Explanation, Noticed, Step

STYLES = {Level.NONE: "dim", Level.CAUTION: "yellow", Level.ALERT: "red", Level.EMERGENCY: "bold red"}
"""The colours of the levels in a terminal."""

NEEDS = {Need.HELP: "green", Need.DANGER: "bold red"}
"""The colours of what is asked for."""

LEGEND = (
    "+ newly noticed, - no longer so; numbers are log-odds for (+) or against blackmail. The score is that "
    "of whoever is suspected most, after the message; the level is the highest that was acted on so far. "
    "Asking for help counts against nobody."
)


def explain_table(explanation: "Explanation") -> Group:
    """Lay out the messages with what each changed. What a terminal would obey is taken out of all text."""
    table = Table(
        title=Text(printable(_title(explanation))),
        caption=LEGEND,
        title_justify="left",
        caption_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        expand=True,
    )
    for heading in ("#", "after"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("who", overflow="fold", max_width=14)
    table.add_column("message", overflow="fold", ratio=2)
    table.add_column("noticed", overflow="fold", ratio=3)
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("level", no_wrap=True)
    level = Level.NONE
    for step in explanation.steps:
        table.add_row(*_cells(step, several=explanation.several), end_section=step.level > level)
        level = step.level
    return Group(table)


def _title(explanation: "Explanation") -> str:
    labels = explanation.labels
    about = f": {labels.label}, {labels.family}, {labels.language}" if labels else ""
    return f"{explanation.id}{about}"


def _cells(step: "Step", *, several: bool) -> "Iterable[Text]":
    line = step.line
    said = Text(printable(line.text))
    pictures = (
        [f"({len(line.images)} {'picture' if len(line.images) == 1 else 'pictures'})"] if line.images else []
    )
    events = [f"({line.event.replace('_', ' ')})"] if line.event else []
    for aside in (*pictures, *events):
        said.append(f" {aside}" if said else aside, "dim")
    if step.stage != "none":
        said.append(f"\n{printable(step.stage)}", "italic cyan")
    noticed = Text("\n").join(
        [
            *([answer_text(step.answer)] if step.answer else []),
            *(_sign("+", one, "", several=several) for one in step.added),
            *(_sign("-", one, "dim", several=several) for one in step.gone),
        ]
    )
    style = STYLES[step.level]
    return (
        Text(str(step.index), "dim"),
        Text(short(line.at)),
        Text(printable(line.sender)),
        said,
        noticed,
        Text(f"{step.score:.2f}", style),
        Text(step.level.word, style),
    )


def answer_text(answer: "Answer") -> Text:
    """What a message asks for, and below it what the bot would do."""
    return Text.assemble((answer.pleads, NEEDS[answer.need]), f"\n  {answer.reply}")


def _sign(mark: str, noticed: "Noticed", style: str, *, several: bool) -> Text:
    about = f"{printable(noticed.about)}: " if several else ""
    text = Text(f"{mark} {about}", style)
    text.append(noticed.kind.replace("_", " "), f"{style} bold".strip())
    text.append(f" {noticed.weight:+.1f}  {noticed.reason}")
    return text
