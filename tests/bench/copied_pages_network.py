"""A network with a conditional random field on top, fitted to the lines of copied pages by gradient
descent (Adam), in numpy: what ``copied_pages_fit`` averages several of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from digest.gather.page_labels import STATES, allowed
from digest.gather.page_model import beside
from digest.gather.page_tokens import token_places

HIDDEN = 32
EPOCHS = 12
BATCH = 12
RATE = 0.003
DECAY = 1.0
DROPOUT = 0.25
VECTOR = 8  # numbers learned for each token
TOKEN_DROPOUT = 0.3
VECTOR_DROPOUT = 0.2
_LEAST = np.float32(1e-30)

Matrix = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plain:
    """A page as a network reads it: of its lines numbers, tokens, which are joined, and states."""

    features: Matrix
    words: csr_matrix
    joined: NDArray[np.int_]
    states: NDArray[np.int_]


def token_matrix(texts: Sequence[str], tokens: NDArray[np.uint32]) -> csr_matrix:
    """Which of the tokens each line has; the squares of a line's numbers come to 1."""
    lines, places = token_places(texts, tokens)
    shares = 1 / np.sqrt(np.bincount(lines, minlength=len(texts)))[lines]
    size = (len(texts), len(tokens))
    return csr_matrix((shares.astype(np.float32), (lines, places)), shape=size)


def fitted_weights(examples: Sequence[Plain], *, seed: int) -> dict[str, Matrix]:
    width, tokens = examples[0].features.shape[1], examples[0].words.shape[1]
    network = _Network(width, tokens, seed=seed)
    for epoch in range(EPOCHS):
        # pages of like length side by side: a batch is as long as its longest
        lengths = np.array([len(one.states) for one in examples])
        order = np.argsort(lengths * network.random.uniform(0.7, 1.3, len(lengths)))
        rate = RATE * (1 - epoch / EPOCHS)
        for begin in network.random.permutation(range(0, len(order), BATCH)):
            network.learn([examples[at] for at in order[begin : begin + BATCH]], rate=rate)
    return network.weights


class _Network:
    """One network with its field, fitted by gradient descent (Adam)."""

    def __init__(self, width: int, tokens: int, *, seed: int) -> None:
        random = np.random.default_rng(seed)
        count = len(STATES)
        self.random = random
        start = {
            "hidden": random.normal(0, width**-0.5, (width, HIDDEN)),
            "hidden_bias": np.zeros(HIDDEN),
            "output": random.normal(0, 0.1, (HIDDEN, count)),
            "direct": np.zeros((width, count)),
            "bias": np.zeros(count),
            "table": random.normal(0, 0.1, (tokens, VECTOR)),
            "words_hidden": random.normal(0, (3 * VECTOR) ** -0.5, (3 * VECTOR, HIDDEN)),
            "words_direct": np.zeros((VECTOR, count)),
            "follows": np.zeros((2, count, count)),
        }
        self.weights = {name: one.astype(np.float32) for name, one in start.items()}
        self._moment = {name: np.zeros_like(one) for name, one in self.weights.items()}
        self._square = {name: np.zeros_like(one) for name, one in self.weights.items()}
        self._steps = 0

    def learn(self, batch: Sequence[Plain], *, rate: float) -> float:
        """One step on a batch; returns its loss per line."""
        weights = self.weights
        lengths = [len(one.states) for one in batch]
        x = np.concatenate([one.features for one in batch])
        x = x * self._kept(x.shape, DROPOUT)
        words = vstack([one.words for one in batch]).tocsr()
        words.data = words.data * self._kept(words.data.shape, TOKEN_DROPOUT)
        seen = self._kept((len(x), 3 * VECTOR), VECTOR_DROPOUT)
        around = beside(words @ weights["table"], lengths) * seen
        own = around[:, VECTOR : 2 * VECTOR]
        inner = x @ weights["hidden"] + weights["hidden_bias"]
        h = np.tanh(inner + around @ weights["words_hidden"])
        keep = self._kept(h.shape, DROPOUT)
        scores = (h * keep) @ weights["output"] + x @ weights["direct"] + weights["bias"]
        scores += own @ weights["words_direct"]
        loss, d_scores, d_follows = _field(batch, scores, weights["follows"])
        d_inner = (d_scores @ weights["output"].T) * keep * (1 - h * h)
        d_around = d_inner @ weights["words_hidden"].T
        d_around[:, VECTOR : 2 * VECTOR] += d_scores @ weights["words_direct"].T
        gradients = {
            "hidden": x.T @ d_inner,
            "hidden_bias": d_inner.sum(axis=0),
            "output": (h * keep).T @ d_scores,
            "direct": x.T @ d_scores,
            "bias": d_scores.sum(axis=0),
            "table": words.T @ _from_beside(d_around * seen, lengths),
            "words_hidden": around.T @ d_inner,
            "words_direct": own.T @ d_scores,
            "follows": d_follows,
        }
        self._step({name: one / len(x) for name, one in gradients.items()}, rate)
        return loss / len(x)

    def _kept(self, shape: tuple[int, ...], dropout: float) -> Matrix:
        """What is left of so many numbers that drop out at random, made up for by the others."""
        kept = self.random.random(shape, dtype=np.float32) > dropout
        return np.asarray(kept / np.float32(1 - dropout))

    def _step(self, gradients: dict[str, Matrix], rate: float) -> None:
        self._steps += 1
        for name, gradient in gradients.items():
            self._moment[name] = 0.9 * self._moment[name] + 0.1 * gradient
            self._square[name] = 0.99 * self._square[name] + 0.01 * gradient**2
            mean = self._moment[name] / (1 - 0.9**self._steps)
            square = self._square[name] / (1 - 0.99**self._steps)
            decay = 0.0 if name in ("hidden_bias", "bias", "table") else DECAY
            change = rate * (mean / (np.sqrt(square) + 1e-8) + decay * self.weights[name])
            self.weights[name] -= change.astype(np.float32)


