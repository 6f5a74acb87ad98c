"""Vectors: articles as rows of unit length, for every kind of evidence one matrix.

::

    Read ─count→ words, two in a row, names, figures ─rarity→ ─unit length→ Vectors
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack

from digest.compose.lexicon import (
    Lexicon,
    Numbers,
    Read,
    Weights,
    count_articles,
    distinct,
    everyday_runs,
    rarity,
    runs_of_two,
)

TITLE_COUNTS = 4.0
"""How many times a word of the headline counts against one of the text."""

_ROWS_AT_ONCE = 2000

SMALL_DAY = 120
"""Articles of a day in which words that stand alone still count half."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Vectors:
    """A row of unit length per article: of all its words, of those of its headline, of its names
    and of its figures. A row without any is zero."""

    wording: csr_matrix
    headline: csr_matrix
    names: csr_matrix
    figures: csr_matrix


def vectors_of(reads: Collection[Read], lexicon: Lexicon, *, day: int) -> Vectors:
    """The vectors of these articles of a day that has ``day`` articles; they must have been
    remembered by the lexicon."""
    weight = lexicon.rarity()
    return Vectors(
        wording=_wording(reads, weight, lexicon, day),
        headline=_stacked(unit(weighted([r.title for r in some], weight)) for some in _some(reads)),
        names=_stacked(unit(weighted([r.names for r in some], weight)) for some in _some(reads)),
        figures=_stacked(
            unit(weighted([r.figures for r in some], weight)) for some in _some(reads)
        ),
    )


def _some(reads: Iterable[Read]) -> Iterator[list[Read]]:
    """The reads, as many at once as their vectors are made of together."""
    remaining = iter(reads)
    while some := list(islice(remaining, _ROWS_AT_ONCE)):
        yield some


def _wording(reads: Collection[Read], weight: Weights, lexicon: Lexicon, day: int) -> csr_matrix:
    telling = weight.copy()
    # a word that no other article of the day has connects nothing and would only dilute; a small
    # day, where that holds for nearly all words, needs them to tell its articles apart
    alone = count_articles((read.all() for read in reads), lexicon.stems) < 2
    telling[alone] *= SMALL_DAY / (SMALL_DAY + day)
    shared, share = _shared_runs(reads, lexicon)

    def rows(some: Sequence[Read]) -> csr_matrix:
        counts = [
            np.concatenate([np.full(len(read.title), TITLE_COUNTS), np.ones(len(read.body))])
            for read in some
        ]
        words = weighted([read.all() for read in some], telling, counts)
        runs = weighted([_places(_runs(read), shared) for read in some], share)
        return unit(csr_matrix(hstack([words, runs])))

    return _stacked(map(rows, _some(reads)))


def _shared_runs(reads: Iterable[Read], lexicon: Lexicon) -> tuple[Numbers, Weights]:
    """Two words in a row, those that at least two articles have, in order; and their weights."""
    each = [np.concatenate([distinct(_runs(read)) for read in some]) for some in _some(reads)]
    every = np.concatenate([*each, np.zeros(0, dtype=np.int64)])
    del each
    every.sort()
    known, here = _repeated(every)
    return known, rarity(here, lexicon.articles, everyday_runs(known, lexicon.everyday()))


def _repeated(ordered: Numbers) -> tuple[Numbers, Numbers]:
    """The values that stand more than once, and how often each does."""
    if not len(ordered):
        return ordered, ordered
    begins = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    counts = np.diff(begins, append=len(ordered))
    return ordered[begins[counts > 1]], counts[counts > 1]


def _runs(read: Read) -> Numbers:
    return runs_of_two((read.title, read.body))


def _places(values: Numbers, known: Numbers) -> Numbers:
    """Where those of the values that are known stand among the known ones."""
    places = np.searchsorted(known, values)
    found = places < len(known)
    found[found] = known[places[found]] == values[found]
    return places[found]


def _stacked(blocks: Iterable[csr_matrix]) -> csr_matrix:
    """The blocks one below the other, each let go as soon as it is copied; each row in order."""
    data, indices, lengths = np.zeros(0), np.zeros(0, dtype=np.int32), [np.zeros(1, dtype=np.int64)]
    filled = width = 0
    for block in blocks:
        filled += block.nnz
        width = block.shape[1]
        if filled > len(data):  # grows in place, where a list of all blocks would be copied whole
            room = filled + filled // 8
            data.resize(room, refcheck=False)
            indices.resize(room, refcheck=False)
        data[filled - block.nnz : filled] = block.data
        indices[filled - block.nnz : filled] = block.indices
        lengths.append(np.diff(block.indptr))
    data.resize(filled, refcheck=False)
    indices.resize(filled, refcheck=False)
    ends = np.cumsum(np.concatenate(lengths))
    matrix = csr_matrix((data, indices, ends), shape=(len(ends) - 1, width), copy=False)
    matrix.sort_indices()  # rows in order are compared twice as fast
    return matrix


def weighted(
    texts: Sequence[Numbers], weight: Weights, counts: Sequence[Weights] = ()
) -> csr_matrix:
    """A row per text: one plus the logarithm of each term's count, times the term's weight."""
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    terms = np.concatenate(texts)
    counted = np.concatenate(counts) if counts else np.ones(len(terms))
    matrix = csr_matrix((counted, (rows, terms)), shape=(len(texts), len(weight)))
    matrix.sum_duplicates()
    matrix.data = 1 + np.log(matrix.data)
    weighted = csr_matrix(matrix @ diags(weight))
    weighted.eliminate_zeros()
    return weighted


def unit(matrix: csr_matrix) -> csr_matrix:
    """The same rows, each of length one; a row of zeros stays one."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return csr_matrix(diags(1 / lengths) @ matrix)
