"""Durations in words, as a moderator would say them. Knows English only; alerts are in English."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def in_words(duration: "timedelta") -> str:
    """Return `duration` rounded down to its largest unit, such as "14 minutes"; never negative."""
    seconds = max(0, int(duration.total_seconds()))
    for size, unit in _UNITS:
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"
