"""The regression that sections are learned by."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from digest.compose.softmax_regression import GRADIENT, fit

DICE = np.random.default_rng(5)
ROWS = csr_matrix(DICE.random((60, 8)) * (DICE.random((60, 8)) < 0.4))
LABELS = ["sea" if row[0] > row[1] else "land" if row[2] > 0.3 else "air" for row in ROWS.toarray()]
ONES = [1.0] * len(LABELS)


def mean_loss(weights: NDArray[np.float64], counts: list[float], strictness: float) -> float:
    """What the regression makes small, written out."""
    scores = ROWS.toarray() @ weights
    logarithms = np.log(np.exp(scores).sum(axis=1))
    due = scores[np.arange(len(LABELS)), [sorted(set(LABELS)).index(one) for one in LABELS]]
    total = (np.array(counts) * (logarithms - due)).sum() + (weights**2).sum() / 2 / strictness
    return float(total / sum(counts))


def test_no_weight_can_be_changed_to_a_smaller_loss() -> None:
    counts = [1.0 + at % 3 for at in range(len(LABELS))]
    weights = fit(ROWS, LABELS, counts, strictness=5.0).weights
    for place in np.ndindex(weights.shape):
        apart = np.zeros_like(weights)
        apart[place] = 1e-4
        up, down = (mean_loss(weights + sign * apart, counts, 5.0) for sign in (1, -1))
        assert abs(up - down) / 2e-4 <= 1.01 * GRADIENT


def test_the_shares_of_a_row_are_one_in_all_and_its_own_class_has_the_most() -> None:
    model = fit(ROWS, LABELS, ONES, strictness=1000.0)
    shares = model.shares(ROWS)
    assert shares.sum(axis=1) == pytest.approx(1)
    right = [model.classes[at] for at in shares.argmax(axis=1)]
    assert sum(one == due for one, due in zip(right, LABELS, strict=True)) > 50


def test_a_row_that_counts_twice_is_a_row_that_stands_twice() -> None:
    once = fit(ROWS, LABELS, [2.0, *ONES[1:]], strictness=5.0)
    twice = fit(
        csr_matrix(np.vstack([ROWS.toarray(), ROWS.toarray()[:1]])),
        [*LABELS, LABELS[0]],
        [*ONES, 1.0],
        strictness=5.0,
    )
    assert once.weights == pytest.approx(twice.weights, abs=1e-6)
