"""Turns exported messages into observed values. Knows what an export's kinds mean and reads no file."""

from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.observed import (
    Happening,
    Message,
    MessageId,
    Observation,
    Person,
    PersonId,
    Picture,
    Place,
    PlaceEvent,
    PlaceId,
    PlaceKind,
    ServerId,
)
from bot.replay.snowflake import time_of_id, time_of_text

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.replay.exported import ExportedMessage, ExportedUser, Head

AUTHORS_REMEMBERED = 50_000
"""Messages of one file whose author is remembered for replies: about 10 MB. Of a reply to an older one it is
not known whom it answers."""

FEWEST_IN_A_GROUP = 3
"""An export does not list the members of a group. So many must be met in it before their number is believed:
with fewer, silent members are as likely as not."""

_KINDS = {
    "DirectTextChat": PlaceKind.DIRECT,
    "DirectGroupTextChat": PlaceKind.GROUP,
    "GuildNewsThread": PlaceKind.THREAD,
    "GuildPublicThread": PlaceKind.THREAD,
    "GuildPrivateThread": PlaceKind.PRIVATE_THREAD,
    "GuildVoiceChat": PlaceKind.VOICE,
    "GuildStageVoice": PlaceKind.VOICE,
    "GuildForum": PlaceKind.FORUM_POST,
}
"""By ChannelKind.cs of DiscordChatExporter; every other kind is a channel."""

_CLOSED = frozenset({PlaceKind.GROUP, PlaceKind.PRIVATE_THREAD})
"""Places that people are brought to, so that who speaks there is a member."""

_OPENED_WITH_A_PURPOSE = frozenset({PlaceKind.GROUP, PlaceKind.THREAD, PlaceKind.PRIVATE_THREAD})
"""Places opened by a member at a moment of their choice, which their id tells."""

_THREADS = frozenset({PlaceKind.THREAD, PlaceKind.PRIVATE_THREAD})

_SPOKEN = frozenset({"Default", "Reply", "19", "20", "23", "ChatInputCommand", "ContextMenuCommand"})
"""Messages with an author's own words. All other kinds hold a sentence of the exporter's, said by nobody."""

_HAPPENINGS = {
    "RecipientAdd": Happening.MEMBERS_ADDED,
    "RecipientRemove": Happening.LEFT,
    "Call": Happening.CALL_STARTED,
    "ThreadCreated": Happening.OPENED,
}


class ExportSeen:
    """One export's place, and what must be remembered of it from message to message.

    Args:
        head: The export's.
        people: Everybody who speaks in the place or was added to it, in all of its exports.
    """

    def __init__(self, head: "Head", people: "Collection[int]") -> None:
        self._head = head
        self._kind = _kind_of(head)
        self._members = _members(self._kind, len(people))
        self._authors: OrderedDict[int, PersonId] = OrderedDict()
        self._calls: list[PlaceEvent] = []

    @property
    def server(self) -> ServerId:
        """The server, or for private chats the chat itself."""
        return ServerId(self._head.guild.id or self._head.channel.id)

    def observe(
        self, message: "ExportedMessage", at: "datetime", pictures: tuple[Picture, ...]
    ) -> tuple[Observation, ...]:
        """Turn one message into what was seen: words, pictures, or what happened in the place.

        A call's end, which the export writes beside its beginning, comes before the first message after it.

        Args:
            message: Messages come in the order of time.
            at: When it was sent (aware UTC).
            pictures: Those of the message itself, or of what it forwards.
        """
        ended = tuple(call for call in self._calls if call.at <= at)
        self._calls = [call for call in self._calls if call.at > at]
        return ended + self._observe(message, at, pictures)

    def _observe(
        self, message: "ExportedMessage", at: "datetime", pictures: tuple[Picture, ...]
    ) -> tuple[Observation, ...]:
        author = _person(message.author)
        if message.type not in _SPOKEN and not pictures:
            return self._happened(message, author, at)
        self._remember(message)
        forwarded = message.forwarded
        said = message.content if message.type in _SPOKEN else None
        return (
            Message(
                id=MessageId(message.id),
                place=self._place(),
                author=author,
                at=at,
                text=(forwarded.content if forwarded else said) or "",
                pictures=pictures,
                replies_to=self._answered(message),
                mentions=tuple(dict.fromkeys(PersonId(person.id) for person in message.mentions)),
                forwarded=forwarded is not None,
            ),
        )

    def _happened(self, message: "ExportedMessage", by: Person, at: "datetime") -> tuple[Observation, ...]:
        happening = _HAPPENINGS.get(message.type)
        if happening is None:
            return ()
        place = self._thread(message, by, at) if happening is Happening.OPENED else self._place()
        people = tuple(PersonId(person.id) for person in message.mentions)
        event = PlaceEvent(MessageId(message.id), place, happening, by, at, people)
        ended = time_of_text(message.call_ended) if message.call_ended else None
        if happening is Happening.CALL_STARTED and ended is not None:
            self._calls.append(PlaceEvent(event.id, place, Happening.CALL_ENDED, by, ended))
        return (event,)

    def _place(self) -> Place:
        channel = self._head.channel
        opened = time_of_id(channel.id) if self._kind in _OPENED_WITH_A_PURPOSE else None
        return Place(
            server=self.server,
            id=PlaceId(channel.id),
            kind=self._kind,
            parent=PlaceId(channel.parent) if channel.parent and self._kind in _THREADS else None,
            opened_at=opened,
            members=self._members,
        )

    def _thread(self, message: "ExportedMessage", by: Person, at: "datetime") -> Place:
        """The thread that a message in its parent announces; the place itself where it is not named."""
        channel = PlaceId(self._head.channel.id)
        named = message.reference.channel_id if message.reference else None
        if named is None or named == channel:
            return self._place()
        return Place(self.server, PlaceId(named), PlaceKind.THREAD, channel, at, by.id)

    def _remember(self, message: "ExportedMessage") -> None:
        self._authors[message.id] = PersonId(message.author.id)
        if len(self._authors) > AUTHORS_REMEMBERED:
            self._authors.popitem(last=False)

    def _answered(self, message: "ExportedMessage") -> PersonId | None:
        if message.forwarded is not None or message.reference is None:
            return None
        return self._authors.get(message.reference.message_id or 0)


def _kind_of(head: "Head") -> PlaceKind:
    private = PlaceKind.DIRECT if head.guild.id == 0 else PlaceKind.CHANNEL
    return _KINDS.get(head.channel.type, private)


def _members(kind: PlaceKind, known: int) -> int | None:
    if kind is PlaceKind.DIRECT:
        return 2
    return known if kind in _CLOSED and known >= FEWEST_IN_A_GROUP else None


def members_in(message: "ExportedMessage") -> tuple[int, ...]:
    """Who is in the place, as far as this message tells: its author, and whom it says was added."""
    added = message.mentions if message.type == "RecipientAdd" else ()
    return (message.author.id, *(person.id for person in added))


def _person(user: "ExportedUser") -> Person:
    return Person(
        PersonId(user.id),
        automated=user.is_bot,
        account_created=time_of_id(user.id),
        name=f"{user.nickname or ''} {user.name}",
    )
