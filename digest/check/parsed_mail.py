"""The mail under examination, taken apart once for all rules."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message as MimePart
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from lxml import etree

from digest.check.location import Location
from digest.check.parse_errors import ParseError, true_errors
from digest.check.styles import ComputedStyle, Styles, Tree, View
from digest.model.message import Message

_SPACES = re.compile(r"\s+")
# every repetition has a bound or an end, so that hostile markup is read in linear time
_FOR_OUTLOOK = re.compile(
    r"<!--\[if [^\]]{0,99}?mso[^\]]{0,99}\]>(.*?)(?:<!\[endif\]-->|\Z)", re.DOTALL
)
_FOR_OTHERS = re.compile(r"<!--\[if !mso\]><!--(?:\s?--)?>.*?(?:<!--<!\[endif\]-->|\Z)", re.DOTALL)
# Office's settings are no HTML, and the one piece of it that belongs into the head
_OFFICE_SETTINGS = re.compile(
    r"<noscript>\s{0,9}<xml>.{0,2000}?</xml>\s{0,9}</noscript>|<xml>.{0,2000}?</xml>", re.DOTALL
)
_SELF_CLOSED = re.compile(r"<((?:v|o|w):\w+)([^<>]{0,2000})/>", re.IGNORECASE)
_ATTRIBUTES = re.compile(
    r"<([a-zA-Z][a-zA-Z0-9]{0,20})\s(?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,500}>"
)
# libxml2 knows HTML 4: it would nest what follows in each of these, and give up some 250 deep
_EMPTY_IN_HTML5 = re.compile(r"<((?:wbr|track|source)\b[^<>/]{0,2000})>", re.IGNORECASE)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A style sheet of the document, and the line it begins on."""

    css: str
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One leaf of a letter's MIME tree. ``text`` is decoded, with U+FFFD where it does not fit."""

    media_type: str
    charset: str
    encoding: str  # Content-Transfer-Encoding, in lower case
    content: bytes
    text: str
    decodes: bool  # whether the bytes are what the charset says
    path: str  # "multipart/alternative > text/html"
    content_id: str = ""  # without its angle brackets
    file_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Specimen:
    """A mail as the rules see it. What was not given is empty, or None where empty means something.

    ``letter`` is the whole message in bytes, ``headers`` its header fields in order, unfolded and
    undecoded. ``address`` is the publication's postal address, if the checker was told.
    """

    html: str
    text: str | None = None
    letter: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    address: str = ""
    now: datetime | None = None  # what the clock says, if the checker was told
    clients: tuple[str, ...] = ()  # what it must work in; empty: the common ones
    decodes: bool = True  # whether the document's bytes were UTF-8
    outline: str = ""  # the document without the attributes that were examined before
    part: str = "html"  # what places in the document are said to be in

    @cached_property
    def _parsed(self) -> tuple[Element, tuple[ParseError, ...]]:
        # html5lib reads as browsers do; a rule on safety must not trust a kinder parser
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        root: Any = parser.parse(self.outline or self.html)
        return root, tuple(true_errors(self.outline or self.html, parser.errors))

    @property
    def root(self) -> Element:
        """The document as browsers read it."""
        return self._parsed[0]

    @property
    def parse_errors(self) -> tuple[ParseError, ...]:
        """Each thing in the document that HTML5 calls an error, but for the doctype."""
        return self._parsed[1]

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """All elements in document order, comments left out."""
        # the tag of a comment is a function, whatever the stubs say
        tags: Iterator[tuple[object, Element]] = ((one.tag, one) for one in self.root.iter())
        return tuple(one for tag, one in tags if isinstance(tag, str))

    def named(self, *tags: str) -> Iterator[Element]:
        """The elements with one of these tags."""
        return (one for one in self.elements if one.tag in tags)

    @cached_property
    def parents(self) -> dict[Element, Element]:
        """Each element's parent."""
        return {child: parent for parent in self.elements for child in parent}

    def where(self, element: Element) -> Location:
        """Where an element of ``root`` stands: the line of its tag, and the tag."""
        tag = str(element.tag)
        number = self._numbers[element]
        tags = self._tags_of(tag)
        if number >= len(tags):
            return Location(part=self.part, element=tag, node=element)
        line, column = self._line_and_column(tags[number])
        return Location(part=self.part, line=line, column=column, element=tag, node=element)

    def column_of(self, place: Location) -> int:
        """The column of a place's tag; 0 where the source has more or fewer such tags than read."""
        if place.column or place.node is None or not isinstance(place.node, etree._Element):
            return place.column
        try:
            same = list(self.tree.iter(place.element))
        except ValueError:  # a name that lxml refuses: with a control character, say
            return 0
        tags = self._tags_of(place.element)
        if len(same) != len(tags) or place.node not in same:
            return 0
        return self._line_and_column(tags[same.index(place.node)])[1]

    def frames(self, place: Location) -> Iterator[str]:
        """The classes of a place's element and of those around it, nearest first."""
        node = place.node
        while node is not None:
            if name := (node.get("class") or "").strip():
                yield name
            ours = isinstance(node, etree._Element)
            node = node.getparent() if ours else self.parents.get(node)

    @cached_property
    def _numbers(self) -> dict[Element, int]:
        """How many elements with its tag stand before each one."""
        counts: Counter[str] = Counter()
        numbers = {}
        for element in self.elements:
            numbers[element] = counts[element.tag]
            counts[element.tag] += 1
        return numbers

    def _tags_of(self, tag: str) -> list[int]:
        """The offsets of every opening tag of a name, comments left out."""
        if tag not in self._tags:
            tags = rf"<{re.escape(tag)}(?=[\s/>])"
            found = re.finditer(tags, self._without_comments, re.IGNORECASE)
            self._tags[tag] = [one.start() for one in found]
        return self._tags[tag]

    @cached_property
    def _tags(self) -> dict[str, list[int]]:
        """What is known of ``_tags_of``: many elements of one tag may be asked for."""
        return {}

    def line_of(self, offset: int) -> int:
        """The line, from 1, that a place in the document is on."""
        return self._line_and_column(offset)[0]

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_left(self._line_ends, offset)
        begin = self._line_ends[line - 1] if line else -1
        return line + 1, offset - begin

    @cached_property
    def _line_ends(self) -> list[int]:
        return [one.start() for one in re.finditer("\n", self._without_comments)]

    @cached_property
    def _without_comments(self) -> str:
        # each mark becomes a blank, so that lines and columns keep their numbers
        return COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), self.html)

    @cached_property
    def tree(self) -> Tree:
        """The document once more, as a tree that knows its lines and takes selectors."""
        return parsed(self.html)

    def visible(self, *tags: str) -> Iterator[Tree]:
        """The elements of the body's tree with one of these tags, or all, less the hidden ones."""
        return (one for one in self._shown if not tags or one.tag in tags)

    @cached_property
    def _shown(self) -> tuple[Tree, ...]:
        return tuple(one for one, look in self.looks(View.LIGHT).items() if not look.hidden)

    def words_of_links(self) -> dict[Tree, str]:
        """What the tree's links hold as browsers read them, who keep a table within its link."""
        links, read = list(self.tree.iter("a")), list(self.named("a"))
        if len(links) != len(read):
            return {}
        return {link: _spoken(one) for link, one in zip(links, read, strict=True)}

    def styled(self) -> Iterator[Tree]:
        """The elements of the tree that have a style attribute."""
        return iter(self._styled)

    @cached_property
    def _styled(self) -> tuple[Tree, ...]:
        return tuple(
            one
            for one in self.tree.iter()
            if isinstance(one.tag, str) and one.get("style") is not None
        )

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The document's style sheets in order."""
        return tuple(
            Sheet(css="".join(style.itertext()), line=style.sourceline or 0)
            for style in self.tree.iter("style")
        )

    @cached_property
    def _looks(self) -> dict[View, dict[Tree, ComputedStyle]]:
        styles = Styles(self.tree, [sheet.css for sheet in self.sheets])
        return {view: styles.looks(view) for view in View}

    def looks(self, view: View) -> dict[Tree, ComputedStyle]:
        """What each element of the body looks like in a view."""
        return self._looks[view]

    @cached_property
    def outlook(self) -> str:
        """The document as Word reads it: Outlook's conditions open, the others' closed."""
        without_others = _FOR_OTHERS.sub("", self.html)
        return _FOR_OUTLOOK.sub(lambda found: found[1], without_others)

    @cached_property
    def in_word(self) -> Specimen | None:
        """The document as Word reads it, less Office's settings; None where that is no other."""
        if self.outlook == self.html:
            return None
        # Word reads VML as XML, where an element may close itself
        return Specimen(
            html=_for_word(self.outlook),
            outline=_for_word(self._outlook_outline),
            part="html as Word reads it,",
        )

    @cached_property
    def _outlook_outline(self) -> str:
        """What Word reads, and of what all others read too only the tags: they are read twice."""
        pieces = []
        shown = _FOR_OTHERS.sub("", self.html)
        position = 0
        for found in _FOR_OUTLOOK.finditer(shown):
            pieces += [_without_attributes(shown[position : found.start()]), found[1]]
            position = found.end()
        return "".join((*pieces, _without_attributes(shown[position:])))

    @cached_property
    def outlook_tree(self) -> Tree:
        """The tree of what Word reads."""
        return parsed(self.outlook)

    @property
    def may_be_a_template(self) -> bool:
        """Whether this is a document alone, which may still be filled in before it is sent."""
        return self.letter is None and self.text is None

    def header(self, name: str) -> str | None:
        """The first header field of that name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def _for_word(html: str) -> str:
    return _SELF_CLOSED.sub(r"<\1\2></\1>", _OFFICE_SETTINGS.sub("", html))


def _without_attributes(html: str) -> str:
    return _ATTRIBUTES.sub(lambda tag: "<" + tag[1] + "\n" * tag[0].count("\n") + ">", html)


def parsed(html: str) -> Tree:
    """The tree of an HTML document; an empty one where there is nothing to read."""
    source = _EMPTY_IN_HTML5.sub(r"<\1/>", html).encode("utf-8", "replace")
    root = etree.fromstring(source or b"<html></html>", etree.HTMLParser(encoding="utf-8"))
    return root if root is not None else etree.fromstring("<html></html>", etree.HTMLParser())


def place(element: Tree) -> Location:
    """Where an element of ``Specimen.tree`` stands."""
    line = element.sourceline or 0
    return Location(part="html", line=line, element=str(element.tag), node=element)


def _spoken(element: Element) -> str:
    """The words in an element and in those within it, in no order; no comment's."""
    own = [element.text, *(one.tail for one in element.iter() if one is not element)]
    tags: Iterator[tuple[object, Element]] = ((one.tag, one) for one in element.iter())
    own += [one.text for tag, one in tags if isinstance(tag, str)]
    return " ".join(filter(None, own))


