"""Bytes to grey pixels: the format is told by content, limits hold before memory is spent, damage has a name.

Knows Pillow and the five formats. Refuses to know file names, addresses and what the pixels show.

Videos have a reason of their own and are not read. PyAV could (BSD, kept well, a wheel of 36 MB with all of
FFmpeg), but its hundreds of demuxers and decoders, for whatever a stranger sends, are a larger surface than
all the rest of the bot. The spread of a video is judged by its metadata. Animations as GIF, PNG or WebP are
read.
"""

import io
import struct
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageFile

from bot.pictures.outcome import Reason, Unread

if TYPE_CHECKING:
    import numpy.typing as npt

MAX_BYTES: Final = 25 * 1024 * 1024
"""Bytes of one file. A 50-megapixel photograph as JPEG has about 20 MiB; Discord's members without a
subscription may send 10 MiB."""

MAX_PIXELS: Final = 50_000_000
"""Width times height. Telephones deliver up to 50 megapixels; at Pillow's 4 bytes each that is 200 MB, a
fifth of the decoder's memory limit."""

MAX_SIDE: Final = 32_768
"""Pixels along one side. Half of what JPEG can say; longer strips are no pictures that people look at, and
the filter's weights grow with it."""

MOST_FRAMES: Final = 600
"""Frames of an animation of which the middle and the last are decoded too; of a longer one only the first."""

MOST_ANIMATED: Final = 60_000_000
"""Pixels of all its frames together, for the same: each frame before the last must be decoded for it. Half a
second; a file of a million frames costs one frame."""

REDUCED_SIDE: Final = 256
"""A JPEG is decoded at 1/2, 1/4 or 1/8 of its size as long as both sides keep this many pixels: four for
each of PDQ's 64, with which the fingerprint stays within 4 bits of a full decode (measured)."""

_PICTURE_BRANDS: Final = frozenset({b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1"})
"""Pictures that come in the container of MP4; they are not among the five formats."""

_WEBP_CHUNKS: Final = {b"VP8 ": 26, b"VP8L": 21, b"VP8X": 24}
"""Where the size is written, by kind of first chunk (RFC 9649, sections 2.5 to 2.7)."""


@dataclass(frozen=True, slots=True)
class Grey:
    """Luma of a picture, perhaps at a fraction of its size.

    Attributes:
        pixels: Rows of luma, 0 to 255.
        width: Of the whole picture, in its own pixels. Likewise height.
        scale: How many of its own pixels along each side went into one of `pixels`: 1, 2, 4 or 8.
    """

    pixels: "npt.NDArray[np.uint8]"
    width: int
    height: int
    scale: int = 1


def format_of(data: bytes) -> str | None:
    """Name the format as Pillow calls it, from the first bytes; `None` where it is none of the five."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data.startswith(b"BM"):
        return "BMP"
    return None


def _video(data: bytes) -> bool:
    """Whether the bytes begin as MP4 and QuickTime do (ISO 14496-12, section 4.3), or WebM (RFC 8794)."""
    iso = data[4:8] == b"ftyp" and data[8:12] not in _PICTURE_BRANDS
    return iso or data.startswith(b"\x1a\x45\xdf\xa3")


def decode(data: bytes) -> Grey | Unread:
    """Decode the first frame to luma; never raises for what the bytes are.

    Palettes and CMYK are turned to luma by Pillow; transparency is ignored, as the reference PDQ does.
    """
    read = decode_frames(data, later=False)
    return read if isinstance(read, Unread) else read[0]


def decode_frames(data: bytes, *, later: bool = True) -> list[Grey] | Unread:
    """Decode the first frame, and of a short animation the middle and the last; never raises either."""
    kind = format_of(data)
    if refused := _refuse(data, kind):
        return refused
    try:
        # What Pillow merely warns of (odd metadata, 90 megapixels) is judged here, by limits of our own.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _pixels(data, kind or "", later=later)
    except MemoryError:
        return Unread(Reason.OUT_OF_MEMORY)
    except Image.DecompressionBombError as error:
        return Unread(Reason.TOO_MANY_PIXELS, str(error))
    except Exception as error:  # noqa: BLE001 - hostile bytes make Pillow's parsers raise anything at all
        cut = isinstance(error, EOFError) or "truncated" in str(error).lower()
        return Unread(Reason.TRUNCATED if cut else Reason.DAMAGED, f"{type(error).__name__}: {error}"[:200])


def _refuse(data: bytes, kind: str | None) -> Unread | None:
    """What can be said against the bytes before Pillow sees them."""
    if not data:
        return Unread(Reason.EMPTY)
    if len(data) > MAX_BYTES:
        return Unread(Reason.TOO_MANY_BYTES, f"{len(data)} bytes, at most {MAX_BYTES}")
    if kind is None:
        return Unread(Reason.VIDEO_NOT_READ if _video(data) else Reason.UNKNOWN_FORMAT)
    # Pillow's WebP reader takes the memory of the whole canvas on opening.
    return _too_large(*_webp_size(data)) if kind == "WEBP" else None


def _pixels(data: bytes, kind: str, *, later: bool) -> list[Grey] | Unread:
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        width, height = image.size
        if refused := _too_large(width, height):
            return refused
        image.decodermaxblock = max(len(data), image.decodermaxblock)  # in one piece: joining takes longer
        scale = _reduce(image, min(width, height)) if kind == "JPEG" else 1
        read = [Grey(_luma(image), width, height, scale)]
        for at in _later(image) if later else ():
            # Whatever is wrong with a later frame, the first was read.
            with suppress(EOFError, OSError, SyntaxError, ValueError):
                image.seek(at)
                read.append(Grey(_luma(image), width, height))
        return read


def _later(image: ImageFile.ImageFile) -> list[int]:
    """The frames to read after the first."""
    count = getattr(image, "n_frames", 1)
    if not 1 < count <= MOST_FRAMES or count * image.width * image.height > MOST_ANIMATED:
        return []
    return sorted({count // 2, count - 1} - {0})


def _luma(image: ImageFile.ImageFile) -> "npt.NDArray[np.uint8]":
    if image.mode.startswith("I;16"):  # converting would clip all but the darkest 256 of 65,536 to white
        return (np.asarray(image) >> 8).astype(np.uint8)
    return np.asarray(image if image.mode == "L" else image.convert("L"))


def _reduce(image: ImageFile.ImageFile, shorter: int) -> int:
    """Ask libjpeg for luma at the smallest size that keeps enough pixels; return the scale it chose."""
    before = image.size[0]
    image.draft("L", (min(REDUCED_SIDE, shorter), min(REDUCED_SIDE, shorter)))
    return next(scale for scale in (1, 2, 4, 8) if -(-before // scale) == image.size[0])


def _too_large(width: int, height: int) -> Unread | None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        detail = f"{width} x {height}, at most {MAX_PIXELS} pixels and {MAX_SIDE} a side"
        return Unread(Reason.TOO_MANY_PIXELS, detail)
    return None


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height as the first chunk says; zeros where the header is cut or of no known kind."""
    chunk, at = data[12:16], _WEBP_CHUNKS.get(data[12:16])
    if at is None or len(data) < at + 6:
        return 0, 0
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[at : at + 3], "little"), 1 + int.from_bytes(
            data[at + 3 : at + 6], "little"
        )
    (word,) = struct.unpack_from("<I", data, at)
    if chunk == b"VP8L":
        return 1 + (word & 0x3FFF), 1 + (word >> 14 & 0x3FFF)
    return word & 0x3FFF, word >> 16 & 0x3FFF
