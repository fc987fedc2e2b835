"""Rules of Discord that SimCord does not check; each refuses a request before SimCord serves it."""

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from simcord.backend import errors
from simcord.backend.errors import BackendError

from bot.sandbox.clock import real_now
from bot.sandbox.wire import as_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.gaps.asked import Asked

FIRST_ANSWER = 3.0
"""Real seconds in which an interaction must be answered first (Receiving and Responding)."""

TOKEN_LIFE = 15 * 60.0
"""Real seconds for which an interaction's token is good (Receiving and Responding)."""

FOLLOW_UPS = 5
"""Follow-ups to an interaction that rests on a user's installation alone (Receiving and Responding)."""

LONGEST_TIMEOUT = timedelta(days=28)
"""Modify Guild Member."""

OLDEST_BULK = timedelta(days=14)
"""Bulk Delete Messages refuses older messages."""

_EPOCH_MS = 1420070400000


def _interaction_is_open(asked: "Asked") -> None:
    parts = asked.path.split("/")
    if parts[1] == "interactions":
        record = asked.backend.interactions.get(int(parts[2]))
        allowed, refused = FIRST_ANSWER, errors.unknown_interaction()
    elif parts[1] == "webhooks" and len(parts) > 3 and parts[3] in asked.backend.interaction_tokens:  # noqa: PLR2004 - a token stands at index 3
        record = asked.backend.interactions.get(asked.backend.interaction_tokens[parts[3]])
        allowed, refused = TOKEN_LIFE, BackendError(401, 50027, "Invalid Webhook Token")
    else:
        return
    if record is not None and time.monotonic() - asked.backend.asked[record.id] > allowed:
        raise refused


def _follow_ups_are_few(asked: "Asked") -> None:
    parts = asked.path.split("/")
    if asked.method != "POST" or parts[1] != "webhooks" or parts[-1] not in asked.backend.interaction_tokens:
        return
    record = asked.backend.interactions[asked.backend.interaction_tokens[parts[-1]]]
    if record.id in asked.backend.user_installed and len(record.followup_ids) >= FOLLOW_UPS:
        raise BackendError(400, 40094, "This interaction has hit the maximum number of follow up messages")


def _timeout_is_short(asked: "Asked") -> None:
    until = asked.body.get("communication_disabled_until") if asked.method == "PATCH" else None
    if "/members/" not in asked.path or until is None:
        return
    if datetime.fromisoformat(str(until)) > real_now() + LONGEST_TIMEOUT:
        raise errors.invalid_form_body("communication_disabled_until: at most 28 days ahead")


def _bulk_is_recent(asked: "Asked") -> None:
    if not asked.path.endswith("/bulk-delete"):
        return
    oldest = real_now() - OLDEST_BULK
    ids = [int(one) for one in as_list(asked.body.get("messages"))]
    if any((one >> 22) + _EPOCH_MS < oldest.timestamp() * 1000 for one in ids):
        raise BackendError(400, 50034, "You can only bulk delete messages that are under 14 days old.")


def _recipient_is_open(asked: "Asked") -> None:
    parts = asked.path.split("/")
    if asked.method != "POST" or parts[1] != "channels" or parts[-1] != "messages":
        return
    channel = asked.backend.channels.get(int(parts[2]))
    if channel is not None and channel.guild_id is None and asked.backend.closed & {*channel.recipient_ids}:
        raise errors.cannot_dm_bot()  # the same answer, 50007: Cannot send messages to this user


RULES: "tuple[Callable[[Asked], None], ...]" = (
    _interaction_is_open,
    _follow_ups_are_few,
    _timeout_is_short,
    _bulk_is_recent,
    _recipient_is_open,
)
