"""Evidence: what speaks for two articles telling one event, for every pair worth a look.

::

    articles ─without house text→ Lexicon ─read→ Read ─rarity→ vectors ─near neighbours→ Pairs:
                                                                      wording, days, one outlet

News says what happened in its first lines; what follows is background that other events share, and
on three labelled sets of stories it blurs them. Only pairs that share a rare enough word are looked
at, so that memory grows with the number of neighbours and not with the square of the day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from digest.compose.house_text import without_house_text
from digest.compose.lexicon import Lexicon, Numbers, Read, Reads, Weights
from digest.compose.provenance import Provenance, provenance_of
from digest.compose.vectors import vectors_of
from digest.model.article import Article

ARCHIVE_ARTICLES = 3000
"""How many of the archive's latest articles are read for what is rare, and what is the house's."""

NEIGHBOURS = 80
"""How many nearest articles each article keeps."""

FAINTEST = 0.04
"""A cosine below this is noise, and taken for none."""

_ROWS_AT_ONCE = 100
_COSINES_AT_ONCE = 2000
"""So few that the rows of both sides stay in the processor's cache."""
_PAIRS_AT_ONCE = 200_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Pairs:
    """Pairs of articles by their positions, ``first`` < ``second``, and the evidence for each.

    ``wording`` is the cosine of headline and first lines, 0 … 1, ``days`` the time between them, 0
    where a date is missing, ``sureness`` how far both dates are believed, 0 … 1. ``one_outlet`` is
    0 for two outlets or unknown ones, else the share of the day's articles that others have.
    ``known`` is the number of articles that the rarity of words is known from.
    """

    first: Numbers
    second: Numbers
    wording: Weights
    days: Weights
    sureness: Weights
    one_outlet: Weights
    known: Weights

    def __len__(self) -> int:
        return len(self.first)


def find_pairs(articles: Sequence[Article], archive: Sequence[Article]) -> Pairs:
    """The pairs of ``articles`` of one language that have something rare in common. An article of
    unknown language is taken to be in the one that most are in."""
    return _together(pairs_in_blocks(articles, archive))


def pairs_in_blocks(articles: Sequence[Article], archive: Sequence[Article]) -> Iterator[Pairs]:
    """What ``find_pairs`` finds, some at a time: all the evidence of a hundred thousand articles
    takes more room than the articles."""
    usual = usual_language(articles)
    dated = provenance_of(articles)
    articles = without_house_text(articles, archive[-ARCHIVE_ARTICLES:])
    by_language: dict[str, list[int]] = {}
    for at, article in enumerate(articles):
        by_language.setdefault(article.language or usual, []).append(at)
    for language, places in sorted(by_language.items()):
        lexicon = lexicon_of(_archive_of(archive, language, usual), language)
        home = np.array(places, dtype=np.int32)
        some = [articles[at] for at in places]
        for pairs in _pairs_of(some, [dated[at] for at in places], lexicon):
            yield replace(pairs, first=home[pairs.first], second=home[pairs.second])


def lexicon_of(archive: Sequence[Article], language: str) -> Lexicon:
    """A lexicon that has read the latest of the archive's articles, all in one language."""
    lexicon = Lexicon(language)
    lexicon.remember_texts([lexicon.words(article) for article in archive[-ARCHIVE_ARTICLES:]])
    return lexicon


def usual_language(articles: Sequence[Article]) -> str:
    """The language that most of the articles name, empty if none names one."""
    counts = Counter(article.language for article in articles if article.language)
    return min(counts, key=lambda language: (-counts[language], language), default="")


def _archive_of(archive: Sequence[Article], language: str, usual: str) -> list[Article]:
    return [article for article in archive if (article.language or usual) == language]


def _together(blocks: Iterable[Pairs]) -> Pairs:
    every = list(blocks)
    none, nothing = np.zeros(0, dtype=np.int32), np.zeros(0)
    return Pairs(
        first=np.concatenate([none, *(pairs.first for pairs in every)]),
        second=np.concatenate([none, *(pairs.second for pairs in every)]),
        wording=np.concatenate([nothing, *(pairs.wording for pairs in every)]),
        days=np.concatenate([nothing, *(pairs.days for pairs in every)]),
        sureness=np.concatenate([nothing, *(pairs.sureness for pairs in every)]),
        one_outlet=np.concatenate([nothing, *(pairs.one_outlet for pairs in every)]),
        known=np.concatenate([nothing, *(pairs.known for pairs in every)]),
    )


def _pairs_of(
    articles: Sequence[Article], origins: Sequence[Provenance], lexicon: Lexicon
) -> Iterator[Pairs]:
    reads = Reads(map(lexicon.read, articles))
    lexicon.remember(reads)
    return _blocks_among(reads, origins, lexicon)


