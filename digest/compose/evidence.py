"""Evidence: what speaks for two articles telling one event, for every pair worth a look.

::

    headline, standfirst, first lines ─Lexicon→ words and two in a row ─rarity→ unit vectors
                                      ─near neighbours→ Pairs: wording, headline, closeness, days

News says what happened in its first lines; what follows is background that other events share, and
on three labelled sets of stories it blurs them. Only pairs that share a rare enough word are looked
at, so that memory grows with the number of neighbours and not with the square of the day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack

from digest.compose.lexicon import (
    Lexicon,
    Numbers,
    Weights,
    count_articles,
    everyday_runs,
    rarity,
    runs_of_two,
)
from digest.model.article import Article

TITLE_COUNTS = 4.0
"""How many times a word of the headline counts against one of the text."""

READ_CHARACTERS = 1200

ARCHIVE_ARTICLES = 3000
"""How many of the archive's latest articles the rarity of words is taken from."""

NEIGHBOURS = 80
"""How many nearest articles each article keeps."""

FAINTEST = 0.04
"""A cosine below this is noise, and taken for none."""

SMALL_DAY = 120
"""Articles of a day in which words that stand alone still count half."""

CLOSE = 0.45
"""A wording that counts as near even for an article that has nothing nearer."""

_ROWS_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Pairs:
    """Pairs of articles by their positions, ``first`` < ``second``, and the evidence for each.

    ``wording`` is the cosine of headline and first lines, ``headline`` that of the headlines alone,
    ``closeness`` the wording against what each of the two has with its nearest article, at least
    ``CLOSE`` (all 0 … 1), ``days`` the time between them, 0 where a date is missing.
    """

    first: Numbers
    second: Numbers
    wording: Weights
    headline: Weights
    closeness: Weights
    days: Weights

    def __len__(self) -> int:
        return len(self.first)


def find_pairs(articles: Sequence[Article], archive: Sequence[Article]) -> Pairs:
    """The pairs of ``articles`` of one language that have something rare in common. An article of
    unknown language is taken to be in the one that most are in."""
    usual = usual_language(articles)
    by_language: dict[str, list[int]] = {}
    for at, article in enumerate(articles):
        by_language.setdefault(article.language or usual, []).append(at)
    found = [
        _pairs_of([articles[at] for at in places], _archive_of(archive, language, usual), language)
        for language, places in sorted(by_language.items())
    ]
    homes = [np.array(places) for _, places in sorted(by_language.items())]
    return _joined(found, homes)


def usual_language(articles: Sequence[Article]) -> str:
    """The language that most of the articles name, empty if none names one."""
    counts = Counter(article.language for article in articles if article.language)
    return min(counts, key=lambda language: (-counts[language], language), default="")


def _archive_of(archive: Sequence[Article], language: str, usual: str) -> list[Article]:
    same = [article for article in archive if (article.language or usual) == language]
    return same[-ARCHIVE_ARTICLES:]


def _joined(found: Sequence[Pairs], homes: Sequence[Numbers]) -> Pairs:
    """Pairs of several languages as one, by the positions in the whole list."""
    some = [(pairs, home) for pairs, home in zip(found, homes, strict=True) if len(pairs)]
    if not some:
        return _no_pairs()
    return Pairs(
        first=np.concatenate([home[pairs.first] for pairs, home in some]),
        second=np.concatenate([home[pairs.second] for pairs, home in some]),
        wording=np.concatenate([pairs.wording for pairs, _ in some]),
        headline=np.concatenate([pairs.headline for pairs, _ in some]),
        closeness=np.concatenate([pairs.closeness for pairs, _ in some]),
        days=np.concatenate([pairs.days for pairs, _ in some]),
    )


def _no_pairs() -> Pairs:
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    return Pairs(
        first=none, second=none, wording=nothing, headline=nothing, closeness=nothing, days=nothing
    )


def _pairs_of(articles: Sequence[Article], archive: Sequence[Article], language: str) -> Pairs:
    if len(articles) < 2:
        return _no_pairs()
    wording, headlines = _vectors(articles, archive, Lexicon(language))
    first, second = _neighbours(wording)
    cosine = _cosines(wording, first, second)
    kept = cosine >= FAINTEST
    first, second, cosine = first[kept], second[kept], cosine[kept]
    nearest = np.full(len(articles), CLOSE)
    np.maximum.at(nearest, first, cosine)
    np.maximum.at(nearest, second, cosine)
    return Pairs(
        first=first,
        second=second,
        wording=cosine,
        headline=_cosines(headlines, first, second),
        closeness=cosine / np.sqrt(nearest[first] * nearest[second]),
        days=_days_between(articles, first, second),
    )


def first_lines(article: Article) -> str:
    """What of an article is read for its event, besides the headline."""
    return f"{article.dek}\n{article.text}"[:READ_CHARACTERS]


