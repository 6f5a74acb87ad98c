"""Copies: the same text published again, in the same outlet or, as agency copy, in others.

Three nets, each finer than the last: the canonical URL, the headline letter by letter, and a
MinHash sketch of the text (Broder 1997; the one-permutation form of Li, Owen and Zhang 2012) whose
candidates are then compared exactly, Jaccard 0.7 or more over runs of three words. A headline of
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
from digest.compose.tokenizer import plain
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

KEPT_PRINTS = 500
"""How many prints are kept for the next comparison; any other is made anew when it is needed."""

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
    nets = DuplicateIndex(sketches=_sketches(articles))
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

    def sketch(self) -> NDArray[np.uint64]:
        """The smallest shingle of each bin, which tells its bin as well; none of a text that has
        too few to be recognised by them."""
        if len(self.shingles) < FEWEST_SHINGLES:
            return self.shingles[:0]
        _, smallest = np.unique(self.shingles % np.uint64(BINS), return_index=True)
        return self.shingles[smallest]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sketch:
    """How many bins of an article are filled, and those of its keys that another may have."""

    bins: int = 0
    keys: tuple[int, ...] = ()


class DuplicateIndex:
    """The originals seen so far, under every key a copy could be caught by."""

    def __init__(self, sketches: Mapping[str, _Sketch] | None = None) -> None:
        """``sketches`` by the articles' ids, where all that will be asked for are known before."""
        self._sketches = sketches
        self._urls: dict[str, str] = {}
        self._titles: dict[tuple[str, str], str] = {}
        self._bins: dict[int, list[str]] = {}
        self._articles: dict[str, Article] = {}
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
        for key in self._sketch(article).keys:
            self._articles[article.id] = article
            originals = self._bins.setdefault(key, [])
            if len(originals) < LARGEST_BIN:
                originals.append(article.id)

    def _sketch(self, article: Article) -> _Sketch:
        if self._sketches is not None:
            return self._sketches.get(article.id, _Sketch())
        keys = self._print(article).sketch().tolist()
        return _Sketch(bins=len(keys), keys=tuple(keys))

    def _print(self, article: Article) -> _Print:
        """The article's print, made anew unless it was needed lately."""
        found = self._prints.pop(article.id, None) or _printed(article)
        self._prints[article.id] = found
        if len(self._prints) > KEPT_PRINTS:
            self._prints.popitem(last=False)
        return found

    def _by_text(self, article: Article) -> tuple[str, Message] | None:
        sketch = self._sketch(article)
        agreeing = Counter(chain.from_iterable(self._bins.get(key, ()) for key in sketch.keys))
        for candidate, bins in agreeing.items():
            if bins < AGREEING_SHARE * sketch.bins:
                continue
            original = self._articles[candidate]
            told, other = self._print(article), self._print(original)
            shared = _jaccard(told.shingles, other.shingles)
            if _is_copy(told, other, shared) and not (
                shared < THE_SAME and share_only_a_frame(article, original)
            ):
                return candidate, Message("reason.same_text", share=shared)
        return None


def _sketches(articles: Sequence[Article]) -> dict[str, _Sketch]:
    """The sketch of each article that has one, with the keys that others among them have, too."""
    each = [_printed(article).sketch() for article in articles]
    together = np.concatenate([*each, np.zeros(0, dtype=np.uint64)])
    keys, counts = np.unique(together, return_counts=True)
    shared = keys[counts > 1]
    return {
        article.id: _Sketch(bins=len(sketch), keys=tuple(_among(sketch, shared).tolist()))
        for article, sketch in zip(articles, each, strict=True)
        if len(sketch)
    }


def _among(some: NDArray[np.uint64], sorted_keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Those that are among the keys, in their order."""
    places = np.searchsorted(sorted_keys, some, side="right")
    found: NDArray[np.uint64] = some[places > np.searchsorted(sorted_keys, some)]
    return found


def _telling_title(article: Article) -> tuple[str, str] | None:
    title = plain(article.title)
    telling = title.count(" ") + 1 >= TELLING_TITLE_WORDS
    return (article.language, title) if telling else None


def _printed(article: Article) -> _Print:
    return _Print(
        title_words=frozenset(plain(article.title).split()),
        numbers=frozenset(_NUMBER.findall(article.title)),
        shingles=_shingles(article.text[:READ_CHARACTERS]),
    )


def _shingles(text: str) -> NDArray[np.uint64]:
    """Runs of words, each as a number. Overflow is meant: it mixes."""
    # crc32 and not hash(): the latter differs from run to run
    words = np.array([crc32(word.encode()) for word in plain(text).split()], dtype=np.uint64)
    runs = max(0, len(words) - SHINGLE_WORDS + 1)
    mixed = np.zeros(runs, dtype=np.uint64)
    for at in range(SHINGLE_WORDS):
        mixed = mixed * _MULTIPLIER + words[at : at + runs]
    # the low bits of a product are poor: take the bins and the order from the high ones
    return np.unique((mixed * _MULTIPLIER) >> np.uint64(16))


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
