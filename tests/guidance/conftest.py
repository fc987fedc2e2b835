"""The packaged handbook, and a copy of its files on disk that a test may spoil."""

from importlib.resources import as_file, files
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from bot.guidance import Handbook, load_handbook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    return load_handbook()


@pytest.fixture
def folder(tmp_path: "Path") -> "Path":
    with as_file(files("bot.guidance")) as packaged:
        return copytree(packaged, tmp_path / "guidance")
