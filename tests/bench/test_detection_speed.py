"""What a message costs from its text to a verdict, against what a bare client needs to hear of it at all.

Run it with `pytest tests/bench/test_detection_speed.py -s`. Both go through the same messages in the same
run, in turns; times are of the processor, the best of several rounds, so that other work counts less.
"""

import asyncio
import time
from typing import TYPE_CHECKING

from bot.detection.language.reading import load_cues
from bot.detection.pipeline import build_detection
from bot.detection.verdict import Level
from tests.bench.bare_client import BareClient, Wire, payload
from tests.bench.ordinary_talk import messages, other_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.detection.language.reading import Cues
    from bot.observed import Message

ROUNDS = 4

AIM = 3.0
"""Detection is to be so many times as fast as the bare client."""

BURST = 20
"""Payloads that a client takes in before its handlers run, as on a busy socket."""


async def client_seconds(heard: "Sequence[Message]") -> float:
    """Seconds for all messages: JSON decoded, parsed, dispatched, handler run."""
    client = BareClient()
    wire = Wire(client, asyncio.get_running_loop())
    wire.know({message.place for message in heard})
    payloads = [payload(message, sequence) for sequence, message in enumerate(heard)]
    begun = time.process_time()
    for number, one in enumerate(payloads):
        await wire.receive(one)
        if number % BURST == 0:
            await asyncio.sleep(0)
    await asyncio.sleep(0)
    taken = time.process_time() - begun
    await asyncio.sleep(0)
    assert client.heard == len(heard)
    return taken


def detection_seconds(before: "Sequence[Message]", heard: "Sequence[Message]") -> tuple[float, float, int]:
    """Seconds for reading all messages alone, and with all that follows, and how many verdicts came.

    Args:
        before: Other talk, heard before: a bot has been up for some time.
        heard: The messages, none of which was read before.
    """
    cues = _cues(before)
    begun = time.process_time()
    for message in heard:
        cues.read(message.text)
    reading = time.process_time() - begun
    detection = build_detection(cues=_cues(before))
    for message in before:
        detection.observe(message)
    verdicts = 0
    begun = time.process_time()
    for message in heard:
        verdicts += any(verdict.level >= Level.CAUTION for verdict in detection.observe(message))
    return reading, time.process_time() - begun, verdicts


def _cues(before: "Sequence[Message]") -> "Cues":
    """Cues that know the words of talk heard before."""
    cues = load_cues()
    for text in (*other_texts(), *(message.text for message in before)):
        cues.read(text)
    return cues


async def test_a_message_against_a_bare_client() -> None:
    talk = messages()
    before, heard = talk[: len(talk) // 2], talk[len(talk) // 2 :]
    client: list[float] = []
    reading: list[float] = []
    detection: list[float] = []
    verdicts = 0
    for _ in range(ROUNDS):
        client.append(await client_seconds(heard))
        read, observed, verdicts = detection_seconds(before, heard)
        reading.append(read)
        detection.append(observed)
    bare, alone, whole = (min(times) / len(heard) * 1e6 for times in (client, reading, detection))
    told = f"{len(heard)} messages, {verdicts} with a verdict; a message: bare client {bare:.1f} µs"
    parts = f"reading {alone:.1f} µs, detection with reading {whole:.1f} µs"
    print(f"\n{told}, {parts}: {bare / whole:.2f} times as fast (aim {AIM:g})")  # noqa: T201 - a bench reports
    assert verdicts > 0
