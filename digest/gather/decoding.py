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
_SAMPLE = 64_000  # bytes that the guess looks at


def text_of(content: bytes, *, media_type: str = "") -> str:
    """The text in ``content``: by its byte order mark, else UTF-8, else the charset that
    ``media_type`` names, else a guess. Never raises; what cannot be decoded becomes U+FFFD."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    named = _CHARSET.search(media_type)
    if named and _is_known(named[1]):
        return content.decode(named[1], errors="replace")
    guess = from_bytes(content[:_SAMPLE]).best()
    return content.decode(guess.encoding if guess else "utf-8", errors="replace")


def _is_known(encoding: str) -> bool:
    """Whether ``encoding`` is one that turns bytes into text ("hex" and "zip" are codecs, too)."""
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except LookupError:
        return False
