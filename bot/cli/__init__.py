"""The command `breakwater`: one file a subcommand. Expected failures become words and an exit status here."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.database import database
from bot.cli.demo import demo
from bot.cli.doctor import doctor
from bot.cli.evaluate import evaluate
from bot.cli.explain import explain
from bot.cli.fingerprint import fingerprint
from bot.cli.lists import lists
from bot.cli.pictures import pictures
from bot.cli.replay import replay
from bot.cli.run import run
from bot.cli.train import train
from bot.errors import BreakwaterError

FAILED = 1
"""Exit status of an expected failure; its reason stands on standard error."""

app = typer.Typer(
    name="breakwater",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (run, demo, replay, evaluate, explain, train, fingerprint, doctor):
    app.command()(command)
for name, group in (("pictures", pictures), ("lists", lists), ("db", database)):
    app.add_typer(group, name=name)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it with the option's value
    if wanted:
        typer.echo(f"breakwater {version('breakwater')}")
        raise typer.Exit


@app.callback()
def breakwater(
    *,
    _: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """A Discord bot that protects the members of community servers from sextortion."""


def main() -> None:
    """Run the command that the command line names."""
    try:
        app()
    except BreakwaterError as error:
        Console(stderr=True, highlight=False).print(str(error), markup=False, soft_wrap=True)
        sys.exit(FAILED)
