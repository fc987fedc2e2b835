"""The README says what the code does: permissions and settings stand in both, word for word."""

from pathlib import Path

from typer.main import get_command

from bot.cli import app
from bot.discord_io.permissions import NEEDS, invite, needed
from bot.settings import DISCORD_MEDIA_HOSTS, PREFIX, Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _rows(name: str) -> list[tuple[str, ...]]:
    """The rows of the table between two comments, without its head."""
    between = README.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]
    lines = [line for line in between.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def _shown(default: object) -> str:
    if isinstance(default, tuple):
        return ", ".join(DISCORD_MEDIA_HOSTS)
    return "" if default is None else str(default)


def test_the_readme_lists_every_permission_with_its_reason() -> None:
    assert _rows("permissions") == [(need.label, need.reason, need.only_for or "") for need in NEEDS]


def test_the_invite_link_asks_for_what_the_list_names_and_nothing_else() -> None:
    assert f"permissions={needed().value}" in invite(1)
    assert needed().value.bit_count() == len(NEEDS)


def test_the_readme_lists_every_setting_with_its_default() -> None:
    defaults = Settings.model_construct()
    expected = [
        (f"`{PREFIX}{name.upper()}`", _shown(getattr(defaults, name)), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    assert _rows("settings") == expected


def test_every_command_explains_itself_and_its_exit_status() -> None:
    command = get_command(app)
    for name, sub in getattr(command, "commands", {}).items():
        if name != "db":
            assert "exit status" in (sub.help or "").lower(), name


def test_the_pictures_of_the_readme_are_there() -> None:
    for name in ("note.png", "card.png"):
        assert (ROOT / "docs" / name).stat().st_size > 10_000
