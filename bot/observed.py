"""What was seen: frozen values made from a Discord event, a check, a forward or an export.

From here on no one knows which of those it was. This module knows shapes only; it refuses to know Discord,
files, clocks and what any of it might mean.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import datetime

ServerId = NewType("ServerId", int)
PlaceId = NewType("PlaceId", int)
PersonId = NewType("PersonId", int)
MessageId = NewType("MessageId", int)
PictureId = NewType("PictureId", int)


class PlaceKind(StrEnum):
    """Where people talk. Only the number of possible listeners differs, never who is believed."""

    CHANNEL = "channel"
    THREAD = "thread"
    PRIVATE_THREAD = "private_thread"
    FORUM_POST = "forum_post"
    VOICE = "voice"
    GROUP = "group"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, a thread, a group chat or a private chat.

    Attributes:
        server: The server it belongs to; for private chats and exports without one, the place's own id.
        parent: The channel a thread hangs from.
        opened_at: When it was created, where known (aware UTC).
        opened_by: Who created it, where known.
        members: How many people are in it, whoever opened it included; `None`: unknown, or all may read.
        adverts: True where moderators declared it a place for announcements and adverts.
    """

    server: ServerId
    id: PlaceId
    kind: PlaceKind
    parent: PlaceId | None = None
    opened_at: "datetime | None" = None
    opened_by: PersonId | None = None
    members: int | None = None
    adverts: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks. Context about a person may amplify evidence and never is evidence.

    Attributes:
        automated: A bot or a webhook.
        trusted: A moderator, or the holder of a role that the server trusts to announce.
        account_created: When the account was made (aware UTC), where known.
        joined: When they joined this server (aware UTC), where known.
        known_before: Whether they and the others knew one another before what is observed; `None`: unknown.
        name: All that they are called where they speak, where known; it tells who is spoken to, nothing else.
    """

    id: PersonId
    automated: bool = False
    trusted: bool = False
    account_created: "datetime | None" = None
    joined: "datetime | None" = None
    known_before: bool | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A perceptual hash of a picture (PDQ). The picture cannot be rebuilt from it.

    Attributes:
        bits: The 256 bits of PDQ as a non-negative integer; its 64 hex digits are PDQ's usual text form.
        quality: PDQ's quality measure, 0 to 100; below 50 the picture is too flat to be recognised.

    Source: Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (2019).
    """

    bits: int
    quality: int

    def distance(self, other: "Fingerprint") -> int:
        """Number of differing bits, 0 to 256."""
        return (self.bits ^ other.bits).bit_count()


@dataclass(frozen=True, slots=True)
class Corners:
    """Some hundred corners of a picture, each described by 64 bits; the picture cannot be rebuilt from them.

    Attributes:
        width: Of the picture, where its longer side is 255. Likewise height.
        packed: 10 bytes a corner: 64 comparisons of brightness around it as a little-endian number, then a
            byte each for where it is, right and down, both in units of `width`. Neither its size nor its
            direction is kept.
    """

    width: int
    height: int
    packed: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What tells a picture again after it was cropped, framed, turned, or drawn upon.

    All hashes are PDQ's of quality 50 and over, 32 bytes each, little-endian, one behind the other.

    Attributes:
        inner: Of the picture inside of this one: without borders, without a caption, out of a screenshot.
        crops: Of what would be left of it after usual crops.
        turned: Of it and the first of `inner`, mirrored and rotated: seven each.
        frames: Of the middle and the last picture of an animation.
        middle: Of the square in its middle, where it is no square itself.
        fields: Of the halves, thirds and quarters of which it would consist as a collage.
        dim: Of the whole, where it has too little contrast for a quality of 50, not too little to show.
        sampled: Of the whole as Meta's program for files hashes it, which known lists were often made with.
        corners: Of the whole, and of a picture found inside it. Likewise `mirrored`: as in a mirror.
    """

    inner: bytes = b""
    crops: bytes = b""
    turned: bytes = b""
    frames: bytes = b""
    middle: bytes = b""
    fields: bytes = b""
    dim: bytes = b""
    sampled: bytes = b""
    corners: tuple[Corners, ...] = ()
    mirrored: tuple[Corners, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """An image attachment: where it can be read, what Discord says of it, and its fingerprint once read.

    Attributes:
        name: The file name its sender gave it; never trusted to tell the format.
        content_type: As Discord reports it, such as `image/png`; `None` where it does not.
        size: Bytes.
        width: Pixels, where known. Likewise height.
        url: Signed and short-lived; a path for exports with local files; empty where there is none.
        look: What tells it again when it was altered; read together with the fingerprint.
        known: The names of the known lists that it is on, as an operator imported them.
        sha256: Of its bytes, 64 hex digits, once read; what a police report names a file by.
        own_list: Whether moderators of the server where it was posted confirmed one like it.
        shared_list: Whether another server's did, and both servers chose to share.
        removed_here: Whether one like it was removed there, in an incident that still stands.
    """

    id: PictureId
    name: str
    content_type: str | None
    size: int
    width: int | None
    height: int | None
    url: str
    fingerprint: Fingerprint | None = None
    look: Look | None = None
    known: tuple[str, ...] = ()
    sha256: str | None = None
    own_list: bool = False
    shared_list: bool = False
    removed_here: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message, as its readers saw it.

    Attributes:
        at: When it was sent (aware UTC).
        text: As written; `detection.language` normalises it once.
        pictures: In the order shown. A forward carries the pictures of what was forwarded.
        replies_to: The author of the message that this one answers.
        mentions: People named with a mention, in order, without repeats.
        forwarded: The content was somebody else's: it says nothing about the author's own words.
        edited: This is a later version of a message that was observed before under the same id.
    """

    id: MessageId
    place: Place
    author: Person
    at: "datetime"
    text: str
    pictures: tuple[Picture, ...] = ()
    replies_to: PersonId | None = None
    mentions: tuple[PersonId, ...] = ()
    forwarded: bool = False
    edited: bool = False


class Happening(StrEnum):
    """What can happen in a place besides a message."""

    OPENED = "opened"
    MEMBERS_ADDED = "members_added"
    CALL_STARTED = "call_started"
    CALL_ENDED = "call_ended"
    FRIEND_ADDED = "friend_added"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class PlaceEvent:
    """Something that happened in a place: it was opened, people were added, a call began or ended.

    Attributes:
        id: The message that announced it; where there is none, any id that orders it in time.
        people: Who was added, where the happening is about others.
    """

    id: MessageId
    place: Place
    happening: Happening
    by: Person
    at: "datetime"
    people: tuple[PersonId, ...] = ()


Observation = Message | PlaceEvent
