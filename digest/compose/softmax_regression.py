"""Multinomial logistic regression on sparse rows: what speaks for which class, and how sure.

Newton's method with conjugate gradients, as scikit-learn's "newton-cg" takes its steps, and to the
same weights. It stands here because loading that library takes a second, which an edition is made
in, and because the model is small: thirteen sections, some thousand words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_Matrix = NDArray[np.float64]

GRADIENT = 1e-4
"""No weight changes the mean loss by more than this where the steps end."""

_STEPS, _DIRECTIONS, _HALVINGS = 1000, 200, 30
_ENOUGH = 1e-4
"""The share of what the gradient promises that a step has to bring, or it is halved."""


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
    classes = tuple(sorted(set(labels)))
    due = np.equal.outer(np.array(labels), np.array(classes)).astype(np.float64)
    loss = _Loss(csr_matrix(rows), due, np.array(counts, dtype=np.float64), strictness)
    weights = np.zeros((rows.shape[1], len(classes)))
    value, gradient, found = loss.at(weights)
    for _ in range(_STEPS):
        if np.abs(gradient).max() <= GRADIENT:
            break
        step = loss.newton_step(gradient, found)
        promised, length = float((gradient * step).sum()), 1.0
        for _ in range(_HALVINGS):
            tried = loss.at(weights + length * step)
            if tried[0] <= value + _ENOUGH * length * promised:
                break
            length /= 2
        else:
            break  # nothing is to be gained at this precision
        weights += length * step
        value, gradient, found = tried
    return SoftmaxRegression(classes=classes, weights=weights)


class _Loss:
    """The mean loss, and what large weights cost."""

    def __init__(self, rows: csr_matrix, due: _Matrix, counts: _Matrix, strictness: float) -> None:
        self._rows = rows
        self._columns = rows.T.tocsr()
        self._due = due
        self._counts = (counts / counts.sum())[:, np.newaxis]
        self._penalty = 1 / (strictness * counts.sum())

    def at(self, weights: _Matrix) -> tuple[float, _Matrix, _Matrix]:
        """The loss, its gradient, and the shares that the weights give."""
        scores = self._rows @ weights
        shares, logarithms = _softmax(scores)
        of_due = (logarithms - (scores * self._due).sum(axis=1))[:, np.newaxis]
        value = float((self._counts * of_due).sum() + self._penalty / 2 * (weights**2).sum())
        gradient = self._columns @ (self._counts * (shares - self._due))
        return value, gradient + self._penalty * weights, shares

    def newton_step(self, gradient: _Matrix, shares: _Matrix) -> _Matrix:
        """Where the quadratic that the loss looks like has its lowest point, nearly: conjugate
        gradients until what is left is small beside the gradient."""
        size = float(np.abs(gradient).sum())
        enough = min(0.5, size**0.5) * size
        step, rest = np.zeros_like(gradient), gradient.copy()
        direction, squared = -rest, float((rest**2).sum())
        for _ in range(_DIRECTIONS):
            if np.abs(rest).sum() <= enough:
                break
            bent = self._bent(direction, shares)
            curve = float((direction * bent).sum())
            if curve <= 0:
                break
            step += squared / curve * direction
            rest += squared / curve * bent
            before, squared = squared, float((rest**2).sum())
            direction = squared / before * direction - rest
        return step

    def _bent(self, direction: _Matrix, shares: _Matrix) -> _Matrix:
        """How the gradient changes in a direction (the Hessian's product with it)."""
        scores = self._rows @ direction
        changed = shares * (scores - (shares * scores).sum(axis=1, keepdims=True))
        bent: _Matrix = self._columns @ (self._counts * changed) + self._penalty * direction
        return bent


def _softmax(scores: _Matrix) -> tuple[_Matrix, _Matrix]:
    """The shares of each row, and the logarithm of the sum that they are shares of."""
    highest = scores.max(axis=1, keepdims=True)
    powers = np.exp(scores - highest)
    totals = powers.sum(axis=1, keepdims=True)
    return powers / totals, (highest + np.log(totals))[:, 0]
