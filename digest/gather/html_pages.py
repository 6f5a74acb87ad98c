"""A news page as HTML: the main text and what the page says of itself, through trafilatura."""

from __future__ import annotations

import re
import warnings
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from digest.gather import clean
from digest.gather.dates import moment_of
from digest.gather.decoding import text_of
from digest.gather.finish import finish
from digest.gather.html_pictures import pictures
from digest.gather.raw import RawArticle
from digest.model.article import Image, Kind
from digest.model.message import Message
from digest.model.reading import Document, Reading
from digest.model.settings import Source

# trafilatura keeps only the day; what Open Graph and schema.org say has the time as well
_PUBLISHED = re.compile(
    r"(?:article:published_time[\"']?\s+content\s*=|[\"']datePublished[\"']\s*[:=])\s*[\"']([^\"']{8,40})"
)
_SECTION = re.compile(r"article:section[\"']?\s+content\s*=\s*[\"']([^\"']{1,80})[\"']")
# schema.org's type of a text that is more than an article: "OpinionNewsArticle", "LiveBlogPosting"
_TYPE = re.compile(r"\"@type\"\s*:\s*\[?\s*\"(\w{3,60})\"")
_TAG = re.compile(r"article:tag[\"']?\s+content\s*=\s*[\"']([^\"']{1,80})[\"']")
_LANGUAGE = re.compile(r"<html[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z_-]{2,20})", re.IGNORECASE)


def read_page(document: Document, *, source: Source, now: datetime) -> Reading:
    """The one article of an HTML page; ``problems`` says so where no main text was found."""
    with warnings.catch_warnings():
        # urllib3, which trafilatura brings, warns of an optional package we never need
        warnings.simplefilter("ignore")
        # half a second to import, and most runs read no page
        from trafilatura import bare_extraction

    markup = text_of(document.content, media_type=document.media_type)
    address = document.location if document.location.startswith("http") else None
    try:
        found = bare_extraction(markup, url=address, with_metadata=True, include_comments=False)
    except Exception as error:  # a large library over hostile pages: any fault is this page's
        return Reading(failed=Message("reading.page_not_read", error=type(error).__name__))
    page = found if found is None or isinstance(found, dict) else found.as_dict()
    if page is None or not page.get("text"):
        return Reading(failed=Message("reading.no_article"))
    raw = _raw(page, markup, address or "")
    return finish([raw], source=source, document=address or "", now=now)


def _raw(page: dict[str, Any], markup: str, address: str) -> RawArticle:
    title, dek = page.get("title") or "", page.get("description") or ""
    text = clean.paragraphs(page["text"].replace("\n", "\n\n"))
    return RawArticle(
        where=Message("reading.page"),
        url=page.get("url") or address,
        title=title,
        dek=dek,
        text=clean.without_headings(text, title, dek),
        authors=tuple((page.get("author") or "").split(";")),
        published=moment_of(_first(_PUBLISHED, markup)) or moment_of(page.get("date") or ""),
        section=_first(_SECTION, markup),
        labels=(*_TYPE.findall(markup), *_TAG.findall(markup)),
        declared_language=_first(_LANGUAGE, markup),
        kind=Kind.ARTICLE,
        image=_image(page.get("image") or "", markup, address),
    )


def _first(pattern: re.Pattern[str], markup: str) -> str:
    found = pattern.search(markup)
    return found[1] if found else ""


def _image(url: str, markup: str, address: str) -> Image | None:
    """The picture that the page names as its own, with the words of the figure that shows it."""
    if not url:
        return None
    shown = (image for image in pictures(markup) if urljoin(address, image.url) == url)
    return next(shown, Image(url=url))
