"""Somebody orders another to hurt themselves: what coercive networks demand in place of money.

Knows that one act. It refuses to weigh anything else that was said; context from other signs still counts.
"""

from typing import TYPE_CHECKING, Final

from bot.detection.elapsed import in_words
from bot.detection.evidence import Evidence, Signal
from bot.detection.language.cue import Cue

if TYPE_CHECKING:
    from bot.detection.conversation import Story

KIND: Final = "harm"

WEIGHT: Final = 4.5
"""Log-odds. Set by hand, for nobody should write examples of it to learn from: where it stands alone it is
enough for moderators at every sensitivity."""

LIGHTER: Final = 1.0
"""Log-odds that laughter, a game, a story being told and old friends take off, each."""

_TOLD = frozenset({Cue.FICTION, Cue.GAME})


def harm_in(story: "Story") -> tuple[Evidence, ...]:
    """Return the evidence that the suspect of `story` ordered self-harm; empty where they did not."""
    trace = story.said.get(Cue.HARM)
    if trace is None:
        return ()
    elapsed = in_words(story.since_contact(trace.first_at))
    return (
        Evidence(
            signal=Signal.ESCALATION,
            kind=KIND,
            weight=WEIGHT - LIGHTER * _lightness(story),
            reason=f"told them to hurt themselves, {elapsed} after the first message",
            at=trace.last_at,
            place=story.place,
            messages=trace.messages,
            suspect=story.suspect,
            target=story.target,
        ),
    )


def _lightness(story: "Story") -> int:
    laughing = Cue.LAUGH in story.said or Cue.LAUGH in story.answered
    return laughing + len(story.around.keys() & _TOLD) + (story.known is True)
