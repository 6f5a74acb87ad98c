"""Learned weights: the score's weights as a newsroom's editors would have them.

Each time an editor puts a story into the lead or the top, or takes one out of it, they say what is
worth more than what. From these preferences a pairwise logistic regression (Bradley and Terry 1952)
learns the weights of the very terms that ``rank`` adds up, so that a score stays a sum that anyone
can check. It is held to the usual weights, as if these were a belief with an error of a third of
their size, and to a third of each at least and three times at most: few moves change little, and
none turns a weight round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from digest.compose.rank import WEIGHTS
from digest.model.edition import Edition, Item, StoryPlace

MOVES_NEEDED, EDITIONS_NEEDED = 40, 10
"""Fewer moves, or moves in fewer editions, are one week's news and not a taste."""

_ERROR = 1 / 3  # of the usual weights, as a part of them
_LEAST, _MOST = 1 / 3, 3.0

ABOVE_SECTIONS = (StoryPlace.LEAD, StoryPlace.TOP)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preference:
    """Two stories by the values of their terms, the one that an editor put higher first; what is
    not named is 0. ``share`` is the part of a move that this pair of it stands for."""

    better: Mapping[str, float]
    worse: Mapping[str, float]
    share: float = 1.0


def fit_weights(
    preferences: Sequence[Preference], usual: Mapping[str, float] = WEIGHTS
) -> dict[str, float]:
    """The weights that fit the preferences, rounded to hundredths; without any, the usual ones."""
    if not preferences:
        return dict(usual)
    # a third of a second to import, and most newsrooms rank by the usual weights
    from scipy.optimize import minimize

    names, start = list(usual), np.array(list(usual.values()))
    better, worse = (
        np.array([[getattr(one, side).get(name, 0.0) for name in names] for one in preferences])
        for side in ("better", "worse")
    )
    ahead = better - worse
    shares = np.array([one.share for one in preferences])
    error = _ERROR * np.abs(start)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin, astray = ahead @ weights, (weights - start) / error
        missed = shares / (1 + np.exp(margin))
        value = shares @ np.logaddexp(0, -margin) + astray @ astray / 2
        return float(value), astray / error - ahead.T @ missed

    bounds = [tuple(sorted((_LEAST * one, _MOST * one))) for one in start]
    fitted = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    return {name: round(float(weight), 2) for name, weight in zip(names, fitted, strict=True)}


def preferences_of(
    built: Edition, printed: Edition, placed: Collection[str]
) -> Iterator[Preference]:
    """What the stories that editors ``placed`` say, each of them one move: higher than all that
    stands in the lead or the top below them, or stood there in the build; lower than what stands
    above. Of what lies side by side among the briefs nothing is said."""
    known = {item.story: item for item in built.items() if item.terms}
    ranks = _ranks(printed.items())
    compared = {
        story
        for edition in (built, printed)
        for story in _above(edition.items())
        if story in known and story in ranks
    }
    for story in sorted(set(placed) & set(known) & set(ranks)):
        others = [one for one in sorted(compared - {story}) if ranks[one] != ranks[story]]
        for other in others:
            higher, lower = sorted((story, other), key=lambda one: ranks[one])
            yield Preference(
                better=dict(known[higher].terms),
                worse=dict(known[lower].terms),
                share=1 / len(others),
            )


def _above(items: Iterable[Item]) -> list[str]:
    return [item.story for item in items if item.place in ABOVE_SECTIONS]


def _ranks(items: Iterable[Item]) -> dict[str, int]:
    """How far down each story stands; all briefs equally far."""
    every = list(items)
    above = _above(every)
    briefs = {item.story: len(above) for item in every}
    return briefs | {story: at for at, story in enumerate(above)}
