"""An explanation as a picture and as a page: risk over time, stages marked. Without a word of the chat."""

from typing import TYPE_CHECKING

from bot.replay.elapsed import short
from bot.replay.plot import (
    BOTTOM,
    LEFT,
    NOTE_ROW,
    RIGHT,
    Axis,
    Band,
    Curve,
    Dot,
    Plot,
    Rule,
    pages,
    placed,
    shares,
)
from bot.replay.replay_table import when

if TYPE_CHECKING:
    from datetime import datetime

    from bot.replay.explaining import Explanation, Step

WIDTH, PAPER = 960.0, 310.0
"""A whole page across, and the height of the plot above the words under its axis."""

MOST_TICKS = 9
"""Times along the axis: more would touch one another."""


def risk_plot(explanation: "Explanation") -> Plot:
    """Draw the score after each message, the levels as they were reached, and the reviewer's stages."""
    steps = explanation.steps
    last = len(steps) - 1
    every = max(1, -(-len(steps) // MOST_TICKS))
    ticks = tuple((float(step.index), short(step.line.at)) for step in steps[::every])
    rises = explanation.rises()
    x = Axis("time since the first message, at each message", -0.5, last + 0.5, ticks)
    notes = placed(
        ((LEFT + x.share(at) * (WIDTH - LEFT - RIGHT), stage) for at, stage in _stages(steps)), WIDTH
    )
    below = BOTTOM + NOTE_ROW * (max((note.row for note in notes), default=-1) + 1)
    return Plot(
        title=f"Risk over time: {explanation.id}",
        summary="The score after each message, the moments at which a level was reached, and what the "
        "reviewer says that each message does.",
        x=x,
        y=shares("score"),
        curves=(Curve("line", "", tuple((float(step.index), step.score) for step in steps)),),
        dots=tuple(_dot(step, explanation.suspect) for step in steps),
        rules=tuple(Rule(step.level.word, step.index, step.level.word) for step in rises),
        bands=_bands(rises, last),
        notes=notes,
        width=WIDTH,
        height=PAPER + below,
        bottom=below,
    )


def render_explanation(explanation: "Explanation", made_at: "datetime") -> str:
    """Render the page: the picture and, message by message, what was noticed.

    Returns:
        HTML that loads nothing from anywhere and holds handles, times and reasons, but no message text.
    """
    environment = pages()
    environment.filters["when"] = when
    environment.filters["short"] = short
    return environment.get_template("explain.html.j2").render(
        explanation=explanation, plot=risk_plot(explanation), made_at=made_at
    )


def _dot(step: "Step", suspect: str) -> Dot:
    kinds = ", ".join(noticed.kind.replace("_", " ") for noticed in step.added)
    said = f"message {step.index}, {step.line.sender}, after {short(step.line.at)}: score {step.score:.2f}"
    kind = "suspect" if step.line.sender == suspect else "other"
    heard = f"; {step.answer.pleads}" if step.answer else ""
    return Dot(kind, step.index, step.score, said + (f"; noticed: {kinds}" if kinds else "") + heard)


def _bands(rises: "tuple[Step, ...]", last: int) -> tuple[Band, ...]:
    ends = [*(step.index for step in rises[1:]), last + 0.5]
    return tuple(Band(step.level.word, step.index, end) for step, end in zip(rises, ends, strict=False))


def _stages(steps: "tuple[Step, ...]") -> tuple[tuple[float, str], ...]:
    """The reviewer's stages, each where a run of it begins."""
    begun: list[tuple[float, str]] = []
    current = "none"
    for step in steps:
        if step.stage not in ("none", current):
            begun.append((step.index, step.stage))
            current = step.stage
    return tuple(begun)
