"""The shape of the code: short files, functions that fit on a screen, the field's names, no mocks."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("bot", "cogs", "migrations") for path in (ROOT / folder).rglob("*.py"))
WRITTEN = [path for path in SOURCES if path.parent.name != "versions"]
"""Without the steps of the migrations, which are one list each and written by Alembic."""
TESTS = sorted((ROOT / "tests").rglob("*.py"))

LONGEST_FILE = 350
LONGEST_COG = 200
LONGEST_FUNCTION = 60
"""Lines; what a person can hold in view (the aims of the project's style)."""

FORBIDDEN_NAMES = re.compile(r"\bclass \w*Manager\b|\bdef handle_")
FORBIDDEN_FILES = {"utils", "helpers", "common", "misc"}


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's own code: a command's docstring is its page of help."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_file_is_short(path: Path) -> None:
    most = LONGEST_COG if path.is_relative_to(ROOT / "cogs") else LONGEST_FILE
    assert len(path.read_text(encoding="utf-8").splitlines()) <= most


@pytest.mark.parametrize("path", WRITTEN, ids=_name)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    long = [node.name for node in functions if _lines(node) > LONGEST_FUNCTION]
    assert long == []


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_names_are_the_fields_own(path: Path) -> None:
    assert FORBIDDEN_NAMES.findall(path.read_text(encoding="utf-8")) == []
    assert path.stem not in FORBIDDEN_FILES


@pytest.mark.parametrize("path", TESTS, ids=_name)
def test_a_test_uses_the_real_thing(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module])
    }
    assert not modules & {"unittest.mock", "mock", "pytest_mock"}
