"""Vectors: articles as rows of unit length, for every kind of evidence one matrix.

::

    Read ─count→ words, two in a row, names, figures ─rarity→ ─unit length→ Vectors
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack

from digest.compose.lexicon import (
    Lexicon,
    Numbers,
    Read,
    Weights,
    count_articles,
    everyday_runs,
    rarity,
    runs_of_two,
)

TITLE_COUNTS = 4.0
"""How many times a word of the headline counts against one of the text."""

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


def vectors_of(reads: Sequence[Read], lexicon: Lexicon, *, day: int) -> Vectors:
    """The vectors of these articles of a day that has ``day`` articles; they must have been
    remembered by the lexicon."""
    weight = lexicon.rarity()
    titles, bodies = [read.title for read in reads], [read.body for read in reads]
    return Vectors(
        wording=_wording(titles, bodies, weight, lexicon, day),
        headline=unit(weighted(titles, weight)),
        names=unit(weighted([read.names for read in reads], weight)),
        figures=unit(weighted([read.figures for read in reads], weight)),
    )


def _wording(
    titles: Sequence[Numbers],
    bodies: Sequence[Numbers],
    weight: Weights,
    lexicon: Lexicon,
    day: int,
) -> csr_matrix:
    both = [np.concatenate(pair) for pair in zip(titles, bodies, strict=True)]
    telling = weight.copy()
    # a word that no other article of the day has connects nothing and would only dilute; a small
    # day, where that holds for nearly all words, needs them to tell its articles apart
    alone = count_articles(both, lexicon.stems) < 2
    telling[alone] *= SMALL_DAY / (SMALL_DAY + day)
    counts = [
        np.concatenate([np.full(len(title), TITLE_COUNTS), np.ones(len(body))])
        for title, body in zip(titles, bodies, strict=True)
    ]
    return unit(
        csr_matrix(hstack([weighted(both, telling, counts), _runs(titles, bodies, lexicon)]))
    )


def _runs(titles: Sequence[Numbers], bodies: Sequence[Numbers], lexicon: Lexicon) -> csr_matrix:
    """Two words in a row, those that at least two articles have."""
    each = [runs_of_two(pair) for pair in zip(titles, bodies, strict=True)]
    known, numbered = np.unique(np.concatenate(each), return_inverse=True)
    texts = np.split(numbered, np.cumsum([len(runs) for runs in each])[:-1])
    here = count_articles(texts, len(known))
    weight = rarity(here, lexicon.articles, everyday_runs(known, lexicon.everyday()))
    weight[here < 2] = 0.0
    return weighted(texts, weight)


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
