"""Files made to break a decoder: each ends with a named reason, or with a fingerprint, and nothing else."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.observed import Fingerprint
from bot.pictures.decode import (
    MAX_BYTES,
    MAX_PIXELS,
    MAX_SIDE,
    MOST_ANIMATED,
    MOST_FRAMES,
    Grey,
    decode,
    decode_frames,
    format_of,
)
from bot.pictures.fingerprint import fingerprint
from bot.pictures.outcome import Reason, Unread
from tests.pictures.gallery import encoded, scene

KINDS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
WHOLE = {kind: encoded(scene(1, 96, 80), kind) for kind in KINDS}


def reason(data: bytes) -> Reason | None:
    outcome = fingerprint(data)
    return outcome.reason if isinstance(outcome, Unread) else None


def png(width: int, height: int, rows: bytes) -> bytes:
    """A grey PNG that says what it likes of its size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def webp(chunk: bytes, body: bytes) -> bytes:
    """A WebP file of one chunk."""
    inner = b"WEBP" + chunk + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


@pytest.mark.parametrize("kind", KINDS)
def test_the_format_is_told_by_content(kind: str) -> None:
    assert format_of(WHOLE[kind]) == kind


def test_no_bytes_are_empty() -> None:
    assert reason(b"") is Reason.EMPTY


@pytest.mark.parametrize(
    "beginning", [b"\x00\x00\x00\x20ftypisom", b"\x00\x00\x00\x14ftypqt  ", b"\x1a\x45\xdf\xa3\x9f\x42"]
)
def test_videos_have_a_reason_of_their_own(beginning: bytes) -> None:
    assert reason(beginning + b"\x00" * 40) is Reason.VIDEO_NOT_READ


@pytest.mark.parametrize(
    "data",
    [
        b"hello there, this is text",
        b"%PDF-1.7 and so on",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x00\x00\x00\x1cftypavif" + b"\x00" * 40,
        b"II*\x00" + b"\x00" * 40,
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"\x7fELF" + b"\x00" * 60,
    ],
)
def test_other_formats_are_named_unknown_whatever_they_claim(data: bytes) -> None:
    assert reason(data) is Reason.UNKNOWN_FORMAT


def test_more_bytes_than_allowed_are_refused_before_decoding() -> None:
    assert reason(WHOLE["BMP"] + b"\x00" * MAX_BYTES) is Reason.TOO_MANY_BYTES


def test_a_picture_of_exactly_the_allowed_bytes_is_read() -> None:
    padded = WHOLE["PNG"] + b"\x00" * (MAX_BYTES - len(WHOLE["PNG"]))
    assert reason(padded) is None


@pytest.mark.parametrize(
    "size", [(MAX_PIXELS // 1000 + 1, 1000), (MAX_SIDE + 1, 2), (65535, 65535), (2**31, 2**31)]
)
def test_a_png_bomb_is_refused_by_what_its_header_says(size: tuple[int, int]) -> None:
    assert reason(png(*size, b"\x00" * 1000)) in {Reason.TOO_MANY_PIXELS, Reason.DAMAGED}


def test_a_png_of_millions_of_black_pixels_in_a_few_bytes_is_refused() -> None:
    bomb = png(10_000, 9_000, b"\x00" * (10_001 * 9_000))
    assert len(bomb) < 100_000
    assert reason(bomb) is Reason.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    "bomb",
    [
        webp(b"VP8X", b"\x00\x00\x00\x00" + (16_382).to_bytes(3, "little") * 2),
        webp(b"VP8L", b"\x2f" + struct.pack("<I", 0x3FFF | 0x3FFF << 14) + b"\x00" * 8),
        webp(b"VP8 ", b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 16_383, 16_383) + b"\x00" * 8),
    ],
    ids=["extended", "lossless", "lossy"],
)
def test_a_webp_bomb_is_refused_before_its_canvas_takes_memory(bomb: bytes) -> None:
    assert reason(bomb) is Reason.TOO_MANY_PIXELS


def test_every_size_that_webp_can_say_is_read_as_pillow_reads_it() -> None:
    for options in ({}, {"lossless": True}, {"save_all": True, "append_images": [scene(2, 96, 80)]}):
        outcome = decode(encoded(scene(1, 96, 80), "WEBP", **options))
        assert isinstance(outcome, Grey)
        assert (outcome.width, outcome.height) == (96, 80)


def moving(count: int, side: int = 64) -> bytes:
    """An animation whose frames are each of one grey, brighter by one from the first, which is 10."""
    first, *rest = [Image.new("L", (side, side), 10 + number % 240) for number in range(count)]
    return encoded(first, "GIF", save_all=True, append_images=rest)


def greys(data: bytes) -> list[int]:
    outcome = decode_frames(data)
    assert not isinstance(outcome, Unread)
    return [int(frame.pixels.max()) for frame in outcome]


def test_of_an_animation_the_first_middle_and_last_frame_are_decoded() -> None:
    assert greys(moving(9)) == [10, 14, 18]


def test_of_an_animation_of_too_many_frames_only_the_first_is_decoded() -> None:
    assert greys(moving(MOST_FRAMES + 1)) == [10]


def test_of_an_animation_of_too_many_pixels_only_the_first_frame_is_decoded() -> None:
    side = int((MOST_ANIMATED / 4) ** 0.5) + 1
    assert greys(moving(4, side)) == [10]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_anywhere_has_a_named_outcome(kind: str) -> None:
    whole = WHOLE[kind]
    outcomes = [reason(whole[:length]) for length in range(0, len(whole), max(1, len(whole) // 150))]
    allowed = {Reason.EMPTY, Reason.UNKNOWN_FORMAT, Reason.TRUNCATED, Reason.DAMAGED, None}
    assert set(outcomes) <= allowed
    assert reason(whole[: len(whole) // 2]) in {Reason.TRUNCATED, Reason.DAMAGED}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_file_with_changed_bytes_has_a_named_outcome(kind: str, data: st.DataObject) -> None:
    broken = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 12))):
        broken[data.draw(st.integers(0, min(200, len(broken) - 1)))] = data.draw(st.integers(0, 255))
    assert isinstance(fingerprint(bytes(broken)), Fingerprint | Unread)


@settings(deadline=None)
@given(st.sampled_from(KINDS), st.binary(max_size=300))
def test_a_right_beginning_before_nonsense_has_a_named_outcome(kind: str, nonsense: bytes) -> None:
    assert isinstance(fingerprint(WHOLE[kind][:26] + nonsense), Fingerprint | Unread)


def test_details_hold_no_bytes_of_the_picture() -> None:
    outcome = fingerprint(WHOLE["PNG"][:200])
    assert isinstance(outcome, Unread)
    assert outcome.detail.isprintable()
