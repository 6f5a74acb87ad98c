"""The words of a line of a copied page as tokens whose meaning for what the line is can be learned:
words at its beginning and end, pairs of words, and short lines as a whole, in any language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from digest.gather.clean import folded

_READ = 300  # characters of a line that are looked at
_STEM = 6  # characters by which forms of one word are one token
_EDGE = 8  # of the first and the last word
_WORDS = 40
_PAIRS = 12
_WHOLE = 5  # words of a line that is a token as a whole
_WIDE = 60  # characters of a line whose words are not set apart
_LONG_WORD = 14  # characters


@lru_cache(maxsize=20_000)  # lines, more than one page has
def line_tokens(text: str) -> frozenset[int]:
    """The tokens of a line, each a number of 32 bits that is the same on every machine."""
    return frozenset(crc32(token.encode()) for token in _tokens(text[:_READ]))


def _tokens(text: str) -> set[str]:
    words = folded(text).split()
    if not words:
        return set()
    if max(map(len, words)) > _LONG_WORD and any("\u3040" <= one <= "\u9fff" for one in text[:20]):
        wide = "".join(words)[:_WIDE]
        pairs = {wide[at : at + 2] for at in range(len(wide) - 1)}
        return pairs | {f"^{wide[:2]}", f"{wide[-2:]}$"}
    found = {word[:_STEM] for word in words[:_WORDS]}
    found |= {f"^{words[0][:_EDGE]}", f"{words[-1][:_EDGE]}$"}
    found |= {f"{one[:_STEM]} {two[:_STEM]}" for one, two in pairwise(words[: _PAIRS + 1])}
    return found | ({f"={' '.join(words)}"} if len(words) <= _WHOLE else set())


def token_places(
    texts: Sequence[str], known: NDArray[np.uint32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The lines and, for each, the places in the sorted ``known`` tokens of those it has."""
    told = [np.fromiter(line_tokens(text), dtype=np.uint32) for text in texts]
    lines = np.repeat(np.arange(len(texts)), [len(one) for one in told])
    tokens = np.concatenate([*told, np.zeros(0, dtype=np.uint32)])
    places = np.minimum(np.searchsorted(known, tokens), max(len(known) - 1, 0))
    is_known = known[places] == tokens if len(known) else np.zeros(len(tokens), dtype=bool)
    return lines[is_known], places[is_known]
