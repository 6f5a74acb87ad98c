"""Evidence: what speaks for two articles telling one event, for every pair worth a look.

::

    articles ─Lexicon→ Read ─rarity→ Vectors ─near neighbours→ Pairs: wording, headline, closeness,
                                                                      names, figures, days

News says what happened in its first lines; what follows is background that other events share, and
on three labelled sets of stories it blurs them. Only pairs that share a rare enough word are looked
at, so that memory grows with the number of neighbours and not with the square of the day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from digest.compose.lexicon import Lexicon, Numbers, Read, Weights
from digest.compose.vectors import vectors_of
from digest.model.article import Article

ARCHIVE_ARTICLES = 3000
"""How many of the archive's latest articles the rarity of words is taken from."""

NEIGHBOURS = 80
"""How many nearest articles each article keeps."""

FAINTEST = 0.04
"""A cosine below this is noise, and taken for none."""

CLOSE = 0.45
"""A wording that counts as near even for an article that has nothing nearer."""

FEWEST_NAMES = 2
"""Different names an article must have before they can be compared with another's."""

_ROWS_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Pairs:
    """Pairs of articles by their positions, ``first`` < ``second``, and the evidence for each.

    ``wording`` is the cosine of headline and first lines, ``headline`` that of the headlines alone,
    ``closeness`` the wording against what each of the two has with its nearest article, at least
    ``CLOSE``, ``names`` and ``figures`` the cosines of these alone (all 0 … 1), ``days`` the time
    between them, 0 where a date is missing, ``known`` the number of articles that the rarity of
    words is known from. Where an article has hardly a name, the wording stands for the names.
    """

    first: Numbers
    second: Numbers
    wording: Weights
    headline: Weights
    closeness: Weights
    names: Weights
    figures: Weights
    days: Weights
    known: Weights

    def __len__(self) -> int:
        return len(self.first)


def find_pairs(articles: Sequence[Article], archive: Sequence[Article]) -> Pairs:
    """The pairs of ``articles`` of one language that have something rare in common. An article of
    unknown language is taken to be in the one that most are in."""
    usual = usual_language(articles)
    by_language: dict[str, list[int]] = {}
    for at, article in enumerate(articles):
        by_language.setdefault(article.language or usual, []).append(at)
    found = []
    for language, places in sorted(by_language.items()):
        lexicon = lexicon_of(_archive_of(archive, language, usual), language)
        found.append(_pairs_of([articles[at] for at in places], lexicon))
    homes = [np.array(places) for _, places in sorted(by_language.items())]
    return _joined(found, homes)


def lexicon_of(archive: Sequence[Article], language: str) -> Lexicon:
    """A lexicon that has read the latest of the archive's articles, all in one language."""
    lexicon = Lexicon(language)
    lexicon.remember([lexicon.read(article) for article in archive[-ARCHIVE_ARTICLES:]])
    return lexicon


def usual_language(articles: Sequence[Article]) -> str:
    """The language that most of the articles name, empty if none names one."""
    counts = Counter(article.language for article in articles if article.language)
    return min(counts, key=lambda language: (-counts[language], language), default="")


def _archive_of(archive: Sequence[Article], language: str, usual: str) -> list[Article]:
    return [article for article in archive if (article.language or usual) == language]


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
        names=np.concatenate([pairs.names for pairs, _ in some]),
        figures=np.concatenate([pairs.figures for pairs, _ in some]),
        days=np.concatenate([pairs.days for pairs, _ in some]),
        known=np.concatenate([pairs.known for pairs, _ in some]),
    )


def _no_pairs() -> Pairs:
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    return Pairs(
        first=none,
        second=none,
        wording=nothing,
        headline=nothing,
        closeness=nothing,
        names=nothing,
        figures=nothing,
        days=nothing,
        known=nothing,
    )


def _pairs_of(articles: Sequence[Article], lexicon: Lexicon) -> Pairs:
    reads = [lexicon.read(article) for article in articles]
    lexicon.remember(reads)
    return pairs_among(reads, [article.moment for article in articles], lexicon)


def pairs_among(
    reads: Sequence[Read], moments: Sequence[datetime | None], lexicon: Lexicon, *, day: int = 0
) -> Pairs:
    """The pairs of articles of one language, read and remembered by its lexicon. They may be some
    of a larger ``day``, then how many articles it has."""
    if len(reads) < 2:
        return _no_pairs()
    vectors = vectors_of(reads, lexicon, day=max(day, len(reads)))
    first, second = _neighbours(vectors.wording)
    cosine = _cosines(vectors.wording, first, second)
    kept = cosine >= FAINTEST
    first, second, cosine = first[kept], second[kept], cosine[kept]
    nearest = np.full(len(reads), CLOSE)
    np.maximum.at(nearest, first, cosine)
    np.maximum.at(nearest, second, cosine)
    named = np.diff(vectors.names.indptr) >= FEWEST_NAMES
    return Pairs(
        first=first,
        second=second,
        wording=cosine,
        headline=_cosines(vectors.headline, first, second),
        closeness=cosine / np.sqrt(nearest[first] * nearest[second]),
        names=np.where(
            named[first] & named[second], _cosines(vectors.names, first, second), cosine
        ),
        figures=_cosines(vectors.figures, first, second),
        days=_days_between(moments, first, second),
        known=np.full(len(first), float(lexicon.articles)),
    )


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


def _days_between(moments: Sequence[datetime | None], first: Numbers, second: Numbers) -> Weights:
    days = np.array([moment.timestamp() / 86400 if moment else np.nan for moment in moments])
    between: NDArray[np.float64] = np.nan_to_num(np.abs(days[first] - days[second]))
    return between
