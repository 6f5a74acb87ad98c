"""The pictures in HTML, with the words around them."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import nh3

from digest.gather.clean import line
from digest.model.article import Image

_TAGS = {"img", "figure", "figcaption"}
_ATTRIBUTES = {"*": set[str](), "img": {"src", "alt", "width", "height"}}
_SILENT = {"script", "style", "template", "noscript"}
_PIXELS = re.compile(r"\d{1,5}")
_ICON_PIXELS = 48  # a picture of up to this size is an icon, a face, or one that counts readers

_CREDIT_AT_END = re.compile(
    r"^(?P<caption>.*?)\s*[(\[](?P<credit>[^()\[\]]{2,120})[)\]]\s*\.?$", re.S
)
_CREDIT_WORD = re.compile(
    r"^(?P<caption>.*?)(?:^|(?<=[.!?…|])|\s[/|–—-])\s*"
    r"(?:photo(?:graph)?|picture|image|credit|foto|bild|фото|зображення)(?:\s+by|\s+credit)?\s*[:–—-]\s*"
    r"(?P<credit>[^:]{2,120})$",
    re.IGNORECASE | re.DOTALL,
)
_WHERE_IN_PICTURE = re.compile(
    r"(?:[\w-]+\s+)?(?:[lrc]|left|right|cent(?:er|re)|top|bottom|above|below|front|back|background"
    r"|foreground|ліворуч|праворуч|зліва|справа|у центрі|вгорі|внизу|links|rechts|mitte)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


def pictures(markup: str) -> tuple[Image, ...]:
    """The pictures of an HTML document or fragment that are no icons, each with its alt and
    the caption and credit of the figure it stands in."""
    if "<img" not in markup.lower():
        return ()
    safe = nh3.clean(markup, tags=_TAGS, attributes=_ATTRIBUTES, clean_content_tags=_SILENT)
    finder = _PictureFinder()
    finder.feed(safe)
    return tuple(finder.found)


class _PictureFinder(HTMLParser):
    """Reads what nh3 left: pictures, figures and captions, in which every attribute is known."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Image] = []
        self._in_figure: int | None = None  # how many pictures stood before the figure
        self._in_caption = False
        self._caption: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            image = _picture({name: value or "" for name, value in attrs})
            self.found.extend([image] if image else [])
        elif tag == "figure":
            self._in_figure, self._caption = len(self.found), []
        self._in_caption = self._in_caption or tag == "figcaption"

    def handle_endtag(self, tag: str) -> None:
        if tag == "figcaption":
            self._in_caption = False
        elif tag == "figure" and self._in_figure is not None:
            caption, credit = caption_and_credit("".join(self._caption))
            for place in range(self._in_figure, len(self.found)):
                self.found[place] = replace(self.found[place], caption=caption, credit=credit)
            self._in_figure = None

    def handle_data(self, data: str) -> None:
        if self._in_caption:
            self._caption.append(data)


def _picture(values: dict[str, str]) -> Image | None:
    width, height = pixels(values.get("width", "")), pixels(values.get("height", ""))
    if not values.get("src") or any(size and size <= _ICON_PIXELS for size in (width, height)):
        return None
    return Image(url=values["src"], alt=values.get("alt", ""), width=width, height=height)


def caption_and_credit(text: str) -> tuple[str, str]:
    """A caption apart from its credit: "A ship. (Jo Doe)" and "A ship. Photo: Jo Doe" both give
    ("A ship.", "Jo Doe"). The credit is "" where the caption ends in none."""
    whole = line(text)
    found = _CREDIT_AT_END.match(whole) or _CREDIT_WORD.match(whole)
    if found is None or not _is_credit(found["credit"]):
        return whole, ""
    credit = re.sub(
        r"^(?:photo|foto|фото|credit)(?:\s+by)?\s*:?\s+", "", found["credit"], flags=re.I
    )
    return found["caption"].strip(" |–—-"), credit.strip()


def _is_credit(words: str) -> bool:
    """Whether words in parentheses may name who took a picture: not "(left)", not "(in 2019)"."""
    return not _WHERE_IN_PICTURE.fullmatch(words) and ("/" in words or not _YEAR.search(words))


def pixels(value: object) -> int | None:
    """A width or height in pixels from an attribute such as "600" or "600px", or None."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 < value < 100_000 else None
    found = _PIXELS.match(value.strip()) if isinstance(value, str) and "%" not in value else None
    return int(found[0]) or None if found else None