def words_of(element: Element) -> str:
    """An element's text, with single spaces."""
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


def decoded(content: bytes) -> tuple[str, bool]:
    """A document's text, and whether its bytes are UTF-8, with a mark of order or without one."""
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if content.startswith(mark):
            return content.decode("utf-16", "replace"), False
    try:
        return content.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return content.decode("utf-8-sig", "replace"), False


def specimen_of_letter(letter: bytes) -> Specimen:
    """A letter taken apart: its first HTML part, its first text part.

    :raises ValueError: it cannot be read, for parts nested too deeply, say; in words for people.
    """
    try:
        # the email library refuses some parameters only when they are looked at
        message = message_from_bytes(letter)
        parts = tuple(_leaves(message, ""))
    except RecursionError as error:
        raise ValueError(Message("check.parts_nested_too_deeply")) from error
    except (ValueError, TypeError, LookupError, MessageError) as error:
        unread = Message("check.parts_not_read", error=str(error)[:200])
        raise ValueError(unread) from error
    html = next((part.text for part in parts if part.media_type == "text/html"), "")
    text = next((part.text for part in parts if part.media_type == "text/plain"), None)
    headers = tuple((name, str(value)) for name, value in message.items())
    return Specimen(html=html, text=text, letter=letter, headers=headers, parts=parts)


