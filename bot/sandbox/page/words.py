"""Message text as HTML: Discord's Markdown, mentions and times, everything else escaped."""

import re
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markupsafe import Markup

if TYPE_CHECKING:
    from bot.sandbox.backend import SandboxBackend

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
_TOKEN = re.compile(r"&lt;(@!?|#|@&amp;|t:)(\d+)(?::[a-zA-Z])?&gt;")
_SMALL = re.compile(r"-# (.*?)(?=<br />|</p>|$)", re.MULTILINE)
_JUMP = re.compile(r'href="https://discord\.com/channels/(?:\d+|@me)/(\d+)/(\d+)"')


class Words:
    """Renders for one viewer, so that links to messages stay inside the page."""

    def __init__(self, backend: "SandboxBackend", viewer: int) -> None:
        self._backend = backend
        self._viewer = viewer

    def html(self, text: object) -> Markup:
        """Safe HTML of a message's, embed's or text display's words."""
        made = _MARKDOWN.render(str(text or ""))
        made = _SMALL.sub(r"<small>\1</small>", made)
        made = _TOKEN.sub(self._token, made)
        made = _JUMP.sub(rf'href="/as/{self._viewer}/in/\1#m\2"', made)
        # Everything a person wrote went through the renderer, which escapes HTML.
        return Markup(made)  # noqa: S704

    def _token(self, found: re.Match[str]) -> str:
        kind, number = found[1], int(found[2])
        if kind == "t:":
            said = datetime.fromtimestamp(number, UTC).strftime("%d %b %Y %H:%M")
            return f'<span class="time">{said}</span>'
        if kind == "#":
            channel = self._backend.channels.get(number)
            return (
                f'<span class="mention">#{escape(channel.name or "private") if channel else "deleted"}</span>'
            )
        if kind.startswith("@&amp;"):
            roles = (guild.roles.get(number) for guild in self._backend.guilds.values())
            name = next((role.name for role in roles if role is not None), "deleted role")
        else:
            user = self._backend.users.get(number)
            name = user.name if user is not None else "unknown"
        return f'<span class="mention">@{escape(name)}</span>'
