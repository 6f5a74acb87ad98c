"""Text from outside, made safe and plain: the rules that every input form shares.

Nothing here raises on any string, and cleaning what is clean changes nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import wraps

import nh3
from ftfy import fix_encoding

HEADLINE_LIMIT = 500
"""Characters of a headline that are kept; a longer one ends in an ellipsis."""

TEXT_LIMIT = 200_000
"""Characters of a body that are kept: thirty times a long read, and still quick to group."""

# Marks that turn the direction of everything after them (Unicode TR 9; "Trojan source",
# CVE-2021-42574). The plain marks LRM, RLM and ALM only touch their neighbours and stay: Hebrew and
# Arabic need them. So do the joiners, which Persian and family emoji are written with.
_DIRECTION_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
_NOT_TEXT = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates and noncharacters
_CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_DROPPED = re.compile(f"[{_CONTROLS}{_DIRECTION_OVERRIDES}{_INVISIBLE}{_NOT_TEXT}]")
# UTF-8 that was read as Latin-1 or Windows-1252: "Â£", "Ã©". Whether it is, ftfy judges.
_MISTAKEN = re.compile("[\u00c2-\u00f4][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_ENCODED_OVER = 20  # times, far more than one text is mistaken, one upon the other
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_EDGE_MARKS = "\u200c\u200d\u200e\u200f\u061c \n"

# Four marks on one letter is more than any living orthography needs; hundreds of them paint over
# the lines above and below.
_MARK_LIMIT = 4
_STACK = re.compile(rf"[^\w\s]{{{_MARK_LIMIT + 1},}}")  # no mark is a letter or white space

_BLOCKS = (
    "address|article|aside|blockquote|center|dd|details|dir|div|dl|dt|fieldset|figure"
    "|footer|form|h1|h2|h3|h4|h5|h6|header|hr|legend|li|main|menu|nav|ol|p|pre|section|summary"
    "|table|tr|ul"
)
_SPACED = "td|th|br"
# what these hold is no part of the text; captions go with their picture (``html_pictures``)
_SILENT = (
    "script|style|template|noscript|iframe|object|svg|math|title|select|textarea|button|audio"
    "|video|canvas|head|figcaption"
)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS})>")
_BREAK_TAG = re.compile(r"<br>(?:\s*<br>)+")
_SPACE_TAG = re.compile(rf"</?(?:{_SPACED})>")
_PARAGRAPH_GAP = re.compile(r"\n\s*\n")


def _with_encoding_mended(clean: Callable[[str], str]) -> Callable[[str], str]:
    """What cleans a text, and mends it until nothing is left to mend: whether an encoding was
    mistaken shows by what stands around, which cleaning changes. What is clean stays as it is."""

    @wraps(clean)
    def mended(text: str) -> str:
        for _ in range(_ENCODED_OVER):
            before = text
            text = clean(fix_encoding(text) if _MISTAKEN.search(text) else text)
            if text == before or not _MISTAKEN.search(text):
                break
        return text

    return mended


@_with_encoding_mended
def characters(text: str) -> str:
    """``text`` in Unicode NFC with lines ended by "\\n", and without what is not text.

    UTF-8 that somebody mistook for another encoding is mended where that can be told for sure
    (ftfy). Dropped are control characters, marks that override the direction of what follows,
    characters that cannot be seen, lone surrogates, and combining marks beyond the fourth on one
    letter.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _DROPPED.sub("", _LINE_END.sub("\n", text))
    # composing can bring marks together that a dropped character kept apart, hence the order
    return unicodedata.normalize("NFC", _fewer_marks(unicodedata.normalize("NFC", text)))


def _fewer_marks(text: str) -> str:
    if not _STACK.search(text):
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARK_LIMIT:
            kept.append(character)
    return "".join(kept)


@_with_encoding_mended
def line(text: str) -> str:
    """``text`` as one line: cleaned, its white space folded, nothing invisible at the ends."""
    return " ".join(characters(text).split()).strip(_EDGE_MARKS)


@_with_encoding_mended
def headline(text: str) -> str:
    """A headline as one line of at most ``HEADLINE_LIMIT`` characters.

    Markup is not looked for: "x < y and a > b" and "<script>" are what the headline says, and
    whoever prints it escapes it. A form whose headlines are HTML goes through ``words_of`` first.
    """
    whole = line(text)
    if len(whole) <= HEADLINE_LIMIT:
        return whole
    cut = whole[: HEADLINE_LIMIT - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > HEADLINE_LIMIT // 2 else cut).rstrip(_EDGE_MARKS) + "…"


@_with_encoding_mended
def paragraphs(text: str) -> str:
    """Plain text with its paragraphs, one line each, set apart by one empty line."""
    pieces = (line(piece) for piece in _PARAGRAPH_GAP.split(characters(text)))
    joined = "\n\n".join(piece for piece in pieces if piece)
    return joined if len(joined) <= TEXT_LIMIT else joined[:TEXT_LIMIT].rstrip(_EDGE_MARKS)


def paragraphs_of(markup: str) -> str:
    """The text of an HTML fragment as ``paragraphs``, without scripts, styles, forms and media.

    nh3 parses as a browser does, so broken nesting and half a tag come out as a reader would see
    them; what it gives back holds block tags without attributes, and every other "<" escaped.
    """
    if "<" not in markup and "&" not in markup:
        return paragraphs(markup)
    tags, silent = set(f"{_BLOCKS}|{_SPACED}".split("|")), set(_SILENT.split("|"))
    safe = nh3.clean(
        characters(markup), tags=tags, attributes={"*": set()}, clean_content_tags=silent
    )
    # a line end inside an element is white space; only block elements part paragraphs
    safe = _BLOCK_TAG.sub("\n\n", _BREAK_TAG.sub("\n\n", safe.replace("\n", " ")))
    return paragraphs(html.unescape(_SPACE_TAG.sub(" ", safe)))


def words_of(markup: str) -> str:
    """The text of an HTML fragment as one line."""
    return line(paragraphs_of(markup))


def without_headings(text: str, *headings: str) -> str:
    """The paragraphs of ``text`` without those at its top that only repeat one of ``headings``."""
    known = {folded(heading) for heading in headings}
    pieces = text.split("\n\n")
    while pieces and folded(pieces[0]) in known:
        pieces.pop(0)
    return "\n\n".join(pieces)


def only_begins(summary: str, text: str) -> bool:
    """Whether a summary is nothing but the beginning of ``text``, cut off with "…" or "[...]"."""
    return folded(text).startswith(folded(summary.rstrip("….[]")))


def folded(text: str) -> str:
    """``text`` for comparing: case folded, and only letters and digits, one space between words."""
    kept = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", kept))


def shown(text: str, limit: int = 80) -> str:
    """The beginning of ``text`` on one line, for a person to recognise it in a report."""
    whole = line(text)
    return whole if len(whole) <= limit else whole[: limit - 1].rstrip() + "…"
