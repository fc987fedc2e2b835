"""Pictures for tests: generated from a seed, varied as photographs are, and showing nothing."""

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from bot.observed import Picture, PictureId

if TYPE_CHECKING:
    import numpy.typing as npt


def scene(seed: int, width: int = 640, height: int = 480) -> Image.Image:
    """A picture with the statistics of a photograph: 1/f noise, a light from one side, objects with edges."""
    random = np.random.default_rng(seed)
    image = Image.fromarray(_clouds(random, width, height))
    draw = ImageDraw.Draw(image)
    for _ in range(int(random.integers(6, 24))):
        left, top = random.integers(0, width), random.integers(0, height)
        right, bottom = left + random.integers(8, width // 3 + 9), top + random.integers(8, height // 3 + 9)
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        box = (int(left), int(top), int(right), int(bottom))
        shape = draw.ellipse if random.random() < 0.6 else draw.rectangle
        shape(box, fill=colour)
    return image


def _clouds(random: np.random.Generator, width: int, height: int) -> "npt.NDArray[np.uint8]":
    rows, columns = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :]
    falling = 1 / np.maximum(np.hypot(rows, columns), 1 / max(width, height)) ** float(
        random.uniform(1.0, 1.6)
    )
    layers: list[npt.NDArray[np.float64]] = []
    for _ in range(3):
        phases = np.exp(2j * np.pi * random.random(falling.shape))
        layer = np.fft.irfft2(falling * phases, s=(height, width))
        layers.append((layer - layer.mean()) / (layer.std() + 1e-9))
    light = np.linspace(-1, 1, width)[None, :] * random.uniform(-1, 1)
    shared, tint = layers[0] + light, float(random.uniform(0.1, 0.5))
    stacked = np.stack([shared + tint * layer for layer in layers], axis=2)
    return np.clip(128 + 45 * stacked, 0, 255).astype(np.uint8)


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(seed: int, width: int = 640, height: int = 480, quality: int = 90) -> bytes:
    """A scene as a JPEG file."""
    return encoded(scene(seed, width, height), "JPEG", quality=quality)


def picture(url: str = "", size: int = 1000, number: int = 1) -> Picture:
    """A picture as Discord would announce it, with a name that lies about the format."""
    return Picture(PictureId(number), "holiday.gif", "image/gif", size, None, None, url)
