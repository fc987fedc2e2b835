"""The stories that are followed: bounded, found by place or suspect, the longest silent forgotten first.

Knows where stories stand; it refuses to know what happens in them.
"""

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.detection.conversation import Story
    from bot.observed import PersonId, PlaceId, ServerId

Key = tuple["PlaceId", "PersonId", "PersonId | None"]
"""Where, the suspect, and to whom; `None` for what is said to nobody in particular."""

_Suspect = tuple["ServerId", "PersonId"]
_Pair = tuple["ServerId", "PersonId", "PersonId"]
"""A server and two people on it, the one with the lower number first."""


class Stories:
    """A bounded collection of stories.

    Args:
        most: Stories, and first contacts, kept at once.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._stories: OrderedDict[Key, Story] = OrderedDict()
        self._of_suspect: dict[_Suspect, Key | set[Key]] = {}
        self._contacts: OrderedDict[_Pair, datetime] = OrderedDict()

    def __len__(self) -> int:
        return len(self._stories)

    def get(self, key: Key) -> "Story | None":
        """The story at `key`."""
        return self._stories.get(key)

    def put(self, key: Key, story: "Story") -> None:
        """Keep a story as the one that moved last."""
        if key in self._stories:
            self._stories[key] = story
            self._stories.move_to_end(key)
            return
        self._stories[key] = story
        suspect = (story.place.server, story.suspect.id)
        # Nearly everybody has one story, for which a set would be larger than the rest of what is noted here.
        known = self._of_suspect.setdefault(suspect, key)
        if isinstance(known, set):
            known.add(key)
        elif known != key:
            self._of_suspect[suspect] = {known, key}
        while len(self._stories) > self._most:
            self.drop(next(iter(self._stories)))

    def drop(self, key: Key) -> None:
        """Forget a story."""
        story = self._stories.pop(key)
        suspect = (story.place.server, story.suspect.id)
        known = self._of_suspect[suspect]
        if isinstance(known, set):
            known.discard(key)
        if not known or known == key:
            del self._of_suspect[suspect]

    def of(self, server: "ServerId", suspect: "PersonId") -> "tuple[Story, ...]":
        """All that a suspect says on a server, in whatever place and to whomever, in a stable order."""
        known = self._of_suspect.get((server, suspect), set[Key]())
        keys = known if isinstance(known, set) else (known,)
        return tuple(self._stories[key] for key in sorted(keys, key=lambda key: (key[0], key[2] or 0)))

    def contact(self, server: "ServerId", one: "PersonId", other: "PersonId", at: "datetime") -> "datetime":
        """When two people were first seen to talk on a server; from now on that is `at`, if it never was.

        It is the same for both, whoever began, and for every place: an approach that begins in a public
        channel and goes on in a private thread is one.
        """
        pair = (server, min(one, other), max(one, other))
        first = self._contacts.setdefault(pair, at)
        self._contacts.move_to_end(pair)
        if len(self._contacts) > self._most:
            self._contacts.popitem(last=False)
        return min(first, at)

    def forget_silent(self, now: "datetime", after: "timedelta") -> None:
        """Forget stories in which nobody spoke for so long."""
        while self._stories:
            key, story = next(iter(self._stories.items()))
            if now - story.last_at <= after:
                return
            self.drop(key)

    def forget(self, person: "PersonId") -> None:
        """Forget every story of a person, on either side, and when they met whom."""
        for key in [key for key in self._stories if person in key[1:]]:
            self.drop(key)
        for pair in [pair for pair in self._contacts if person in pair[1:]]:
            del self._contacts[pair]

    def forget_server(self, server: "ServerId") -> None:
        """Forget every story of a server."""
        for key in [key for key, story in self._stories.items() if story.place.server == server]:
            self.drop(key)
        for pair in [pair for pair in self._contacts if pair[0] == server]:
            del self._contacts[pair]
