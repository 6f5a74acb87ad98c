"""Copies: the same text published again, in the same outlet or, as agency copy, in others.

Three nets, each finer than the last: the address and the headline word by word, both without what
aggregators add (``copy_keys``), and sketches of the text and of its beginning (``copy_sketches``)
whose candidates are then compared exactly, over runs of three words: Jaccard 0.7 or more, or a
shorter text that is the beginning of a longer. An item without a text is also a copy where its
headline is another's with some words more or less. A headline of fewer than four words proves
nothing by itself, and two texts whose headlines differ in a number are two bulletins of one
template, not copies, unless the texts are long and hardly differ.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

import numpy as np

from digest.compose.copy_keys import (
    address_key,
    nearly_same_title,
    title_key,
    title_pairs,
    title_parts,
)
from digest.compose.copy_sketches import (
    AGREEING_IN_OPENING,
    AGREEING_SHARE,
    FEWEST_SHINGLES,
    JACCARD,
    NO_SKETCH,
    READ_CHARACTERS,
    SHINGLE_WORDS,
    Print,
    Signature,
    Sketch,
    WordCodes,
    likeness,
    may_be_as_alike,
    numbers,
    printed,
    sketch_of,
    sketches,
)
from digest.compose.frames import share_only_a_frame
from digest.model.article import Article, Kind
from digest.model.message import Message

THE_SAME = 0.95
"""From this on two long texts are one, whatever numbers their headlines have."""

CONTRADICTING = 0.2
"""Two texts that share less are not one item under nearly one headline."""

SHORT_SHINGLES = 60
"""A text shorter than this may be a blurb that several articles of an outlet share: then their
headlines have to agree in half of their words as well."""
BLURB_SHINGLES = 20
"""A text of at least so many that is the very same in two outlets is one item, whatever they call
it."""

PASSED_ON_WITHIN = timedelta(days=7)
"""For so long an item may come again under nearly its headline."""

LARGEST_BIN = 40
"""A bin with more originals than this holds boilerplate, and is not looked at any further."""

KEPT_PRINTS = 500
"""How many prints are kept for the next comparison; any other is made anew when it is needed."""


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
    nets = DuplicateIndex(sketches(articles), _pairs_of_textless(articles))
    rivals: dict[str, set[str]] = defaultdict(set)
    for one, other in apart:
        rivals[one].add(other)
        rivals[other].add(one)
    copies: dict[str, list[Copy]] = {}
    for article in sorted(articles, key=_fullest_first):
        found = nets.find(article)
        if found is None:
            nets.add(article)
            copies[article.id] = []
            continue
        known = copies[found[0]]
        apart_from = rivals.get(article.id, set())
        if apart_from and apart_from & {found[0], *(copy.article.id for copy in known)}:
            copies[article.id] = []
        else:
            known.append(Copy(article=article, why=found[1]))
    return tuple(
        Original(article=each, copies=tuple(copies[each.id]))
        for each in articles
        if each.id in copies
    )


def _fullest_first(article: Article) -> tuple[bool, bool, float, str]:
    moment = article.moment
    return (
        article.kind is not Kind.ARTICLE,
        not article.text,
        moment.timestamp() if moment else float("inf"),
        article.id,
    )


class DuplicateIndex:
    """The originals seen so far, under every key a copy could be caught by."""

    def __init__(
        self,
        sketches: Mapping[str, Sketch] | None = None,
        pairs: Container[int] | None = None,
    ) -> None:
        """``sketches`` by the articles' ids and ``pairs`` of words in the headlines of those that
        have no text, where all that will be asked for are known before."""
        self._sketches = sketches
        self._pairs_wanted = pairs
        self._addresses: dict[str, str] = {}
        self._titles: dict[tuple[str, str], str] = {}
        self._title_parts: dict[tuple[str, str], str] = {}
        self._pairs: dict[int, list[str]] = {}
        self._bins: dict[int, list[str]] = {}
        self._openings: dict[int, list[str]] = {}
        self._codes = WordCodes()
        self._signatures: dict[str, Signature] = {}
        self._articles: dict[str, Article] = {}
        self._prints: OrderedDict[str, Print] = OrderedDict()

    def find(self, article: Article) -> tuple[str, Message] | None:
        """The id of the original that the article copies, and why it is one."""
        address = address_key(article.url)
        if address and address in self._addresses:
            return self._addresses[address], Message("reason.same_address")
        title = (article.language, title_key(article.title))
        if title[1] and title in self._titles:
            return self._titles[title], Message("reason.same_headline")
        return self._by_part_of_title(article) or self._by_text(article) or self._by_title(article)

    def add(self, article: Article) -> None:
        """Remember an original."""
        if address := address_key(article.url):
            self._addresses.setdefault(address, article.id)
        if title := title_key(article.title):
            self._titles.setdefault((article.language, title), article.id)
        for part in title_parts(article.title):
            self._title_parts.setdefault((article.language, part), article.id)
        for pair in self._pairs_of(article):
            _remember(self._pairs, pair, article.id)
        sketch = self._sketch(article)
        for key in sketch.keys.tolist():
            _remember(self._bins, key, article.id)
        for key in sketch.opening.tolist():
            _remember(self._openings, key, article.id)
        self._articles[article.id] = article
        self._signatures[article.id] = sketch.signature

    def _pairs_of(self, article: Article) -> Iterator[int]:
        """Pairs of words in its headline by which an item without text may be found."""
        wanted = self._pairs_wanted
        return (pair for pair in title_pairs(article.title) if wanted is None or pair in wanted)

    def _sketch(self, article: Article) -> Sketch:
        if self._sketches is not None:
            return self._sketches.get(article.id, NO_SKETCH)
        return sketch_of(self._print(article).runs)

    def _print(self, article: Article) -> Print:
        """The article's print, made anew unless it was needed lately."""
        found = self._prints.pop(article.id, None) or printed(article, self._codes)
        self._prints[article.id] = found
        if len(self._prints) > KEPT_PRINTS:
            self._prints.popitem(last=False)
        return found

    def _by_part_of_title(self, article: Article) -> tuple[str, Message] | None:
        """One headline is the other behind a slug, or before an outlet's name."""
        language = article.language
        whole = title_key(article.title)
        found = [self._titles.get((language, part)) for part in title_parts(article.title)]
        found.append(self._title_parts.get((language, whole)) if whole else None)
        for candidate in found:
            if candidate and not self._contradict(article, self._articles[candidate]):
                return candidate, Message("reason.same_headline")
        return None

    def _by_text(self, article: Article) -> tuple[str, Message] | None:
        for original in self._near(article):
            told, other = self._print(article), self._print(original)
            shared = likeness(told, other)
            elsewhere = article.source != original.source
            if _is_copy(told, other, shared, elsewhere=elsewhere) and not (
                shared < THE_SAME and share_only_a_frame(article, original)
            ):
                return original.id, Message("reason.same_text", share=shared)
        return None

    def _near(self, article: Article) -> Iterator[Article]:
        """The originals that the article may be a copy of, as far as sketches can tell: as alike as
        copies are, then with the same beginning."""
        sketch = self._sketch(article)
        agreeing = _counted(self._bins, sketch.keys.tolist())
        least = AGREEING_SHARE * sketch.bins
        near = [self._articles[one] for one, count in agreeing.items() if count >= least]
        alike: set[str] = set()
        if near:
            told = numbers(article)
            needed = [THE_SAME if _conflict(told, numbers(one)) else JACCARD for one in near]
            signatures = b"".join([self._signatures[one.id].data for one in near])
            maybe = may_be_as_alike(sketch.signature, signatures, np.array(needed))
            alike = {near[at].id for at in np.flatnonzero(maybe)}
            yield from (one for one in near if one.id in alike)
        beginning = _counted(self._openings, sketch.opening.tolist())
        for one, count in beginning.items():
            if count >= AGREEING_IN_OPENING and one not in alike:
                yield self._articles[one]

    def _by_title(self, article: Article) -> tuple[str, Message] | None:
        """Nearly the same headline, where one of the two has no text to compare."""
        bare = _is_textless(article)
        for candidate in _counted(self._pairs, self._pairs_of(article)):
            original = self._articles[candidate]
            if (
                (bare or _is_textless(original))
                and original.language == article.language
                and _of_few_days(article, original)
                and nearly_same_title(article.title, original.title)
            ):
                return candidate, Message("reason.same_headline")
        return None

    def _contradict(self, one: Article, other: Article) -> bool:
        """Whether both have a text, and not of one thing."""
        if _is_textless(one) or _is_textless(other):
            return False
        return likeness(self._print(one), self._print(other)) < CONTRADICTING


