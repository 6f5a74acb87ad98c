"""Multinomial logistic regression on sparse rows: what speaks for which class, and how sure.

The loss is ours, its smallest value is found by SciPy. scikit-learn comes to the same weights, but
loading it takes a second, which is half of what an edition may take, and 100 MB of a disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult

_Matrix = NDArray[np.float64]

GRADIENT = 1e-4
"""No weight changes the mean loss by more than this where the search ends."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SoftmaxRegression:
    """``classes`` in order, and a column of ``weights`` for each, a row for each term."""

    classes: tuple[str, ...]
    weights: _Matrix

    def shares(self, rows: csr_matrix) -> _Matrix:
        """For each row the share of each class, 1 in all."""
        return _softmax(rows @ self.weights)[0]


def fit(
    rows: csr_matrix, labels: Sequence[str], counts: Sequence[float], *, strictness: float
) -> SoftmaxRegression:
    """The regression for the rows' ``labels``; each row counts as so many as ``counts`` says.
    ``strictness`` is what errors cost against large weights (scikit-learn's C). There is no
    constant term."""
    from scipy.optimize import minimize  # a fifth of a second, and most commands never train

    classes = tuple(sorted(set(labels)))
    due = np.equal.outer(np.array(labels), np.array(classes)).astype(np.float64)
    loss = _Loss(csr_matrix(rows), due, np.array(counts, dtype=np.float64), strictness)
    found = minimize(
        loss.at,
        np.zeros(rows.shape[1] * len(classes)),
        method="Newton-CG",
        jac=True,
        hessp=loss.bent,
        callback=loss.end_where_flat,
    )
    return SoftmaxRegression(classes=classes, weights=found.x.reshape(-1, len(classes)))


class _Loss:
    """The mean loss, and what large weights cost. Weights come and go as one row of numbers."""

    def __init__(self, rows: csr_matrix, due: _Matrix, counts: _Matrix, strictness: float) -> None:
        self._rows = rows
        self._columns = rows.T.tocsr()
        self._due = due
        self._counts = (counts / counts.sum())[:, np.newaxis]
        self._penalty = 1 / (strictness * counts.sum())
        self._asked, self._shares = np.full(rows.shape[1] * due.shape[1], np.nan), due
        self._steepest: dict[float, float] = {}  # by the loss

    def at(self, flat: _Matrix) -> tuple[float, _Matrix]:
        """The loss and its gradient."""
        weights = flat.reshape(-1, self._due.shape[1])
        scores = self._rows @ weights
        shares, logarithms = _softmax(scores)
        self._asked, self._shares = flat.copy(), shares
        of_due = (logarithms - (scores * self._due).sum(axis=1))[:, np.newaxis]
        value = float((self._counts * of_due).sum() + self._penalty / 2 * (weights**2).sum())
        gradient = self._columns @ (self._counts * (shares - self._due)) + self._penalty * weights
        self._steepest[value] = float(np.abs(gradient).max())
        return value, gradient.ravel()

    def end_where_flat(self, intermediate_result: OptimizeResult) -> None:
        """Ends the search. SciPy looks at the length of the gradient, which grows with the terms.

        :raises StopIteration: as SciPy asks for.
        """
        if self._steepest.get(intermediate_result.fun, np.inf) <= GRADIENT:
            raise StopIteration

    def bent(self, flat: _Matrix, direction: _Matrix) -> _Matrix:
        """How the gradient changes in a direction (the Hessian's product with it)."""
        if not np.array_equal(self._asked, flat):
            self.at(flat)
        shares, turned = self._shares, direction.reshape(-1, self._due.shape[1])
        scores = self._rows @ turned
        changed = shares * (scores - (shares * scores).sum(axis=1, keepdims=True))
        bent: _Matrix = self._columns @ (self._counts * changed) + self._penalty * turned
        return bent.ravel()


def _softmax(scores: _Matrix) -> tuple[_Matrix, _Matrix]:
    """The shares of each row, and the logarithm of the sum that they are shares of."""
    highest = scores.max(axis=1, keepdims=True)
    powers = np.exp(scores - highest)
    totals = powers.sum(axis=1, keepdims=True)
    return powers / totals, (highest + np.log(totals))[:, 0]
