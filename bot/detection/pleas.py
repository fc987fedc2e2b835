"""Pleas: a member tells that they or a friend are being blackmailed, or that somebody's life is in danger.

Knows when a member's own words call for help. It refuses to know who did what: a plea is
never evidence.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.detection.disclosure import is_own_words
from bot.detection.fragments import Fragments
from bot.detection.language.cue import Cue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from bot.detection.conversation import Story
    from bot.detection.language.reading import Cues
    from bot.observed import Message, MessageId, PersonId, Place, PlaceId, ServerId

    ToldTo = Callable[[PersonId, Place], Iterable[Story]]

_NOT_MEANT = frozenset({Cue.LAUGH, Cue.GAME, Cue.FICTION, Cue.TRIVIAL})
"""With one of these in the same message, "kill me" and "she is blackmailing me" are jokes and games."""

_DIRE = frozenset({Cue.EXPOSE, Cue.CAPTURE, Cue.DEMAND, Cue.SENT, Cue.ORDER, Cue.HARM})
"""Said to somebody, these make their "I want to die of shame" more than a way of speaking."""

QUIET_FOR: Final = timedelta(hours=1)
"""Pleas of one person for the same need in the same place are one for so long, and answered once: who tells
their story does so in many messages."""

MOST_REMEMBERED: Final = 10_000
"""Pleas that are remembered so that they are answered once, the newest; about 200 bytes each. A restart
forgets them, which costs one more note at most."""


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


class PleaDetector:
    """Hears who asks for help, in one message or in several that make up one sentence."""

    def __init__(self, cues: "Cues", told_to: "ToldTo") -> None:
        """Start having heard nothing.

        Args:
            cues: What words are read by.
            told_to: The stories in which others speak to somebody, asked for only where that matters.
        """
        self._cues = cues
        self._told_to = told_to
        self._fragments = Fragments()

    def hear(self, message: "Message") -> Plea | None:
        """Return what `message` pleads for, if it does, alone or behind what its author just said there.

        Forwarded words are not the author's own, nor is a bot's text or an announcement. What was understood
        is let go of, so that the next words of the same person do not plead for it again.
        """
        if message.author.automated or message.place.adverts or not is_own_words(message):
            return None
        need = self._need(message, message.text)
        if need is None and (joined := self._fragments.join(message)) is not None:
            need = self._need(message, joined)
        if need is None:
            return None
        self._fragments.drop(message)
        return Plea(need, message.place, message.author.id, message.id, message.at)

    def forget(self, person: "PersonId") -> None:
        """Forget what `person` said."""
        self._fragments.forget(person)

    def forget_server(self, server: "ServerId") -> None:
        """Forget what was said on `server`."""
        self._fragments.forget_server(server)

    def _need(self, message: "Message", text: str) -> Need | None:
        cues = self._cues.read(text).cues
        if cues & _NOT_MEANT:
            return None
        if Cue.DESPAIR in cues:
            return Need.DANGER
        if Cue.DANGER in cues:
            told = self._told_to(message.author.id, message.place)
            if any(story.said.keys() & _DIRE for story in told):
                return Need.DANGER
        # Moderators pass on what members reported to them, and know where help is.
        return Need.HELP if Cue.COERCED in cues and not message.author.trusted else None


class NewPleas:
    """Tells pleas that are new from those that repeat one."""

    def __init__(self) -> None:
        """Start having heard none."""
        self._heard: OrderedDict[tuple[PlaceId, PersonId, Need], datetime] = OrderedDict()

    def is_new(self, plea: Plea, now: "datetime") -> bool:
        """Return whether `plea` is the first of its kind in `QUIET_FOR`; from `now` on it is heard."""
        key = (plea.place.id, plea.by, plea.need)
        last = self._heard.get(key)
        if last is not None and now - last < QUIET_FOR:
            return False
        self._heard[key] = now
        self._heard.move_to_end(key)
        if len(self._heard) > MOST_REMEMBERED:
            self._heard.popitem(last=False)
        return True
