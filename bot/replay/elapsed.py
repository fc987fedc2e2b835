"""Time since the first message, short enough for a column and for the axis of a plot."""

MINUTE, HOUR, DAY = 60, 3600, 86_400


def short(seconds: float) -> str:
    """Such as `45 s`, `14 min`, `3 h 20`, `2 d 5 h`: rounded down to what its size deserves."""
    whole = int(seconds)
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min"
    if whole < DAY:
        hours, rest = divmod(whole, HOUR)
        return f"{hours} h {rest // MINUTE:02}"
    days, rest = divmod(whole, DAY)
    return f"{days} d {rest // HOUR} h"
