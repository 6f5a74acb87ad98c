"""JSON Feed 1 and 1.1 (jsonfeed.org), which feedparser does not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from digest.gather import clean
from digest.gather.dates import moment_of
from digest.gather.finish import finish
from digest.gather.html_pictures import pictures
from digest.gather.raw import RawArticle
from digest.model.article import Image
from digest.model.message import Message, Text
from digest.model.reading import Document, Reading, Unplaced
from digest.model.settings import Source

_Object = Mapping[str, Any]


def is_json_feed(value: object) -> bool:
    """Whether ``value`` (JSON, read) is a JSON Feed: it says so, or has items and a title."""
    if not isinstance(value, Mapping) or not isinstance(value.get("items"), list):
        return False
    version = value.get("version")
    return (isinstance(version, str) and "jsonfeed.org" in version) or "title" in value


def read_json_feed(feed: _Object, document: Document, *, source: Source, now: datetime) -> Reading:
    """The articles of a JSON Feed. Every field of the wrong type counts as missing."""
    left: list[Unplaced] = []
    raws: list[RawArticle] = []
    for number, item in enumerate(feed["items"], start=1):
        where = Message("reading.entry", number=number)
        if isinstance(item, Mapping):
            raws.append(_raw(item, feed, where=where))
        else:
            why = Message("reading.entry_not_an_object")
            left.append(Unplaced(where=where, text=clean.shown(str(item)), why=why))
    return finish(raws, source=source, document=document.location, now=now, unplaced=left)


def _raw(item: _Object, feed: _Object, *, where: Text) -> RawArticle:
    markup = _text(item, "content_html")
    summary = clean.paragraphs(_text(item, "summary"))
    text = clean.paragraphs_of(markup) or clean.paragraphs(_text(item, "content_text"))
    labels = tuple(tag for tag in _list(item, "tags") if isinstance(tag, str) and tag)
    return RawArticle(
        where=where,
        guid=_identifier(item),
        url=_text(item, "url") or _text(item, "external_url") or _text(item, "id"),
        title=_text(item, "title"),
        dek="" if clean.only_begins(summary, text) else summary.replace("\n\n", " "),
        text=text,
        authors=_authors(item) or _authors(feed),
        published=moment_of(_text(item, "date_published")),
        updated=moment_of(_text(item, "date_modified")),
        section=next(iter(labels), ""),
        labels=labels,
        declared_language=_text(item, "language") or _text(feed, "language"),
        image=_image(item, markup),
    )


def _text(value: _Object, key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _identifier(item: _Object) -> str:
    """The id; numbers are meant as strings (JSON Feed 1.1, "id")."""
    found = item.get("id")
    return str(found) if isinstance(found, str | int | float) else ""


def _list(value: _Object, key: str) -> Sequence[object]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _authors(value: _Object) -> tuple[str, ...]:
    """The names; version 1 has a single author."""
    people = [*_list(value, "authors"), value.get("author")]
    named = (_text(person, "name") for person in people if isinstance(person, Mapping))
    return tuple(name for name in named if name)


def _image(item: _Object, markup: str) -> Image | None:
    in_text = next(iter(pictures(markup)), None)
    url = _text(item, "image") or _text(item, "banner_image")
    for attachment in _list(item, "attachments"):
        if not url and isinstance(attachment, Mapping):
            url = (
                _text(attachment, "url")
                if _text(attachment, "mime_type").startswith("image/")
                else ""
            )
    if not url or (in_text is not None and in_text.url == url):
        return in_text
    return Image(url=url)
