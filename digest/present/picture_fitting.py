"""A source's picture, checked and made fit for a mail: the only module that imports Pillow.

In go the bytes as they were fetched; out come the bytes of a JPEG or PNG, twice as wide as it is
shown, cropped around what matters, with at most 200 KB and nothing of the camera's data, or the
reason why the picture cannot be shown.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from digest.model.message import Message, Text

MOST_BYTES = 200_000
"""A mail's picture beyond this is slow on phones: rule 54."""
MOST_FETCHED = 20_000_000
MOST_PIXELS = 60_000_000
"""Larger pictures would take the memory of the whole newsroom to open."""
SMALLEST = 48
"""Fewer pixels than this on a side are an icon, or watch the reader."""
_DENSITY = 2  # phones and most laptops draw two pixels where one is asked for
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_QUALITIES = (85, 78, 70, 60, 50)
_SMALLER = 0.8
_SRGB = ImageCms.createProfile("sRGB")
_PAPER = "white"


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture fit for a mail. Sizes in pixels of the file, which is shown at half of them."""

    content: bytes
    media_type: str  # "image/jpeg" or "image/png"
    width: int
    height: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """Why a picture cannot be shown, in words for the report."""

    why: Text


def fit_picture(
    content: bytes,
    *,
    width: int,
    height: int | None = None,
    focus: tuple[float, float] = (0.5, 0.5),
) -> Picture | Refused:
    """The picture at twice ``width`` × ``height`` (px as shown), never enlarged.

    With a ``height`` it is cropped to that shape around ``focus``, a point in fractions of the
    picture from its upper left; without one it keeps its own shape. Of an animation the first frame
    is taken.
    """
    if len(content) > MOST_FETCHED:
        return Refused(
            why=Message("picture.too_many_bytes", length=len(content), most_fetched=MOST_FETCHED)
        )
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture of a billion pixels
            warnings.simplefilter("error")
            opened = Image.open(BytesIO(content), formats=_FORMATS)
            if opened.width * opened.height > MOST_PIXELS:
                return Refused(
                    why=Message("picture.too_many_pixels", width=opened.width, height=opened.height)
                )
            upright = _coloured(ImageOps.exif_transpose(opened))
    except Exception as error:  # a decoder raises anything on bytes that are no picture
        return Refused(why=Message("picture.not_readable", error=_words(error)))
    if min(upright.size) < SMALLEST:
        return Refused(
            why=Message("picture.too_few_pixels", width=upright.width, height=upright.height)
        )
    shaped = upright if height is None else _cropped(upright, width / height, focus)
    return _encoded(_narrowed(shaped, width * _DENSITY))


def _coloured(image: Image.Image) -> Image.Image:
    """The picture as mail programs take colours: sRGB of eight bits, with its transparency."""
    if image.mode.startswith("I"):  # greys of sixteen bits, of which Pillow would cut off the top
        return image.point(lambda grey: grey / 256).convert("L").convert("RGBA")
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            changed = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            image = changed or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile is as good as none
    return image.convert("RGBA")


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _cropped(image: Image.Image, shape: float, focus: tuple[float, float]) -> Image.Image:
    """The largest part of the picture that has the shape and lies around the focus."""
    width = min(image.width, round(image.height * shape))
    height = min(image.height, round(image.width / shape))
    left = min(max(round(image.width * focus[0] - width / 2), 0), image.width - width)
    top = min(max(round(image.height * focus[1] - height / 2), 0), image.height - height)
    return image.crop((left, top, left + width, top + height))


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    return image.resize((width, max(1, round(image.height * width / image.width))))


def _encoded(image: Image.Image) -> Picture | Refused:
    """The picture in the first way of saving it that is small enough, smaller if it must be."""
    while min(image.size) >= SMALLEST:
        for picture in _ways(image):
            if len(picture.content) <= MOST_BYTES:
                return picture
        image = _narrowed(image, round(image.width * _SMALLER))
    return Refused(why=Message("picture.does_not_fit", most_bytes=MOST_BYTES))


def _ways(image: Image.Image) -> Iterator[Picture]:
    """PNG where parts are transparent; else, and where that is too large, JPEG on white."""
    if any(image.getchannel("A").histogram()[:255]):
        yield _saved(image, "PNG", optimize=True)
    opaque = Image.new("RGB", image.size, _PAPER)
    opaque.paste(image, mask=image.getchannel("A"))
    for quality in _QUALITIES:
        yield _saved(opaque, "JPEG", quality=quality, optimize=True, progressive=True)


def _saved(image: Image.Image, form: str, **options: int) -> Picture:
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return Picture(
        content=buffer.getvalue(),
        media_type=f"image/{form.lower()}",
        width=image.width,
        height=image.height,
    )