def pairs_among(reads: Collection[Read], origins: Sequence[Provenance], lexicon: Lexicon) -> Pairs:
    """The pairs of articles of one language, read and remembered by its lexicon."""
    return _together(_blocks_among(reads, origins, lexicon))


def _blocks_among(
    reads: Collection[Read], origins: Sequence[Provenance], lexicon: Lexicon
) -> Iterator[Pairs]:
    if len(reads) < 2:
        return
    vectors = vectors_of(reads, lexicon)
    del reads  # the vectors say all that is asked from here on
    first, second = _neighbours(vectors)
    cosine = _cosines(vectors, first, second)
    kept = cosine >= FAINTEST
    first, second, cosine = first[kept], second[kept], cosine[kept]
    days = np.array([each.day for each in origins])
    sureness = np.array([each.sureness for each in origins])
    outlets, others = _outlets(origins)
    for at in range(0, len(first), _PAIRS_AT_ONCE):
        some = slice(at, at + _PAIRS_AT_ONCE)
        one, other = first[some], second[some]
        yield Pairs(
            first=one,
            second=other,
            wording=cosine[some],
            days=np.nan_to_num(np.abs(days[one] - days[other])),
            sureness=sureness[one] * sureness[other],
            one_outlet=np.where(outlets[one] == outlets[other], others[one], 0.0),
            known=np.full(len(one), float(lexicon.articles)),
        )


def _outlets(origins: Sequence[Provenance]) -> tuple[Numbers, Weights]:
    """A number for the outlet of each article, its own where the outlet is unknown; and the share
    of all articles that are of other outlets."""
    counts = Counter(each.outlet for each in origins)
    numbers = {outlet: -1 - at for at, outlet in enumerate(counts) if outlet}
    outlets = [numbers.get(each.outlet, at) for at, each in enumerate(origins)]
    others = [1 - counts[each.outlet] / len(origins) for each in origins]
    return np.array(outlets, dtype=np.int64), np.array(others)


def _neighbours(vectors: csr_matrix) -> tuple[Numbers, Numbers]:
    """Pairs of rows, each row with its ``NEIGHBOURS`` nearest, by words that tell rows apart."""
    telling = _telling_columns(vectors)
    across = telling.T.tocsr()
    count, filled = vectors.shape[0], 0
    both = np.zeros(0, dtype=np.int64)  # grows in place: a list of blocks would be copied whole
    for start in range(0, count, _ROWS_AT_ONCE):
        block = (telling[start : start + _ROWS_AT_ONCE] @ across).tocsr()
        found = np.unique(np.concatenate(list(_nearest(block, start, count))))
        if filled + len(found) > len(both):
            both.resize((filled + len(found)) * 9 // 8, refcheck=False)
        both[filled : filled + len(found)] = found
        filled += len(found)
    del telling, across, block
    both = both[:filled]
    both.sort()
    both = both[np.concatenate([both[:1] == both[:1], both[1:] != both[:-1]])]
    first: Numbers = (both // count).astype(np.int32)
    both %= count
    return first, both.astype(np.int32)


def _telling_columns(vectors: csr_matrix) -> csr_matrix:
    """The vectors without the words that too many articles of the day share to tell any apart, in
    single precision: what comes near is compared again with all its words."""
    count = vectors.shape[0]
    seen = np.bincount(vectors.indices, minlength=vectors.shape[1])
    telling = seen <= max(100, min(count // 10, 400))
    kept = telling[vectors.indices]
    ends = np.append(np.int32(0), np.cumsum(kept, dtype=np.int32))[vectors.indptr]
    return csr_matrix(
        (vectors.data[kept].astype(np.float32), vectors.indices[kept], ends),
        shape=vectors.shape,
        copy=False,
    )


def _nearest(block: csr_matrix, start: int, count: int) -> Iterator[Numbers]:
    """For each row of the block its nearest others, each pair as one number."""
    for row in range(block.shape[0]):
        low, high = block.indptr[row], block.indptr[row + 1]
        near = np.flatnonzero(block.data[low:high] >= FAINTEST / 2) + low
        near = near[block.indices[near] != start + row]
        others, cosines = block.indices[near].astype(np.int64), block.data[near]
        if len(others) > NEIGHBOURS:
            others = others[np.argpartition(-cosines, NEIGHBOURS)[:NEIGHBOURS]]
        yield np.minimum(others, start + row) * count + np.maximum(others, start + row)


def _cosines(vectors: csr_matrix, first: Numbers, second: Numbers) -> Weights:
    cosine = np.zeros(len(first))
    for at in range(0, len(first), _COSINES_AT_ONCE):
        some = slice(at, at + _COSINES_AT_ONCE)
        one, other = vectors[first[some]], vectors[second[some]]
        cosine[some] = np.asarray(one.multiply(other).sum(axis=1)).ravel()
    return cosine
