"""Photographs that packages ship, for measuring: those of scikit-image's and scikit-learn's wheels.

scikit-image's are in the public domain or CC0 (`skimage/data/README.txt`), scikit-learn's two are CC BY
(`sklearn/datasets/images/README.txt`). None is copied into this repository.
"""

from importlib.resources import files
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = {
    "skimage.data": (
        "astronaut.png",
        "brick.png",
        "camera.png",
        "chelsea.png",
        "coffee.png",
        "coins.png",
        "grass.png",
        "gravel.png",
        "hubble_deep_field.jpg",
        "ihc.png",
        "moon.png",
        "motorcycle_left.png",
        "retina.jpg",
        "rocket.jpg",
    ),
    "sklearn.datasets.images": ("china.jpg", "flower.jpg"),
}
"""All photographs there; of the two of the motorcycle, a pair for seeing depth, one."""


def photographs() -> "Iterator[tuple[str, Image.Image]]":
    """Each photograph with its name, in colour."""
    for package, names in SHIPPED.items():
        for name in names:
            with (files(package) / name).open("rb") as file, Image.open(file) as image:
                yield name, image.convert("RGB")


def enlarged(image: Image.Image, longer: int = 1280) -> Image.Image:
    """The photograph at the size in which people post: its longer side that many pixels."""
    factor = longer / max(image.size)
    size = (round(image.width * factor), round(image.height * factor))
    return image.resize(size, Image.Resampling.BICUBIC)


def parts(image: Image.Image, side: int = 240) -> "Iterator[Image.Image]":
    """Parts of a photograph that do not overlap, each a picture of its own."""
    for top in range(0, image.height - side + 1, side):
        for left in range(0, image.width - side + 1, side):
            yield image.crop((left, top, left + side, top + side))
