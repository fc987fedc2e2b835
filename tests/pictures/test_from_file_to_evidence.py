"""From files to evidence: altered copies of one picture, read by the real decoder, are seen as a wave."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PIL import ImageOps

from bot.detection.policy import Policy
from bot.detection.spread import SpreadDetector
from bot.observed import Message, MessageId, Person, PersonId, Place, PlaceId, PlaceKind, ServerId
from bot.pictures.reader import PictureReader
from tests.pictures.gallery import encoded, picture, scene

if TYPE_CHECKING:
    from bot.detection.evidence import Evidence
    from bot.observed import Picture
    from bot.pictures.outcome import Unread

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
SAME = {
    "as it was": encoded(scene(1, 900, 700)),
    "smaller": encoded(scene(1, 900, 700).resize((450, 350)), "JPEG", quality=80),
    "worn": encoded(scene(1, 900, 700), "JPEG", quality=30),
    "another format": encoded(scene(1, 900, 700), "WEBP", quality=40),
    "without colours": encoded(scene(1, 900, 700).convert("L")),
}
EVADING = {
    "as it was": encoded(scene(1, 900, 700)),
    "cropped unevenly": encoded(scene(1, 900, 700).crop((70, 20, 860, 650)), "JPEG", quality=60),
    "framed": encoded(ImageOps.expand(scene(1, 900, 700), 60, "white"), "JPEG"),
    "mirrored": encoded(ImageOps.mirror(scene(1, 900, 700)), "JPEG"),
    "turned a little": encoded(scene(1, 900, 700).rotate(4), "JPEG"),
    "as it was again": encoded(scene(1, 900, 700), "WEBP", quality=60),
}
OTHERS = {str(seed): encoded(scene(seed, 900, 700)) for seed in range(2, 7)}


async def looked_at(files: dict[str, bytes]) -> "tuple[Evidence, ...]":
    """Let one person post the files in as many channels; return the evidence of the last."""

    async def source(asked: "Picture") -> "bytes | Unread":
        return files[asked.url]

    detector, found = SpreadDetector(), ()
    async with PictureReader(source) as reader:
        for number, name in enumerate(files):
            place = Place(ServerId(1), PlaceId(number), PlaceKind.CHANNEL)
            at = BEGIN + timedelta(seconds=20 * number)
            shown = replace(picture(name), name=f"{name}.png")
            message = Message(MessageId(number), place, Person(PersonId(7)), at, "", (shown,))
            found = detector.look(await reader.read_message(message))
    return found


async def test_altered_copies_of_one_picture_are_a_wave() -> None:
    (found,) = await looked_at(SAME)
    assert found.kind == "same_picture"
    assert found.weight >= Policy().alert
    assert found.messages == tuple(range(len(SAME)))
    assert found.reason == "posted the same picture in 5 places within 80 seconds"


async def test_copies_altered_to_evade_a_bot_are_a_wave() -> None:
    (found,) = await looked_at(EVADING)
    assert found.kind == "same_picture"
    assert found.weight >= Policy().alert
    assert found.messages == tuple(range(len(EVADING)))


async def test_as_many_different_pictures_are_nothing() -> None:
    assert await looked_at(OTHERS) == ()
