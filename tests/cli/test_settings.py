from typing import TYPE_CHECKING

import pytest

from bot.errors import SettingsError
from bot.settings import DISCORD_MEDIA_HOSTS, Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: "Path", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_the_defaults_hold() -> None:
    settings = Settings.load()
    assert settings.database == "sqlite+aiosqlite:///data/breakwater.sqlite3"
    assert settings.media_hosts == DISCORD_MEDIA_HOSTS


def test_a_file_env_is_read_and_the_environment_wins(
    tmp_path: "Path", monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("BREAKWATER_LOG_LEVEL=debug\nBREAKWATER_DATA_DIR=here\n")
    monkeypatch.setenv("BREAKWATER_DATA_DIR", "there")
    settings = Settings.load()
    assert (settings.log_level, str(settings.data_dir)) == ("debug", "there")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LOG_LEVEL", "loud", "'debug', 'info', 'warning' or 'error'"),
        ("DISCORD_API_URL", "discord", "valid URL"),
        ("DISCORD_GATEWAY_URL", "https://gateway.discord.gg", "'ws' or 'wss'"),
        ("MEDIA_HOSTS", "https://cdn.discordapp.com/", "exact host names"),
        ("MEDIA_HOSTS", "*.discordapp.com", "exact host names"),
        ("MEDIA_HOSTS", " , ", "exact host names"),
        ("DATABASE_URL", "postgresql+asyncpg://localhost/x", "sqlite+aiosqlite:///"),
        ("DATABASE_URL", "nonsense", "sqlite+aiosqlite:///"),
    ],
)
def test_a_wrong_value_is_told_by_name_with_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"BREAKWATER_{name}", value)
    with pytest.raises(SettingsError) as refused:
        Settings.load()
    assert f"BREAKWATER_{name}" in str(refused.value)
    assert said in str(refused.value)


def test_the_token_never_shows_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREAKWATER_DISCORD_TOKEN", "secret-token")
    settings = Settings.load()
    assert "secret-token" not in repr(settings)
    assert settings.token() == "secret-token"
