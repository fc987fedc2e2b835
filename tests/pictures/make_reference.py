"""The reference PDQ, and the file `pdq_reference.json` that holds what it says of seeded scenes.

Needs the `bench` group. Run by hand to write the file: `python -m tests.pictures.make_reference`. The file
here was written with `pdqhash` 0.2.8 (Meta's C++), numpy 2.4 and Pillow 12.3.
"""

import importlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from PIL import Image

from tests.pictures.gallery import encoded, scene

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Compute = Callable[[npt.NDArray[np.uint8]], tuple[npt.NDArray[np.uint8], int]]

SHAPES = ((640, 480), (480, 640), (1400, 1100), (600, 600), (333, 251), (1023, 77), (64, 64), (120, 90))


def reference(data: bytes) -> tuple[int, int]:
    """The usual way: decode the whole file to RGB with Pillow, then `pdqhash`. Bits and quality."""
    compute = cast("Compute", importlib.import_module("pdqhash").compute)  # it ships no types
    bits, quality = compute(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
    return int.from_bytes(np.packbits(bits).tobytes()), int(quality)


def main() -> None:
    """Write the file beside this one."""
    rows: list[dict[str, object]] = []
    for seed in range(16):
        width, height = SHAPES[seed % len(SHAPES)]
        for kind in ("PNG", "JPEG"):
            bits, quality = reference(encoded(scene(seed, width, height), kind))
            pdq = f"{bits:064x}"
            rows.append(
                {"seed": seed, "width": width, "height": height, "kind": kind, "pdq": pdq, "quality": quality}
            )
    lines = ",\n".join(json.dumps(row) for row in rows)
    Path(__file__).with_name("pdq_reference.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
