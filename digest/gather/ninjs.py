"""ninjs, the press agencies' JSON (iptc.org): versions 1, 2 and 3, told apart by their keys.

Version 1 has ``headline``, ``body_text``, ``versioncreated``; versions 2 and 3 have ``headlines``,
``bodies``, ``versionCreated`` with a role for each. Names are looked up without case and in both
shapes, so that a document between the two (agencies write such) is read as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from digest.gather import clean
from digest.gather.dates import moment_of
from digest.gather.finish import finish
from digest.gather.html_pictures import pixels
from digest.gather.raw import RawArticle, status_of
from digest.model.article import Image, Status
from digest.model.message import Message, Text
from digest.model.reading import Document, Reading, Unplaced
from digest.model.settings import Source

_Item = Mapping[str, Any]

_TEXTS = ("text", "composite")  # types that are articles; pictures, events and planning are not
_MARKUP = ("html", "xhtml", "richtext")
_SIGNS = (
    "versioncreated",
    "pubstatus",
    "renditions",
    "representationtype",
    "standard",
    "associations",
)


def is_ninjs(value: object) -> bool:
    """Whether ``value``, JSON already read, is a ninjs item or a list of them."""
    if isinstance(value, list):
        return bool(value) and all(is_ninjs(item) for item in value)
    if not isinstance(value, Mapping) or not isinstance(value.get("uri"), str):
        return False
    return any(name.lower() in _SIGNS for name in value)


def read_ninjs(
    value: _Item | list[_Item], document: Document, *, source: Source, now: datetime
) -> Reading:
    """The articles of one ninjs item or a list of them; what is no text is unplaced."""
    raws: list[RawArticle] = []
    left: list[Unplaced] = []
    for number, given in enumerate(value if isinstance(value, list) else [value], start=1):
        item = {name.lower(): content for name, content in given.items()}
        where = Message("reading.item", number=number)
        kind = _text(item, "type") or "text"
        if kind in _TEXTS:
            raws.append(_raw(item, where=where))
        else:
            why = Message("reading.type_not_text", kind=clean.shown(kind, 40))
            left.append(Unplaced(where=where, text=clean.shown(_headline(item)), why=why))
    return finish(raws, source=source, document=document.location, now=now, unplaced=left)


def _raw(item: _Item, *, where: Text) -> RawArticle:
    return RawArticle(
        where=where,
        guid=_text(item, "uri"),
        url=_url(item),
        title=_headline(item),
        dek=_worded(item, "description", "descriptions").replace("\n\n", " "),
        text=clean.without_headings(_worded(item, "body", "bodies"), _headline(item)),
        authors=_authors(item),
        published=moment_of(_text(item, "firstcreated"))
        or moment_of(_text(item, "versioncreated")),
        updated=moment_of(_text(item, "versioncreated")),
        section=_section(item),
        labels=_labels(item),
        language=_text(item, "language"),
        image=_image(item),
        embargo=moment_of(_text(item, "embargoed")),
        status=_status(item),
    )


def _text(item: _Item, name: str) -> str:
    found = item.get(name)
    return found if isinstance(found, str) else ""


def _objects(item: _Item, name: str) -> list[_Item]:
    """The objects in a list (versions 2 and 3) or in a map by name (version 1)."""
    found = item.get(name)
    values = list(found.values()) if isinstance(found, Mapping) else found
    return (
        [value for value in values if isinstance(value, Mapping)]
        if isinstance(values, list)
        else []
    )


def _headline(item: _Item) -> str:
    """The main headline; version 1 adds the role to the name (``headline_main``)."""
    roles = sorted(_objects(item, "headlines"), key=lambda part: part.get("role") != "main")
    named = [_text(item, name) for name in sorted(item) if name.startswith("headline")]
    found = next((_text(part, "value") for part in roles if _text(part, "value")), "")
    return found or next((text for text in named if text), "") or _text(item, "title")


def _worded(item: _Item, name: str, plural: str) -> str:
    """A body or description as plain paragraphs: from HTML where there is some, for plain text has
    often lost its paragraphs."""
    parts = [
        (f"{_text(part, 'contenttype')} {_text(part, 'role')}", _text(part, "value"))
        for part in _objects(item, plural)
    ]
    parts += [(key, _text(item, key)) for key in sorted(item) if key.partition("_")[0] == name]
    worded = [(about, text) for about, text in parts if text and "nitf" not in about]
    for about, text in worded:
        if any(sign in about for sign in _MARKUP):
            return clean.paragraphs_of(text)
    return clean.paragraphs(worded[0][1].replace("\n", "\n\n")) if worded else ""


def _authors(item: _Item) -> tuple[str, ...]:
    by = _text(item, "byline") or _text(item, "by")
    return (by,) if by else tuple(_text(part, "name") for part in _objects(item, "infosources"))


def _section(item: _Item) -> str:
    names = (_text(part, "name") for key in ("subject", "subjects") for part in _objects(item, key))
    return next((name for name in names if name), "")


def _labels(item: _Item) -> tuple[str, ...]:
    """Genres and subjects by name, and the profile, which is an item's form with some agencies."""
    keys = ("genre", "genres", "subject", "subjects")
    named = [_text(part, "name") for key in keys for part in _objects(item, key)]
    return (*named, _text(item, "genre"), _text(item, "profile"))


def _url(item: _Item) -> str:
    """Where readers find it: a web rendition, else a uri that is a web address."""
    return _text(item, "url") or _text(item, "uri")


def _image(item: _Item) -> Image | None:
    for part in _objects(item, "associations"):
        picture = {name.lower(): content for name, content in part.items()}
        if picture.get("type") != "picture":
            continue
        renditions = [one for one in _objects(picture, "renditions") if _text(one, "href")]
        if not renditions:
            continue
        largest = max(renditions, key=lambda one: pixels(one.get("width")) or 0)
        return Image(
            url=_text(largest, "href"),
            alt=_headline(picture),
            caption=_worded(picture, "description", "descriptions").replace("\n\n", " "),
            credit=next(iter(_authors(picture)), ""),
            width=pixels(largest.get("width")),
            height=pixels(largest.get("height")),
            focus_x=_share(largest, "x", "width"),
            focus_y=_share(largest, "y", "height"),
        )
    return None


def _share(rendition: _Item, axis: str, side: str) -> float | None:
    """Where a rendition's point of interest, which is in its pixels, lies along a side: 0 to 1."""
    named = {name.lower(): content for name, content in rendition.items()}
    point = named.get("pointofinterest", named.get("poi"))
    place = point.get(axis) if isinstance(point, Mapping) else None
    size = pixels(rendition.get(side))
    if isinstance(place, bool) or not isinstance(place, int | float) or size is None:
        return None
    return place / size if 0 <= place <= size else None


def _status(item: _Item) -> Status:
    """pubstatus; missing means usable. A word that is no status withholds the item, and so does an
    embargo without a time: whoever wrote it had a reason."""
    word, embargo = _text(item, "pubstatus"), item.get("embargoed")
    status = (status_of(word) or Status.WITHHELD) if word else Status.USABLE
    if embargo and moment_of(_text(item, "embargoed")) is None and status is Status.USABLE:
        return Status.WITHHELD
    return status
