"""How the log looks: lines for a person at a terminal, the same lines without colour in a file."""

import logging
import sys

from rich.console import Console
from rich.logging import RichHandler

FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def show_log(level: str) -> None:
    """Send the log to standard error, at `debug`, `info`, `warning` or `error`."""
    if sys.stderr.isatty():
        handler: logging.Handler = RichHandler(console=Console(stderr=True), show_path=False)
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter(FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], format="%(message)s")
    for name in ("bot", "cogs"):
        logging.getLogger(name).setLevel(level.upper())
    # discord.py warns there that voice libraries are missing; Breakwater uses no voice.
    logging.getLogger("discord.client").setLevel(logging.ERROR)
