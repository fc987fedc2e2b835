"""The bot's side of the decoder: starts the process, gives it one picture at a time, replaces it when lost.

Knows processes and pipes. Refuses to know where the bytes come from and what the fingerprint is for.
"""

import asyncio
import logging
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import bot
from bot.pictures import frames
from bot.pictures.outcome import Reason, Unread

if TYPE_CHECKING:
    from bot.pictures.outcome import Described

_log = logging.getLogger(__name__)

START_SECONDS: Final = 20.0
"""Until the decoder is ready; a busy machine with a cold disk needs a few."""

PAUSE_SECONDS: Final = 5.0
"""After a start that failed, until the next is tried: a machine without memory is not helped by haste."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What a picture may cost the decoder.

    Attributes:
        memory: Bytes of address space. The largest honest picture, 50 megapixels as WebP, needs 1,090 MiB,
            180 MB of which are OpenCV's code.
        seconds: For one picture. The slowest honest one, 50 megapixels as WebP, takes between two and three.
    """

    memory: int = 1280 * 1024 * 1024
    seconds: float = 8.0


class Decoder:
    """One decoding process, replaced when it is lost; pictures wait for one another."""

    def __init__(self, limits: WorkerLimits | None = None) -> None:
        self._limits = limits or WorkerLimits()
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._lost = 0
        self._not_before = 0.0

    @property
    def lost(self) -> int:
        """How many processes crashed, hung, or were killed from outside."""
        return self._lost

    @property
    def pid(self) -> int | None:
        """The process that decodes now, for `doctor` and tests."""
        return self._process.pid if self._process else None

    async def __aenter__(self) -> Self:
        """Start the first process; should it fail, pictures stay unread and the bot goes on without."""
        await self._living()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end()

    async def describe(self, data: bytes) -> "Described | Unread":
        """Fingerprint and describe a file. A crash or a hang costs this one picture, not the next."""
        async with self._turn:
            process = await self._living()
            if process is None:
                return Unread(Reason.DECODER_LOST, "it did not start")
            try:
                async with asyncio.timeout(self._limits.seconds):
                    return frames.outcome(await _ask(process, data))
            except TimeoutError:
                return await self._replace(
                    Unread(Reason.TOOK_TOO_LONG, f"more than {self._limits.seconds:g} seconds")
                )
            except (OSError, EOFError, ValueError) as error:
                return await self._replace(Unread(Reason.DECODER_LOST, type(error).__name__))
            except asyncio.CancelledError:
                # Half an exchange is in the pipe: its answer must not become that of the next picture.
                await self._end()
                raise

    async def _replace(self, outcome: Unread) -> Unread:
        """Count the loss and make room; the next picture starts the next process."""
        self._lost += 1
        _log.warning(
            "the picture decoder was lost (%s, %s); starting another", outcome.reason, outcome.detail
        )
        await self._end()
        return outcome

    async def _living(self) -> asyncio.subprocess.Process | None:
        """The process, started anew where there is none; `None` where it does not start."""
        if self._process is not None and self._process.returncode is not None:
            # It died between two pictures: no picture need pay for that.
            await self._replace(Unread(Reason.DECODER_LOST, "it ended by itself"))
        now = asyncio.get_running_loop().time()
        if self._process is None and now >= self._not_before:
            try:
                await self._start()
            except (OSError, EOFError, ValueError, TimeoutError) as error:
                self._not_before = now + PAUSE_SECONDS
                await self._replace(Unread(Reason.DECODER_LOST, f"did not start: {type(error).__name__}"))
            except asyncio.CancelledError:
                await self._end()  # nobody else would: whoever enters us has not entered yet
                raise
        return self._process

    async def _start(self) -> None:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.pictures.decoder"),
            *(str(self._limits.memory), str(self._limits.seconds)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=Path(bot.__file__).parent.parent,
            env=_environment(),
        )
        self._process = process  # so that a start that fails half-way is ended like any other
        async with asyncio.timeout(START_SECONDS):
            if await _read_answer(process) != frames.READY:
                raise EOFError("the decoder did not say that it is ready")

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()  # it holds nothing that would be lost
        await process.wait()
        if process.stdin is not None:
            process.stdin.close()


async def _ask(process: asyncio.subprocess.Process, data: bytes) -> bytes:
    if process.stdin is None:
        raise EOFError
    process.stdin.write(frames.framed(data))
    await process.stdin.drain()
    return await _read_answer(process)


async def _read_answer(process: asyncio.subprocess.Process) -> bytes:
    if process.stdout is None:
        raise EOFError
    head = await process.stdout.readexactly(frames.HEADER.size)
    (length,) = frames.HEADER.unpack(head)
    if length > frames.MAX_ANSWER_BYTES:
        raise ValueError("the decoder's answer is too long")
    return await process.stdout.readexactly(length)


def _environment() -> dict[str, str]:
    """What the decoder may know of the bot's environment: how to run, and none of its secrets."""
    passed = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    # One thread: the matrices are small, and each thread of the library claims address space.
    return passed | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
