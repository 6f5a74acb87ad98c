"""Sketches of texts: which may be copies of one another, told without comparing each with each.

A MinHash sketch of the text and one of its beginning (Broder 1997; the one-permutation form of Li,
Owen and Zhang 2012) over runs of three words: texts that share keys are candidates. A longer
signature of the same kind says nearly how alike two texts are before they are compared exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from digest.compose.copy_keys import title_words
from digest.compose.tokenizer import plain_words
from digest.model.article import Article

JACCARD = 0.7
CONTAINED = 0.8
"""The share of a shorter text that stands in the beginning of a longer one of which it was cut."""
ROOM = 40
"""Runs that may stand before the shorter text in the longer: a dateline, a caption."""

SHINGLE_WORDS = 3
READ_CHARACTERS = 3000
"""How much of a text is compared; copies differ in their tails, by a trim or a footer."""
FEWEST_SHINGLES = 12

BINS = 16
AGREEING_SHARE = 0.25
"""Share of its bins that a candidate must agree in before it is compared exactly: of sixteen bins
two texts that are 0.7 alike agree in fewer than four once in twenty thousand times."""

OPENING = 40
"""Runs of a text's beginning that have a sketch of their own: of a text that was cut short no more
may be left."""
OPENING_BINS = 8
AGREEING_IN_OPENING = 2

SIGNATURE_BINS = 256
STANDARD_DEVIATIONS = 5.0
"""How far below the likeness needed a signature may stay before its text is not compared exactly: a
copy stays so far below once in three million times."""

Signature = NDArray[np.uint8]
_Runs = NDArray[np.uint64]
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_NUMBER = re.compile(r"\d+")
_NO_KEYS = np.zeros(0, dtype=np.uint64)


class WordCodes(dict[str, int]):
    """Words to numbers that are the same in every run, as those of hash() are not."""

    def __missing__(self, word: str) -> int:
        code = self[word] = crc32(word.encode())
        return code


@dataclass(frozen=True, kw_only=True, slots=True)
class Print:
    """What an article can be recognised by. ``runs`` are those of the text in order, ``shingles``
    the different ones among them, sorted."""

    title_words: frozenset[str]
    numbers: frozenset[str]
    runs: _Runs
    shingles: _Runs


@dataclass(frozen=True, kw_only=True, slots=True)
class Sketch:
    """How many bins of an article are filled, those of its keys and of its beginning's that another
    may have, and the signature that says nearly how alike two articles are."""

    bins: int
    keys: _Runs
    opening: _Runs
    signature: Signature


NO_SKETCH = Sketch(
    bins=0,
    keys=_NO_KEYS,
    opening=_NO_KEYS,
    signature=np.zeros(SIGNATURE_BINS, dtype=np.uint8),
)


def printed(article: Article, codes: WordCodes) -> Print:
    """An article's print."""
    runs = _runs(article.text[:READ_CHARACTERS], codes)
    return Print(
        title_words=frozenset(title_words(article.title)),
        numbers=numbers(article),
        runs=runs,
        shingles=_different(runs),
    )


def numbers(article: Article) -> frozenset[str]:
    """The numbers in its headline."""
    return frozenset(_NUMBER.findall(article.title))


def sketches(articles: Sequence[Article]) -> dict[str, Sketch]:
    """The sketch of each article that has one and shares some of its keys with others among them;
    of its keys those."""
    codes = WordCodes()
    keys = np.zeros((len(articles), BINS), dtype=np.uint64)
    openings = np.zeros((len(articles), OPENING_BINS), dtype=np.uint64)
    signatures = np.zeros((len(articles), SIGNATURE_BINS), dtype=np.uint8)
    for at, article in enumerate(articles):
        sketch = sketch_of(_runs(article.text[:READ_CHARACTERS], codes))
        keys[at, : sketch.bins] = sketch.keys
        openings[at, : len(sketch.opening)] = sketch.opening
        signatures[at] = sketch.signature
    shared, shared_openings = _of_several(keys), _of_several(openings)
    return {
        articles[at].id: Sketch(
            bins=int(np.count_nonzero(keys[at])),
            keys=keys[at, shared[at]],
            opening=openings[at, shared_openings[at]],
            signature=signatures[at],
        )
        for at in np.flatnonzero((shared.any(axis=1)) | shared_openings.any(axis=1)).tolist()
    }


