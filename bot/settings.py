"""Settings from the environment and `.env`, each with its meaning, its default and a clear refusal.

This module knows names and allowed values. It opens nothing and connects to nothing.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AnyHttpUrl,
    AnyWebsocketUrl,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError

PREFIX = "BREAKWATER_"
DATABASE_FILE = "breakwater.sqlite3"
DISCORD_MEDIA_HOSTS = ("cdn.discordapp.com", "media.discordapp.net")
"""Where Discord serves attachments from (Discord API reference, "Image Formatting" and "Signed URLs")."""

_http = TypeAdapter(AnyHttpUrl)
_websocket = TypeAdapter(AnyWebsocketUrl)


class Settings(BaseSettings):
    """Everything that can be set. Each field is read from `BREAKWATER_` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    discord_token: Annotated[
        SecretStr | None, Field(description="The bot's token, from the Discord developer portal, page Bot.")
    ] = None
    discord_api_url: Annotated[
        str, Field(description="Base address of Discord's REST API; change it for a REST proxy.")
    ] = "https://discord.com/api/v10"
    discord_gateway_url: Annotated[
        str | None, Field(description="Address of Discord's gateway; unset: as the REST API says.")
    ] = None
    media_hosts: Annotated[
        tuple[str, ...],
        NoDecode,
        Field(description="Hosts that attachments may be read from, separated by commas."),
    ] = DISCORD_MEDIA_HOSTS
    data_dir: Annotated[Path, Field(description="Folder of the SQLite file; made where missing.")] = Path(
        "data"
    )
    database_url: Annotated[
        str | None,
        Field(description="sqlite+aiosqlite:///FILE; unset: breakwater.sqlite3 in the data folder."),
    ] = None
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="How much the log says.")
    ] = "info"

    @field_validator("discord_api_url")
    @classmethod
    def _is_http(cls, value: str) -> str:
        _http.validate_python(value)
        return value.rstrip("/")

    @field_validator("discord_gateway_url")
    @classmethod
    def _is_websocket(cls, value: str | None) -> str | None:
        if value:
            _websocket.validate_python(value)
        return value or None

    @field_validator("media_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        hosts = tuple(host.strip().lower() for host in value.split(",") if host.strip())
        wrong = [host for host in hosts if "/" in host or "*" in host]
        if wrong or not hosts:
            raise ValueError(
                f"exact host names such as cdn.discordapp.com, not {', '.join(wrong) or 'nothing'}"
            )
        return hosts

    @field_validator("database_url")
    @classmethod
    def _is_sqlite(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            driver = make_url(value).drivername
        except ArgumentError:
            driver = "nothing that can be read"
        if driver != "sqlite+aiosqlite":
            raise ValueError(f"an address such as sqlite+aiosqlite:///breakwater.sqlite3, not {driver}")
        return value

    @classmethod
    def load(cls) -> Self:
        """Read the environment and `.env`.

        Raises:
            SettingsError: A value is wrong; the text names each setting with what is allowed.
        """
        try:
            return cls()
        except ValidationError as error:
            lines = [_complaint(list(problem["loc"]), problem["msg"]) for problem in error.errors()]
            raise SettingsError("\n".join(lines)) from None

    @property
    def database(self) -> str:
        """The SQLAlchemy address in use."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / DATABASE_FILE}"

    def token(self) -> str:
        """The token.

        Raises:
            SettingsError: There is none.
        """
        value = self.discord_token.get_secret_value().strip() if self.discord_token else ""
        if not value:
            raise SettingsError(
                f"{PREFIX}DISCORD_TOKEN is not set: Breakwater cannot sign in to Discord.\n"
                "Copy it from https://discord.com/developers/applications, your application, page Bot.\n"
                f"Then put {PREFIX}DISCORD_TOKEN=... into the environment or the file .env and start again."
            )
        return value


def _complaint(location: list[int | str], message: str) -> str:
    name = str(location[0]) if location else "settings"
    field = Settings.model_fields.get(name)
    meaning = f" ({field.description})" if field else ""
    return f"{PREFIX}{name.upper()}: {message.removeprefix('Value error, ')}{meaning}"
