"""The commands about pictures, as a person types them: `fingerprint`, `pictures find`, `lists`."""

import json
from typing import TYPE_CHECKING

import pytest
import typer
from PIL import Image
from typer.testing import CliRunner, Result

from bot.cli.fingerprint import fingerprint
from bot.cli.lists import lists
from bot.cli.pictures import pictures
from bot.errors import BreakwaterError
from bot.observed import Fingerprint
from bot.pictures.fingerprint import as_hex
from bot.pictures.fingerprint import fingerprint as reference
from tests.pictures.gallery import encoded, jpeg, scene

if TYPE_CHECKING:
    from pathlib import Path

app = typer.Typer()
app.command()(fingerprint)
app.add_typer(pictures, name="pictures")
app.add_typer(lists, name="lists")


def run(*words: "str | Path") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: "Path", monkeypatch: pytest.MonkeyPatch) -> "Path":
    """A folder with three pictures and a text, which is the data folder too."""
    monkeypatch.setenv("BREAKWATER_DATA_DIR", str(tmp_path))
    (tmp_path / "below").mkdir()
    for name, seed in (("one.jpg", 1), ("two.jpg", 2), ("below/three.jpg", 3)):
        (tmp_path / name).write_bytes(jpeg(seed))
    (tmp_path / "notes.txt").write_text("no picture")
    return tmp_path


def test_fingerprints_are_printed_in_the_order_given_with_what_could_not_be_read(folder: "Path") -> None:
    missing = folder / "missing.png"
    result = run("fingerprint", folder / "two.jpg", missing, folder / "notes.txt", "--json")
    two, gone, text = json.loads(result.stdout)
    expected = reference(jpeg(2))
    assert isinstance(expected, Fingerprint)
    assert two == {
        "file": str(folder / "two.jpg"),
        "pdq": as_hex(expected),
        "quality": expected.quality,
        "error": None,
    }
    assert gone == {"file": str(missing), "pdq": None, "quality": None, "error": "gone (no such file)"}
    assert text["error"] == "unknown format"
    assert result.exit_code == 1


def test_altered_copies_are_found_among_a_folder_with_how(
    folder: "Path", tmp_path_factory: pytest.TempPathFactory
) -> None:
    asked = tmp_path_factory.mktemp("asked")
    image = scene(3)
    (asked / "cropped.png").write_bytes(encoded(image.crop((40, 20, 600, 470))))
    (asked / "mirrored.png").write_bytes(encoded(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    (asked / "other.png").write_bytes(encoded(scene(9)))
    queries = [asked / name for name in ("cropped.png", "mirrored.png", "other.png")]
    result = run("pictures", "find", *queries, "--among", folder, "--json")
    cropped, mirrored, other = json.loads(result.stdout)
    three = str(folder / "below" / "three.jpg")
    assert [match["file"] for match in cropped["matches"]] == [three]
    assert [(match["file"], match["by"]) for match in mirrored["matches"]] == [(three, "turned")]
    assert other == {"query": str(asked / "other.png"), "matches": []}
    assert result.exit_code == 0


def test_a_query_that_cannot_be_read_is_named_and_the_others_are_answered(folder: "Path") -> None:
    result = run("pictures", "find", folder / "notes.txt", folder / "one.jpg", "--among", folder, "--json")
    unread, one = json.loads(result.stdout)
    assert unread["matches"] == []
    assert one["matches"] == [{"file": str(folder / "one.jpg"), "distance": 0, "by": "whole"}]
    assert "notes.txt: unknown format" in result.stderr.replace("\n", "")
    assert result.exit_code == 1


def test_a_list_is_imported_shown_and_dropped(folder: "Path") -> None:
    file = folder / "Partner List.txt"
    file.write_text(f"{'ab' * 32}\nnot a hash\n")
    imported = run("lists", "import", file, "--json")
    assert json.loads(imported.stdout)["bad"] == [
        {"line": 2, "problem": "10 characters where 64 hex digits should be"}
    ]
    assert "line 2" in imported.stderr
    assert imported.exit_code == 1
    assert json.loads(run("lists", "show", "--json").stdout) == [{"name": "partner-list", "hashes": 1}]
    assert run("lists", "drop", "partner-list").exit_code == 0
    assert json.loads(run("lists", "show", "--json").stdout) == []


@pytest.mark.usefixtures("folder")
def test_dropping_a_list_that_is_not_there_says_so() -> None:
    result = run("lists", "drop", "nothing")
    assert isinstance(result.exception, BreakwaterError)
    assert "no known list nothing" in str(result.exception)
