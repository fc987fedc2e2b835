"""How much evidence each level takes, and how long and how much detection remembers. Numbers only."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds of one server, and the limits of memory.

    Attributes:
        caution: Log-odds from which a quiet word to the target is fair. Chosen on the development sets and
            on ordinary stranger chats: lower warns earlier, and more often about nothing.
        alert: Log-odds from which moderators must see it; spread evidence is calibrated to reach 4.
        midpoint: Log-odds that give the score 0.5: the prior against any two people's talk being blackmail.
        remember_for: A conversation is forgotten when nobody spoke in it for so long. Slow approaches take
            weeks, with pauses of days; monthly demands come every 31 days.
        max_stories: Conversations (suspect and target in a place) kept at once; the longest silent one goes
            first. About 3 KB each.
        max_rooms: Places whose turn-taking is kept at once; likewise. About 2 KB each.
        max_spreaders: Suspects whose spread evidence is kept at once; likewise.
    """

    caution: float = 2.8
    alert: float = 3.8
    midpoint: float = 3.0
    remember_for: timedelta = timedelta(days=45)
    max_stories: int = 50_000
    max_rooms: int = 20_000
    max_spreaders: int = 5_000
