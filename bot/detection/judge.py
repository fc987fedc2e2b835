"""The judge: evidence in, level and score out. Knows weights and thresholds; refuses to know words."""

import math
from typing import TYPE_CHECKING

from bot.detection.evidence import Signal
from bot.detection.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.detection.evidence import Evidence
    from bot.detection.policy import Policy

CONVICTING = frozenset(
    {
        *("threat_and_demand", "threat_and_order", "capture_and_threat", "audience_after_handover"),
        *("after_handover", "money_after_handover", "money_after_request", "recovery_fee", "opened_hostile"),
        *("assembled", "distribution", "preying", "like_threat_and_demand"),
    }
)
COERCING = frozenset(
    {"threat", "capture", "searched", "demand", "order", "harm", "menace", "distribution", "recovery"}
)
"""An alert needs a conjunction, two kinds of coercion, or pictures that spread, not one thing said, unless
the course tells as much; but who is told to hurt themselves is in danger by that alone."""

_ENDANGERING = frozenset({"harm"})
_CERTAIN = "course_certain"
"""Beside a single coercion it makes the conjunction; by itself it is how a talk sounds, not what was done."""

_SPREADING = frozenset({"distribution"})
_THREATENING = frozenset({"threat", "capture", "capture_and_threat", "threat_and_demand"})

HEARD = frozenset({"like_threat", "like_demand", "like_capture", "like_distribution", "like_victim"})
"""Coercion, or somebody under it, in words that no cue file knows."""

HEARD_LEAST = 0.6
"""Log-odds that they must weigh together: fainter, they are part of how a talk sounds. Without it, 9 of
7,168 ordinary chats (chitchat-dataset) came to an alert in place of 6, with the weights of the time."""

SOUNDING = frozenset({"course", "course_clear", "course_certain", "alone", "alone_clear", "alone_again"})
"""How it sounds as a whole: it weighs most, and is the last that a moderator can check."""

CORRECTING = frozenset({"length"})
"""Takes from the sum what chance gives it. It tells of no one, and is no reason to show."""

_ASKING = frozenset(
    {
        *("request", "request_known", "request_soon", "pushed", "intimate", "reciprocity", "picture", "call"),
        *("pressure", "secrecy", "move", "insisted", "like_request", "like_request_soon", "like_isolation"),
    }
)
"""Asking, however plainly, is a reason for a caution. Where coercion is heard only, the rest must do."""


def coerced(evidence: "Iterable[Evidence]") -> bool:
    """Return whether `evidence` tells of coercion, or of pictures that spread: more than asking."""
    return any(piece.kind in COERCING or piece.signal is Signal.SPREAD for piece in evidence)


def may_alert(weights: "Mapping[str, float]", policy: "Policy") -> bool:
    """Return whether evidence is enough for an alert; `weights` has its log-odds by kind."""
    total = sum(weights.values())
    if total < policy.alert:
        return False
    kinds = weights.keys()
    enough = 1 if _CERTAIN in kinds else 2
    if kinds & (CONVICTING | _ENDANGERING) or len(kinds & COERCING) >= enough:
        return True
    asked = sum(max(0.0, weights[kind]) for kind in kinds & _ASKING)
    heard = sum(max(0.0, weights[kind]) for kind in kinds & HEARD)
    return heard >= HEARD_LEAST and total - asked >= policy.alert


def judge(evidence: "Iterable[Evidence]", policy: "Policy") -> tuple[Level, float]:
    """Return the level that `evidence` supports and its score, 0 to 1, monotone in the summed weights."""
    pieces = tuple(evidence)
    if not pieces:
        return Level.NONE, 0.0
    total = sum(piece.weight for piece in pieces)
    score = 1 / (1 + math.exp(policy.slope * (policy.midpoint - max(-50.0, min(50.0, total)))))
    if total < policy.caution:
        return Level.NONE, score
    weights: dict[str, float] = {}
    for piece in pieces:
        weights[piece.kind] = weights.get(piece.kind, 0.0) + piece.weight
    kinds = weights.keys()
    pictures = any(piece.signal is Signal.SPREAD for piece in pieces)
    if total < policy.alert or not (pictures or may_alert(weights, policy)):
        return Level.CAUTION, score
    spreading = pictures or kinds & _SPREADING
    emergency = kinds & _ENDANGERING or (spreading and kinds & _THREATENING)
    return (Level.EMERGENCY if emergency else Level.ALERT), score
