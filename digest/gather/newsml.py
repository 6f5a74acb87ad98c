"""NewsML-G2 and NITF, the press agencies' XML (iptc.org).

Namespaces are looked past: agencies send every version of them, and some none. defusedxml refuses
entities and documents from elsewhere, which no agency needs and an attacker does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from digest.gather import clean
from digest.gather.dates import moment_of
from digest.gather.finish import finish
from digest.gather.html_pictures import pixels
from digest.gather.raw import RawArticle, status_of
from digest.model.article import Image, Status
from digest.model.message import Message, Text
from digest.model.reading import Document, Reading, Unplaced
from digest.model.settings import Source

_ROOT = re.compile(
    r"<(?:\w+:)?(?:newsItem|newsMessage|packageItem|conceptItem|planningItem|nitf)[\s>]"
)
_OTHER_ITEMS = ("packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_BLOCKS = ("p", "hl2", "li", "h1", "h2", "h3", "h4")


def is_news_markup(head: str) -> bool:
    """Whether a document that begins with ``head`` is NewsML-G2 or NITF."""
    return bool(_ROOT.search(head))


def read_news_markup(document: Document, *, source: Source, now: datetime) -> Reading:
    """The texts of a news item, a news message or a NITF document; pictures, packages and empty
    items are unplaced."""
    try:
        root = fromstring(document.content)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        what = clean.shown(str(error) or repr(error))
        return Reading(failed=Message("reading.xml_not_read", error=what))
    raws: list[RawArticle] = []
    left: list[Unplaced] = []
    for number, item in enumerate(_items(root), start=1):
        where = Message("reading.item", number=number)
        why = _why_no_text(item)
        if why:
            left.append(Unplaced(where=where, text=clean.shown(_headline(item)), why=why))
        else:
            raws.append(_raw(item, where=where))
    return finish(raws, source=source, document=document.location, now=now, unplaced=left)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: Element, *names: str) -> Iterator[Element]:
    return (found for found in element.iter() if _name(found) in names)


def _first(element: Element, *names: str) -> Element | None:
    return next(_all(element, *names), None)


def _child(element: Element, *path: str) -> Element | None:
    """The element at ``path``, each step a direct child."""
    for name in path:
        found = next((child for child in element if _name(child) == name), None)
        if found is None:
            return None
        element = found
    return element


def _said(element: Element | None) -> str:
    return clean.line("".join(element.itertext())) if element is not None else ""


def _items(root: Element) -> list[Element]:
    if _name(root) in ("newsItem", "nitf", *_OTHER_ITEMS):
        return [root]
    return list(_all(root, "newsItem", *_OTHER_ITEMS)) or list(_all(root, "nitf"))


def _why_no_text(item: Element) -> Message | None:
    if _name(item) in _OTHER_ITEMS:
        return Message("reading.item_without_text", kind=_name(item))
    kind = _code(_child(item, "itemMeta", "itemClass"))
    if kind and kind not in ("text", "composite"):
        return Message("reading.class_not_text", kind=clean.shown(kind, 40))
    if _headline(item) or _text(item) or _status(item) is not Status.USABLE:
        return None  # a cancellation needs no words
    return Message("reading.says_nothing")


def _raw(item: Element, *, where: Text) -> RawArticle:
    created = _child(item, "contentMeta", "contentCreated")
    version = _said(_child(item, "itemMeta", "versionCreated"))
    issued = _first(item, "date.issue")
    written = _said(created) or (issued.get("norm", "") if issued is not None else "") or version
    return RawArticle(
        where=where,
        guid=item.get("guid", "") or _document_id(item),
        url=_url(item),
        title=_headline(item),
        dek=_said(_child(item, "contentMeta", "description")) or _said(_first(item, "abstract")),
        text=_text(item),
        authors=_authors(item),
        published=moment_of(written),
        updated=moment_of(version),
        section=_section(item),
        labels=_labels(item),
        language=_language(item),
        image=_image(item),
        embargo=moment_of(_said(_child(item, "itemMeta", "embargoed"))),
        status=_status(item),
    )


def _document_id(item: Element) -> str:
    found = _first(item, "doc-id")
    return found.get("id-string", "") if found is not None else ""


def _code(element: Element | None) -> str:
    """The word of a code such as "stat:usable", or of a literal."""
    if element is None:
        return ""
    given = element.get("qcode") or element.get("literal") or element.get("uri") or ""
    return re.split(r"[:/]", given)[-1].lower()


def _headline(item: Element) -> str:
    given = _said(_child(item, "contentMeta", "headline")) or _said(_first(item, "hl1"))
    return given or _said(_child(item, "itemMeta", "title")) or _said(_first(item, "title"))


def _text(item: Element) -> str:
    """The body: NITF's content, else the HTML, else the plain text given in the item."""
    content = _first(item, "body.content")
    if content is None:
        inline = _first(item, "inlineXML")
        content = _first(inline, "body") if inline is not None else None
        content = inline if content is None else content
    if content is not None:
        blocks = [_said(block) for block in _all(content, *_BLOCKS)]
        return "\n\n".join(block for block in blocks if block) or clean.paragraphs_of(
            tostring(content, encoding="unicode")
        )
    plain = _first(item, "inlineData")
    return clean.paragraphs("".join(plain.itertext())) if plain is not None else ""