def _vectors(
    articles: Sequence[Article], archive: Sequence[Article], lexicon: Lexicon
) -> tuple[csr_matrix, csr_matrix]:
    """A row of unit length per article: all its words, and those of its headline."""
    titles = [lexicon.read(article.title) for article in articles]
    bodies = [lexicon.read(first_lines(article)) for article in articles]
    before = [lexicon.read(f"{a.title}\n{first_lines(a)}") for a in archive]
    terms = len(set(lexicon.values()))
    everyday = lexicon.everyday()
    both = [np.concatenate(pair) for pair in zip(titles, bodies, strict=True)]
    here = count_articles(both, terms)
    weight = rarity(here + count_articles(before, terms), len(articles) + len(before), everyday)
    # a word that no other article of the day has connects nothing and would only dilute; a small
    # day, where that holds for nearly all words, needs them to tell its articles apart
    weight[here < 2] *= SMALL_DAY / (SMALL_DAY + len(articles))
    counted = [
        np.concatenate([np.full(len(title), TITLE_COUNTS), np.ones(len(body))])
        for title, body in zip(titles, bodies, strict=True)
    ]
    words = _weighted(both, counted, weight)
    runs = _runs(titles, bodies, everyday, len(articles) + len(before))
    headlines = _weighted(titles, [np.ones(len(title)) for title in titles], weight)
    return _unit(csr_matrix(hstack([words, runs]))), _unit(headlines)


def _runs(
    titles: Sequence[Numbers], bodies: Sequence[Numbers], everyday: Weights, read: int
) -> csr_matrix:
    """Two words in a row, those that at least two articles have."""
    each = [runs_of_two(pair) for pair in zip(titles, bodies, strict=True)]
    known, numbered = np.unique(np.concatenate(each), return_inverse=True)
    texts = np.split(numbered, np.cumsum([len(runs) for runs in each])[:-1])
    here = count_articles(texts, len(known))
    weight = rarity(here, read, everyday_runs(known, everyday))
    weight[here < 2] = 0.0
    return _weighted(texts, [np.ones(len(text)) for text in texts], weight)


def _weighted(texts: Sequence[Numbers], counted: Sequence[Weights], weight: Weights) -> csr_matrix:
    """A row per text: one plus the logarithm of each term's count, times the term's weight."""
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    cells = (np.concatenate(counted), (rows, np.concatenate(texts)))
    matrix = csr_matrix(cells, shape=(len(texts), len(weight)))
    matrix.sum_duplicates()
    matrix.data = 1 + np.log(matrix.data)
    weighted = csr_matrix(matrix @ diags(weight))
    weighted.eliminate_zeros()
    return weighted


def _unit(matrix: csr_matrix) -> csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return csr_matrix(diags(1 / lengths) @ matrix)


def _neighbours(vectors: csr_matrix) -> tuple[Numbers, Numbers]:
    """Pairs of rows, each row with its ``NEIGHBOURS`` nearest, by words that tell rows apart."""
    telling = _telling_columns(vectors)
    across = telling.T.tocsr()
    found: list[Numbers] = [np.zeros(0, dtype=np.int64)]
    count = vectors.shape[0]
    for start in range(0, count, _ROWS_AT_ONCE):
        block = (telling[start : start + _ROWS_AT_ONCE] @ across).tocsr()
        found.extend(_nearest(block, start, count))
    both = np.unique(np.concatenate(found))
    return both // count, both % count


def _telling_columns(vectors: csr_matrix) -> csr_matrix:
    """The vectors without the words that too many articles of the day share to tell any apart."""
    count = vectors.shape[0]
    seen = np.bincount(vectors.indices, minlength=vectors.shape[1])
    telling = (seen <= max(100, min(count // 10, 400))).astype(np.float64)
    thinned = csr_matrix(vectors @ diags(telling))
    thinned.eliminate_zeros()
    return thinned


def _nearest(block: csr_matrix, start: int, count: int) -> Iterator[Numbers]:
    """For each row of the block its nearest others, each pair as one number."""
    for row in range(block.shape[0]):
        low, high = block.indptr[row], block.indptr[row + 1]
        others, cosines = block.indices[low:high].astype(np.int64), block.data[low:high]
        apart = (others != start + row) & (cosines >= FAINTEST / 2)
        others, cosines = others[apart], cosines[apart]
        if len(others) > NEIGHBOURS:
            others = others[np.argpartition(-cosines, NEIGHBOURS)[:NEIGHBOURS]]
        yield np.minimum(others, start + row) * count + np.maximum(others, start + row)


def _cosines(vectors: csr_matrix, first: Numbers, second: Numbers) -> Weights:
    cosine = np.zeros(len(first))
    step = 20_000
    for at in range(0, len(first), step):
        one, other = vectors[first[at : at + step]], vectors[second[at : at + step]]
        cosine[at : at + step] = np.asarray(one.multiply(other).sum(axis=1)).ravel()
    return cosine


def _days_between(articles: Sequence[Article], first: Numbers, second: Numbers) -> Weights:
    moments = [article.moment for article in articles]
    days = np.array([moment.timestamp() / 86400 if moment else np.nan for moment in moments])
    between: NDArray[np.float64] = np.nan_to_num(np.abs(days[first] - days[second]))
    return between
