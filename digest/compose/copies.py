"""Copies: the same text published again, in the same outlet or, as agency copy, in others.

Three nets, each finer than the last: the canonical URL, the headline letter by letter, and a
MinHash sketch of the text (Broder 1997; the one-permutation form of Li, Owen and Zhang 2012). What
shares a little of it is judged by a longer signature of the same kind, and what may still be a copy
is compared exactly, Jaccard 0.7 or more over runs of three words. A headline of
fewer than four words proves nothing by itself, and two texts whose headlines differ in a number
are two bulletins of one template, not copies, unless the texts are long and hardly differ.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from digest.compose.frames import share_only_a_frame
from digest.compose.tokenizer import plain, plain_words
from digest.model.article import Article, Kind
from digest.model.message import Message

JACCARD = 0.7
THE_SAME = 0.95
"""From this on two long texts are one, whatever numbers their headlines have."""

TELLING_TITLE_WORDS = 4
SHINGLE_WORDS = 3
READ_CHARACTERS = 3000
"""How much of a text is compared; copies differ in their tails, by a trim or a footer."""
FEWEST_SHINGLES = 12
SHORT_SHINGLES = 60
"""A text shorter than this may be a blurb that several articles of an outlet share: then their
headlines have to agree in half of their words as well."""

BINS = 16
AGREEING_SHARE = 0.25
"""Share of its bins that a candidate must agree in before it is compared exactly: of sixteen bins
two texts that are 0.7 alike agree in fewer than four once in twenty thousand times."""

LARGEST_BIN = 40
"""A bin with more originals than this holds boilerplate, and is not looked at any further."""

SIGNATURE_BINS = 256
STANDARD_DEVIATIONS = 5.0
"""How far below the likeness needed a signature may stay before its text is not compared exactly: a
copy stays so far below once in three million times."""

KEPT_PRINTS = 500
"""How many prints are kept for the next comparison; any other is made anew when it is needed."""

_Signature = NDArray[np.uint8]
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """An article that repeats another, and how we know."""

    article: Article
    why: Message


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """An article that stands for itself and its copies."""

    article: Article
    copies: tuple[Copy, ...] = ()

    def ids(self) -> set[str]:
        """Its own id and its copies'."""
        return {self.article.id, *(copy.article.id for copy in self.copies)}


def fold_copies(
    articles: Sequence[Article], *, apart: Sequence[tuple[str, str]] = ()
) -> tuple[Original, ...]:
    """Each article once: as an original or as a copy of one. The fullest, then the earliest of a
    set of copies is its original; the order is otherwise that of the input. ``apart`` are pairs of
    ids that an editor set apart, who knows better than any net."""
    nets = DuplicateIndex(_sketches(articles))
    rivals: dict[str, set[str]] = defaultdict(set)
    for one, other in apart:
        rivals[one].add(other)
        rivals[other].add(one)
    originals: dict[str, Original] = {}
    for article in sorted(articles, key=_fullest_first):
        found = nets.find(article)
        if found is None:
            nets.add(article)
            originals[article.id] = Original(article=article)
            continue
        known = originals[found[0]]
        if rivals[article.id] & known.ids():
            originals[article.id] = Original(article=article)
        else:
            copy = Copy(article=article, why=found[1])
            originals[found[0]] = replace(known, copies=(*known.copies, copy))
    return tuple(originals[a.id] for a in articles if a.id in originals)