def _authors(item: Element) -> tuple[str, ...]:
    by = [_said(_child(person, "name")) for person in _creators(item)]
    by = [name for name in by if name]
    if by:
        return tuple(by)
    byline = _first(item, "byline")
    person = _first(byline, "person") if byline is not None else None
    return (_said(person if person is not None else byline),)


def _creators(item: Element) -> list[Element]:
    meta = _child(item, "contentMeta")
    return [child for child in meta if _name(child) == "creator"] if meta is not None else []


def _section(item: Element) -> str:
    """The first subject that has a name: agencies list the broadest one first."""
    return next((name for name in _named(item, "subject") if name), "")


def _labels(item: Element) -> tuple[str, ...]:
    """Genres by name, else by code, and subjects by name."""
    meta = _child(item, "contentMeta")
    genres = [child for child in meta if _name(child) == "genre"] if meta is not None else []
    return (*_named(item, "genre"), *map(_code, genres), *_named(item, "subject"))


def _named(item: Element, kind: str) -> list[str]:
    meta = _child(item, "contentMeta")
    parts = [child for child in meta if _name(child) == kind] if meta is not None else []
    return [_said(_child(part, "name")) for part in parts]


def _language(item: Element) -> str:
    found = _child(item, "contentMeta", "language")
    given = found.get("tag", "") if found is not None else ""
    return given or item.get("{http://www.w3.org/XML/1998/namespace}lang", "")


def _url(item: Element) -> str:
    """Where readers find it: a link to the same content on the web."""
    meta = _child(item, "itemMeta")
    for link in meta if meta is not None else ():
        if _name(link) == "link" and (link.get("contenttype") or "").startswith("text/html"):
            return link.get("href", "")
    return ""


def _image(item: Element) -> Image | None:
    """NITF's first picture with its caption and who took it."""
    media = _first(item, "media")
    reference = _first(media, "media-reference") if media is not None else None
    if media is None or reference is None:
        return None
    return Image(
        url=reference.get("source", ""),
        alt=reference.get("alternate-text", ""),
        caption=_said(_first(media, "media-caption")),
        credit=_said(_first(media, "media-producer")),
        width=pixels(reference.get("width")),
        height=pixels(reference.get("height")),
    )


def _status(item: Element) -> Status:
    """``pubStatus``, or NITF's ``management-status``; a word that is no status withholds the item.

    ``embargoed`` without a time means an embargo whose end nobody knows yet.
    """
    given = _code(_child(item, "itemMeta", "pubStatus")) or _management_status(item)
    status = (status_of(given) or Status.WITHHELD) if given else Status.USABLE
    embargo = _child(item, "itemMeta", "embargoed")
    if embargo is not None and moment_of(_said(embargo)) is None and status is Status.USABLE:
        return Status.WITHHELD
    return status


def _management_status(item: Element) -> str:
    found = _first(item, "docdata")
    return found.get("management-status", "") if found is not None else ""
