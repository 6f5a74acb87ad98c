"""Updates: whether a story that readers already had carries something really new.

A story goes on when its articles of today and those of an earlier edition are one story. It comes
back, marked, when enough of what today's articles say stood in none of the articles sent before;
else readers would get yesterday's news again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.compose.tokenizer import stems
from digest.model.article import Article
from digest.model.message import Message, Text

NEW_SHARE = 0.45
"""The share of an article's different words that the sent articles must not hold."""

FEWEST_NEW_WORDS = 20
READ_CHARACTERS = 2000

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Whether an article is new to those who had the story before, and the words for it."""

    new: bool
    why: Text


def judge(article: Article, sent: Sequence[Article]) -> Verdict:
    """What the article adds to the articles that were sent."""
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
    if share >= NEW_SHARE and len(new) >= FEWEST_NEW_WORDS:
        return Verdict(new=True, why=Message("reason.words_are_new", share=share))
    return Verdict(new=False, why=Message("reason.few_words_are_new", share=share))
