"""The decoder's own process: what it is given, what it says, and that it ends."""

import asyncio
import json
import signal
import struct
import sys
from typing import TYPE_CHECKING

import pytest

from bot.observed import Corners, Fingerprint, Look
from bot.pictures import frames
from bot.pictures.look import describe
from bot.pictures.outcome import Described, Reason, Unread
from bot.pictures.worker import Decoder, WorkerLimits
from tests.pictures.gallery import jpeg
from tests.pictures.processes import PATIENCE_SECONDS, told

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = (sys.executable, "-m", "bot.pictures.decoder", str(WorkerLimits().memory), "5")


HONEST: dict[str, object] = json.loads(frames.answer(Described(Fingerprint(1, 50), Look())))


async def spoken(asked: bytes) -> tuple[bytes, int | None]:
    """All that the decoder says to these bytes on its pipe, and how it ended once the pipe was closed."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*COMMAND, stdin=pipe, stdout=pipe)
    async with asyncio.timeout(PATIENCE_SECONDS):
        said, _ = await process.communicate(asked)
    return said, process.returncode


async def test_it_says_ready_answers_and_ends_when_the_pipe_does() -> None:
    data = jpeg(1)
    said, code = await spoken(frames.framed(data))
    expected = describe(data)
    assert said == frames.framed(frames.READY) + frames.framed(frames.answer(expected))
    assert code == 0


async def test_it_ends_when_the_pipe_breaks_off_in_the_middle_of_a_picture() -> None:
    said, code = await spoken(frames.framed(jpeg(1))[:-10])
    assert said == frames.framed(frames.READY)
    assert code == 0


async def test_it_is_told_none_of_the_bots_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREAKWATER_DISCORD_TOKEN", "not for decoders")
    async with Decoder() as decoder:
        assert decoder.pid is not None
        environment = told(decoder.pid, "environ")
    assert "PATH=" in environment
    assert "BREAKWATER" not in environment


async def test_it_can_write_no_file(tmp_path: "Path") -> None:
    target = tmp_path / "kept.jpg"
    program = (
        "import sys, runpy; sys.argv[1:] = ['1073741824', '5'];"
        "runpy.run_module('bot.pictures.decoder', run_name='__main__');"
        f"open({str(target)!r}, 'wb').write(b'x' * 100)"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    async with asyncio.timeout(PATIENCE_SECONDS):
        await process.wait()
    assert target.read_bytes() == b""  # opened by the test's last line, and nothing could be written to it


@pytest.mark.parametrize(
    "outcome",
    [
        Described(Fingerprint(2**255 + 7, 93), Look()),
        Described(
            Fingerprint(1, 50),
            Look(
                *(bytes([length]) * 32 * length for length in (3, 7, 14, 2, 1, 14, 1, 1)),
                corners=(Corners(255, 9, b"k" * 2560),) * 2,
                mirrored=(Corners(255, 9, b"m" * 2560),) * 2,
            ),
        ),
        Unread(Reason.DAMAGED, "OSError: broken"),
    ],
)
def test_an_outcome_survives_the_pipe(outcome: Described | Unread) -> None:
    assert frames.outcome(frames.answer(outcome)) == outcome


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"[]",
        b"{}",
        b'{"pdq": "12", "quality": 50}',
        json.dumps({"pdq": "z" * 64, "quality": 50}).encode(),
        json.dumps({"pdq": "0" * 64, "quality": 101}).encode(),
        json.dumps({"pdq": "0" * 64, "quality": 99}).encode(),
        json.dumps(HONEST | {"crops": "AAAA"}).encode(),
        json.dumps(HONEST | {"turned": 5}).encode(),
        json.dumps(HONEST | {"corners": {}}).encode(),
        json.dumps(HONEST | {"corners": [[1, 2]]}).encode(),
        json.dumps(HONEST | {"corners": [[256, 2, ""]]}).encode(),
        json.dumps(HONEST | {"corners": [[9, 2, "AAAA"]]}).encode(),
        b'{"unread": "because", "detail": ""}',
    ],
)
def test_an_answer_that_is_none_is_not_believed(told: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        frames.outcome(told)


def test_a_frame_says_its_length_in_four_bytes() -> None:
    assert frames.framed(b"abc") == struct.pack(">I", 3) + b"abc"


async def test_it_ends_itself_when_a_picture_hangs_and_nobody_is_left_to_end_it() -> None:
    program = (
        "import sys, time; from bot.pictures import decoder;"
        "decoder.GRACE_SECONDS = 0; decoder.describe = lambda data: time.sleep(600);"
        "decoder.serve(sys.stdin.buffer, sys.stdout.buffer, 0.1)"
    )
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdin=pipe, stdout=pipe)
    assert process.stdin is not None
    process.stdin.write(frames.framed(b"hangs"))
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await process.wait() == -signal.SIGALRM
    process.stdin.close()
