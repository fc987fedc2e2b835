"""`breakwater run`: the bot itself."""

import asyncio

from bot import app
from bot.cli.logs import show_log
from bot.settings import Settings


def run() -> None:
    """Run the bot until it is stopped with Ctrl-C or SIGTERM.

    Needs BREAKWATER_DISCORD_TOKEN, in the environment or in a file .env of this folder. The database is made
    and brought up to date by itself; what an earlier run left undelivered is delivered first.

    Settings, each from the environment or .env:

    - BREAKWATER_DISCORD_TOKEN: the bot's token
    - BREAKWATER_DATA_DIR: folder of the database (default: data)
    - BREAKWATER_DATABASE_URL: sqlite+aiosqlite:///FILE, instead of a file in that folder
    - BREAKWATER_LOG_LEVEL: debug, info, warning or error (default: info)
    - BREAKWATER_DISCORD_API_URL, BREAKWATER_DISCORD_GATEWAY_URL: for a proxy in front of Discord
    - BREAKWATER_MEDIA_HOSTS: hosts that pictures may be read from, separated by commas

    **Exit status.** 0 after a clean stop; 1 where the bot cannot start, with what to do about it.

    **First time?** breakwater doctor checks everything and prints the invite link.
    """
    settings = Settings.load()
    show_log(settings.log_level)
    asyncio.run(app.run(settings))
