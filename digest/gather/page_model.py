"""The weights that score what each line of a copied page may be.

Each of several networks reads the numbers of ``page_features`` through a hidden layer and past it,
and the tokens of a line and of the two beside it (``page_tokens``) through a table of short
vectors, one for each token that pages of several writers have. Their scores are averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from digest.gather.page_tokens import token_places

Floats = NDArray[np.floating[Any]]

MOST = 4.0
"""Standard deviations from the mean beyond which a number says no more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """The weights. The networks are stacked along the first axis; ``tokens`` are sorted, ``table``
    has a vector for each; ``follows`` holds the scores of each state after each other, apart (0)
    and joined (1)."""

    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    direct: Floats
    bias: Floats
    tokens: NDArray[np.uint32]
    table: Floats
    words_hidden: Floats
    words_direct: Floats
    follows: Floats

    def scores(self, features: NDArray[np.float32], texts: Sequence[str]) -> Floats:
        """How well each state fits each line by itself."""
        plain = np.clip((features - self.mean) / self.scale, -MOST, MOST)
        lines, places = token_places(texts, self.tokens)
        counts = np.bincount(lines, minlength=len(texts))
        shares = 1 / np.sqrt(np.maximum(counts, 1))[lines]
        total = np.zeros((len(plain), self.bias.shape[1]))
        for at, table in enumerate(self.table):
            vectors = np.stack(
                [
                    np.bincount(lines, weights=column[places] * shares, minlength=len(texts))
                    for column in table.T
                ],
                axis=1,
            )
            inner = plain @ self.hidden[at] + self.hidden_bias[at]
            inner += beside(vectors, [len(texts)]) @ self.words_hidden[at]
            total += np.tanh(inner) @ self.output[at] + plain @ self.direct[at] + self.bias[at]
            total += vectors @ self.words_direct[at]
        return np.asarray(total / len(self.table))


def beside(vectors: NDArray[Any], lengths: Sequence[int]) -> NDArray[Any]:
    """The vectors of the line above, of the line and of the line below, side by side, on pages of
    so many lines."""
    above, below = np.zeros_like(vectors), np.zeros_like(vectors)
    above[1:], below[:-1] = vectors[:-1], vectors[1:]
    ends = np.cumsum(lengths)
    below[ends - 1] = 0
    above[np.concatenate([[0], ends[:-1]])] = 0
    return np.hstack([above, vectors, below])


def stored_model(file: IO[bytes]) -> Model:
    """The model that ``store`` wrote."""
    arrays = np.load(file)
    return Model(
        **{
            name: arrays[name] if name == "tokens" else arrays[name].astype(float)
            for name in Model.__dataclass_fields__
        }
    )


def store(model: Model, path: Path) -> None:
    """Writes the weights, half as precise as they were fitted."""
    arrays = {
        name: np.asarray(getattr(model, name)).astype(np.uint32 if name == "tokens" else np.float16)
        for name in Model.__dataclass_fields__
    }
    np.savez_compressed(path, allow_pickle=False, **arrays)
