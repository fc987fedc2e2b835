"""Tells the stories in the terminal as they happen: what was said, what members and moderators saw."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.panel import Panel
from rich.rule import Rule

from bot.sandbox.demo.script import Part
from bot.sandbox.demo.watching import Kind

if TYPE_CHECKING:
    from rich.console import Console

    from bot.sandbox.demo.script import Line
    from bot.sandbox.demo.stage import Played, Stage
    from bot.sandbox.demo.watching import Came
    from bot.sandbox.seen import Reply

_TIMES = re.compile(r"<t:(\d+)(?::\w)?>")
_PEOPLE = re.compile(r"<@!?(\d+)>")
_ROLES = re.compile(r"<@&(\d+)>")
_ROOMS = re.compile(r"<#(\d+)>")
_LINKS = re.compile(r"\[([^\]]*)\]\(https?://[^)]*\)")
_MARKS = re.compile(r"\*\*|^#+ |^-# ", re.MULTILINE)


class Narrator:
    """Prints to a rich console."""

    def __init__(self, console: "Console", stage: "Stage") -> None:
        self._console = console
        self._stage = stage

    def title(self, title: str, told: str) -> None:
        """Begin a story."""
        self._console.print()
        self._console.print(Rule(f"[bold]{escape(title)}[/]", align="left"))
        self._console.print(f"[dim]{escape(told)}[/]")

    def line(self, line: "Line", played: "Played") -> None:
        """Tell a line."""
        story = played.story
        name = story.stranger if line.part is Part.STRANGER else story.member
        colour = "magenta" if line.part is Part.STRANGER else "cyan"
        said = played.said[-1]
        room = self._room(said.channel_id)
        picture = " [dim](posts a picture)[/]" if line.picture is not None else ""
        self._console.print(
            f"  [dim]{said.at:%a %H:%M} {escape(room)}[/] [{colour}]{name}[/]: {escape(line.text)}{picture}"
        )

    def came(self, came: "Came") -> None:
        """Tell what the bot did."""
        words = self.plain(came.text)
        took = f"{came.seconds:.2f} s later"
        if came.kind is Kind.NOTE:
            self._console.print(
                Panel(escape(words), title=f"in the chat, {took}", title_align="left", border_style="blue")
            )
        elif came.kind is Kind.CARD:
            self._console.print(
                Panel(
                    escape(words), title=f"for moderators, {took}", title_align="left", border_style="yellow"
                )
            )
        elif came.kind is Kind.EDIT:
            self._console.print(f"  [yellow]the same card, {took}:[/] {escape(words.splitlines()[0])}")

    def card(self, text: str) -> None:
        """Show the card as it stands at the end of a story."""
        self._console.print(
            Panel(escape(self.plain(text)), title="the card now", title_align="left", border_style="red")
        )

    def pressed(self, who: str, label: str, reply: "Reply") -> None:
        """Tell what a press of a button gave, to that person alone."""
        self._console.print(
            Panel(
                escape(self.plain(reply.text)),
                title=f"{who} presses {label}; only they see this",
                title_align="left",
                border_style="green",
            )
        )

    def nothing(self) -> None:
        """Tell that nothing came of it."""
        self._console.print("  [green]nothing was said, to nobody[/]")

    def say(self, text: str) -> None:
        """Print words of the demonstration itself."""
        self._console.print(text)

    def plain(self, text: str) -> str:
        """Discord's markup as a terminal can show it."""
        backend = self._stage.sandbox.backend
        text = _ROLES.sub("@moderators", text)
        text = _PEOPLE.sub(lambda found: f"@{backend.users[int(found[1])].name}", text)
        text = _ROOMS.sub(lambda found: f"#{self._room(int(found[1]))}", text)
        text = _TIMES.sub(lambda found: f"{datetime.fromtimestamp(int(found[1]), UTC):%H:%M}", text)
        return _MARKS.sub("", _LINKS.sub(r"[\1]", text))

    def _room(self, channel_id: int) -> str:
        return self._stage.sandbox.backend.get_channel(channel_id).name or "private"
