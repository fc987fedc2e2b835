"""The parts of DiscordChatExporter's JSON that are read, as values. Knows the format, not what it means.

Source: Tyrrrz/DiscordChatExporter, `DiscordChatExporter.Core/Exporting/JsonMessageWriter.cs`.
"""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Snowflake = Annotated[int, Field(ge=0, lt=2**64)]
"""Discord's ids: exports hold them as strings of digits."""


def _nothing_as_empty(value: object) -> object:
    return () if value is None else value


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, coerce_numbers_to_str=True)


class ExportedUser(_Value):
    """Somebody, as the export names them."""

    id: Snowflake
    name: str = ""
    nickname: str | None = None
    is_bot: Annotated[bool, Field(alias="isBot")] = False


class ExportedAttachment(_Value):
    """A file posted with a message.

    Attributes:
        url: An address, or a path relative to the export where files were exported with it.
        size: Bytes.
    """

    id: Snowflake = 0
    url: str
    file_name: Annotated[str, Field(alias="fileName")] = ""
    size: Annotated[int, Field(alias="fileSizeBytes", ge=0)] = 0


Attachments = Annotated[tuple[ExportedAttachment, ...], BeforeValidator(_nothing_as_empty)]
Users = Annotated[tuple[ExportedUser, ...], BeforeValidator(_nothing_as_empty)]


class ExportedReference(_Value):
    """The message that this one answers, or the thread that it announces."""

    message_id: Annotated[Snowflake | None, Field(alias="messageId")] = None
    channel_id: Annotated[Snowflake | None, Field(alias="channelId")] = None


class ExportedForward(_Value):
    """What was forwarded; its author is not known."""

    content: str = ""
    attachments: Attachments = ()


class ExportedMessage(_Value):
    """One message.

    Attributes:
        type: Such as `Default`, `Reply` or `RecipientAdd`; a number where the exporter knew no name.
        timestamp: ISO 8601 with an offset.
        call_ended: When the call that this message announces ended.
    """

    id: Snowflake
    type: str = "Default"
    timestamp: str
    call_ended: Annotated[str | None, Field(alias="callEndedTimestamp")] = None
    content: str | None = None
    author: ExportedUser
    attachments: Attachments = ()
    mentions: Users = ()
    reference: ExportedReference | None = None
    forwarded: Annotated[ExportedForward | None, Field(alias="forwardedMessage")] = None


class ExportedGuild(_Value):
    """The server; id 0 stands for private chats."""

    id: Snowflake
    name: str = ""


class ExportedChannel(_Value):
    """The channel, thread or private chat.

    Attributes:
        type: Such as `GuildTextChat`, `GuildPrivateThread` or `DirectTextChat`.
        parent: The category, or of a thread the channel.
    """

    id: Snowflake
    type: str = ""
    parent: Annotated[Snowflake | None, Field(alias="categoryId")] = None
    name: str = ""


class Head(_Value):
    """What an export says before its messages."""

    guild: ExportedGuild
    channel: ExportedChannel

    @property
    def server_name(self) -> str:
        """The server's name, or the private chat's."""
        return self.guild.name if self.guild.id else self.channel.name

    def link(self, message: int) -> str:
        """The address on Discord of the message with this id."""
        return f"https://discord.com/channels/{self.guild.id or '@me'}/{self.channel.id}/{message}"
