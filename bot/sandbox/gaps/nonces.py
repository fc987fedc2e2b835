"""`nonce` with `enforce_nonce`: a message sent twice by the same author in the same channel appears once."""

from typing import TYPE_CHECKING

from bot.sandbox.clock import real_now

if TYPE_CHECKING:
    from simcord.backend.models import Message

    from bot.sandbox.gaps.asked import Asked

REMEMBERED = 300.0
"""Real seconds for which a nonce is compared; Discord says "the past few minutes"."""


def said_before(asked: "Asked", sent: "dict[tuple[int, str], tuple[int, float]]") -> "Message | None":
    """The message that this request made earlier, where it asks for that check.

    Args:
        asked: A create-message request.
        sent: Message id and real time by channel and nonce.
    """
    nonce = asked.body.get("nonce")
    if nonce is None or not asked.body.get("enforce_nonce"):
        return None
    known = sent.get((asked.ids[0], str(nonce)))
    if known is None or real_now().timestamp() - known[1] > REMEMBERED:
        return None
    return asked.backend.messages.get(asked.ids[0], {}).get(known[0])
