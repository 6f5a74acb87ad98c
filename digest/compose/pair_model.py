"""Joins: the learned decision whether two articles tell one event.

::

    likeness = clip(WORDING·w + HEADLINE·h + CLOSENESS·c + NAMES·n + FIGURES·f + BIAS
                    − DECAY·ln(1 + days/7) − CAUTION·(FEW/(FEW + known))², −4, 4) + 4

The mean of two logistic regressions over the labelled pairs of three sets of stories, full texts
and feed items alike, each set of equal weight; one of the two never sees names and figures, which
alone are trusted too much where a text has few. ``tests/bench/grouping_fit.py`` fits it again and
prints its cross-validation by set. The time decay is set by hand: two of the sets have no dates.
"""

from __future__ import annotations

import numpy as np

from digest.compose.lexicon import Weights
from digest.compose.pair_features import Pairs

WORDING, HEADLINE, CLOSENESS, NAMES, FIGURES, BIAS = 15.5, 2.0, 6.2, 1.75, 1.3, -4.7

DECAY = 0.3
"""How much of the evidence the first week between two articles takes away, in logits × ln 2."""

CAUTION, FEW = 4.0, 60
"""How much of the evidence, in logits, is not believed where only few articles of the language have
been ``known``: then words look rare that are not. By hand, on days of 15 and 40 unrelated articles
without an archive, where it takes away two and one of three false pairs; with hundreds it fades."""

DOUBT = 4.0
"""Evidence is cut at this many logits either way; a pair sharing nothing stands at the lower."""

THRESHOLD = 3.0
"""Two sets of articles are one story from this mean likeness on (0 … 8): a little less than even,
as the mean over many pairs is surer than any pair."""

FIRST = 5.0
"""What two single articles need to start a story: a little more than even, as nothing else vouches
for them; most unrelated articles that are drawn together meet in pairs."""


def likeness(pairs: Pairs) -> Weights:
    """How sure each pair is to be one event, from 0 (as if it shared nothing) to 8."""
    logits = (
        WORDING * pairs.wording
        + HEADLINE * pairs.headline
        + CLOSENESS * pairs.closeness
        + NAMES * pairs.names
        + FIGURES * pairs.figures
        + BIAS
    )
    return sureness(logits, pairs)


def sureness(logits: Weights, pairs: Pairs) -> Weights:
    """What is left of the evidence after time and ignorance, from 0 to 8."""
    logits = logits - DECAY * np.log1p(pairs.days / 7)
    logits = logits - CAUTION * (FEW / (FEW + pairs.known)) ** 2
    sure: Weights = np.clip(logits, -DOUBT, DOUBT) + DOUBT
    return sure
