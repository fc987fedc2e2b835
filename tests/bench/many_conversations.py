"""Follows many conversations and prints what the process grew by: run as a process of its own."""

import gc
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.detection.language.reading import load_cues
from bot.detection.pipeline import Detection
from bot.detection.policy import Policy
from bot.observed import Message, MessageId, Person, PersonId, Place, PlaceId, PlaceKind, ServerId
from tests.bench.ordinary_talk import messages

BEGIN = datetime(2026, 8, 1, tzinfo=UTC)
LINES = 6
"""Messages of each talk between two people, who take turns."""


def resident() -> int:
    """Bytes of this process in memory."""
    gc.collect()
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


def main(conversations: int) -> None:
    """Let two people talk in each of many channels; a conversation is followed for either of them."""
    texts = [message.text for message in messages()]
    cues = load_cues()
    for text in texts:
        cues.read(text)
    detection = Detection(Policy(max_stories=conversations), None, cues)
    before = resident()
    for number in range(conversations // 2):
        place = Place(ServerId(1_000 + number // 500), PlaceId(1_000_000 + number), PlaceKind.CHANNEL)
        for line in range(LINES):
            detection.observe(
                Message(
                    MessageId(10_000_000 + number * LINES + line),
                    place,
                    Person(PersonId(5_000_000 + number * 2 + line % 2)),
                    BEGIN + timedelta(seconds=number + line),
                    texts[(number * LINES + line) % len(texts)],
                    replies_to=PersonId(5_000_000 + number * 2 + (line + 1) % 2),
                )
            )
    after = resident()
    sys.stdout.write(f"{len(detection)} {after - before}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
