"""Updates: whether a story that readers already had carries something really new.

A story goes on when its articles of today and those of an earlier edition are one story. It comes
back, marked, when enough of what today's articles say stood in none of the articles sent before;
else readers would get yesterday's news again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from digest.compose.genres import genre_of
from digest.compose.tokenizer import stems
from digest.model.article import Article, Genre
from digest.model.message import Message, Text

NEW_SHARE = 0.45
"""The share of an article's different words that the sent articles must not hold."""

FEWEST_NEW_WORDS = 20
HEADLINE_NEW_SHARE, HEADLINE_NEW_WORDS = 0.5, 3
"""How much of a headline must be new, where a feed's short item has not so many words."""
SHORT_NEW_SHARE = 0.35
"""The share of such an item's words that must be new then."""
READ_CHARACTERS = 2000

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Whether an article is new to those who had the story before, and the words for it."""

    new: bool
    why: Text


def judge(article: Article, sent: Sequence[Article]) -> Verdict:
    """What the article adds to the articles that were sent. What corrects one always does."""
    if genre_of(article) is Genre.CORRECTION:
        return Verdict(new=True, why=Genre.CORRECTION.message)
    before: set[str] = set()
    figures_before: set[str] = set()
    for known in sent:
        text = f"{known.title}\n{known.dek}\n{known.text}"
        before.update(stems(text, known.language))
        figures_before.update(_FIGURE.findall(text))
    text = f"{article.title}\n{article.dek}\n{article.text[:READ_CHARACTERS]}"
    words = set(stems(text, article.language))
    new = words - before
    share = len(new) / max(1, len(words))
    figures = [f for f in dict.fromkeys(_FIGURE.findall(article.title)) if f not in figures_before]
    if figures:
        return Verdict(new=True, why=Message("reason.new_figure", figures=figures[0]))
    many = share >= NEW_SHARE and len(new) >= FEWEST_NEW_WORDS
    if many or (share >= SHORT_NEW_SHARE and _has_new_headline(article, before)):
        return Verdict(new=True, why=Message("reason.words_are_new", share=share))
    return Verdict(new=False, why=Message("reason.few_words_are_new", share=share))


def _has_new_headline(article: Article, before: Set[str]) -> bool:
    """Whether the headline says what no article that was sent said."""
    words = set(stems(article.title, article.language))
    new = words - before
    return len(new) >= max(HEADLINE_NEW_WORDS, HEADLINE_NEW_SHARE * len(words))
