"""What a line means after the lines before it: "700 pounds, I think" is a price, or a ransom.

Knows one story and one message's cues; it refuses to weigh either.
"""

from typing import TYPE_CHECKING

from bot.detection.conversation import HANDED_OVER, REQUEST
from bot.detection.language.cue import Cue

if TYPE_CHECKING:
    from bot.detection.conversation import Story

_LEVERAGE = frozenset({Cue.EXPOSE, Cue.CAPTURE, Cue.SEARCHED})
_MONEY = frozenset({Cue.MONEY, Cue.NUMBER})
_SHARP = frozenset({Cue.EXPOSE, Cue.CAPTURE, Cue.DEMAND, Cue.MENACE})
_INNOCENT = frozenset({Cue.TRADE, Cue.GAME, Cue.CRAFT})


def in_context(story: "Story", cues: frozenset[Cue]) -> frozenset[Cue]:
    """Return `cues` with those that they amount to at this point of `story`."""
    intimate = HANDED_OVER in story.said or REQUEST in story.said
    leverage = bool(story.said.keys() & _LEVERAGE)
    if Cue.GREETING in cues and not cues & _SHARP:
        cues -= {Cue.SEARCHED, Cue.AUDIENCE}  # "hey, found your profile in the chess server"
    added: set[Cue] = set()
    if cues & {Cue.AUDIENCE} and (HANDED_OVER in story.said or Cue.CAPTURE in story.said):
        added.add(Cue.SEARCHED)
    if not cues & _INNOCENT and not story.around.keys() & _INNOCENT:
        if Cue.MONEY in cues and (intimate or leverage or cues & (_LEVERAGE | {Cue.AUDIENCE})):
            added.add(Cue.DEMAND)
        if Cue.NUMBER in cues and leverage and Cue.DEMAND in story.said:
            added.add(Cue.DEMAND)
    if Cue.ORDER in cues and not (leverage or HANDED_OVER in story.said or cues & (_LEVERAGE | {Cue.MENACE})):
        return (cues | added) - {Cue.ORDER}  # "send more pics, and the inside": of a handbag
    return cues | added
