"""Lines of a text part: at most 78 columns, as a terminal counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from textwrap import TextWrapper
from unicodedata import east_asian_width

COLUMNS = 78
"""The widest line of a text part: RFC 5322, section 2.1.1, asks for no more."""
# the scripts whose signs take two columns, and which may be parted between any two
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]"
)
_PIECE = re.compile(rf"\s+|{_WIDE.pattern}|(?:(?!{_WIDE.pattern})\S){{1,70}}")
_CLOSING = frozenset("、。，．：；？！）」』】〉》〕・ー々")
_ROOM_TO_CLOSE = 4  # no line begins with such a sign, so two of them find room at the end of one


@lru_cache(maxsize=8192)
def fold(text: str, indent: int = 0, first: str = "") -> str:
    """The text in lines of at most ``COLUMNS``, all but the first indented; ``first`` begins it."""
    if _WIDE.search(text):
        return "\n".join(_wide_lines(text, indent, first))
    wrapper = TextWrapper(
        width=COLUMNS,
        initial_indent=first,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
    )
    return wrapper.fill(text)


def _wide_lines(text: str, indent: int, first: str) -> Iterator[str]:
    line = first
    for found in _PIECE.finditer(text):
        piece = " " if found[0].isspace() else found[0]
        room = COLUMNS if piece in _CLOSING else COLUMNS - _ROOM_TO_CLOSE
        if columns(line) + columns(piece) > room:
            yield line.rstrip()
            line = " " * indent
            piece = piece.lstrip()
        line += piece
    yield line.rstrip()


def columns(text: str) -> int:
    """How many columns a terminal gives a text."""
    return sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text)
