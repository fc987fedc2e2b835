"""What people do to a picture before they post it again, by its name in the table."""

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from tests.bench.drawn import chat
from tests.pictures.gallery import encoded

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Alteration = Callable[[Image.Image, Random], bytes]


def _jpeg(image: Image.Image, quality: int = 85) -> bytes:
    return encoded(image, "JPEG", quality=quality)


def _resized(factor: float) -> "Alteration":
    def alter(image: Image.Image, _: "Random") -> bytes:
        return _jpeg(image.resize((round(image.width * factor), round(image.height * factor))))

    return alter


def _brighter(factor: float) -> "Alteration":
    return lambda image, _: _jpeg(ImageEnhance.Brightness(image).enhance(factor))


def _cropped(left: float, top: float, right: float, bottom: float, quality: int = 85) -> "Alteration":
    """Take away so much of each side, in shares of the width or height."""

    def alter(image: Image.Image, _: "Random") -> bytes:
        w, h = image.size
        box = (round(w * left), round(h * top), round(w * (1 - right)), round(h * (1 - bottom)))
        return _jpeg(image.crop(box), quality)

    return alter


def _one_sided(image: Image.Image, random: "Random") -> bytes:
    shares = [0.0] * 4
    shares[random.randrange(4)] = 0.15
    left, top, right, bottom = shares
    return _cropped(left, top, right, bottom)(image, random)


def _uneven(image: Image.Image, random: "Random") -> bytes:
    left, top, right, bottom = (random.uniform(0, 0.12) for _ in range(4))
    return _cropped(left, top, right, bottom, quality=60)(image, random)


def _bordered(share: float) -> "Alteration":
    def alter(image: Image.Image, random: "Random") -> bytes:
        edge = round(share * max(image.size))
        colour = random.choice(("white", "black", "#313338", "red"))
        framed = Image.new("RGB", (image.width + 2 * edge, image.height + 2 * edge), colour)
        framed.paste(image, (edge, edge))
        return _jpeg(framed)

    return alter


def _letterbox(image: Image.Image, random: "Random") -> bytes:
    side = round(max(image.size) * 1.1)
    size = (image.width, side) if image.width >= image.height else (side, image.height)
    boxed = Image.new("RGB", size, random.choice(("black", "white")))
    boxed.paste(image, ((size[0] - image.width) // 2, (size[1] - image.height) // 2))
    return _jpeg(boxed)


def _captioned(image: Image.Image, random: "Random") -> bytes:
    bar = round(image.height * 0.15)
    paper, ink = random.choice((("white", "black"), ("black", "white")))
    above = random.random() < 0.5
    whole = Image.new("RGB", (image.width, image.height + bar), paper)
    whole.paste(image, (0, bar if above else 0))
    at = (image.width // 10, (0 if above else image.height) + bar // 4)
    font = ImageFont.load_default(bar // 2)
    ImageDraw.Draw(whole).text(at, "when it is Monday again", fill=ink, font=font)
    return _jpeg(whole)


def _rotated(least: float, most: float) -> "Alteration":
    """Turn by a few degrees; the corners that come free are black."""

    def alter(image: Image.Image, random: "Random") -> bytes:
        angle = random.choice((-1, 1)) * random.uniform(least, most)
        return _jpeg(image.rotate(angle, Image.Resampling.BICUBIC))

    return alter


def _turned(how: Image.Transpose) -> "Alteration":
    return lambda image, _: _jpeg(image.transpose(how))


def _watermarked(image: Image.Image, random: "Random") -> bytes:
    marked = image.copy()
    size = round(image.width * 0.25 / 5)
    at = (random.uniform(0, image.width * 0.75), random.uniform(0, image.height - size * 1.3))
    font = ImageFont.load_default(size)
    ImageDraw.Draw(marked).text(at, "@somebody", fill="white", stroke_width=2, stroke_fill="black", font=font)
    return _jpeg(marked)


def _stickered(image: Image.Image, random: "Random") -> bytes:
    """A round face of a radius of 12 % of the shorter side, anywhere."""
    marked = image.copy()
    radius = round(min(image.size) * 0.12)
    x, y = random.uniform(0, image.width), random.uniform(0, image.height)
    draw = ImageDraw.Draw(marked)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill="gold", outline="black", width=3)
    for side in (-1, 1):
        eye = (x + side * radius * 0.4, y - radius * 0.3)
        draw.ellipse((eye[0] - 5, eye[1] - 9, eye[0] + 5, eye[1] + 9), fill="black")
    draw.arc((x - radius / 2, y - radius / 2, x + radius / 2, y + radius / 2), 20, 160, "black", 4)
    return _jpeg(marked)


def _photographed_chat(image: Image.Image, random: "Random") -> bytes:
    return _jpeg(chat(random.randrange(10_000), image))


ALTERATIONS: "dict[str, tuple[float, Alteration]]" = {
    "resize 25 %": (0.98, _resized(0.25)),
    "resize 50 %": (0.98, _resized(0.5)),
    "resize 200 %": (0.98, _resized(2.0)),
    "JPEG q30": (0.98, lambda image, _: _jpeg(image, 30)),
    "WebP q40": (0.98, lambda image, _: encoded(image, "WEBP", quality=40)),
    "grey": (0.98, lambda image, _: _jpeg(image.convert("L"))),
    "brightness -30 %": (0.98, _brighter(0.7)),
    "brightness +30 %": (0.98, _brighter(1.3)),
    "crop 2 % each side": (0.92, _cropped(0.02, 0.02, 0.02, 0.02)),
    "crop 5 % each side": (0.92, _cropped(0.05, 0.05, 0.05, 0.05)),
    "crop 10 % each side": (0.92, _cropped(0.10, 0.10, 0.10, 0.10)),
    "one-sided crop 15 %": (0.92, _one_sided),
    "border 2 %": (0.92, _bordered(0.02)),
    "border 5 %": (0.92, _bordered(0.05)),
    "border 10 %": (0.92, _bordered(0.10)),
    "letterbox": (0.92, _letterbox),
    "caption bar 15 %": (0.92, _captioned),
    "mirrored": (0.97, _turned(Image.Transpose.FLIP_LEFT_RIGHT)),
    "rotated by 90°": (0.97, _turned(Image.Transpose.ROTATE_90)),
    "rotated by 270°": (0.97, _turned(Image.Transpose.ROTATE_270)),
    "uneven crops 0-12 %, JPEG q60": (0.85, _uneven),
    "rotation up to 5°": (0.85, _rotated(0.5, 5.0)),
    "watermark over a quarter": (0.90, _watermarked),
    "sticker of 12 % radius": (0.90, _stickered),
    "chat-screenshot frame": (0.90, _photographed_chat),
}
"""What must be found, by name: the least share that must be, and how to make it."""
