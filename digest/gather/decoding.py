"""From bytes to text, for the forms that do not say how they are written."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_MOSTLY = 0.8
_SAMPLE = 64_000  # bytes that the guess looks at


def text_of(content: bytes, *, media_type: str = "") -> str:
    """The text in ``content``: by its byte order mark, else UTF-8, else the charset that
    ``media_type`` names, else UTF-8 with a few broken bytes, else a guess. Never raises; what
    cannot be decoded becomes U+FFFD."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if wide := _wide(content):
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    named = _CHARSET.search(media_type)
    if named and _is_known(named[1]):
        return content.decode(named[1], errors="replace")
    mended = content.decode("utf-8", errors="replace")
    if _is_mostly_right(mended):
        return mended
    guess = from_bytes(content[:_SAMPLE]).best()
    return content.decode(guess.encoding if guess else "utf-8", errors="replace")


def wide_encoding(content: bytes) -> str:
    """The encoding of text in 16 or 32 bits, by its mark or its looks; "" for anything else."""
    marked = (encoding for mark, encoding in _MARKS[1:] if content.startswith(mark))
    return next(marked, "") or _wide(content)


def _wide(content: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: in languages with Latin letters, null in every other byte,
    or in three of four; "" for anything else."""
    sample = content[: _SAMPLE - _SAMPLE % 4]
    for letter, encoding in ((0, "utf-32-le"), (3, "utf-32-be")):
        planes = [sample[place::4] for place in range(4) if place != letter]
        if len(sample) >= 8 and all(nulls.count(0) > _MOSTLY * len(nulls) for nulls in planes):
            return "" if sample[letter::4].count(0) else encoding
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        nulls, letters = sample[first::2], sample[1 - first :: 2]
        if nulls.count(0) > _MOSTLY * len(nulls) and not letters.count(0):
            return encoding
    return ""


def _is_mostly_right(text: str) -> bool:
    """Whether few of the letters beyond ASCII are broken: text in another encoding breaks most."""
    broken = text.count("\ufffd")
    beyond = sum(not character.isascii() for character in text)
    return 3 * broken <= beyond


def _is_known(encoding: str) -> bool:
    """Whether ``encoding`` is one that turns bytes into text ("hex" and "zip" are codecs, too)."""
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except LookupError:
        return False
