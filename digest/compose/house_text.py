"""House text: what an outlet prints on page after page, which says nothing of any event.

::

    archive and day ─sentences by outlet→ those that recur ─left out→ articles as they are compared

"Sign up to our newsletter" makes unrelated pages of one paper alike, and so does a label that many
of its headlines bear ("Podcast:", "LIVE |"). What was seen in the archive is remembered with it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from digest.model.article import Article

FEWEST_PAGES = 4
"""Pages of an outlet that must have a sentence before it is the house's."""

SHARE = 0.04
"""The share of the outlet's pages that must."""

LONGEST = 300
"""Characters of a sentence, at most; news that long is not repeated by chance or by habit."""

READ_CHARACTERS = 1600
LONGEST_LABEL = 40

_SENTENCE = re.compile(r"[.!?…]+\s+|\n+")
_LABEL = re.compile(r"\s*[:|–—]\s+|\s+-\s+")


def without_house_text(articles: Sequence[Article], archive: Sequence[Article]) -> list[Article]:
    """The articles without what their outlets repeat; those of unknown outlets as they are. No
    headline is left empty, and a text is kept where nothing but the house's would be left."""
    outlets = {article.source for article in articles if article.source}
    earlier = [article for article in archive if article.source in outlets]
    known = _recurring([*earlier, *articles])
    return [
        _bare(article, known[article.source]) if article.source in known else article
        for article in articles
    ]


def _recurring(articles: Iterable[Article]) -> dict[str, frozenset[str]]:
    """For each outlet that repeats itself, what it repeats."""
    pages: Counter[str] = Counter()
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article in articles:
        if article.source:
            pages[article.source] += 1
            uses[article.source].update(set(_parts(article)))
    found = {}
    for outlet, counts in uses.items():
        needed = max(FEWEST_PAGES, SHARE * pages[outlet])
        repeated = frozenset(part for part, count in counts.items() if count >= needed)
        if repeated:
            found[outlet] = repeated
    return found


def _parts(article: Article) -> Iterator[str]:
    """Everything of an article that could be the house's: sentences, and labels of the headline."""
    for sentence in _SENTENCE.split(f"{article.dek}\n{article.text[:READ_CHARACTERS]}"):
        if sentence and len(sentence) <= LONGEST:
            yield sentence.strip()
    labels = _LABEL.split(article.title)
    if len(labels) > 1:
        yield from (label for label in labels if 0 < len(label) <= LONGEST_LABEL)


def _bare(article: Article, repeated: frozenset[str]) -> Article:
    if repeated.isdisjoint(_parts(article)):
        return article
    labels = [label for label in _LABEL.split(article.title) if label not in repeated]
    return replace(
        article,
        title=" ".join(labels) or article.title,
        dek=_without(article.dek, repeated),
        text=_without(article.text, repeated) or article.text,
    )


def _without(text: str, repeated: frozenset[str]) -> str:
    head, rest = text[:READ_CHARACTERS], text[READ_CHARACTERS:]
    kept = [one for one in _SENTENCE.split(head) if one.strip() not in repeated]
    return ". ".join(kept) + rest
