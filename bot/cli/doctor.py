"""`breakwater doctor`: whether everything that the bot needs is there, and what to do where it is not."""

import asyncio
import shutil

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.diagnosis import Finding, diagnose
from bot.discord_io.permissions import INTENTS_WORDS, NEEDS
from bot.settings import Settings

SICK = 1
"""Exit status: something keeps the bot from working."""


def doctor() -> None:
    """Check token, intents, permissions on each server, database and disk; print the invite link.

    Signs in to Discord's API with the token, reads, and changes nothing there. The invite link asks for the
    least permissions that Breakwater needs; the table says what each is for.

    **Exit status.** 0 where the bot can work; 1 where something keeps it from working, with what to do.
    """
    settings = Settings.load()
    console = Console(width=max(100, shutil.get_terminal_size().columns))
    findings, link = asyncio.run(diagnose(settings))
    console.print(_found(findings))
    console.print(_needed())
    if link:
        console.print("Invite link, with no more than these permissions:")
        console.print(link, soft_wrap=True, markup=False, highlight=False)
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(SICK)


def _found(findings: tuple[Finding, ...]) -> Table:
    table = Table(title="What was checked", title_justify="left", show_lines=False)
    for heading in ("", "check", "found", "what to do"):
        table.add_column(heading)
    signs = {True: "[green]ok[/]", False: "[red]no[/]", None: "[yellow]?[/]"}
    for finding in findings:
        table.add_row(signs[finding.ok], escape(finding.check), escape(finding.found), escape(finding.todo))
    return table


def _needed() -> Table:
    table = Table(title=f"What Breakwater asks for, besides the {INTENTS_WORDS}", title_justify="left")
    for heading in ("permission", "why", "only for"):
        table.add_column(heading)
    for need in NEEDS:
        table.add_row(need.label, need.reason, need.only_for or "")
    return table
