"""Lexicon: the words of one language as numbers, and how rare each is in the newsroom's reading.

Rarity is what the archive and the day say about a word together: a single day's counts make its own
big story look ordinary. A small day, or a first one, cannot say which words are rare: among four
articles every word is. So the count starts from a hundred imagined articles of everyday language
(word frequencies by the ``wordfreq`` package), which the newsroom's own soon outweigh.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from wordfreq import available_languages, get_frequency_dict

from digest.compose.languages import split_words, stem

IMAGINED_ARTICLES = 100
IMAGINED_WORDS = 300
"""How many articles of everyday language are imagined, and how many words each has."""

EMPHASIS = 1.6
"""The power that rarity is raised to. Two reports of one event share names and figures, two events
of one kind share the words of their kind: with 1.6 instead of 1 both are told apart better on all
three labelled sets."""

PAIR_AFFINITY = 3.0
"""Words that stand beside each other do so this many times more often than by chance."""

Numbers = NDArray[np.int64]
Weights = NDArray[np.float64]


class Lexicon(dict[str, int]):
    """Written words to the number of their stem; a word met for the first time gets one."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self._numbers: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        number = self._numbers.setdefault(stem(word, self.language), len(self._numbers))
        self[word] = number
        return number

    def read(self, text: str) -> Numbers:
        """The words of a text in order, as numbers."""
        return np.array([self[word] for word in split_words(text)], dtype=np.int64)

    def everyday(self) -> Weights:
        """For each stem its share among all words of everyday language, 0 if it is none of them."""
        frequencies = _frequencies(self.language)
        shares = [frequencies.get(stem_, 0.0) for stem_ in self._numbers]
        return np.minimum(np.array(shares, dtype=np.float64), 1.0)


def rarity(seen: Numbers, articles: int, everyday: Weights) -> Weights:
    """The weight of each term: the logarithm of one in how many articles has it, emphasised.

    ``seen`` counts the articles with the term among ``articles``, ``everyday`` is its share in
    everyday language.
    """
    imagined = IMAGINED_ARTICLES * (1 - (1 - everyday) ** IMAGINED_WORDS)
    informing = np.log((1 + articles + IMAGINED_ARTICLES) / (1 + seen + imagined))
    weights: Weights = np.maximum(informing, 0.0) ** EMPHASIS
    return weights


def count_articles(texts: Iterable[Numbers], terms: int) -> Numbers:
    """In how many of the texts each of the first ``terms`` terms stands."""
    each = [np.unique(text) for text in texts]
    together = np.concatenate(each) if each else np.zeros(0, dtype=np.int64)
    return np.bincount(together[together < terms], minlength=terms).astype(np.int64)


def runs_of_two(texts: Sequence[Numbers]) -> Numbers:
    """Each two words in a row, within each of the texts, as one number."""
    runs = [(text[:-1] << 32) | text[1:] for text in texts if len(text) > 1]
    return np.concatenate(runs) if runs else np.zeros(0, dtype=np.int64)


def everyday_runs(runs: Numbers, everyday: Weights) -> Weights:
    """The share of two words in a row in everyday language, guessed from the words' own."""
    first, second = everyday[runs >> 32], everyday[runs & 0xFFFFFFFF]
    shares: Weights = np.minimum(first * second * PAIR_AFFINITY, 1.0)
    return shares


@cache
def _frequencies(language: str) -> dict[str, float]:
    """How often each stem of a language occurs among all its words; empty for unknown languages."""
    if language not in available_languages("small"):
        return {}
    frequencies: Counter[str] = Counter()
    for word, frequency in get_frequency_dict(language, "small").items():
        for part in split_words(word)[:1]:
            frequencies[stem(part, language)] += frequency  # type: ignore[assignment]
    return dict(frequencies)
