"""Where a long word may break, so that no line is wider than a phone, whatever draws the mail.

A program that keeps styles breaks words by itself. One that strips them does not: a headline of its
own size with one German compound, beside a picture, is then wider than the screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup, escape
from pyphen import Pyphen, language_fallback

LONGEST_WHOLE = 13
"""Letters that find room on one line beside a picture on a phone, in a headline without styles."""
_LEAST_PIECE = 4
_LONG = re.compile(rf"[^\s\u00ad\u200b-]{{{LONGEST_WHOLE + 1},}}")
_WORD = re.compile(rf"[^\W\d_]{{{LONGEST_WHOLE + 1},}}")
_SOFT_HYPHEN = "\u00ad"
# unlike a character that nobody sees, it is not copied with an address
_BREAK = Markup("<wbr />")


def breakable(text: str, language: str) -> Markup:
    """The text as HTML, its long words with soft hyphens where the language divides them.

    What is long and no word (an address, a row of signs) may break without a hyphen. Copy no such
    text into an attribute or a text part.
    """
    text = str(text)  # a name that there is not says so here
    pieces: list[str] = []
    position = 0
    for found in _LONG.finditer(text):
        pieces.append(escape(text[position : found.start()]))
        pieces.append(_divided(found[0], language))
        position = found.end()
    pieces.append(escape(text[position:]))
    return Markup("").join(pieces)


def _divided(long: str, language: str) -> str:
    words = [(found.start(), found.end()) for found in _WORD.finditer(long)]
    letters = sum(end - start for start, end in words)
    if 2 * letters < len(long) or "://" in long:
        return _BREAK.join(map(escape, _pieces(long)))
    hyphenated = _WORD.sub(lambda word: _hyphenated(word[0], language), long)
    return escape(hyphenated)


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), LONGEST_WHOLE):
        yield text[start : start + LONGEST_WHOLE]


@lru_cache(maxsize=4096)
def _hyphenated(word: str, language: str) -> str:
    """The word with its soft hyphens; where the language gives too few of them, at regular steps
    (its writing has letters that join: then there are none)."""
    if word.lower() == word.upper():
        return word
    dictionary = _dictionary(language)
    at = dictionary.positions(word) if dictionary else []
    pieces = [word[i:j] for i, j in zip([0, *at], [*at, len(word)], strict=True)]
    return _SOFT_HYPHEN.join(part for piece in pieces for part in _steps(piece))


def _steps(piece: str) -> Iterator[str]:
    """A piece that is too long for a line, in parts of about the same length."""
    count = -(-len(piece) // LONGEST_WHOLE)
    size = -(-len(piece) // count)
    for start in range(0, len(piece), size):
        yield piece[start : start + size]


@lru_cache(maxsize=16)
def _dictionary(language: str) -> Pyphen | None:
    """How the language divides words; None where nobody has written it down."""
    known = language_fallback(language.replace("-", "_"))
    return Pyphen(lang=known, left=_LEAST_PIECE, right=_LEAST_PIECE) if known else None
