"""Pleas: a member tells that they or a friend are being blackmailed, or that somebody's life is in danger.

Knows when a member's own words call for help. It refuses to know who did what: a plea is
never evidence.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.detection.disclosure import is_own_words
from bot.detection.language.cue import Cue

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.detection.conversation import Story
    from bot.detection.language.reading import Reading
    from bot.observed import Message, MessageId, PersonId, Place

_NOT_MEANT = frozenset({Cue.LAUGH, Cue.GAME, Cue.FICTION, Cue.TRIVIAL})
"""With one of these in the same message, "kill me" and "she is blackmailing me" are jokes and games."""

_DIRE = frozenset({Cue.EXPOSE, Cue.CAPTURE, Cue.DEMAND, Cue.SENT, Cue.ORDER, Cue.HARM})
"""Said to somebody, these make their "I want to die of shame" more than a way of speaking."""


class Need(StrEnum):
    """What a plea calls for."""

    HELP = "help"
    """People who help against blackmail, and calm steps."""
    DANGER = "danger"
    """Crisis lines first: somebody's life may be in danger."""


@dataclass(frozen=True, slots=True)
class Plea:
    """Somebody asks for help, for themselves or for a friend.

    Attributes:
        by: Who asks. Never a suspect by this.
        message: In which message.
        at: When it was sent (aware UTC).
    """

    need: Need
    place: "Place"
    by: "PersonId"
    message: "MessageId"
    at: "datetime"


def plea_in(message: "Message", reading: "Reading", told_to_author: "Iterable[Story]") -> Plea | None:
    """Return what `message` pleads for, if it does.

    Args:
        message: By a member. Forwarded words are not its author's, nor is a bot's text or an announcement.
        reading: What its text says.
        told_to_author: The stories in which others speak to the author, asked for only where that matters.
    """
    if message.author.automated or message.place.adverts or not is_own_words(message):
        return None
    need = _need(reading.cues, told_to_author, trusted=message.author.trusted)
    if need is None:
        return None
    return Plea(need, message.place, message.author.id, message.id, message.at)


def _need(cues: frozenset[Cue], told_to_author: "Iterable[Story]", *, trusted: bool) -> Need | None:
    if cues & _NOT_MEANT:
        return None
    if Cue.DESPAIR in cues:
        return Need.DANGER
    if Cue.DANGER in cues and any(story.said.keys() & _DIRE for story in told_to_author):
        return Need.DANGER
    # Moderators pass on what members reported to them, and know where help is.
    return Need.HELP if Cue.COERCED in cues and not trusted else None
