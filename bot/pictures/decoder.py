"""The decoder's own process: frames of bytes in, fingerprints out, under limits that only a process can have.

Started as `python -m bot.pictures.decoder MEMORY_BYTES SECONDS`. It opens no file, speaks to nobody but its
pipe, and ends when the pipe does. It may crash; the bot counts that and starts another.
"""

import io
import math
import os
import resource
import signal
import sys
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageFile

from bot.pictures import frames
from bot.pictures.look import describe
from bot.pictures.outcome import Unread

if TYPE_CHECKING:
    from typing import BinaryIO

NICENESS: Final = 5
"""Messages come before pictures where processor time is short."""

GRACE_SECONDS: Final = 2
"""How much later than the bot the process ends itself: only if the bot is no longer there to do it."""


def main(arguments: list[str]) -> None:
    """Serve until the pipe ends.

    Raises:
        SystemExit: Not even a small picture can be read under the limits.
    """
    memory, seconds = int(arguments[0]), float(arguments[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # never on disk, not even by mistake
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bot, which then closes the pipe
    # Viewers show what is there of a file that was cut off, so that much is described. Only here: the switch
    # is Pillow's for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    if isinstance(problem := describe(_small_picture()), Unread):
        raise SystemExit(f"cannot decode: {problem.reason} {problem.detail}")
    serve(sys.stdin.buffer, sys.stdout.buffer, seconds)


def _small_picture() -> bytes:
    """A picture of our own: reading it loads what is needed and shows that the limits leave room to work."""
    file = io.BytesIO()
    Image.linear_gradient("L").save(file, "JPEG")
    return file.getvalue()


def serve(asked: "BinaryIO", told: "BinaryIO", seconds: float) -> None:
    """Answer each frame of bytes with its outcome, one after the other."""
    told.write(frames.framed(frames.READY))
    told.flush()
    while (data := frames.read_frame(asked)) is not None:
        signal.setitimer(signal.ITIMER_REAL, math.ceil(seconds) + GRACE_SECONDS)
        answer = frames.answer(describe(data))
        signal.setitimer(signal.ITIMER_REAL, 0)
        told.write(frames.framed(answer))
        told.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
