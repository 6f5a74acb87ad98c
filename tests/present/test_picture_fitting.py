"""Pictures made fit for a mail."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from digest.present.picture_fitting import MOST_BYTES, MOST_FETCHED, Picture, Refused, fit_picture


def drawn(width: int, height: int, form: str = "PNG", mode: str = "RGB") -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new(mode, (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return saved(image, form)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """A picture's bytes."""
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def noise(width: int, height: int) -> bytes:
    """A picture that no encoder makes small."""
    pixels = random.Random(7).randbytes(width * height * 3)
    return saved(Image.frombytes("RGB", (width, height), pixels), "PNG")


def fitted(content: bytes, **options: object) -> Picture:
    """The picture, which must not be refused."""
    result = fit_picture(content, **{"width": 552, **options})  # type: ignore[arg-type]
    assert isinstance(result, Picture), result
    return result


def colours(picture: Picture) -> tuple[object, object]:
    """What the picture shows at its left and right edge: "red" or "blue"."""
    image = Image.open(BytesIO(picture.content)).convert("RGB")
    edges = (image.getpixel((2, 9)), image.getpixel((image.width - 3, 9)))
    return tuple("red" if isinstance(edge, tuple) and edge[0] > 128 else "blue" for edge in edges)  # type: ignore[return-value]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_large_picture_becomes_twice_as_wide_as_it_is_shown(form: str) -> None:
    picture = fitted(drawn(3000, 1500, form))
    assert (picture.width, picture.height, picture.media_type) == (1104, 552, "image/jpeg")
    assert Image.open(BytesIO(picture.content)).size == (1104, 552)


def test_a_small_picture_is_not_enlarged() -> None:
    assert fitted(drawn(300, 200)).width == 300


def test_a_picture_with_transparent_parts_stays_a_png() -> None:
    image = Image.new("RGBA", (400, 200), (255, 0, 0, 0))
    assert fitted(saved(image, "PNG")).media_type == "image/png"


def test_a_photograph_with_one_transparent_corner_keeps_its_size_as_a_jpeg_on_white() -> None:
    image = Image.open(BytesIO(noise(276, 175))).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 9, 9))
    picture = fitted(saved(image.resize((1104, 700)), "PNG"))
    assert (picture.media_type, picture.width) == ("image/jpeg", 1104)
    red, green, blue = Image.open(BytesIO(picture.content)).getpixel((4, 4))  # type: ignore[misc]
    assert min(red, green, blue) > 240


@pytest.mark.parametrize(
    ("mode", "colour", "red"),
    [
        ("CMYK", (0, 255, 255, 0), 254),
        ("I;16", 40_000, 156),
        ("L", 100, 100),
        ("LA", (100, 255), 100),
        ("1", 1, 255),
        ("RGBA", (200, 0, 0, 255), 200),
    ],
)
def test_every_kind_of_colour_becomes_one_that_mail_programs_know(
    mode: str, colour: int | tuple[int, ...], red: int
) -> None:
    content = saved(Image.new(mode, (400, 200), colour), "JPEG" if mode == "CMYK" else "PNG")
    shown = Image.open(BytesIO(fitted(content).content)).convert("RGB").getpixel((9, 9))
    assert isinstance(shown, tuple)
    assert abs(shown[0] - red) <= 2


def test_a_palette_with_a_transparent_colour_stays_transparent() -> None:
    image = Image.new("P", (400, 200), 1)
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.paste(0, (0, 0, 100, 100))
    picture = fitted(saved(image, "PNG", transparency=0))
    shown = Image.open(BytesIO(picture.content))
    assert picture.media_type == "image/png"
    assert shown.convert("RGBA").getchannel("A").getextrema() == (0, 255)


def test_colours_of_a_profile_become_those_of_srgb() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # a camera that calls green what others call red
    odd = srgb.replace(b"rXYZ", b"xXYZ").replace(b"gXYZ", b"rXYZ").replace(b"xXYZ", b"gXYZ")
    red = Image.new("RGB", (400, 200), "red")
    assert colours(fitted(saved(red, "PNG", icc_profile=srgb))) == ("red", "red")
    assert colours(fitted(saved(red, "PNG", icc_profile=odd))) != ("red", "red")


def test_a_broken_profile_is_passed_over() -> None:
    red = Image.new("RGB", (400, 200), "red")
    assert colours(fitted(saved(red, "JPEG", icc_profile=b"no profile"))) == ("red", "red")


@pytest.mark.parametrize(
    ("focus", "edges"),
    [((0.0, 0.5), ("red", "red")), ((1.0, 0.5), ("blue", "blue")), ((0.5, 0.5), ("red", "blue"))],
)
def test_a_picture_is_cropped_around_its_focus(
    focus: tuple[float, float], edges: tuple[str, str]
) -> None:
    picture = fitted(drawn(2000, 500), width=132, height=88, focus=focus)
    assert abs(picture.width / picture.height - 132 / 88) < 0.02
    assert colours(picture) == edges


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = fitted(saved(Image.new("RGB", (600, 300), "red"), "JPEG", exif=exif))
    assert (picture.width, picture.height) == (300, 600)


def test_what_the_camera_wrote_down_does_not_travel() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Harbour Camera 7"
    content = saved(Image.new("RGB", (600, 300), "red"), "JPEG", exif=exif)
    assert b"Harbour Camera 7" in content
    assert b"Harbour Camera 7" not in fitted(content).content


def test_a_picture_that_compresses_badly_still_fits() -> None:
    assert len(fitted(noise(1104, 700)).content) <= MOST_BYTES


def test_of_an_animation_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (200, 100), colour) for colour in ("red", "blue")]
    content = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert colours(fitted(content)) == ("red", "red")


BROKEN = {
    "nothing": (b"", "no picture"),
    "a web page": (b"<!DOCTYPE html><html><body>Not found</body></html>", "no picture"),
    "cut short": (drawn(900, 600, "JPEG")[:400], "no picture"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "no picture"),
    "one pixel": (drawn(1, 1), "only 1 × 1 pixels"),
    "a strip": (drawn(2000, 20), "only 2000 × 20 pixels"),
    "too many bytes": (b"x" * (MOST_FETCHED + 1), "more than 20,000,000"),
    "too many pixels": (saved(Image.new("1", (9000, 9000)), "PNG"), "9000 × 9000 pixels"),
    "a bomb": (saved(Image.new("1", (20000, 10000)), "PNG"), "no picture"),
}


@pytest.mark.parametrize(("content", "why"), BROKEN.values(), ids=BROKEN.keys())
def test_a_picture_that_cannot_be_shown_is_refused_and_why(content: bytes, why: str) -> None:
    result = fit_picture(content, width=552)
    assert isinstance(result, Refused)
    assert why in str(result.why)
