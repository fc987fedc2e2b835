"""The judge: evidence in, level and score out. Knows weights and thresholds; refuses to know words."""

import math
from typing import TYPE_CHECKING

from bot.detection.evidence import Signal
from bot.detection.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from bot.detection.evidence import Evidence
    from bot.detection.policy import Policy

_CONVICTING = frozenset(
    {
        *("threat_and_demand", "threat_and_order", "capture_and_threat", "audience_after_handover"),
        *("after_handover", "money_after_handover", "money_after_request", "recovery_fee", "opened_hostile"),
        *("assembled", "distribution", "preying", "like_threat_and_demand"),
    }
)
COERCING = frozenset(
    {"threat", "capture", "searched", "demand", "order", "harm", "menace", "distribution", "recovery"}
)
"""An alert needs a conjunction, two kinds of coercion, or pictures that spread, not one thing said;
but who is told to hurt themselves is in danger by that alone."""

_ENDANGERING = frozenset({"harm"})
_CERTAIN = "course_certain"
"""Beside a single coercion it makes the conjunction; by itself it is how a talk sounds, not what was done."""

_SPREADING = frozenset({"distribution"})
_THREATENING = frozenset({"threat", "capture", "capture_and_threat", "threat_and_demand"})


def may_alert(kinds: "AbstractSet[str]") -> bool:
    """Return whether pieces of evidence of these kinds can be more than one thing said."""
    enough = 1 if _CERTAIN in kinds else 2
    return bool(kinds & (_CONVICTING | _ENDANGERING)) or len(kinds & COERCING) >= enough


def judge(evidence: "Iterable[Evidence]", policy: "Policy") -> tuple[Level, float]:
    """Return the level that `evidence` supports and its score, 0 to 1, monotone in the summed weights."""
    pieces = tuple(evidence)
    if not pieces:
        return Level.NONE, 0.0
    total = sum(piece.weight for piece in pieces)
    score = 1 / (1 + math.exp(policy.slope * (policy.midpoint - max(-50.0, min(50.0, total)))))
    if total < policy.caution:
        return Level.NONE, score
    kinds = {piece.kind for piece in pieces}
    pictures = any(piece.signal is Signal.SPREAD for piece in pieces)
    if total < policy.alert or not (pictures or may_alert(kinds)):
        return Level.CAUTION, score
    spreading = pictures or kinds & _SPREADING
    emergency = kinds & _ENDANGERING or (spreading and kinds & _THREATENING)
    return (Level.EMERGENCY if emergency else Level.ALERT), score
