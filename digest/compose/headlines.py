"""Headlines: the article's own; for an item that has none, the opening of its text.

A news-feed item is one paragraph. Where its first sentence is too long for a headline, the sentence
is broken where a reader would breathe, and the brief goes on from there: the two read as one.
"""

from __future__ import annotations

import re

from digest.compose.shorten import ELLIPSIS, shorten
from digest.compose.tokenizer import first_words, plain, word_count
from digest.model.article import Article, Kind
from digest.model.languages import join_sentences
from digest.model.sentences import sentences

HEADLINE_WORDS = 30
OPENING_WORDS = 12
SHORTEST_OPENING = 4
REST_WORDS = 60

_BREAK = re.compile(r"[,;:،؛](?=\s+\D)|\s[–—-](?=\s)|[，、；：]")
_PAUSES = " ,;:–—-،؛，、；："
_OPENING_QUOTE = re.compile(r"\s(?=[\"“„«])")


def headline_and_rest(article: Article) -> tuple[str, str]:
    """The headline, and what of the text goes on from it: empty unless the headline is the text's
    own beginning, broken off."""
    title = " ".join(article.title.split())
    text = " ".join((article.text or article.dek).split())
    if title and not _is_opening(title, text, article.kind):
        short = word_count(title) <= HEADLINE_WORDS
        return title if short else shorten(title, HEADLINE_WORDS) or title, ""
    first = next(iter(sentences(text[:2000], article.language)), "")
    if word_count(first) <= OPENING_WORDS + 2:
        return first or title, ""
    opening = _opening(first)
    rest = _whole_sentences(text[len(opening) :].lstrip(_PAUSES), article.language)
    return opening.rstrip(_PAUSES) + ELLIPSIS, ELLIPSIS + rest


def _is_opening(title: str, text: str, kind: Kind) -> bool:
    """Whether the title is nothing but the first words of an item's text, too long for a title."""
    bare = title.rstrip("…. ")
    long = title.endswith(ELLIPSIS) or word_count(title) > OPENING_WORDS + 2
    return kind is Kind.BRIEF and long and plain(text).startswith(plain(bare))


def _opening(sentence: str) -> str:
    """The first words of a long sentence: to a quotation, else to the last pause, else twelve."""
    reach = first_words(sentence, OPENING_WORDS)
    quotes = [match.start() for match in _OPENING_QUOTE.finditer(reach)]
    pauses = [match.start() for match in _BREAK.finditer(reach)]
    for end in (*quotes[:1], *reversed(pauses)):
        if word_count(reach[:end]) >= SHORTEST_OPENING:
            return reach[:end]
    return reach


def _whole_sentences(text: str, language: str) -> str:
    """As many whole sentences as the place allows; the first one cut if it alone is too long."""
    kept: list[str] = []
    for sentence in sentences(text, language):
        if word_count(join_sentences([*kept, sentence], language)) > REST_WORDS:
            break
        kept.append(sentence)
    return join_sentences(kept, language) or shorten(text, REST_WORDS) or text[: REST_WORDS * 6]
