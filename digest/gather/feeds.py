"""RSS, RDF, Atom and CDF feeds, through feedparser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import struct_time
from typing import Any, TypeAlias
from urllib.parse import urljoin
from xml.etree.ElementTree import ParseError
from xml.sax import SAXParseException  # a type only: nothing is parsed with it

import feedparser
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from digest.gather import clean
from digest.gather.dates import moment_of
from digest.gather.decoding import wide_encoding
from digest.gather.finish import finish
from digest.gather.html_pictures import pictures
from digest.gather.media import looks_like_picture, pictures_of_entries
from digest.gather.raw import RawArticle
from digest.model.article import Image, Status
from digest.model.message import Message, Text
from digest.model.reading import Document, Reading, Unplaced
from digest.model.settings import Source

_TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_MARKUP = {"text/html", "application/xhtml+xml"}
# WordPress appends this to every summary; it is about the feed, not about the story
_APPENDED = re.compile(
    r"\n\n(?:The post|Запис|Сообщение|Der Beitrag) .{1,300}"
    r"(?:appeared first on|вперше з’явився на|появились сначала на|erschien zuerst auf) .{1,100}$"
)
# feedparser looks for an address in every name with a pattern that takes a minute for 100,000
# letters without one; nobody is called that
_LONG_NAME = re.compile(
    rb"(<(?:\w+:)?(?:author|creator|managingEditor|owner|publisher|webMaster)\b[^>]{0,500}>"
    rb"(?:<!\[CDATA\[)?[^<\]]{500})[^<\]]+",
    re.IGNORECASE,
)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_MOST_DIGITS = 20  # of a reference that is worth computing; some write many leading zeros
_UNIX_TIME = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")  # seconds or milliseconds, from 2001 to 2033
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_NAMES_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,500}\sencoding\s*=")
_CUT = ("no element found", "unclosed token", "unclosed CDATA section")  # expat's words at the end
# WordPress's export names a state for every post; only these are public
_WORDPRESS_PUBLIC = ("publish", "inherit")
_WORDPRESS_TEXTS = ("post", "page")

_NAME = 500  # characters of a name that are looked at
_MAIL_ADDRESS = re.compile(r"\s*[(<]?\S+@\S+[)>]?\s*")

# feedparser hands over dictionaries whose every value may be missing or of another type
_Entry: TypeAlias = Mapping[str, Any]
_Feed: TypeAlias = Any  # it ships no types


def read_feed(document: Document, *, source: Source, now: datetime) -> Reading:
    """The articles of a feed, one for each entry that says anything.

    An entry that is listed no longer has only scrolled off. It is taken back where the feed says
    so: by a tombstone (RFC 6721), as a draft (RFC 5023), or by its state in WordPress. A feed that
    is not well formed is read as far as feedparser gets and named in ``problems``; what is no feed
    at all has ``failed`` set.
    """
    try:
        parsed = _parse(document)
    except Exception as error:  # feedparser's loose parser trips over what it does not expect
        return Reading(failed=Message("reading.feed_too_damaged", error=type(error).__name__))
    if not parsed.entries and not parsed.get("version"):
        return Reading(failed=Message("reading.no_feed"))
    left: list[Unplaced] = []
    raws: list[RawArticle] = []
    language = _text(parsed.feed.get("language"))
    media = pictures_of_entries(document.content) if b"mrss" in document.content else ()
    for number, entry in enumerate(parsed.entries, start=1):
        where = Message("reading.entry", number=number)
        why = _why_not_public(entry)
        if why:
            title = clean.shown(_text(entry.get("title")))
            left.append(Unplaced(where=where, text=title, why=why))
            raws.append(_taken_back(entry, where))
        else:
            picture = media[number - 1] if len(media) == len(parsed.entries) else None
            raws.append(_raw(entry, where=where, media=picture, feed_language=language))
    raws.extend(_deleted_entries(document.content))
    reading = finish(raws, source=source, document=document.location, now=now, unplaced=left)
    problems = (*_problems(parsed), *reading.problems)
    return replace(reading, cut=_ends_in_the_middle(parsed), problems=problems)


def _parse(document: Document) -> _Feed:
    wide = wide_encoding(document.content)
    headers = {"content-location": document.location}
    if document.media_type:
        headers["content-type"] = document.media_type.partition(";" if wide else "\n")[0]
    # a stream, for feedparser takes bytes that look like a path or an address to be one, and opens
    # it; and its HTML as it came, for ``clean`` parses it once, as a browser would
    content = _REFERENCE.sub(_possible, _in_utf_8(document.content, wide))
    if not document.media_type and _is_utf_8(content):
        # XML's own rule; feedparser would guess, value by value, and print words in no alphabet
        headers["content-type"] = "application/xml; charset=utf-8"
    return feedparser.parse(
        io.BytesIO(_LONG_NAME.sub(rb"\1", content)),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _is_utf_8(content: bytes) -> bool:
    """Whether the text is UTF-8, and names no other encoding."""
    if _NAMES_ENCODING.match(content):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _in_utf_8(content: bytes, wide: str) -> bytes:
    """Text in the ``wide`` encoding, if any, as UTF-8, without the declaration that says otherwise;
    feedparser does not know UTF-32."""
    if not wide:
        return content
    text = content.decode(wide, errors="replace").lstrip("\ufeff")
    return _DECLARATION.sub("", text).encode("utf-8", errors="replace")


def _possible(reference: re.Match[bytes]) -> bytes:
    """A reference to a character, or to U+FFFD where there is no such character: feedparser would
    give up the whole feed for it."""
    digits = reference[1] or reference[2]
    code = int(digits, 16 if reference[1] else 10) if len(digits) <= _MOST_DIGITS else -1
    is_one = 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF
    return reference[0] if is_one else b"&#xFFFD;"


def _problems(parsed: _Feed) -> tuple[Text, ...]:
    # a wrong media type, or an encoding that is not the declared one, is not worth a person's time
    if parsed.bozo and not isinstance(
        parsed.bozo_exception,
        (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType),
    ):
        what = clean.shown(str(parsed.bozo_exception).removeprefix("<unknown>:"))
        return (Message("reading.feed_not_well_formed", error=what),)
    return ()


def _ends_in_the_middle(parsed: _Feed) -> bool:
    problem = parsed.get("bozo_exception")
    return isinstance(problem, SAXParseException) and problem.getMessage() in _CUT


def _why_not_public(entry: _Entry) -> Message | None:
    if entry.get("wp_status", "publish") not in _WORDPRESS_PUBLIC:
        return Message("reading.wordpress_state", state=clean.shown(str(entry["wp_status"])))
    if entry.get("wp_post_type", "post") not in _WORDPRESS_TEXTS:
        return Message("reading.wordpress_type", kind=clean.shown(str(entry["wp_post_type"])))
    if _text(entry.get("app_draft")).strip().lower() == "yes":
        return Message("reading.draft")
    return None


def _taken_back(entry: _Entry, where: Text) -> RawArticle:
    """What is not public any more, should it have been."""
    return RawArticle(
        where=where,
        guid=_text(entry.get("id")),
        url=_link(entry),
        updated=_moment(entry, "updated_parsed"),
        status=Status.WITHHELD,
    )


def _deleted_entries(content: bytes) -> Iterator[RawArticle]:
    """The tombstones of an Atom feed: ``at:deleted-entry`` with the id of what was deleted."""
    if b"deleted-entry" not in content:
        return
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return  # that it is not well formed is among the problems
    for number, tombstone in enumerate(root.iterfind(_TOMBSTONE), start=1):
        if ref := tombstone.get("ref", ""):
            yield RawArticle(
                where=Message("reading.deleted_entry", number=number),
                guid=ref,
                url=ref,
                updated=moment_of(tombstone.get("when", "")),
                status=Status.CANCELED,
            )


def _raw(entry: _Entry, *, where: Text, media: Image | None, feed_language: str) -> RawArticle:
    content, summary = _content(entry), _detail(entry, "summary_detail")
    text, dek = _plain(content), _plain(summary)
    # feedparser takes a picture's caption for a summary or content where it comes first
    if media is not None and media.caption and text and dek:
        captions = (media.caption, f"{media.caption} ({media.credit})")
        dek = "" if dek in captions else dek
        text = "" if text in captions else text
    # content comes first: a summary beside it is a standfirst unless it only repeats the beginning
    if not text:
        text, dek = dek, ""
    elif clean.only_begins(dek, text):
        dek = ""
    labels = _labels(entry)
    return RawArticle(
        where=where,
        guid=_text(entry.get("id")),
        url=_link(entry),
        title=_title(entry),
        dek=dek.replace("\n\n", " "),
        text=_APPENDED.sub("", text),
        authors=_authors(entry),
        published=_moment(entry, "published_parsed", "created_parsed", "updated_parsed"),
        updated=_moment(entry, "updated_parsed"),
        section=next(iter(labels), ""),
        labels=labels,
        declared_language=_text((content or summary).get("language")) or feed_language,
        image=_image(entry, media, content or summary),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _detail(entry: _Entry, key: str) -> _Entry:
    detail = entry.get(key)
    return detail if isinstance(detail, Mapping) else {}


def _content(entry: _Entry) -> _Entry:
    """The entry's fullest content that is text."""
    contents = [
        item for item in _list(entry, "content") if _is_text(item) and _text(item.get("value"))
    ]
    return max(contents, key=lambda item: len(item["value"]), default={})