def _from_beside(gradient: Matrix, lengths: Sequence[int]) -> Matrix:
    """The gradient by the lines' own vectors of what ``beside`` made of them."""
    ends = np.cumsum(lengths)
    above, own, below = np.split(gradient.copy(), 3, axis=1)
    below[ends - 1] = 0
    above[np.concatenate([[0], ends[:-1]])] = 0
    own[:-1] += above[1:]
    own[1:] += below[:-1]
    return own


@dataclass(frozen=True, kw_only=True, slots=True)
class _Batch:
    """Pages side by side, each a column: scores less the highest of each line, which lines there
    are, and which are joined."""

    weight: Matrix
    top: Matrix
    live: NDArray[np.bool_]
    joined: NDArray[np.bool_]

    @classmethod
    def of(cls, batch: Sequence[Plain], scores: Matrix) -> _Batch:
        lengths = np.array([len(one.states) for one in batch])
        longest = int(lengths.max())
        local = np.zeros((longest, len(batch), len(STATES)), dtype=np.float32)
        joined = np.zeros((longest, len(batch)), dtype=bool)
        for at, (one, rows) in enumerate(zip(batch, _rows(batch), strict=True)):
            local[: lengths[at], at] = scores[rows]
            joined[: lengths[at], at] = one.joined == 1
        top = local.max(axis=2, keepdims=True)
        live = np.arange(longest)[:, None] < lengths[None, :]
        return cls(weight=np.exp(local - top), top=top[:, :, 0] * live, live=live, joined=joined)


def _rows(batch: Sequence[Plain]) -> list[slice]:
    ends = np.cumsum([len(one.states) for one in batch])
    return [
        slice(int(end) - len(one.states), int(end)) for one, end in zip(batch, ends, strict=True)
    ]


def _field(batch: Sequence[Plain], scores: Matrix, follows: Matrix) -> tuple[float, Matrix, Matrix]:
    """The loss (negative log-likelihood) of the field over a batch, with its gradients by the
    scores of states and of successions."""
    may = allowed()[0]
    step = np.exp(follows + may).astype(np.float32)
    pages = _Batch.of(batch, scores)
    ahead, reach, total = _forward(pages, step)
    behind, inner = _backward(pages, step)
    share = inner / np.maximum((reach * inner).sum(axis=2, keepdims=True), _LEAST)
    d_follows = np.zeros_like(follows)
    for kind in (0, 1):
        chosen = pages.live[1:] & (pages.joined[1:] == bool(kind))
        d_follows[kind] = step[kind] * (ahead[:-1][chosen].T @ share[1:][chosen])
    chance = ahead * behind
    chance /= np.maximum(chance.sum(axis=2, keepdims=True), _LEAST)
    gold = 0.0
    gradient = np.zeros_like(scores)
    for at, (one, rows) in enumerate(zip(batch, _rows(batch), strict=True)):
        places = np.arange(rows.start, rows.stop)
        gradient[rows] = chance[: len(places), at]
        gradient[places, one.states] -= 1
        gold += float(scores[places, one.states].sum())
        after = (one.joined[1:], one.states[:-1], one.states[1:])
        gold += float((follows + may)[after].sum())
        np.subtract.at(d_follows, after, 1.0)
    return total - gold, gradient, d_follows


def _forward(pages: _Batch, step: Matrix) -> tuple[Matrix, Matrix, float]:
    """What leads to each state of each line: in all, and before its own score; the logarithm of
    the sum over all sequences."""
    first, last = allowed()[1:]
    both = np.concatenate([step[0], step[1]], axis=1)
    wide = len(STATES)
    ahead, reach = np.zeros_like(pages.weight), np.zeros_like(pages.weight)
    norm = np.ones(pages.live.shape, dtype=np.float32)
    ahead[0] = pages.weight[0] * np.exp(first)
    norm[0] = ahead[0].sum(axis=1)
    ahead[0] /= norm[0][:, None]
    for at in range(1, len(ahead)):
        led = ahead[at - 1] @ both
        reach[at] = np.where(pages.joined[at][:, None], led[:, wide:], led[:, :wide])
        now = reach[at] * pages.weight[at]
        norm[at] = np.maximum(now.sum(axis=1), _LEAST)
        ahead[at] = np.where(pages.live[at][:, None], now / norm[at][:, None], ahead[at - 1])
    total = np.log(np.where(pages.live, norm, 1)).sum() + pages.top.sum()
    total += np.log(np.maximum((ahead[-1] * np.exp(last)).sum(axis=1), _LEAST)).sum()
    return ahead, reach, float(total)


def _backward(pages: _Batch, step: Matrix) -> tuple[Matrix, Matrix]:
    """What each state of each line leads to: after its own score, and with it."""
    both = np.concatenate([step[0].T, step[1].T], axis=1)
    wide = len(STATES)
    behind, inner = np.zeros_like(pages.weight), np.zeros_like(pages.weight)
    behind[-1] = np.exp(allowed()[2])
    for at in range(len(behind) - 1, 0, -1):
        inner[at] = behind[at] * pages.weight[at]
        led = inner[at] @ both
        back = np.where(pages.joined[at][:, None], led[:, wide:], led[:, :wide])
        back /= np.maximum(back.sum(axis=1, keepdims=True), _LEAST)
        behind[at - 1] = np.where(pages.live[at][:, None], back, behind[at])
    return behind, inner
