"""Neutral stand-ins for pictures: patterns made from a seed, and the same ones after they travelled."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter

SIZE = (640, 480)
BLOBS = 40
"""Enough edges that a fingerprint calls the picture recognisable, few enough to look calm."""


def pattern(seed: int) -> bytes:
    """A PNG of 640 by 480 with overlapping shapes."""
    return _png(_drawn(seed))


def travelled(seed: int) -> bytes:
    """The same picture as a JPEG, smaller and recompressed, as it comes back through other hands."""
    out = io.BytesIO()
    _drawn(seed).resize((512, 384)).save(out, "JPEG", quality=60)
    return out.getvalue()


def _drawn(seed: int) -> Image.Image:
    # Not for secrets: the same seed has to give the same picture.
    chance = random.Random(seed)  # noqa: S311
    picture = Image.new("RGB", SIZE, _colour(chance))
    pen = ImageDraw.Draw(picture)
    for _ in range(BLOBS):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        width, height = chance.randrange(30, 220), chance.randrange(30, 180)
        shape = pen.ellipse if chance.random() < 0.5 else pen.rectangle  # noqa: PLR2004 - an even chance
        shape((x, y, x + width, y + height), fill=_colour(chance))
    return picture.filter(ImageFilter.GaussianBlur(2))


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return chance.randrange(40, 240), chance.randrange(40, 240), chance.randrange(40, 240)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
