"""Lexicon: the words of one language as numbers, and how rare each is in the newsroom's reading.

::

    Article ─read→ Read: numbers of words ─remember→ in how many articles each word stands ─rarity→

Rarity is what the archive and the day say about a word together: a single day's counts make its own
big story look ordinary. A small day, or a first one, cannot say which words are rare: among four
articles every word is. So the count starts from a hundred imagined articles of everyday language
(word frequencies by the ``wordfreq`` package), which the newsroom's own soon outweigh.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, islice, pairwise
from math import log

import numpy as np
from numpy.typing import NDArray
from wordfreq import available_languages, get_frequency_dict

from digest.compose.tokenizer import split_words, stem, stemmer
from digest.model.article import Article

READ_CHARACTERS = 1200
"""How much of an article is read for its event: what follows is background that others share."""

IMAGINED_ARTICLES = 100
IMAGINED_WORDS = 300
"""How many articles of everyday language are imagined, and how many words each has."""

EMPHASIS = 1.6
"""The power that rarity is raised to. Two reports of one event share names and figures, two events
of one kind share the words of their kind: with 1.6 instead of 1 both are told apart better on all
three labelled sets."""

PAIR_AFFINITY = 3.0
"""Words that stand beside each other do so this many times more often than by chance."""

SHORTEST_TELLING, LONGEST_TELLING = 4, 30
RAREST_SHARE = 1e-6
"""What a word has at least among all words: rarer ones are all alike."""

Numbers = NDArray[np.int64] | NDArray[np.int32]
Weights = NDArray[np.float64]

_READS_TOGETHER = 1000
_TEXTS_AT_ONCE = 5000


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """An article as its words' numbers, in order: of the headline, of what follows."""

    title: Numbers
    body: Numbers

    def all(self) -> Numbers:
        """Headline, standfirst and first lines."""
        return np.concatenate([self.title, self.body])


class Reads(Collection[Read]):
    """Many articles' reads in their order, laid end to end: a third of the room that as many small
    arrays take."""

    def __init__(self, reads: Iterable[Read]) -> None:
        self._blocks: list[list[tuple[Numbers, list[int]]]] = []
        self._count = 0
        remaining = iter(reads)
        while block := list(islice(remaining, _READS_TOGETHER)):
            self._count += len(block)
            fields = (
                [read.title for read in block],
                [read.body for read in block],
            )
            self._blocks.append([_end_to_end(texts) for texts in fields])

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Read]:
        for block in self._blocks:
            for title, body in zip(*map(_apart, block), strict=True):
                yield Read(title=title, body=body)

    def __contains__(self, read: object) -> bool:
        return any(each is read for each in self)


def _end_to_end(texts: Sequence[Numbers]) -> tuple[Numbers, list[int]]:
    """The texts as one, and where each ends."""
    flat: NDArray[np.int32] = np.concatenate(texts, dtype=np.int32)
    return flat, list(accumulate(map(len, texts)))


def _apart(texts: tuple[Numbers, list[int]]) -> Iterator[Numbers]:
    """The texts that were laid end to end."""
    flat, ends = texts
    return (flat[start:end] for start, end in pairwise([0, *ends]))


class Lexicon(dict[str, int]):
    """Written words to the number of their stem; a word met for the first time gets one.

    ``articles`` counts what was remembered.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.articles = 0
        self._numbers: dict[str, int] = {}
        self._stems: list[str] = []
        self._shares: list[float] = []
        self._seen = np.zeros(0, dtype=np.int64)
        self._stem = stemmer(language)
        self._frequencies = _frequencies(language)

    def __missing__(self, word: str) -> int:
        number = self[word] = self.number_of(self._stem(word))
        return number

    def number_of(self, stem_: str) -> int:
        """The number of a stem, which gets one if it is met for the first time."""
        number = self._numbers.get(stem_)
        if number is None:
            number = self._numbers[stem_] = len(self._numbers)
            self._stems.append(stem_)
            self._shares.append(min(self._frequencies.get(stem_, 0.0), 1.0))
        return number

    def stems_from(self, number: int) -> list[str]:
        """The stems that have this number or a higher one, in order."""
        return self._stems[number:]

    @property
    def stems(self) -> int:
        """How many stems are known."""
        return len(self._shares)

    def read(self, article: Article) -> Read:
        """The article as numbers; nothing is remembered of it yet."""
        body = _body(article)
        return Read(
            title=self.numbers(split_words(article.title)), body=self.numbers(split_words(body))
        )

    def numbers(self, words: Sequence[str]) -> Numbers:
        """The number of each word's stem; nothing is remembered of them yet."""
        return np.fromiter(map(self.__getitem__, words), dtype=np.int32, count=len(words))

    def words(self, article: Article) -> Numbers:
        """What ``read`` gives as ``all``, for articles of which nothing else is asked."""
        return self.numbers([*split_words(article.title), *split_words(_body(article))])

    def remember(self, reads: Collection[Read]) -> None:
        """Count the articles as read, for the rarity of their words."""
        self._seen = self.seen() + count_articles((read.all() for read in reads), self.stems)
        self.articles += len(reads)

    def remember_texts(self, texts: Sequence[Numbers]) -> None:
        """Count the articles as read, of which the texts are all that is looked at."""
        self._seen = self.seen() + count_articles(texts, self.stems)
        self.articles += len(texts)

    def seen(self) -> Numbers:
        """In how many of the articles remembered each stem stands, by its number."""
        return np.pad(self._seen, (0, self.stems - len(self._seen)))

    def rarity(self) -> Weights:
        """How rare each stem is in all that was remembered, by its number."""
        return rarity(self.seen(), self.articles, self.everyday())

    def everyday(self) -> Weights:
        """For each stem its share among all words of everyday language, 0 if it is none of them."""
        return np.array(self._shares, dtype=np.float64)


