"""Brief: a story in its articles' own sentences, as many words as its place allows.

::

    dek + text ─sentences→ clean ones ─title-directed MMR with a bonus for standing early→ brief

Maximal marginal relevance (Carbonell and Goldstein 1998) with the headline as the query: each
sentence adds what the headline and the sentences before it do not say. A brief never holds a
dateline, a byline, a photo credit, "Read more", half a quotation, or its own headline again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import sqrt

from digest.compose.boilerplate import bare_sentence
from digest.compose.tokenizer import first_words, plain, stems, word_count
from digest.model.article import Article
from digest.model.languages import base_language, join_sentences
from digest.model.sentences import balanced, sentences

CONSIDERED = 12
"""How many sentences of an article are looked at; news says what matters early."""

READ_CHARACTERS = 6000
TITLE_WEIGHT, EARLY_WEIGHT, REPEAT_WEIGHT, LEANING_WEIGHT = 1.0, 0.3, 0.7, 0.2
SHORTEST_WORDS = 5
ELLIPSIS = "…"

_LAST_SIGNS = ".!?…。！？؟۔।॥\"'”’»“)」』）"
_WITHOUT_STOPS = frozenset({"th", "lo"})
"""Languages that end a sentence with a blank; a paragraph of theirs is taken whole, or cut."""

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»")
_LEANING = {
    language: frozenset(words.split())
    for language, words in {
        "en": "he she it they his her its their this these those that but and so yet however also",
        "de": "er sie es sein seine ihr ihre dies diese dieser dieses doch aber und auch dabei",
        "uk": "він вона воно вони його її їх їхній це ці цей ця але та і й також проте однак",
        "es": "él ella ello ellos su sus esto este esta estos estas pero y también sin",
    }.items()
}
_SMALL_WORDS_AT_END = re.compile(r"(?:\s+[^\W\d_A-ZА-ЯҐЄІЇ]{1,3})+$")
_CLAUSE_END = re.compile(r"[,;:–—،؛](?=\s)|\s[–—-](?=\s)|[，、；：]")


def write_brief(
    article: Article, *, words: int, others: Sequence[Article] = (), most: int = CONSIDERED
) -> str:
    """At most ``words`` words, and ``most`` sentences, of the article's own, in their own order;
    empty when it has nothing beyond its headline. Then ``others`` of the story are asked.
    """
    for told in (article, *others):
        candidates = clean_sentences(told, headline=article.title)
        chosen = _choose(candidates, article.title, article.language, words, most)
        if chosen:
            return join_sentences(chosen, told.language)
    return ""


def clean_sentences(article: Article, *, headline: str) -> list[str]:
    """The first sentences of standfirst and text that a brief may use."""
    kept: list[str] = []
    known = {plain(headline)}
    for text in (article.dek, article.text[:READ_CHARACTERS]):
        for sentence in sentences(text, article.language):
            bare = bare_sentence(sentence, article.authors)
            key = plain(bare)
            if key in known or not _usable(bare, article.language):
                continue
            known.add(key)
            kept.append(bare)
            if len(kept) == CONSIDERED:
                return kept
    return kept


def _usable(sentence: str, language: str) -> bool:
    return (
        word_count(sentence) >= SHORTEST_WORDS
        and balanced(sentence)
        and (sentence[-1:] in _LAST_SIGNS or base_language(language) in _WITHOUT_STOPS)
        and not _has_no_speaker(sentence)
    )


def _has_no_speaker(sentence: str) -> bool:
    """A quotation that nobody, or only a "he", is named for: "We are a savings bank," he said."""
    if sentence[0] not in '"“„«':
        return False
    return not any(mark.isupper() for mark in _QUOTED.sub("", sentence))


def _leans(sentence: str, language: str) -> bool:
    """Whether the sentence opens with a word that needs the one before it."""
    opening = sentence.split(maxsplit=1)[0].lower().strip(".,;:\"“„«'")
    return opening in _LEANING.get(language, frozenset())


def _choose(
    candidates: Sequence[str], headline: str, language: str, words: int, most: int
) -> list[str]:
    """Greedy MMR within the word limit; when no sentence fits, the first one cut at a clause."""
    vectors = [Counter(stems(sentence, language)) for sentence in candidates]
    query = Counter(stems(headline, language))
    chosen: list[int] = []
    left = words

    def leans(at: int, chosen: Sequence[int]) -> bool:
        return at - 1 not in chosen and _leans(candidates[at], language)

    while len(chosen) < most:
        fitting = [
            at
            for at, sentence in enumerate(candidates)
            if at not in chosen and word_count(sentence) <= left
        ]
        if not fitting:
            break
        worth = {at: _worth(at, chosen, vectors, query) for at in fitting}
        best = max(fitting, key=lambda at: worth[at] - LEANING_WEIGHT * leans(at, chosen))
        if chosen and worth[best] <= 0:
            break
        chosen.append(best)
        left -= word_count(candidates[best])
    if chosen or not candidates:
        return [candidates[at] for at in sorted(chosen)]
    return [cut for cut in (shorten(sentence, words) for sentence in candidates) if cut][:1]


def _worth(
    at: int, chosen: Sequence[int], vectors: Sequence[Counter[str]], query: Counter[str]
) -> float:
    near = _cosine(vectors[at], query)
    early = 1 / (1 + at)
    repeats = max((_cosine(vectors[at], vectors[other]) for other in chosen), default=0.0)
    return TITLE_WEIGHT * near + EARLY_WEIGHT * early - REPEAT_WEIGHT * repeats


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(count * other[term] for term, count in one.items() if term in other)
    if not shared:
        return 0.0
    return shared / sqrt(sum(c * c for c in one.values()) * sum(c * c for c in other.values()))


def shorten(sentence: str, words: int) -> str:
    """The sentence cut to ``words`` words, at the end of a clause where one stands in the second
    half, with an ellipsis; empty when the cut would leave half a quotation or bracket."""
    kept = first_words(sentence, words)
    clauses = [
        match.start() for match in _CLAUSE_END.finditer(kept) if match.start() > len(kept) / 2
    ]
    for end in [*reversed(clauses), len(kept)]:
        cut = kept[:end].rstrip(" ,;:–—-،؛，、；：")
        if end == len(kept):
            cut = _SMALL_WORDS_AT_END.sub("", cut)
        if balanced(cut):
            return cut + ELLIPSIS
    return ""