def _is_text(detail: _Entry) -> bool:
    kind = _text(detail.get("type"))
    return not kind or kind in _MARKUP or kind.startswith("text/")


def _list(entry: _Entry, key: str) -> list[_Entry]:
    value = entry.get(key)
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    return [item for item in value if isinstance(item, Mapping)]


def _plain(detail: _Entry) -> str:
    value = _text(detail.get("value"))
    if detail.get("type") == "text/plain" and not re.search(r"</\w+>|<br\s*/?>", value):
        return clean.paragraphs(value)
    return clean.paragraphs_of(value)


def _title(entry: _Entry) -> str:
    """The headline; as HTML where the feed says so and tags or entities are in it."""
    detail = _detail(entry, "title_detail")
    value = _text(entry.get("title"))
    if detail.get("type") in _MARKUP and re.search(r"<[a-zA-Z/!]|&\w+;|&#", value):
        return clean.words_of(value) or value
    return value


def _link(entry: _Entry) -> str:
    """The article's address: the link, else a guid that is one (RSS 2.0: isPermaLink)."""
    original = _text(entry.get("feedburner_origlink"))
    return original or _text(entry.get("link")) or _text(entry.get("id"))


def _authors(entry: _Entry) -> tuple[str, ...]:
    listed = [_text(author.get("name")) for author in _list(entry, "authors")]
    found = [name for name in listed if name] or [_text(entry.get("author"))]
    return tuple(clean.words_of(_MAIL_ADDRESS.sub(" ", name[:_NAME])) for name in found)


