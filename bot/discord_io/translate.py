"""Discord's objects in, observed values out. From here on no one knows that it was Discord."""

from dataclasses import replace

import discord

from bot.observed import (
    Happening,
    Message,
    MessageId,
    Person,
    PersonId,
    Picture,
    PictureId,
    Place,
    PlaceEvent,
    PlaceId,
    PlaceKind,
    ServerId,
)

TRUSTING = discord.Permissions(manage_messages=True, moderate_members=True, mention_everyone=True)
"""Whoever was given one of these may announce: a server hands them to moderators and organisers."""

_PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp")
"""Where Discord reports no content type, as for some forwarded attachments."""


def message(seen: discord.Message, moderators_role: int | None, *, edited: bool = False) -> Message | None:
    """Translate a message; `None` for those of a place that Breakwater does not know."""
    if seen.guild is None or not isinstance(seen.channel, discord.abc.GuildChannel | discord.Thread):
        return None
    parts = (seen.content, *(snapshot.content for snapshot in seen.message_snapshots))
    answered = seen.reference.resolved if seen.reference else None
    return Message(
        id=MessageId(seen.id),
        place=place(seen.channel),
        author=person(seen.author, moderators_role),
        at=seen.created_at,
        text="\n".join(part for part in parts if part),
        pictures=pictures(seen),
        replies_to=PersonId(answered.author.id) if isinstance(answered, discord.Message) else None,
        mentions=tuple(PersonId(one.id) for one in seen.mentions if not one.bot),
        forwarded=bool(seen.message_snapshots),
        edited=edited,
    )


def additions(seen: discord.Message, moderators_role: int | None) -> PlaceEvent | None:
    """Translate Discord's own line "A added B to the thread"; `None` for every other message."""
    if seen.type is not discord.MessageType.recipient_add or not isinstance(seen.channel, discord.Thread):
        return None
    return PlaceEvent(
        id=MessageId(seen.id),
        place=place(seen.channel),
        happening=Happening.MEMBERS_ADDED,
        by=person(seen.author, moderators_role),
        at=seen.created_at,
        people=tuple(PersonId(one.id) for one in seen.mentions),
    )


def opening(thread: discord.Thread, moderators_role: int | None) -> PlaceEvent | None:
    """Translate the opening of a thread; `None` where Discord no longer knows when (before 2022)."""
    if thread.created_at is None:
        return None
    owner = thread.owner
    by = person(owner, moderators_role) if owner else Person(PersonId(thread.owner_id))
    return PlaceEvent(
        id=MessageId(thread.id), place=place(thread), happening=Happening.OPENED, by=by, at=thread.created_at
    )


def place(channel: discord.abc.GuildChannel | discord.Thread) -> Place:
    """Translate a channel or a thread."""
    found = Place(ServerId(channel.guild.id), PlaceId(channel.id), _kind(channel))
    if isinstance(channel, discord.Thread):
        return replace(
            found,
            parent=PlaceId(channel.parent_id),
            opened_at=channel.created_at,
            opened_by=PersonId(channel.owner_id),
        )
    return replace(found, adverts=isinstance(channel, discord.TextChannel) and channel.is_news())


def person(user: discord.User | discord.Member, moderators_role: int | None) -> Person:
    """Translate an author. Trust comes from the server's permissions and roles alone."""
    member = user if isinstance(user, discord.Member) else None
    return Person(
        id=PersonId(user.id),
        automated=user.bot,
        trusted=member is not None and _trusted(member, moderators_role),
        account_created=user.created_at,
        joined=member.joined_at if member else None,
        name=f"{user.display_name} {user.name}",
    )


def pictures(seen: discord.Message) -> tuple[Picture, ...]:
    """Translate the attachments that claim to be pictures, those of what is forwarded included.

    Whether they are pictures is found out by reading them.
    """
    forwarded = (one for snapshot in seen.message_snapshots for one in snapshot.attachments)
    return tuple(
        Picture(
            id=PictureId(one.id),
            name=one.filename,
            content_type=one.content_type,
            size=one.size,
            width=one.width,
            height=one.height,
            url=one.url,
        )
        for one in (*seen.attachments, *forwarded)
        if (one.content_type or "").startswith("image/")
        or (one.content_type is None and one.filename.lower().endswith(_PICTURE_ENDINGS))
    )


def _trusted(member: discord.Member, moderators_role: int | None) -> bool:
    if moderators_role is not None and member.get_role(moderators_role) is not None:
        return True
    granted = member.guild_permissions
    # What everybody on a server may do says nothing about anybody's trust.
    special = granted.value & ~member.guild.default_role.permissions.value
    return granted.administrator or bool(special & TRUSTING.value)


def _kind(channel: discord.abc.GuildChannel | discord.Thread) -> PlaceKind:
    if isinstance(channel, discord.Thread):
        if channel.is_private():
            return PlaceKind.PRIVATE_THREAD
        return PlaceKind.FORUM_POST if isinstance(channel.parent, discord.ForumChannel) else PlaceKind.THREAD
    if isinstance(channel, discord.VoiceChannel | discord.StageChannel):
        return PlaceKind.VOICE
    return PlaceKind.CHANNEL
