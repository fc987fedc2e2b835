"""The least that Breakwater needs to be allowed, each with its reason. The invite link is made from it."""

from dataclasses import dataclass

import discord
from discord.utils import oauth_url


@dataclass(frozen=True, slots=True)
class Need:
    """One permission. `name` is discord.py's, `label` is Discord's in the settings."""

    name: str
    label: str
    reason: str
    only_for: str | None = None


NEEDS = (
    Need("view_channel", "View Channels", "to notice what happens where it is invited"),
    Need("send_messages", "Send Messages", "to post the quiet note and the moderators' card"),
    Need("send_messages_in_threads", "Send Messages in Threads", "to post the quiet note in a thread"),
    Need(
        "read_message_history",
        "Read Message History",
        "to find its own card after a crash, not send it twice",
    ),
    Need(
        "manage_threads", "Manage Threads", "to see private threads, where groups of followers are gathered"
    ),
    Need("manage_messages", "Manage Messages", "to remove messages on a moderator's word", "Remove messages"),
    Need("moderate_members", "Timeout Members", "to time somebody out on a moderator's word", "Time out"),
)
"""Not asked for: Administrator, Ban, Kick, Manage Server, Mention Everyone, Embed Links, Attach Files."""

INTENTS_WORDS = "Message Content Intent"


def needed() -> discord.Permissions:
    """The permissions as Discord counts them."""
    return discord.Permissions(**dict.fromkeys((need.name for need in NEEDS), True))


def invite(application: int) -> str:
    """The link with which a server's admin adds the bot, with no more than it needs."""
    return oauth_url(application, permissions=needed(), scopes=("bot", "applications.commands"))


def intents() -> discord.Intents:
    """What the gateway has to tell us; only message content is privileged.

    Members are not asked for: messages bring their author, and additions to a thread are announced in it.
    """
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.message_content = True
    return wanted


def missing(granted: discord.Permissions) -> tuple[Need, ...]:
    """What of the list is not granted."""
    return tuple(need for need in NEEDS if not getattr(granted, need.name))
