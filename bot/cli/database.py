"""`breakwater db`: the database, for whoever runs the bot."""

import asyncio

import typer
from rich.console import Console

from bot.cli.logs import show_log
from bot.clock import system_clock
from bot.observed import PersonId
from bot.settings import Settings
from bot.storage import retention
from bot.storage.database import Database

database = typer.Typer(
    help="Look after the database: bring it up to date, erase a person, forget what is old.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


@database.command()
def upgrade() -> None:
    """Bring the tables up to date. Safe to repeat; breakwater run does it by itself.

    The database is BREAKWATER_DATABASE_URL, or breakwater.sqlite3 in BREAKWATER_DATA_DIR; it is made where
    missing. Exit status 1 where it cannot be used, with the reason.
    """
    asyncio.run(_upgrade(_settings()))


@database.command()
def erase(person: int) -> None:
    """Erase a person on request: incidents about PERSON (a Discord user id), and their id in all others.

    What is erased is overwritten in the file. Cards in Discord are messages of the server and stay.
    """
    asyncio.run(_erase(_settings(), PersonId(person)))
    Console().print(f"Erased what was stored about {person}.")


@database.command()
def sweep() -> None:
    """Forget now what is older than its retention of 30 days. The bot does so every six hours by itself."""
    Console().print(f"Forgot {asyncio.run(_sweep(_settings()))} rows.")


def _settings() -> Settings:
    settings = Settings.load()
    show_log(settings.log_level)
    return settings


async def _upgrade(settings: Settings) -> None:
    async with Database(settings.database) as opened:
        Console().print(f"{settings.database} is at version {await opened.revision()}.", soft_wrap=True)


async def _erase(settings: Settings, person: PersonId) -> None:
    async with Database(settings.database) as opened:
        await retention.erase_person(opened, person)


async def _sweep(settings: Settings) -> int:
    async with Database(settings.database) as opened:
        return await retention.sweep(opened, system_clock())
