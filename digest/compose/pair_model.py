"""The decision whether two articles tell one event: how alike, how near in time, by whom.

::

    likeness = wording × (1 + max(0, days − 1) / 3) ^ (−DECAY · sureness of both dates)
                       × (1 − ONE_OUTLET · (1 − the outlet's share of the day))    for one outlet
                       ÷ (1 + 1 / (1 + (articles known / FEW)⁴))

Few kinds of evidence, and few constants: names, figures, headlines and nearness to other articles
brought nothing on sets of stories that they were not chosen on. ``tests/bench/grouping_fit.py``
chooses the constants by leaving out a source of data at a time, and says how far each moves what.
"""

from __future__ import annotations

import numpy as np

from digest.compose.lexicon import Weights
from digest.compose.pair_features import Pairs

DECAY = 0.8
"""The power that time takes from the likeness: an event is of a day or two. Four days apart, two
articles need 1.7 times the wording; thirty days apart, six and a half times."""

EVENT_DAYS, FADING_DAYS = 1.0, 3.0
"""How many days take nothing, and how many more double what the power works on."""

ONE_OUTLET = 0.6
"""How much less likely an outlet tells an event twice than two outlets do. Where all articles are
one outlet's, it takes nothing: then there is no one else to tell it."""

FEW = 40
"""How many articles of a language must be known before it can be told which words are rare: on a
first day of twenty, twice the likeness is asked; of a hundred, hardly more than usual."""

THRESHOLD = 0.11
"""Two sets of articles are one story from this mean likeness on."""

FIRST = 1.7 * THRESHOLD
"""What two single articles need to start a story: nothing else vouches for them, and most unrelated
articles that are drawn together meet in pairs."""


SAGA = 0.14
"""A story carries on from an earlier one from this mean likeness on, however much time passed."""


def likeness(pairs: Pairs) -> Weights:
    """How alike the two of each pair are, 0 … 1, as reports of one event."""
    fading = np.maximum(pairs.days - EVENT_DAYS, 0.0) / FADING_DAYS
    alike: Weights = timeless_likeness(pairs) * (1 + fading) ** (-DECAY * pairs.sureness)
    return alike


def timeless_likeness(pairs: Pairs) -> Weights:
    """How alike the two of each pair are, 0 … 1, as reports of one saga, of whatever days."""
    by_others = 1 - ONE_OUTLET * pairs.one_outlet
    doubt = 1 + 1 / (1 + (pairs.known / FEW) ** 4)
    alike: Weights = pairs.wording * by_others / doubt
    return alike
