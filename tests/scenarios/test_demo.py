"""The demonstration as a newcomer runs it: two processes, five stories, and a verdict on itself."""

import asyncio
import sys


async def test_the_demonstration_finds_everything_as_it_must_be() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo", "--once"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(120):
        told, _ = await process.communicate()
    text = told.decode()
    assert process.returncode == 0, text
    assert "Everything that must happen happened, and nothing else did." in text
    assert text.count("nothing was said, to nobody") == 3
