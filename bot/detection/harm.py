"""Somebody orders another to hurt themselves: what coercive networks demand in place of money.

Knows that one act. It refuses to weigh anything else that was said; context from other signs still counts.
"""

from typing import TYPE_CHECKING, Final

from bot.detection.language.cue import Cue
from bot.detection.weighing import piece_of

if TYPE_CHECKING:
    from bot.detection.conversation import Story
    from bot.detection.evidence import Evidence

KIND: Final = "harm"

WEIGHT: Final = 4.5
"""Log-odds. Set by hand, for nobody should write examples of it to learn from: where it stands alone it is
enough for moderators at every sensitivity."""

LIGHTER: Final = 1.0
"""Log-odds that laughter, a game, a story being told and old friends take off, each."""

_REASON = "told them to hurt themselves, {elapsed} after the first message"

_TOLD = frozenset({Cue.FICTION, Cue.GAME})


def harm_in(story: "Story") -> "tuple[Evidence, ...]":
    """Return the evidence that the suspect of `story` ordered self-harm; empty where they did not."""
    trace = story.said.get(Cue.HARM)
    if trace is None:
        return ()
    return (piece_of(story, KIND, _REASON, trace, WEIGHT - LIGHTER * _lightness(story)),)


def _lightness(story: "Story") -> int:
    return story.laughing + len(story.around.keys() & _TOLD) + (story.known is True)
