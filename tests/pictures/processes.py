"""Waiting for processes and conditions, without sleeping for a fixed time."""

import asyncio
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_SECONDS = 20.0


async def until(condition: "Callable[[], bool]") -> None:
    """Let the loop turn until the condition holds."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 - the condition is a fact about a process or queue, no event
            await asyncio.sleep(0.001)


async def until_busy(pid: int) -> None:
    """Wait until the process is computing, not reading."""
    await until(lambda: told(pid, "stat").rpartition(")")[2].split()[0] == "R")


def told(pid: int, what: str) -> str:
    """What the system tells of a process under `/proc`; skips the test where it tells nothing."""
    try:
        return Path(f"/proc/{pid}/{what}").read_text()
    except FileNotFoundError:
        pytest.skip("this system tells nothing of processes in /proc")


def peak_memory(pid: int | None) -> int:
    """The most address space that the process ever had, in bytes."""
    assert pid is not None
    found = re.search(r"VmPeak:\s+(\d+) kB", told(pid, "status"))
    assert found is not None
    return int(found[1]) * 1024


def running(pid: int) -> bool:
    """Whether the process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
