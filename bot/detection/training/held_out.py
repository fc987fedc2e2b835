"""What was said of a conversation by weights that had not seen it, and figures of many. Knows no text."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.detection.judge import may_alert
from bot.detection.signs import SIGNS
from bot.detection.weighing import TOLD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.detection.policy import Policy
    from bot.detection.training.signs_fit import Floats
    from bot.detection.training.snapshots import Case, Snapshots


@dataclass(frozen=True, slots=True)
class HeldOut:
    """One conversation, judged from outside.

    Attributes:
        totals: Summed log-odds of its stories after each message that added to one, in order.
        steps: After which messages.
        weights: The log-odds of the signs that were there, by name.
    """

    case: "Case"
    totals: tuple[float, ...]
    steps: tuple[int, ...]
    weights: tuple[dict[str, float], ...]

    @classmethod
    def of(
        cls, case: "Case", number: int, snapshots: "Snapshots", weights: "Floats", total: "Floats"
    ) -> "HeldOut":
        """Take the rows of one case out of the snapshots of many."""
        rows = np.flatnonzero(snapshots.case == number)
        told = (weights != 0) | np.array([sign.kind in TOLD for sign in SIGNS])
        shown = (snapshots.signs[rows] > 0) & told
        return cls(
            case,
            tuple(total[rows].tolist()),
            tuple(snapshots.step[rows].tolist()),
            tuple(
                {SIGNS[place].kind: float(much[place] * weights[place]) for place in np.flatnonzero(row)}
                for row, much in zip(shown, snapshots.signs[rows], strict=True)
            ),
        )

    @property
    def worst(self) -> float:
        """The greatest log-odds; 0 where nothing was noticed."""
        return max(self.totals, default=0.0)

    def cautioned_at(self, policy: "Policy") -> int | None:
        """After which message a caution came first."""
        pairs = zip(self.totals, self.steps, strict=True)
        return min((step for total, step in pairs if total >= policy.caution), default=None)

    def alerted(self, policy: "Policy") -> bool:
        """Whether an alert came."""
        return any(may_alert(weights, policy) for weights in self.weights)


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of conversations, 0 to 1; `None` where there is none to share.

    Attributes:
        caution: Of sextortion, cautioned; likewise `benign_caution` of benign ones.
        alert: Of sextortion, alerted; `alert_precision`: of the alerted, sextortion.
        in_time: Of sextortion, cautioned at or before `warn_by`; `guesses`: before `warn_from`.
    """

    conversations: int
    caution: float | None
    benign_caution: float | None
    alert: float | None
    alert_precision: float | None
    in_time: float | None
    guesses: float | None


def shares(held_out: "Sequence[HeldOut]", policy: "Policy") -> Shares:
    """Measure conversations at the thresholds of a policy."""
    bad = [one for one in held_out if one.case.positive]
    good = [one for one in held_out if not one.case.positive]
    alerted = [one for one in held_out if one.alerted(policy)]

    def early(one: HeldOut, before: int) -> bool:
        first = one.cautioned_at(policy)
        return first is not None and first < before

    return Shares(
        len(held_out),
        _share(bad, lambda one: one.cautioned_at(policy) is not None),
        _share(good, lambda one: one.cautioned_at(policy) is not None),
        _share(bad, lambda one: one.alerted(policy)),
        _share(alerted, lambda one: one.case.positive),
        _share(bad, lambda one: early(one, one.case.warn_by + 1)),
        _share(bad, lambda one: early(one, one.case.warn_from)),
    )


def _share(of: "Sequence[HeldOut]", which: "Callable[[HeldOut], bool]") -> float | None:
    return sum(map(which, of)) / len(of) if of else None
