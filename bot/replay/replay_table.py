"""A replay as tables for a terminal: what would have been raised, when and why. Lays out, decides nothing."""

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from bot.detection.verdict import Level
from bot.replay.explain_table import answer_text
from bot.replay.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.replay.answers import Given
    from bot.replay.incidents import Incident
    from bot.replay.replayed import Replay, ReplayedFile

_STYLES = {Level.CAUTION: "yellow", Level.ALERT: "red", Level.EMERGENCY: "bold red"}


def replay_tables(replay: "Replay") -> Group:
    """Lay out the incidents and the answers to who asked for help, then what was read."""
    nothing = Text("Nothing in these files would have led to a caution or an alert.\n")
    incidents = _incidents(replay.incidents) if replay.incidents else nothing
    answers = [_answers(replay.answers)] if replay.answers else []
    return Group(incidents, *answers, _files(replay.files))


def when(at: "datetime") -> str:
    """A time in UTC, to the minute."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _incidents(incidents: "Sequence[Incident]") -> Table:
    table = _ruled("What Breakwater would have raised", "about, where, when", "why")
    for incident in incidents:
        table.add_row(_story(incident), Text("\n".join(f"• {printable(reason)}" for reason in incident.told)))
    return table


def _story(incident: "Incident") -> Text:
    story = Text(printable(incident.suspect), "bold")
    story.append(f" ({incident.suspect_id})\n", "dim")
    story.append(f"{printable(incident.server)}\n", "dim")
    for step in incident.steps:
        story.append(step.level.word, _STYLES[step.level])
        story.append(f" {when(step.at)}\n  {printable(step.channel)}, message {step.message_id}\n", "default")
    return story


def _answers(answers: "Sequence[Given]") -> Table:
    title = "Where somebody asked for help, and what Breakwater would have answered"
    table = _ruled(title, "where, when", "what was heard, and the answer")
    table.caption = "Asking for help counts against nobody. Who asked is written down nowhere."
    for given in answers:
        where = Text(f"{printable(given.head.server_name)}\n", "dim")
        where.append(
            f"{when(given.at)}\n{printable(given.head.channel.name)}, message {given.message_id}", "default"
        )
        table.add_row(where, answer_text(given.answer))
    return table


def _ruled(title: str, *headings: str) -> Table:
    """An empty table with lines between its rows, whose columns share the width."""
    table = Table(
        title=title,
        title_justify="left",
        caption_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_lines=True,
        pad_edge=False,
    )
    for heading in headings:
        table.add_column(heading, overflow="fold", ratio=1)
    return table


def _files(files: "Sequence[ReplayedFile]") -> Table:
    table = Table(
        title="What was read", title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    table.add_column("file", overflow="fold", ratio=1)
    for heading in ("messages", "seen twice", "pictures not exported", "problems"):
        table.add_column(heading, justify="right")
    for file in files:
        counts = (file.messages, file.repeats, file.unexported, len(file.problems))
        table.add_row(Text(printable(file.name)), *(f"{count:,}" for count in counts))
    return table
