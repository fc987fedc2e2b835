"""Resident memory of each conversation that is followed, at 100,000 of them, in a process of its own.

Run it with `pytest tests/bench/test_detection_memory.py -s`.
"""

import subprocess
import sys

CONVERSATIONS = 100_000

AIM = 1024
"""Bytes that a conversation is to take at most."""


def test_a_conversation_among_a_hundred_thousand() -> None:
    command = [sys.executable, "-m", "tests.bench.many_conversations", str(CONVERSATIONS)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    followed, grown = map(int, ended.stdout.split())
    each = grown / followed
    print(f"\n{followed} conversations take {grown / 2**20:.0f} MiB: {each:.0f} bytes each (aim {AIM})")  # noqa: T201 - a bench reports
    assert followed == CONVERSATIONS
