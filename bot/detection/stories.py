"""The stories that are followed: bounded, found by place or suspect, the longest silent forgotten first.

Those that moved lately are kept as objects, the others packed until somebody speaks in them again. Knows
where stories stand; it refuses to know what happens in them.
"""

from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.detection.packed import last_spoken, pack, server_of, unpack

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.detection.conversation import Story
    from bot.observed import PersonId, PlaceId, ServerId

Key = tuple["PlaceId", "PersonId", "PersonId | None"]
"""Where, the suspect, and to whom; `None` in a place for many, and until somebody answers."""

_Pair = tuple["ServerId", "PersonId", "PersonId"]
"""A server and two people on it, the one with the lower number first."""

AWAKE = 1_000
"""Stories that are kept as objects, about 3 KB each: those in which people are speaking now, on a large
server too. To pack and unpack one takes some 20 µs."""


class Stories:
    """A bounded collection of stories.

    Args:
        most: Stories, and first contacts, kept at once.
        awake: Stories kept as objects from one `settle` to the next; what moves between them is beside that.
    """

    def __init__(self, most: int, awake: int = AWAKE) -> None:
        self._most = most
        self._most_awake = awake
        self._awake: OrderedDict[Key, Story] = OrderedDict()
        self._asleep: OrderedDict[Key, bytes] = OrderedDict()
        """All of these moved before those that are awake."""
        self._of_suspect: dict[PersonId, Key | set[Key]] = {}
        self._contacts: OrderedDict[_Pair, datetime] = OrderedDict()

    def __len__(self) -> int:
        return len(self._awake) + len(self._asleep)

    def settle(self, now: "datetime", after: "timedelta") -> None:
        """Forget stories in which nobody spoke for so long; pack those that did not move lately.

        Until the next time every story that is asked for stays the same object.
        """
        while len(self._awake) > self._most_awake:
            key, story = self._awake.popitem(last=False)
            self._asleep[key] = pack(story)
        while (spoken := self._longest_silent()) is not None and now - spoken > after:
            self._drop_oldest()

    def get(self, key: Key) -> "Story | None":
        """The story at `key`."""
        story = self._awake.get(key)
        if story is None and (packed := self._asleep.pop(key, None)) is not None:
            story = self._awake[key] = unpack(key, packed)
        return story

    def put(self, key: Key, story: "Story") -> None:
        """Keep a story as the one that moved last."""
        if key in self._awake:
            self._awake[key] = story
            self._awake.move_to_end(key)
            return
        self._awake[key] = story
        if self._asleep.pop(key, None) is not None:
            return
        # Nearly everybody has one story, for which a set would be larger than the rest of what is noted here.
        known = self._of_suspect.setdefault(key[1], key)
        if isinstance(known, set):
            known.add(key)
        elif known != key:
            self._of_suspect[key[1]] = {known, key}
        while len(self) > self._most:
            self._drop_oldest()

    def drop(self, key: Key) -> None:
        """Forget a story."""
        if self._awake.pop(key, None) is None:
            del self._asleep[key]
        known = self._of_suspect[key[1]]
        if isinstance(known, set):
            known.discard(key)
        if not known or known == key:
            del self._of_suspect[key[1]]

    def of(self, server: "ServerId", suspect: "PersonId") -> "tuple[Story, ...]":
        """All that a suspect says on a server, in whatever place and to whomever, in a stable order."""
        known = self._of_suspect.get(suspect, set[Key]())
        keys = known if isinstance(known, set) else (known,)
        stories = map(self.get, sorted(keys, key=lambda key: (key[0], key[2] or 0)))
        return tuple(story for story in stories if story is not None and story.server == server)

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

    def forget(self, person: "PersonId") -> None:
        """Forget every story of a person, on either side, and when they met whom."""
        for key in [key for key in (*self._asleep, *self._awake) if person in key[1:]]:
            self.drop(key)
        for story in self._awake.values():
            if story.among.pop(person, None) is not None and story.target == person:
                story.target = None
        for pair in [pair for pair in self._contacts if person in pair[1:]]:
            del self._contacts[pair]

    def forget_server(self, server: "ServerId") -> None:
        """Forget every story of a server."""
        keys = [key for key, story in self._awake.items() if story.server == server]
        keys += [key for key, packed in self._asleep.items() if server_of(packed) == server]
        for key in keys:
            self.drop(key)
        for pair in [pair for pair in self._contacts if pair[0] == server]:
            del self._contacts[pair]

    def _longest_silent(self) -> "datetime | None":
        """When somebody last spoke in the story that moved first; `None` where there is none."""
        for packed in self._asleep.values():
            return last_spoken(packed)
        for story in self._awake.values():
            return story.last_at
        return None

    def _drop_oldest(self) -> None:
        self.drop(next(iter(self._asleep or self._awake)))
