"""A web page onto the sandbox: be any person in any channel, while the bot runs in its own process.

SimCord's preview needs the bot in its own memory; this page does not. It also serves pictures for the README.
"""

from bot.sandbox.page.routes import Page

__all__ = ["Page"]