def rarity(seen: Numbers, articles: int, everyday: Weights) -> Weights:
    """The weight of each term: the logarithm of one in how many articles has it, emphasised.

    ``seen`` counts the articles with the term among ``articles``, ``everyday`` is its share in
    everyday language.
    """
    weights: Weights = np.maximum(informing(seen, articles, everyday), 0.0) ** EMPHASIS
    return weights


def informing(seen: Numbers, articles: int, everyday: Weights) -> Weights:
    """The logarithm of one in how many articles has each term; not emphasised."""
    imagined = IMAGINED_ARTICLES * (1 - (1 - everyday) ** IMAGINED_WORDS)
    logarithms: Weights = np.log((1 + articles + IMAGINED_ARTICLES) / (1 + seen + imagined))
    return logarithms


def count_articles(texts: Iterable[Numbers], terms: int) -> Numbers:
    """In how many of the texts each of the first ``terms`` terms stands."""
    counted = np.zeros(terms, dtype=np.int64)
    remaining = iter(texts)
    while some := [distinct(text) for text in islice(remaining, _TEXTS_AT_ONCE)]:
        together: NDArray[np.int64] = np.concatenate(some, dtype=np.int64)
        counted += np.bincount(together[together < terms], minlength=terms)
    return counted


def distinct(numbers: Numbers) -> Numbers:
    """The different numbers, in order; for a text, several times as fast as ``np.unique``."""
    ordered: Numbers = numbers.copy()
    ordered.sort()
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def runs_of_two(texts: Sequence[Numbers]) -> Numbers:
    """Each two words in a row, within each of the texts, as one number."""
    wide = (text.astype(np.int64) for text in texts)
    runs = [(text[:-1] << 32) | text[1:] for text in wide if len(text) > 1]
    return np.concatenate(runs) if runs else np.zeros(0, dtype=np.int64)


def everyday_runs(runs: Numbers, everyday: Weights) -> Weights:
    """The share of two words in a row in everyday language, guessed from the words' own."""
    first, second = everyday[runs >> 32], everyday[runs & 0xFFFFFFFF]
    shares: Weights = np.minimum(first * second * PAIR_AFFINITY, 1.0)
    return shares


def telling_words(text: str, language: str, most: int) -> list[str]:
    """The words of a text, as first written, that say best what it is about: often here, seldom in
    everyday language; the most telling first."""
    frequencies = _frequencies(language)
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    reduce = stemmer(language)
    for word in split_words(text):
        if SHORTEST_TELLING <= len(word) <= LONGEST_TELLING and not word.isdigit():
            key = reduce(word)
            written.setdefault(key, word)
            counts[key] += 1
    weight = {
        key: (1 + log(count)) * -log(frequencies.get(key, 0.0) + RAREST_SHARE)
        for key, count in counts.items()
    }
    return [written[key] for key in sorted(weight, key=lambda key: -weight[key])[:most]]


def everyday_share(stem_: str, language: str) -> float:
    """The share of a stem among all words of everyday language; 0 if it is none of them."""
    return _frequencies(language).get(stem_, 0.0)


def _body(article: Article) -> str:
    return f"{article.dek}\n{article.text}"[:READ_CHARACTERS]


@cache
def _frequencies(language: str) -> dict[str, float]:
    """How often each stem of a language occurs among all its words; empty for unknown languages."""
    if language not in available_languages("small"):
        return {}
    frequencies: defaultdict[str, float] = defaultdict(float)
    for word, frequency in get_frequency_dict(language, "small").items():
        for part in split_words(word)[:1]:
            frequencies[stem(part, language)] += frequency
    return dict(frequencies)