def _moment(entry: _Entry, *keys: str) -> datetime | None:
    for key in keys:
        # past feedparser's own look-up, which lends an entry's publication to its update and warns
        value = dict.get(entry, key) if isinstance(entry, dict) else None
        written = dict.get(entry, key.removesuffix("_parsed")) if isinstance(entry, dict) else None
        found = _written_moment(_text(written).strip(), value)
        if found is not None:
            return found
    return None


def _written_moment(written: str, parsed: object) -> datetime | None:
    """A date as written, and as feedparser reads it: that takes the first digits of a Unix time for
    a year, and gives up where the zone is missing or the weekday is not English."""
    if _UNIX_TIME.fullmatch(written):
        return datetime.fromtimestamp(int(written[:10]), tz=UTC)
    if isinstance(parsed, struct_time):
        try:
            return datetime(*parsed[:5], min(parsed[5], 59), tzinfo=UTC)
        except (ValueError, OverflowError):
            return None
    return moment_of(written)


def _labels(entry: _Entry) -> tuple[str, ...]:
    """The entry's categories; the first one is taken for its section."""
    terms = (_text(tag.get("label")) or _text(tag.get("term")) for tag in _list(entry, "tags"))
    return tuple(clean.words_of(term) for term in terms if term.strip())


def _image(entry: _Entry, media: Image | None, body: _Entry) -> Image | None:
    """The entry's picture: Media RSS, else an enclosure, the first in the text, a thumbnail."""
    if media is not None and media.url:
        return media
    in_text = next(iter(pictures(_text(body.get("value")))), None)
    if in_text is not None:
        in_text = replace(in_text, url=_joined(_text(body.get("base")), in_text.url))
    for item in _list(entry, "enclosures"):
        url = _text(item.get("href")) or _text(item.get("url"))
        if url and looks_like_picture(url, _text(item.get("type"))):
            return in_text if in_text is not None and in_text.url == url else Image(url=url)
    thumbnail = next((_text(item.get("url")) for item in _list(entry, "media_thumbnail")), "")
    return in_text or (Image(url=thumbnail) if thumbnail else None)


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # an address that cannot be taken apart is left out further on
        return url
