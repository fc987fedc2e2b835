"""What somebody wrote a moment ago, for those who break one sentence up over several messages.

Holds as little text as that takes: the last short messages of a speaker in a place, of `LIFE` only; so does
`runs`, and no other part of detection. Cues would not do: "someone is" and "blackmailing me" have none
between them that "someone is blackmailing me" has. It refuses to know what any of it means.
"""

from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.observed import Message, MessageId, PersonId, PlaceId, ServerId

LIFE: Final = timedelta(minutes=2)
"""So long after it was sent a message is still part of a sentence. It is let go of with the first message of
anybody anywhere after that: time is the messages' own."""

MOST_CHARACTERS: Final = 160
"""Of one speaker's messages, all that are held together; a longer message is no piece of a sentence. Four
messages of the usual length: the median of the 258,145 of chitchat-dataset is 36."""

MOST_MESSAGES: Final = 4_096
"""Messages that are held in all, the newest: as many as 34 a second; below 4 MB."""

_Speaker = tuple["ServerId", "PlaceId", "PersonId"]


class Fragments:
    """The last short messages of everybody."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._said: dict[_Speaker, dict[MessageId, str]] = {}
        self._order: deque[tuple[datetime, _Speaker, MessageId]] = deque()

    def __len__(self) -> int:
        """The number of messages that are held."""
        return sum(len(said) for said in self._said.values())

    def join(self, message: "Message") -> str | None:
        """Hold `message`; return it behind its author's others, `None` where there are none.

        An edit takes the place of what it corrects.
        """
        self._let_go(message.at)
        speaker = _speaker(message)
        said = self._said.get(speaker, {})
        if message.edited and message.id not in said:
            return None
        if len(message.text) > MOST_CHARACTERS:
            self.drop(message)
            return None
        if message.id not in said:
            self._order.append((message.at, speaker, message.id))
        said[message.id] = message.text
        self._said[speaker] = said
        while sum(map(len, said.values())) > MOST_CHARACTERS:
            del said[next(iter(said))]
        return "\n".join(said.values()) if len(said) > 1 else None

    def drop(self, message: "Message") -> None:
        """Let go of what the author of `message` said in its place: it was understood."""
        self._said.pop(_speaker(message), None)

    def forget(self, person: "PersonId") -> None:
        """Let go of all that `person` said."""
        self._forget(lambda speaker: speaker[2] == person)

    def forget_server(self, server: "ServerId") -> None:
        """Let go of all that was said on `server`."""
        self._forget(lambda speaker: speaker[0] == server)

    def _forget(self, concerned: "Callable[[_Speaker], bool]") -> None:
        for speaker in [speaker for speaker in self._said if concerned(speaker)]:
            del self._said[speaker]

    def _let_go(self, now: "datetime") -> None:
        while self._order and (now - self._order[0][0] > LIFE or len(self._order) >= MOST_MESSAGES):
            _, speaker, message = self._order.popleft()
            said = self._said.get(speaker, {})
            said.pop(message, None)
            if not said:
                self._said.pop(speaker, None)


def _speaker(message: "Message") -> _Speaker:
    return message.place.server, message.place.id, message.author.id
