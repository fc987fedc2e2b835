"""What a picture may become, and where the picture itself is in a file."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bot.detection.spread_likeness import By, Known, Likenesses
from bot.observed import Look
from bot.pictures.corners import MOST_CORNERS, RECORD, corners
from bot.pictures.decode import Grey, decode
from bot.pictures.fingerprint import pdq
from bot.pictures.framing import Box, inner_pictures
from bot.pictures.look import describe
from bot.pictures.outcome import Described
from bot.pictures.variants import softened, square, turned, upright
from tests.pictures.gallery import encoded, scene

GREY = np.asarray(scene(3, 480, 360).convert("L"))


def look(image: Image.Image) -> Look:
    read = describe(encoded(image))
    assert isinstance(read, Described)
    return read.look


def bits(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one, "little") ^ int.from_bytes(other, "little")).bit_count()


def surrounded(top: int, bottom: int, left: int, right: int, shade: int = 255) -> "np.ndarray":
    return np.pad(GREY, ((top, bottom), (left, right)), constant_values=shade)


@pytest.mark.parametrize("sides", [(20, 20, 20, 20), (90, 0, 0, 0), (0, 0, 60, 60), (0, 40, 10, 0)])
def test_a_uniform_border_is_found_wherever_it_is(sides: tuple[int, int, int, int]) -> None:
    top, _, left, _ = sides
    assert Box(top, top + 360, left, left + 480) in inner_pictures(surrounded(*sides))


def test_a_picture_without_a_frame_has_none() -> None:
    assert inner_pictures(GREY) == []


def test_a_flat_picture_has_no_picture_inside() -> None:
    assert inner_pictures(np.full((200, 300), 90, np.uint8)) == []


def test_a_stamp_in_the_middle_of_paper_is_not_the_picture() -> None:
    paper = np.full((900, 900), 255, np.uint8)
    paper[400:480, 400:480] = GREY[:80, :80]
    assert inner_pictures(paper) == []


def test_the_hash_of_the_square_is_near_that_of_the_picture() -> None:
    whole = pdq(Grey(GREY, 480, 360)).bits.to_bytes(32, "little")
    assert bits(upright(softened(square(GREY))), whole) <= 16


def test_every_turned_form_is_the_hash_of_the_turned_picture() -> None:
    at_256 = square(GREY)
    forms = [at_256[:, ::-1], at_256[::-1], at_256[::-1, ::-1]]
    forms += [at_256.T, *(form.T for form in forms)]
    hashes = turned(at_256)
    assert len(hashes) == 32 * len(forms)
    for number, form in enumerate(forms):
        assert bits(hashes[32 * number :][:32], upright(softened(np.ascontiguousarray(form)))) <= 16


def recognised(posted: Image.Image, altered: Image.Image) -> By | None:
    """How the second is recognised where the first was seen."""
    window = Likenesses()
    for image in (posted, altered):
        read = describe(encoded(image, "JPEG", quality=85))
        assert isinstance(read, Described)
        known = Known(read.fingerprint, read.look)
        if image is posted:
            window.add(known)
    return next((found.by for found in window.like(known)), None)


def faint(brightness: float) -> Image.Image:
    """A scene with so little contrast that at 70 % of its brightness PDQ calls it flat."""
    pixels = 100 + (np.asarray(scene(5).convert("L")).astype(float) - 128) * 0.27
    return Image.fromarray(np.clip(pixels * brightness, 0, 255).astype(np.uint8))


def test_a_darkened_picture_is_not_flat() -> None:
    qualities = [pdq(Grey(np.asarray(faint(b)), 640, 480)).quality for b in (1.0, 0.7)]
    assert qualities[0] >= 50 > qualities[1]
    assert look(faint(0.7)).dim != b""
    assert recognised(faint(1.0), faint(0.7)) is not None


def test_a_drawing_with_little_in_it_stays_flat_for_it_has_all_the_contrast_there_is() -> None:
    paper = Image.new("L", (400, 400), "white")
    ImageDraw.Draw(paper).ellipse((100, 100, 300, 300), outline="black", width=4)
    assert look(paper).dim == b""


def test_each_picture_of_a_collage_is_recognised() -> None:
    shown = [scene(seed, 600, 600) for seed in range(20, 24)]
    collage = Image.new("RGB", (800, 800), "white")
    for number, image in enumerate(shown):
        collage.paste(image.resize((400, 400)), (number % 2 * 400, number // 2 * 400))
    assert {recognised(image, collage) for image in shown} == {By.FIELD}


def test_the_middle_of_an_oblong_picture_is_recognised_in_a_collage() -> None:
    shown = scene(30, 900, 600)
    collage = Image.new("RGB", (800, 400), "white")
    collage.paste(shown.crop((150, 0, 750, 600)).resize((400, 400)), (0, 0))
    collage.paste(scene(31, 400, 400), (400, 0))
    assert recognised(shown, collage) is By.CROP


def test_a_mirrored_picture_that_was_cropped_unevenly_is_recognised_by_its_corners() -> None:
    shown = scene(40, 900, 700)
    mirrored = shown.transpose(Image.Transpose.FLIP_LEFT_RIGHT).crop((60, 20, 880, 610))
    assert recognised(shown, mirrored) is By.CORNERS


@pytest.mark.parametrize("size", [(1400, 900), (513, 300), (2600, 1800)])
def test_the_second_hash_is_that_of_the_nearest_512_pixels_a_side(size: tuple[int, int]) -> None:
    image = scene(6, *size)
    pixels = np.asarray(image.convert("L"))
    nearest = pixels[np.arange(512) * size[1] // 512][:, np.arange(512) * size[0] // 512]
    expected = pdq(Grey(nearest, 512, 512)).bits.to_bytes(32, "little")
    assert bits(look(image).sampled, expected) <= 2  # rounding
    reduced = describe(encoded(image, "JPEG", quality=95))
    assert isinstance(reduced, Described)
    assert bits(reduced.look.sampled, expected) <= 16


def test_a_small_picture_has_one_hash_whatever_the_program() -> None:
    assert look(scene(6, 512, 400)).sampled == b""


def test_variants_of_a_flat_picture_are_not_told() -> None:
    flat = look(Image.new("RGB", (400, 300), "teal"))
    assert (flat.inner, flat.crops, flat.turned, flat.corners) == (b"", b"", b"", ())


def test_a_tiny_picture_has_no_look() -> None:
    assert look(Image.linear_gradient("L").resize((9, 9))) == Look()


def test_a_picture_has_at_most_so_many_corners_spread_over_all_of_it() -> None:
    found = corners(GREY)
    assert found is not None
    read = np.frombuffer(found.packed, RECORD)
    assert 0 < len(read) <= MOST_CORNERS
    assert (
        len(
            {
                (int(x) * 4 // 256, int(y) * 4 // (found.height + 1))
                for x, y in zip(read["x"], read["y"], strict=True)
            }
        )
        >= 8
    )


def test_the_frames_of_an_animation_are_told() -> None:
    frames = [scene(seed, 200, 150).convert("P", palette=Image.Palette.ADAPTIVE) for seed in (4, 5, 6)]
    read = describe(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100))
    assert isinstance(read, Described)
    for number, seed in enumerate((5, 6)):
        alone = decode(encoded(scene(seed, 200, 150)))
        assert isinstance(alone, Grey)
        told = read.look.frames[32 * number :][:32]
        assert bits(told, pdq(alone).bits.to_bytes(32, "little")) <= 16
