"""The pictures of recent messages, as fingerprints and sizes: what an incident's record needs of copies."""

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.observed import Message, MessageId, Picture

MOST_MESSAGES: Final = 20_000
"""Messages with pictures that are remembered, the newest: as many as detection compares on ten busy servers;
about 1 KB each."""


class RecentPictures:
    """Remembers which pictures a message had. Holds no picture."""

    def __init__(self) -> None:
        self._of: OrderedDict[MessageId, tuple[Picture, ...]] = OrderedDict()

    def keep(self, message: "Message") -> None:
        """Remember a message's pictures; an edit replaces what was remembered."""
        self._of[message.id] = message.pictures
        self._of.move_to_end(message.id)
        if len(self._of) > MOST_MESSAGES:
            self._of.popitem(last=False)

    def of(self, messages: "Iterable[MessageId]") -> "dict[MessageId, tuple[Picture, ...]]":
        """The pictures of those messages that are remembered."""
        return {message: self._of[message] for message in messages if message in self._of}
