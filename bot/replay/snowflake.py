"""Times inside Discord's exports: written as text, and hidden in every id."""

from datetime import UTC, datetime, timedelta

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
"""Discord's ids count milliseconds from here, above 22 low bits (discord.com/developers/docs/reference)."""

_LOW_BITS = 22

EARLIEST_ID = 1 << 40
"""Ids below were never given out: they would be of Discord's first four minutes. Id 0 means private chats."""


def time_of_id(identity: int) -> datetime | None:
    """When something with this id was created (aware UTC); `None` where the id is no real one."""
    if identity < EARLIEST_ID:
        return None
    return DISCORD_EPOCH + timedelta(milliseconds=identity >> _LOW_BITS)


def time_of_text(text: str) -> datetime | None:
    """Read ISO 8601 with an offset into aware UTC; `None` where it is no such time."""
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
