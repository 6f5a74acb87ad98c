"""Which of a story's pictures a mail shows, how large, and with which words.

Only a picture whose size is known, that fills its place without being enlarged much, and whose
shape is near that of its place: what a feed links to may be an icon, a sliver or a portrait. A
hosted picture is measured and cropped, and nearly always fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import basename
from urllib.parse import unquote, urlsplit

from digest.model.article import Image
from digest.model.edition import Item, StoryPlace
from digest.model.message import Message
from digest.present.context import ImageView
from digest.present.credit_words import ends_in_credit, without_credit_words
from digest.present.plain import cut, isolated, name_line, one_line, says_nothing
from digest.present.safe_links import image_link
from digest.present.theme import ThemeLayout

LONGEST_ALT = 125
"""Longer descriptions belong in the caption: rule 37."""
_LEAST_OF_WIDTH = 0.8
"""A picture may be drawn a quarter larger than it is: few see the difference."""
_NARROWEST_LEAD, _NARROWEST_THUMBNAIL = 1.2, 1.0
"""How many times as wide as high a picture is at least: a portrait would push the words away."""
_WIDEST = 2.4
_FILLS_PHONE = 320


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownSize:
    """The size of a picture as shown, in px, and whether it may be as wide as a phone's screen."""

    width: int
    height: int
    fills_phone: bool


def shown_size(image: Image, place: StoryPlace, layout: ThemeLayout) -> ShownSize | None:
    """How large a picture is shown in its place; None where it does not fit."""
    if place is StoryPlace.LEAD:
        return size_in(image, layout.width, _NARROWEST_LEAD, _WIDEST)
    return size_in(image, layout.thumbnail, _NARROWEST_THUMBNAIL, _WIDEST)


def size_in(image: Image, room: int, narrowest: float, widest: float) -> ShownSize | None:
    """How large a picture is shown that may be ``room`` px wide, and so many times as wide as high;
    None where it is too small, or of another shape."""
    if not image.width or not image.height:
        return None
    shape = image.width / image.height
    if image.width < room * _LEAST_OF_WIDTH or not narrowest <= shape <= widest:
        return None
    fills = room >= _FILLS_PHONE or image.width >= _FILLS_PHONE
    return ShownSize(width=room, height=round(room / shape), fills_phone=fills)


def why_left_out(
    story: str, image: Image, place: StoryPlace, layout: ThemeLayout
) -> Message | None:
    """Why a picture is not shown, for the report; None where it is."""
    url = cut(one_line(image.url), 80)
    if not image_link(image.url):
        return Message("rendering.picture_left_out", story=story, url=url)
    if not image.width or not image.height:
        return Message("rendering.picture_of_no_size", story=story, url=url)
    if shown_size(image, place, layout) is None:
        size = {"width": image.width, "height": image.height}
        return Message("rendering.picture_unfit", story=story, url=url, **size)
    return None


def _legend(caption: str, credit: str, photo: str) -> str:
    """Caption and credit in one line, with a full stop between them where the caption has none.

    The credit is said once: where the caption ends in it already, the caption says it all.
    """
    if not credit or ends_in_credit(caption, credit):
        return caption
    stop = "" if not caption or caption[-1] in ".!?…”»)؟。" else "."
    return f"{caption}{stop} {photo} {credit}".strip()


def picture_view(item: Item, layout: ThemeLayout, headline: str, photo: str) -> ImageView | None:
    """A story's picture as its place shows it; None where it is not shown. ``photo`` is the word
    before a credit."""
    image = item.image
    url = image_link(image.url) if image is not None else ""
    size = shown_size(image, item.place, layout) if image is not None else None
    if image is None or size is None or not url:
        return None
    caption, credit = one_line(image.caption), without_credit_words(name_line(image.credit))
    lead = item.place is StoryPlace.LEAD
    return ImageView(
        url=url,
        alt=picture_alt(image, url, (headline, caption)),
        caption=caption if lead else "",
        credit=credit if lead else "",
        legend=_legend(caption, isolated(credit, item.direction), photo) if lead else "",
        width=size.width,
        height=size.height,
        fills_phone=size.fills_phone,
    )


def picture_alt(image: Image, url: str, beside: tuple[str, ...]) -> str:
    """What a picture shows, in words; empty where they say nothing, or stand beside it already."""
    text = one_line(image.alt)
    file_name = unquote(basename(urlsplit(url).path)).casefold()
    repeats = text.casefold() in {words.casefold() for words in beside}
    if (
        repeats
        or says_nothing(text)
        or text.casefold() in (file_name, file_name.rpartition(".")[0])
    ):
        return ""
    return cut(text, LONGEST_ALT)
