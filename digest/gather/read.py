"""Any document, read: which form it has is told by the source's settings or by its first bytes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime

from digest.gather.decoding import text_of
from digest.gather.feeds import read_feed
from digest.gather.html_pages import read_page
from digest.gather.json_feed import is_json_feed, read_json_feed
from digest.gather.json_lines import read_lines, read_objects
from digest.gather.newsml import is_news_markup, read_news_markup
from digest.gather.ninjs import is_ninjs, read_ninjs
from digest.gather.page_text import read_page_text
from digest.model.message import Message
from digest.model.reading import Document, Reading
from digest.model.settings import Source, SourceKind

_HEAD = 4_096  # characters that the form is told by
_FIRST_LINES = 20
_NOT_TEXT = 0.05  # more than this share of control characters and U+FFFD: not text at all
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f\ufffd]")
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_MARKUP = re.compile(r"\s*<[?!A-Za-z]")
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)


def read_document(document: Document, *, source: Source, now: datetime) -> Reading:
    """The articles of ``document``, and what could not be placed. Raises nothing on any bytes.

    With ``SourceKind.AUTO`` the form is told by the bytes: JSON Feed, ninjs, article lines, an XML
    feed, NewsML-G2 or NITF, an HTML page, or a page copied as text. A document that cannot be
    read says why in ``failed``.
    """
    if not document.content.strip():
        return Reading(failed=Message("reading.empty"))
    if source.kind is SourceKind.LINES or document.first_line:
        return read_lines(document, source=source, now=now)
    if source.kind is SourceKind.TEXT:
        return read_page_text(document, source=source, now=now)
    if source.kind is SourceKind.PAGE:
        return read_page(document, source=source, now=now)
    return _read_by_looks(document, source=source, now=now)


def _read_by_looks(document: Document, *, source: Source, now: datetime) -> Reading:
    head = text_of(document.content[: _HEAD * 4], media_type=document.media_type)[:_HEAD].lstrip()
    if head.startswith(("{", "[")):
        return _read_json(document, source=source, now=now)
    if is_news_markup(head):
        return read_news_markup(document, source=source, now=now)
    if source.kind is SourceKind.FEED:
        return read_feed(document, source=source, now=now)
    if _HTML.search(head) and not _FEED.search(head):
        return read_page(document, source=source, now=now)
    # feedparser knows more encodings than we do, so what cannot be decoded may still be a feed
    if _MARKUP.match(head) or _FEED.search(head):
        return read_feed(document, source=source, now=now)
    if _is_not_text(head):
        reading = read_feed(document, source=source, now=now)
        neither = Message("reading.neither_text_nor_feed")
        return replace(reading, failed=neither) if reading.failed else reading
    return read_page_text(document, source=source, now=now)


def _read_json(document: Document, *, source: Source, now: datetime) -> Reading:
    """JSON as a whole is a JSON Feed, ninjs, or an article or a list of them; else it is lines."""
    try:
        value = json.loads(text_of(document.content))
    except ValueError as error:
        if _begins_with_an_object(document.content):
            return read_lines(document, source=source, now=now)
        return Reading(failed=Message("reading.json_not_read", error=error))
    except RecursionError:
        return Reading(failed=Message("reading.json_nested_too_deeply"))
    if is_json_feed(value):
        return read_json_feed(value, document, source=source, now=now)
    if is_ninjs(value):
        return read_ninjs(value, document, source=source, now=now)
    return read_objects(value if isinstance(value, list) else [value], source=source, now=now)


def _begins_with_an_object(content: bytes) -> bool:
    """Whether one of the first lines is a whole JSON object, as in a document of article lines."""
    for line in content.split(b"\n", _FIRST_LINES)[:_FIRST_LINES]:
        try:
            if isinstance(json.loads(line), dict):
                return True
        except (ValueError, RecursionError):
            continue
    return False


def _is_not_text(head: str) -> bool:
    return len(_CONTROL.findall(head)) > _NOT_TEXT * len(head)
