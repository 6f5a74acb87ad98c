"""Particulars: the names and the figures in a text, which tell two events of one kind apart.

Two quakes share the words of quakes; they differ in the place and in the magnitude. A name is a
word written with a capital where no sentence begins. Scripts without capitals have none; in German
the nouns count, and in headlines with every word in capitals the words do, which serve as well.
"""

from __future__ import annotations

import re

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ‑-][^\W\d_]+)*")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:…\n\"“„«‘]\s*)$")
_LOOK_BACK = 3
"""Characters before a word that show whether a sentence begins with it."""


def figures(text: str) -> list[str]:
    """The numbers of a text as written, decimals in one piece."""
    return _FIGURE.findall(text)


def names(text: str) -> list[str]:
    """The names in a text, word by word, in order; an abbreviation is one wherever it stands."""
    return [
        match.group()
        for match in _WORD.finditer(text)
        if match.group()[0].isupper() and _is_name(match.group(), text, match.start())
    ]


def _is_name(word: str, text: str, start: int) -> bool:
    if len(word) > 1 and word.isupper():
        return True
    return not _SENTENCE_BEGINS.search(text[max(0, start - _LOOK_BACK) : start])
