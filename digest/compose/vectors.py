"""Vectors: articles as rows of unit length, of their words and of each two in a row.

::

    Read ─count→ words, two in a row ─rarity→ ─unit length→ vectors
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
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

TITLE_COUNTS = 3.0
"""How many times a word of the headline counts against one of the text."""

_ROWS_AT_ONCE = 2000

SHORT_TEXT = 80
"""Words of an article of which those that stand alone in the day count half: they connect nothing,
and in a long text they only dilute; of a short one they are most of what it says."""


def vectors_of(reads: Collection[Read], lexicon: Lexicon) -> csr_matrix:
    """A row of unit length for each article of a day; a row without any words is zero. The articles
    must have been remembered by the lexicon."""
    weight = lexicon.rarity()
    alone = count_articles((read.all() for read in reads), lexicon.stems) < 2
    shared, share = _shared_runs(reads, lexicon)

    def rows(some: Sequence[Read]) -> csr_matrix:
        counts = [
            np.concatenate([np.full(len(read.title), TITLE_COUNTS), np.ones(len(read.body))])
            for read in some
        ]
        words = weighted([read.all() for read in some], weight, counts)
        sizes = np.array([len(read.title) + len(read.body) for read in some])
        diluted = np.repeat(SHORT_TEXT / (SHORT_TEXT + sizes), np.diff(words.indptr))
        words.data *= np.where(alone[words.indices], diluted, 1.0)
        runs = weighted([_places(_runs(read), shared) for read in some], share)
        return unit(csr_matrix(hstack([words, runs])))

    return _stacked(map(rows, _some(reads)))


def _some(reads: Iterable[Read]) -> Iterator[list[Read]]:
    """The reads, as many at once as their vectors are made of together."""
    remaining = iter(reads)
    while some := list(islice(remaining, _ROWS_AT_ONCE)):
        yield some


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
