"""Incident actions: pausing invites and DMs between members for up to 24 hours."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from simcord.backend import errors, serializers

from bot.sandbox.clock import real_now
from bot.sandbox.gaps.asked import Asked, Route

if TYPE_CHECKING:
    from bot.sandbox.wire import Json

LONGEST_PAUSE = timedelta(hours=24)
"""Discord's limit for incident actions (Modify Guild Incident Actions)."""

FIELDS = ("invites_disabled_until", "dms_disabled_until")


def incident_routes() -> tuple[Route, ...]:
    """PUT /guilds/{id}/incident-actions."""
    return (Route("PUT", "/guilds/#/incident-actions", _pause),)


def _pause(asked: Asked) -> object:
    backend, (guild_id,) = asked.backend, asked.ids
    guild = backend.get_guild(guild_id)
    backend.require_permissions(guild_id, backend.bot_user.id, None, "manage_guild")
    data: Json = backend.incidents.setdefault(
        guild_id, {**dict.fromkeys(FIELDS), "dm_spam_detected_at": None, "raid_detected_at": None}
    )
    changed = {name: _checked(name, asked.body[name]) for name in FIELDS if name in asked.body}
    data.update(changed)
    backend.emit("GUILD_UPDATE", serializers.guild_create_payload(backend, guild))
    return data


def _checked(name: str, value: object) -> str | None:
    if value is None:
        return None
    try:
        until = datetime.fromisoformat(str(value))
    except ValueError:
        raise errors.invalid_form_body(f"{name}: must be an ISO 8601 time") from None
    if until.tzinfo is None or until > real_now() + LONGEST_PAUSE + timedelta(minutes=1):
        raise errors.invalid_form_body(f"{name}: at most 24 hours ahead")
    return until.isoformat()