def _fullest_first(article: Article) -> tuple[bool, bool, float, str]:
    moment = article.moment
    return (
        article.kind is not Kind.ARTICLE,
        not article.text,
        moment.timestamp() if moment else float("inf"),
        article.id,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Print:
    """What an article can be recognised by. ``shingles`` are sorted and different."""

    title_words: frozenset[str]
    numbers: frozenset[str]
    shingles: NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sketch:
    """How many bins of an article are filled, those of its keys that another may have, and the
    signature that says nearly how alike two articles are."""

    bins: int
    keys: NDArray[np.uint64]
    signature: _Signature


_NO_SKETCH = _Sketch(
    bins=0, keys=np.zeros(0, dtype=np.uint64), signature=np.zeros(SIGNATURE_BINS, dtype=np.uint8)
)


class DuplicateIndex:
    """The originals seen so far, under every key a copy could be caught by."""

    def __init__(self, sketches: Mapping[str, _Sketch] | None = None) -> None:
        """``sketches`` by the articles' ids, where all that will be asked for are known before."""
        self._sketches = sketches
        self._codes = _WordCodes()
        self._urls: dict[str, str] = {}
        self._titles: dict[tuple[str, str], str] = {}
        self._bins: dict[int, list[str]] = {}
        self._articles: dict[str, Article] = {}
        self._signatures: dict[str, _Signature] = {}
        self._prints: OrderedDict[str, _Print] = OrderedDict()

    def find(self, article: Article) -> tuple[str, Message] | None:
        """The id of the original that the article copies, and why it is one."""
        title = _telling_title(article)
        if article.url and article.url in self._urls:
            return self._urls[article.url], Message("reason.same_address")
        if title and title in self._titles:
            return self._titles[title], Message("reason.same_headline")
        return self._by_text(article)

    def add(self, article: Article) -> None:
        """Remember an original."""
        title = _telling_title(article)
        if article.url:
            self._urls.setdefault(article.url, article.id)
        if title:
            self._titles.setdefault(title, article.id)
        sketch = self._sketch(article)
        if len(sketch.keys):
            self._articles[article.id] = article
            self._signatures[article.id] = sketch.signature
        for key in sketch.keys.tolist():
            originals = self._bins.setdefault(key, [])
            if len(originals) < LARGEST_BIN:
                originals.append(article.id)

    def _sketch(self, article: Article) -> _Sketch:
        if self._sketches is not None:
            return self._sketches.get(article.id, _NO_SKETCH)
        return _sketch_of(self._print(article).shingles)

    def _print(self, article: Article) -> _Print:
        """The article's print, made anew unless it was needed lately."""
        found = self._prints.pop(article.id, None) or _printed(article, self._codes)
        self._prints[article.id] = found
        if len(self._prints) > KEPT_PRINTS:
            self._prints.popitem(last=False)
        return found

    def _by_text(self, article: Article) -> tuple[str, Message] | None:
        for original in self._near(article):
            told, other = self._print(article), self._print(original)
            shared = _jaccard(told.shingles, other.shingles)
            if _is_copy(told, other, shared) and not (
                shared < THE_SAME and share_only_a_frame(article, original)
            ):
                return original.id, Message("reason.same_text", share=shared)
        return None

    def _near(self, article: Article) -> list[Article]:
        """The originals that the article may be a copy of, as far as sketches can tell."""
        sketch = self._sketch(article)
        bins = (self._bins.get(key, ()) for key in sketch.keys.tolist())
        agreeing = Counter(chain.from_iterable(bins))
        least = AGREEING_SHARE * sketch.bins
        near = [self._articles[one] for one, count in agreeing.items() if count >= least]
        if not near:
            return []
        numbers = _numbers(article)
        needed = [JACCARD if _numbers(one) == numbers else THE_SAME for one in near]
        signatures = b"".join([self._signatures[one.id].data for one in near])
        maybe = _may_be_as_alike(sketch.signature, signatures, np.array(needed))
        return [near[at] for at in np.flatnonzero(maybe)]


def _may_be_as_alike(
    one: _Signature, others: bytes, needed: NDArray[np.float64]
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


def _sketches(articles: Sequence[Article]) -> dict[str, _Sketch]:
    """The sketch of each article that has one and shares some of its keys with others among them;
    of its keys those."""
    codes = _WordCodes()
    keys = np.zeros((len(articles), BINS), dtype=np.uint64)
    signatures = np.zeros((len(articles), SIGNATURE_BINS), dtype=np.uint8)
    for at, article in enumerate(articles):
        sketch = _sketch_of(_shingles(article.text[:READ_CHARACTERS], codes))
        keys[at, : sketch.bins] = sketch.keys
        signatures[at] = sketch.signature
    different, counts = np.unique(keys, return_counts=True)
    shared = np.isin(keys, different[(counts > 1) & (different > 0)])
    return {
        articles[at].id: _Sketch(
            bins=int(np.count_nonzero(keys[at])),
            keys=keys[at, shared[at]],
            signature=signatures[at],
        )
        for at in np.flatnonzero(shared.any(axis=1)).tolist()
    }


def _sketch_of(shingles: NDArray[np.uint64]) -> _Sketch:
    """The smallest shingle of each bin, which tells its bin as well, and the signature; none of a
    text that has too few shingles to be recognised by them. ``shingles`` are sorted."""
    if len(shingles) < FEWEST_SHINGLES:
        return _NO_SKETCH
    # of several values for one place the last is kept, so that the smallest has to come last
    falling = shingles[::-1]
    smallest = np.zeros(BINS, dtype=np.uint64)
    smallest[falling & np.uint64(BINS - 1)] = falling
    keys = smallest[smallest > 0]
    signature = np.zeros(SIGNATURE_BINS, dtype=np.uint8)
    bins = (falling >> np.uint64(8)) & np.uint64(SIGNATURE_BINS - 1)
    signature[bins] = (falling >> np.uint64(16)) % np.uint64(255) + np.uint64(1)
    return _Sketch(bins=len(keys), keys=keys, signature=signature)


def _telling_title(article: Article) -> tuple[str, str] | None:
    title = plain(article.title)
    telling = title.count(" ") + 1 >= TELLING_TITLE_WORDS
    return (article.language, title) if telling else None


def _printed(article: Article, codes: _WordCodes) -> _Print:
    return _Print(
        title_words=frozenset(plain_words(article.title)),
        numbers=_numbers(article),
        shingles=_shingles(article.text[:READ_CHARACTERS], codes),
    )


def _numbers(article: Article) -> frozenset[str]:
    return frozenset(_NUMBER.findall(article.title))


class _WordCodes(dict[str, int]):
    """Words to numbers that are the same in every run, as those of hash() are not."""

    def __missing__(self, word: str) -> int:
        code = self[word] = crc32(word.encode())
        return code


def _shingles(text: str, codes: _WordCodes) -> NDArray[np.uint64]:
    """Runs of words, each as a number, sorted and different. Overflow is meant: it mixes."""
    each = [codes[word] for word in plain_words(text)]
    words = np.array(each, dtype=np.uint64)
    runs = max(0, len(words) - SHINGLE_WORDS + 1)
    mixed = np.zeros(runs, dtype=np.uint64)
    for at in range(SHINGLE_WORDS):
        mixed = mixed * _MULTIPLIER + words[at : at + runs]
    # the low bits of a product are poor: take the bins and the order from the high ones
    mixed = (mixed * _MULTIPLIER) >> np.uint64(16)
    mixed.sort()
    return mixed[np.append(True, mixed[1:] != mixed[:-1])] if runs else mixed


def _is_copy(one: _Print, other: _Print, shared: float) -> bool:
    if one.numbers != other.numbers:
        return shared >= THE_SAME and _is_long(one, other)
    return shared >= JACCARD and (_is_long(one, other) or _titles_agree(one, other))


def _is_long(one: _Print, other: _Print) -> bool:
    return min(len(one.shingles), len(other.shingles)) >= SHORT_SHINGLES


def _titles_agree(one: _Print, other: _Print) -> bool:
    fewer = min(len(one.title_words), len(other.title_words))
    return len(one.title_words & other.title_words) * 2 >= fewer


def _jaccard(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> float:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)
