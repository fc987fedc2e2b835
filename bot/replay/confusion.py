"""How far the conversations of each family went, as a table of counts. Knows levels and labels only."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.detection.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.replay.judged import Judged
    from bot.replay.labelled import Labels


@dataclass(frozen=True, slots=True)
class Family:
    """One family.

    Attributes:
        reached: How many conversations ended at each level, from none to emergency.
        in_time: How many were cautioned at or before `warn_by`; `None` for benign families, and where only
            a few messages were shown.
    """

    name: str
    positive: bool
    reached: tuple[int, ...]
    in_time: int | None

    @property
    def total(self) -> int:
        """How many conversations it has."""
        return sum(self.reached)

    def share(self, level: Level) -> float:
        """Share of its conversations that ended at this very level."""
        return self.reached[level] / self.total

    def wrong(self, level: Level) -> bool:
        """Whether ending at this level is a mistake."""
        return (level is Level.NONE) == self.positive


def confusion(cases: "Iterable[tuple[Judged, Labels]]") -> tuple[Family, ...]:
    """Count the families: sextortion first, each by name."""
    groups: dict[tuple[bool, str], list[tuple[Judged, Labels]]] = {}
    for one, labels in cases:
        groups.setdefault((not labels.positive, labels.family), []).append((one, labels))
    return tuple(
        Family(
            name=name,
            positive=not benign,
            reached=tuple(sum(one.levels[-1] is level for one, _ in group) for level in Level),
            in_time=None if benign else _in_time(group),
        )
        for (benign, name), group in sorted(groups.items(), key=lambda item: item[0])
    )


def _in_time(group: "list[tuple[Judged, Labels]]") -> int | None:
    timed = [
        (one.first_at(Level.CAUTION), labels.expect.warn_by)
        for one, labels in group
        if labels.expect.warn_by is not None
    ]
    return sum(first is not None and first <= due for first, due in timed) if timed else None