def _of_several(keys: _Runs) -> NDArray[np.bool_]:
    """Which keys more than one article has."""
    different, counts = np.unique(keys, return_counts=True)
    found: NDArray[np.bool_] = np.isin(keys, different[(counts > 1) & (different > 0)])
    return found


def sketch_of(runs: _Runs) -> Sketch:
    """The smallest shingle of each bin, which tells its bin as well, of the text and of its
    beginning, and the signature; none of a text that has too few runs to be recognised by them."""
    shingles = _different(runs)
    if len(shingles) < FEWEST_SHINGLES:
        return NO_SKETCH
    keys = _smallest(shingles, BINS)
    falling = shingles[::-1]
    signature = np.zeros(SIGNATURE_BINS, dtype=np.uint8)
    bins = (falling >> np.uint64(8)) & np.uint64(SIGNATURE_BINS - 1)
    signature[bins] = (falling >> np.uint64(16)) % np.uint64(255) + np.uint64(1)
    opening = _smallest(np.sort(runs[:OPENING]), OPENING_BINS)
    return Sketch(bins=len(keys), keys=keys, opening=opening, signature=signature)


def _smallest(sorted_runs: _Runs, bins: int) -> _Runs:
    """The smallest of each bin that is not empty."""
    # of several values for one place the last is kept, so that the smallest has to come last
    falling = sorted_runs[::-1]
    smallest = np.zeros(bins, dtype=np.uint64)
    smallest[falling & np.uint64(bins - 1)] = falling
    found: _Runs = smallest[smallest > 0]
    return found


def _runs(text: str, codes: WordCodes) -> _Runs:
    """Runs of words in order, each as a number. Overflow is meant: it mixes."""
    found = plain_words(text)
    words = np.fromiter(map(codes.__getitem__, found), dtype=np.uint64, count=len(found))
    runs = max(0, len(words) - SHINGLE_WORDS + 1)
    mixed = np.zeros(runs, dtype=np.uint64)
    for at in range(SHINGLE_WORDS):
        mixed = mixed * _MULTIPLIER + words[at : at + runs]
    # the low bits of a product are poor: take the bins and the order from the high ones
    high: _Runs = (mixed * _MULTIPLIER) >> np.uint64(16)
    return high


def _different(runs: _Runs) -> _Runs:
    """The different ones among them, sorted."""
    if not len(runs):
        return runs
    ordered = np.sort(runs)
    different: _Runs = ordered[np.append(True, ordered[1:] != ordered[:-1])]
    return different


def may_be_as_alike(
    one: Signature, others: bytes, needed: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether a text may be as alike as ``needed`` to each of the others, by their signatures,
    which lie end to end. The share of bins that agree is the Jaccard likeness, give or take what
    chance does."""
    each = np.frombuffer(others, dtype=np.uint8).reshape(-1, SIGNATURE_BINS)
    filled = np.count_nonzero(each | one, axis=1)
    agreeing = np.count_nonzero((each == one) & (each > 0), axis=1)
    chance = STANDARD_DEVIATIONS * np.sqrt(filled * needed * (1 - needed))
    maybe: NDArray[np.bool_] = agreeing >= filled * needed - chance
    return maybe


def likeness(one: Print, other: Print) -> float:
    """What two texts share, 0 … 1: Jaccard, or, where one may have been cut off, the share of it
    that stands in the beginning of the other, if that is enough for a copy."""
    shared = _jaccard(one.shingles, other.shingles)
    shorter, longer = sorted((one, other), key=lambda each: len(each.runs))
    if shared >= JACCARD or len(shorter.shingles) < FEWEST_SHINGLES:
        return shared
    beginning = _different(longer.runs[: len(shorter.runs) + ROOM])
    found = len(np.intersect1d(shorter.shingles, beginning, assume_unique=True))
    contained = found / len(shorter.shingles)
    return contained if contained >= CONTAINED else shared


def _jaccard(one: _Runs, other: _Runs) -> float:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared) if len(one) + len(other) else 0.0
