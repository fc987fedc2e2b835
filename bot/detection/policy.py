"""How much evidence each level takes, and how long and how much detection remembers. Numbers only."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Sensitivity = Literal["low", "normal", "high"]

_THRESHOLDS: dict[Sensitivity, tuple[float, float]] = {
    "low": (3.3, 4.2),
    "normal": (2.85, 3.8),
    "high": (2.4, 3.4),
}
"""Caution and alert, in log-odds. Of conversations by writers held out of training (`breakwater train`) they
caution 77, 81 and 85 % of sextortion, and 3, 4 and 6 % of benign talk, much of it written to look alike; one
in six was written so that no single word tells."""

CHECKED = 0.5
"""Caution for a handful of messages: cautions 17 % of benign ones in the development sets, and 92 % of those
where a request, threat or demand is among them (`breakwater evaluate --sparse 3`, seeds 0 to 5)."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds of one server, and the limits of memory.

    Attributes:
        caution: Log-odds from which a quiet word to the target is fair. Chosen on the development sets and
            on conversations held out of training: lower warns earlier, and more often about nothing.
        alert: Log-odds from which moderators must see it; spread evidence is calibrated to reach 4.
        midpoint: Log-odds that give the score 0.5, and `slope` how fast it rises there: Platt's fit on
            conversations held out of training, where half are sextortion (`breakwater train`). In the world
            far fewer are; the score ranks conversations and says how sure one is against look-alike talk.
        remember_for: A conversation is forgotten when nobody spoke in it for so long. Slow approaches take
            weeks, with pauses of days; monthly demands come every 31 days.
        max_stories: Conversations (suspect and target in a place) kept at once; the longest silent one goes
            first. About 1 KB each.
        max_rooms: Places whose turn-taking is kept at once; likewise. About 4 KB each.
        max_spreaders: Suspects whose spread evidence is kept at once; likewise.
    """

    caution: float = 2.85
    alert: float = 3.8
    midpoint: float = 2.35
    slope: float = 1.2
    remember_for: timedelta = timedelta(days=45)
    max_stories: int = 50_000
    max_rooms: int = 20_000
    max_spreaders: int = 5_000

    @classmethod
    def of(cls, sensitivity: "Sensitivity") -> "Policy":
        """Return the thresholds of a server's sensitivity, points on the measured curve (`breakwater train`).

        `low` cautions only where it is nearly sure; `high` cautions early, at the price of more false ones.
        """
        caution, alert = _THRESHOLDS[sensitivity]
        return cls(caution=caution, alert=alert)

    @classmethod
    def checked(cls) -> "Policy":
        """Return the thresholds for a few messages that a member asks to have checked.

        Whoever asks is worried already, sees the answer alone, and has no course to show.
        """
        return cls(caution=CHECKED)
