"""Plain text as a mail can bear it: no control characters, on one line, cut between words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# C0 but tab and newline, DEL and C1 (one U+0092 makes Gmail clip a small mail), surrogates, the
# characters that XML and HTML have no place for, and the two that turn the order of letters
# whatever the letters are (right-to-left text needs marks, embeddings and isolates, never these).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_CLOSED_BY = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
"""What ends an embedding, and what ends an isolate."""
_EMBEDDING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# what a forgotten placeholder looks like, to the checker and to mailing programs on the way
_PLACEHOLDER = re.compile(
    r"""(?<=\{)(?=[{%#])|(?<=[}%#])(?=\})|(?<=<)(?=%)|(?<=%)(?=[>%])
    |(?<=\$)(?=\{)|(?<=\*)(?=\|)|(?<=\|)(?=\*)|(?<=\[)(?=\[)|(?<=\\)(?="|u\{)""",
    re.VERBOSE,
)
_NO_WORDS = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|avif|tiff?|heic|bmp)|https?://\S+"
    r"|(?:img|dsc|dscn|dscf|pxl|mvi|screenshot|photo|image)[_ -]?\d{2,}\w*"
    r"|image|photo|picture|img|untitled|alt|spacer|graphic",
    re.IGNORECASE,
)
LONGEST_NAME = 200
_WORD_JOINER = "\u2060"
_SPACES = re.compile(r"[ \t\n]+")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n+")
_FEW_PARTS = 0.6


def printable(text: str) -> str:
    """The text without control characters and overrides of direction; line ends become newlines,
    all other text stays."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    unified = unified.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return _UNPRINTABLE.sub("", unified)


@lru_cache(maxsize=8192)
def one_line(text: str) -> str:
    """The text on one line, with single spaces, without control characters.

    Braces that look like a template's are set apart by an invisible word joiner: a story about
    "{{ name }}" is no fault of the mail. No embedding or isolate reaches beyond the line.
    """
    line = _SPACES.sub(" ", printable(text)).strip()
    return _PLACEHOLDER.sub(_WORD_JOINER, _closed(line))


def _closed(text: str) -> str:
    """The text with each embedding and isolate closed, and no end of one that was never opened.

    In a line of a mail, what is left open would turn the words that follow, which are others'.
    """
    if not _EMBEDDING.search(text):
        return text
    pieces: list[str] = []
    awaited: list[str] = []
    for mark in text:
        if mark in _CLOSED_BY:
            awaited.append(_CLOSED_BY[mark])
        elif mark in _CLOSED_BY.values():
            if mark not in awaited:
                continue
            while (end := awaited.pop()) != mark:
                pieces.append(end)
        pieces.append(mark)
    return "".join((*pieces, *reversed(awaited)))


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, which empty lines set apart, each on one line."""
    lines = (one_line(part) for part in _EMPTY_LINES.split(printable(text)))
    return tuple(line for line in lines if line)


def is_seen(text: str) -> bool:
    """Whether a reader is told anything: more than spaces, punctuation, invisible characters."""
    return any(unicodedata.category(mark)[0] in "LNS" for mark in text)


def without_embedding(text: str) -> str:
    """The text without the characters that turn the direction of what follows.

    In a page a story's own element contains them; in a subject line nothing does.
    """
    return _EMBEDDING.sub("", text)


def isolated(text: str, direction: str) -> str:
    """The text, set apart by isolates where it runs against the line it is put into.

    Otherwise a number that follows an Arabic name is drawn on the wrong side of it.
    """
    strong = {"L"} if direction == "rtl" else {"R", "AL"}
    against = any(unicodedata.bidirectional(mark) in strong for mark in text)
    return f"\u2068{text}\u2069" if against else text


def direction_against(text: str, direction: str) -> str:
    """The direction of a text by its first letter, where it is not that of the text around it
    ("ltr", "rtl"); else empty."""
    for mark in text:
        kind = unicodedata.bidirectional(mark)
        if kind in ("L", "R", "AL"):
            own = "ltr" if kind == "L" else "rtl"
            return "" if own == direction else own
    return ""


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters of a text on one line: cut between words, ending in an ellipsis.

    A text of one endless word is cut inside the word.
    """
    if len(text) <= limit:
        return text
    room = text[: limit - 1]
    if text[limit - 1] != " ":
        at_word, _, _ = room.rpartition(" ")
        if len(at_word) >= len(room) * _FEW_PARTS:
            room = at_word
    kept = room.rstrip(" ,;:.…–—-،؛，、；：\u200c\u200d")
    closed = _closed(kept)
    return (closed if len(closed) < limit else without_embedding(kept)) + "…"


def name_line(text: str) -> str:
    """A name, a label or a few words on one line, cut where they are longer than any name is."""
    return cut(one_line(text), LONGEST_NAME)


def says_nothing(alt: str) -> bool:
    """Whether a picture's words are a file's or a camera's name, an address, or just "image"."""
    return _NO_WORDS.fullmatch(alt.strip()) is not None