def _of_few_days(one: Article, other: Article) -> bool:
    """Whether nothing says that they are further apart than an item is passed on: a month later
    much the same headline tells the next event of its kind."""
    if one.moment is None or other.moment is None:
        return True
    return abs(one.moment - other.moment) <= PASSED_ON_WITHIN


def _counted(index: Mapping[int, list[str]], keys: Iterable[int]) -> Counter[str]:
    """How many of the keys each original has."""
    return Counter(chain.from_iterable(index.get(key, ()) for key in keys))


def _remember(index: dict[int, list[str]], key: int, article: str) -> None:
    originals = index.setdefault(key, [])
    if len(originals) < LARGEST_BIN:
        originals.append(article)


def _is_textless(article: Article) -> bool:
    """Whether it has too few words to be compared by them."""
    return len(article.text[:READ_CHARACTERS].split()) < FEWEST_SHINGLES + SHINGLE_WORDS - 1


def _pairs_of_textless(articles: Sequence[Article]) -> frozenset[int]:
    """Pairs of words in the headlines of those that have no text."""
    textless = (article for article in articles if _is_textless(article))
    return frozenset(chain.from_iterable(title_pairs(article.title) for article in textless))


def _is_copy(one: Print, other: Print, shared: float, *, elsewhere: bool) -> bool:
    if _conflict(one.numbers, other.numbers):
        return shared >= THE_SAME and _is_long(one, other)
    if shared < JACCARD:
        return False
    fewest = min(len(one.shingles), len(other.shingles))
    passed_on = elsewhere and shared >= THE_SAME and fewest >= BLURB_SHINGLES
    return passed_on or _is_long(one, other) or _titles_agree(one, other)


def _is_long(one: Print, other: Print) -> bool:
    return min(len(one.shingles), len(other.shingles)) >= SHORT_SHINGLES


def _titles_agree(one: Print, other: Print) -> bool:
    fewer = min(len(one.title_words), len(other.title_words))
    return len(one.title_words & other.title_words) * 2 >= fewer


def _conflict(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether each headline has a number that the other has not."""
    return bool(some - others and others - some)
