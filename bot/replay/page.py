"""A replay as one self-contained page for a colleague: reasons, times, names, links and no message text."""

from typing import TYPE_CHECKING

from bot.replay.plot import pages
from bot.replay.replay_table import when

if TYPE_CHECKING:
    from datetime import datetime

    from bot.replay.replayed import Replay


def render_page(replay: "Replay", made_at: "datetime") -> str:
    """Render the page.

    Args:
        replay: What came of the exports.
        made_at: Shown as the time of the report (aware).

    Returns:
        HTML that loads nothing from anywhere; everything taken from the exports is escaped.
    """
    environment = pages()
    environment.filters["when"] = when
    return environment.get_template("page.html.j2").render(replay=replay, made_at=made_at)
