"""Which of a story's pictures a mail shows, and how large.

Only a picture whose size is known, that fills its place without being enlarged much, and whose
shape is near that of its place: what a feed links to may be an icon, a sliver or a portrait. A
hosted picture is measured and cropped, and nearly always fits.
"""

from __future__ import annotations

from dataclasses import dataclass

from digest.model.article import Image
from digest.model.edition import StoryPlace
from digest.model.message import Message
from digest.present.plain import cut, one_line
from digest.present.safe_links import image_link
from digest.present.theme import ThemeLayout

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
    if not image.width or not image.height:
        return None
    lead = place is StoryPlace.LEAD
    room = layout.width if lead else layout.thumbnail
    shape = image.width / image.height
    narrowest = _NARROWEST_LEAD if lead else _NARROWEST_THUMBNAIL
    if image.width < room * _LEAST_OF_WIDTH or not narrowest <= shape <= _WIDEST:
        return None
    return ShownSize(
        width=room, height=round(room / shape), fills_phone=lead or image.width >= _FILLS_PHONE
    )


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