def decoded_header(raw: str) -> str:
    """A header's words.

    :raises ValueError: its encoded words cannot be decoded.
    """
    try:
        return str(make_header(decode_header(raw)))
    except (ValueError, TypeError, LookupError, MessageError) as error:
        raise ValueError(str(error)) from error


def _leaves(message: MimePart, above: str) -> Iterator[Part]:
    media_type = message.get_content_type()
    path = f"{above} > {media_type}" if above else media_type
    if message.is_multipart():
        for inner in message.get_payload():
            if isinstance(inner, MimePart):
                yield from _leaves(inner, path)
        return
    raw = message.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    charset = _charset(message)
    text, decodes = _decoded(content, charset)
    yield Part(
        media_type=media_type,
        charset=charset,
        encoding=str(message.get("Content-Transfer-Encoding", "7bit")).strip().lower(),
        content=content,
        text=text.replace("\r\n", "\n"),
        decodes=decodes,
        path=path,
        content_id=str(message.get("Content-ID", "")).strip().strip("<>"),
        file_name=_file_name(message),
    )


def _file_name(message: MimePart) -> str:
    """What a part is to be saved as; empty where nothing says it, or nobody can read it."""
    try:
        return str(message.get_filename("") or "")
    except (ValueError, TypeError, LookupError):
        return ""


def _charset(message: MimePart) -> str:
    """What a part says its charset is, in lower case."""
    try:
        return (message.get_content_charset() or "us-ascii").lower()
    except (ValueError, TypeError, LookupError):
        return "unreadable"


def _decoded(content: bytes, charset: str) -> tuple[str, bool]:
    try:
        return content.decode(charset), True
    except (ValueError, TypeError, LookupError):  # "undefined" and "idna" fail in their own ways
        return content.decode("utf-8", "replace"), False
