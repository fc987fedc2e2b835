"""A plot as values, and where each lies on paper. Knows geometry; refuses to know what is measured."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH, HEIGHT = 460.0, 320.0
"""Of a plot in the units of its own coordinates; two stand side by side on a page."""

LEFT, RIGHT, TOP, BOTTOM = 52.0, 14.0, 14.0, 46.0
"""Margins that hold the words along the axes."""

NOTE_CHARACTER, NOTE_ROW = 6.2, 14.0
"""Width of a character and height of a row of notes, at their size of 11 units and a little more."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    Attributes:
        low: The value at its beginning; `high` that at its end, never the same.
        ticks: Where it is labelled, and with what.
    """

    label: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def share(self, value: float) -> float:
        """Where a value lies between `low` (0) and `high` (1); values beyond lie at the end."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Curve:
    """Points joined by a line, in order.

    Attributes:
        kind: How it is drawn: a class of the style sheet. Likewise below.
        name: For the legend; empty: none.
        stepped: The value holds until the next point.
    """

    kind: str
    name: str
    points: tuple[tuple[float, float], ...]
    stepped: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A single value; `title` is shown on hovering and to screen readers."""

    kind: str
    x: float
    y: float
    title: str
    radius: float = 4.0


@dataclass(frozen=True, slots=True)
class Rule:
    """An upright line from bottom to top, with a word beside it."""

    kind: str
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """A coloured ground from one value of x to another."""

    kind: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Note:
    """A word under the axis, in a row of its own where neighbours are near.

    Attributes:
        start: The horizontal coordinate at which it begins.
        row: 0 for the first below the axis.
    """

    start: float
    row: int
    label: str

    @property
    def width(self) -> float:
        """About how much room it takes, in the units of the paper."""
        return NOTE_CHARACTER * len(self.label)


@dataclass(frozen=True, slots=True)
class Plot:
    """All that is drawn on one piece of paper.

    Attributes:
        summary: What it shows, in a sentence, for those who cannot see it.
        notes: Words under the axis, such as stages.
    """

    title: str
    summary: str
    x: Axis
    y: Axis
    curves: tuple[Curve, ...] = ()
    dots: tuple[Dot, ...] = ()
    rules: tuple[Rule, ...] = ()
    bands: tuple[Band, ...] = ()
    notes: tuple[Note, ...] = ()
    width: float = WIDTH
    height: float = HEIGHT
    bottom: float = BOTTOM

    @property
    def right(self) -> float:
        """Where the paper between the axes ends, in its coordinates."""
        return self.width - RIGHT

    @property
    def base(self) -> float:
        """Where the lower axis runs."""
        return self.height - self.bottom

    @property
    def left(self) -> float:
        """Where the upright axis runs."""
        return LEFT

    @property
    def top(self) -> float:
        """Where the upright axis ends."""
        return TOP

    def across(self, value: float) -> float:
        """The horizontal coordinate of a value, rounded to a tenth."""
        return round(LEFT + self.x.share(value) * (self.right - LEFT), 1)

    def up(self, value: float) -> float:
        """The vertical coordinate of a value, rounded to a tenth."""
        return round(self.base - self.y.share(value) * (self.base - TOP), 1)

    def path(self, curve: Curve) -> str:
        """The curve as the `d` of an SVG path; empty without points."""
        steps: list[str] = []
        for number, (x, y) in enumerate(curve.points):
            across, up = self.across(x), self.up(y)
            if number == 0:
                steps.append(f"M{across} {up}")
            elif curve.stepped:
                steps.append(f"H{across}V{up}")
            else:
                steps.append(f"L{across} {up}")
        return "".join(steps)


def placed(words: "Iterable[tuple[float, str]]", limit: float) -> tuple[Note, ...]:
    """Put words into as few rows as keep them apart.

    Args:
        words: Where on paper each would begin, in rising order, and the word.
        limit: Where the paper ends: a word that would reach beyond it begins earlier.
    """
    ends: list[float] = []
    notes: list[Note] = []
    for wanted, label in words:
        start = max(min(wanted, limit - NOTE_CHARACTER * len(label)), 0.0)
        row = next((number for number, end in enumerate(ends) if end < start), len(ends))
        note = Note(start, row, label)
        ends[row : row + 1] = [start + note.width + NOTE_CHARACTER]
        notes.append(note)
    return tuple(notes)


def even_ticks(values: "Iterable[float]", form: str = "{:g}") -> tuple[tuple[float, str], ...]:
    """Label these values as they are."""
    return tuple((value, form.format(value)) for value in values)


def shares(label: str) -> Axis:
    """An axis from 0 to 1."""
    return Axis(label, 0.0, 1.0, even_ticks((0, 0.2, 0.4, 0.6, 0.8, 1)))


def pages() -> Environment:
    """The templates of this package; all that is put into them is escaped."""
    return Environment(
        loader=PackageLoader("bot.replay"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def draw(plot: Plot) -> str:
    """The plot as an SVG file of its own, with its colours for light and dark."""
    return pages().get_template("plot.svg.j2").render(plot=plot)
