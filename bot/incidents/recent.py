"""The pictures of recent messages, as hashes and sizes: what an incident's record needs of copies."""

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.storage.pictures import Posted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.observed import Message, MessageId, ServerId

MOST_MESSAGES: Final = 20_000
"""Messages with pictures that are remembered, the newest: as many as detection compares on ten busy servers;
about 1 KB each."""


class RecentPictures:
    """Remembers which pictures a message had. Holds no picture, nor what would find altered copies of one."""

    def __init__(self) -> None:
        self._of: OrderedDict[MessageId, tuple[ServerId, Posted]] = OrderedDict()

    def keep(self, message: "Message") -> None:
        """Remember a message's pictures; an edit replaces what was remembered."""
        pictures = tuple(replace(picture, url="", look=None) for picture in message.pictures)
        self._of[message.id] = (message.place.server, Posted(message.author.id, message.at, pictures))
        self._of.move_to_end(message.id)
        if len(self._of) > MOST_MESSAGES:
            self._of.popitem(last=False)

    def of(self, messages: "Iterable[MessageId]") -> "dict[MessageId, Posted]":
        """The pictures of those messages that are remembered."""
        return {message: self._of[message][1] for message in messages if message in self._of}

    def forget_server(self, server: "ServerId") -> None:
        """Forget all of one server."""
        for message in [message for message, (where, _) in self._of.items() if where == server]:
            del self._of[message]
