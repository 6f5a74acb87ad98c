"""What of a line of a copied page is said again elsewhere on the page, as numbers.

A pull quote is said again in one paragraph, a headline's words and the names in a caption come back
in the text, and an advertisement among the paragraphs shares no word with any of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import log
from statistics import median

import numpy as np
from numpy.typing import NDArray

from digest.gather.clean import folded
from digest.gather.page_lines import Line, is_headline, is_paragraph, is_prose, size, word_count
from digest.gather.page_names import byline_names, names_before_date, people

Matrix = NDArray[np.float32]

_STEM = 5  # characters by which forms of one word are matched
_READ = 600  # characters of a line that are compared
_LEAST_WORDS = 3  # of a line that can be said to come back in another
_OFTEN = 60  # lines that have a word from which on it tells nothing
_RARE = 4  # lines that have a rare word at most
_FAR = 20  # lines
_HEADER = 20  # lines above the first paragraph in which its author is named
_BYLINE = 120  # characters
_BEGIN = 12  # characters before a name with which a line begins, such as a role
_REACHES = (10, 25)


@lru_cache(maxsize=20_000)  # lines, more than one page has
def stems(text: str) -> tuple[str, ...]:
    """The beginnings of a text's words in their order; pairs of characters where words are not
    set apart by spaces."""
    words = folded(text[:_READ]).split()
    if words and size(text) > len(text) * 1.3:
        wide = "".join(words)
        return tuple(wide[at : at + 2] for at in range(len(wide) - 1))
    return tuple(word[:_STEM] for word in words if len(word) > 2 or word.isdigit())


@lru_cache(maxsize=20_000)
def _capitalised(text: str) -> frozenset[str]:
    """The beginnings of words with a capital that begin no sentence."""
    words = text[:_READ].split()
    named = (
        folded(word)[:_STEM]
        for before, word in pairwise(words)
        if word[:1].isupper() and before[-1] not in ".!?:|"
    )
    return frozenset(word for word in named if word)


def repeat_features(lines: Sequence[Line]) -> Matrix:
    """A row of numbers between -1 and 1 for each line."""
    told = [stems(line.text) for line in lines]
    having = _having(told)
    prose = [is_prose(line.text) for line in lines]
    in_prose = Counter(
        stem for own, counts in zip(told, prose, strict=True) if counts for stem in set(own)
    )
    rows = [
        (
            *_of_one_other(at, told, having),
            *_of_all_others(lines[at].text, told[at], in_prose, is_prose_itself=prose[at]),
        )
        for at in range(len(lines))
    ]
    shared = np.array(rows, dtype=np.float32)
    near = _beside(shared[:, :6])
    return np.hstack([shared, near, _of_stretches(lines), _of_heads(lines), _of_authors(lines)])


def _having(told: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    having: dict[str, list[int]] = {}
    for at, own in enumerate(told):
        for stem in set(own):
            having.setdefault(stem, []).append(at)
    return having


def _of_one_other(
    at: int, told: Sequence[Sequence[str]], having: dict[str, list[int]]
) -> tuple[float, ...]:
    """How much of the line a single longer one has, word for word and in its order."""
    own = set(told[at])
    if len(own) < _LEAST_WORDS:
        return (0.0,) * 5
    common = Counter(
        other
        for stem in own
        if len(having[stem]) <= _OFTEN
        for other in having[stem]
        if other != at and len(told[other]) > len(own)
    )
    if not common:
        return (0.0,) * 5
    best, count = max(common.items(), key=lambda one: (one[1], -abs(one[0] - at)))
    pairs = set(pairwise(told[at]))
    others = set(pairwise(told[best]))
    share = count / len(own)
    in_order = len(pairs & others) / max(len(pairs), 1)
    sure = float(len(own) >= 4 and in_order > 0.6)
    away = max(-_FAR, min(best - at, _FAR)) / _FAR
    return share, in_order, sure, share * (away > 0), share * (away < 0)


def _of_all_others(
    text: str, told: Sequence[str], in_prose: Counter[str], *, is_prose_itself: bool
) -> tuple[float, ...]:
    """How many of its words, its rare words and its names stand in the paragraphs beside it."""
    least = 1 + is_prose_itself
    own = set(told)
    shared = [stem for stem in own if in_prose[stem] >= least]
    rare = [stem for stem in shared if in_prose[stem] <= _RARE]
    named = _capitalised(text)
    known = sum(in_prose[stem] >= least for stem in named)
    return (
        len(shared) / max(len(own), _LEAST_WORDS),
        len(rare) / max(len(own), _LEAST_WORDS),
        known / max(len(named), 1),
        float(bool(named) and not known),
        min(len(named), 8) / 8,
    )


def _beside(rows: Matrix) -> Matrix:
    """The numbers of the lines just above and below."""
    none = np.zeros((1, rows.shape[1]), dtype=np.float32)
    return np.hstack([np.vstack([none, rows[:-1]]), np.vstack([rows[1:], none])])


def _of_stretches(lines: Sequence[Line]) -> Matrix:
    """How long a line is beside the page's paragraphs, and how much of what stands in a longer
    stretch above and below it is prose."""
    sizes = [size(line.text) for line in lines if is_paragraph(line.text)]
    usual = median(sizes) if sizes else 1
    prose = np.array([0.0, *(is_prose(line.text) for line in lines)], dtype=np.float32).cumsum()
    count = len(lines)
    places = np.arange(count)
    rows = [np.array([log(max(size(line.text), 1) / usual) / 4 for line in lines])]
    for reach in _REACHES:
        rows.append((prose[places] - prose[np.maximum(places - reach, 0)]) / reach)
        ends = np.minimum(places + 1 + reach, count)
        rows.append((prose[ends] - prose[places + 1]) / reach)
    return np.clip(np.array(rows, dtype=np.float32).T, -1, 1)


def _of_heads(lines: Sequence[Line]) -> Matrix:
    """Where a line stands among those of a headline's shape above the first paragraph."""
    first = next((at for at, line in enumerate(lines) if is_paragraph(line.text)), len(lines))
    likely = [at for at in range(first) if lines[at].is_text and is_headline(lines[at].text)]
    longest = max((word_count(lines[at].text) for at in likely), default=1)
    rows = np.zeros((len(lines), 6), dtype=np.float32)
    for place, at in enumerate(likely):
        rows[at] = (
            1.0,
            word_count(lines[at].text) / longest,
            float(word_count(lines[at].text) == longest),
            min(place, 8) / 8,
            min(len(likely) - 1 - place, 8) / 8,
            min(first - at, _FAR) / _FAR,
        )
    return rows


def _of_authors(lines: Sequence[Line]) -> Matrix:
    """Whether a line names somebody who stands in a byline above the first paragraph, as notes
    about authors do, and begins with the name."""
    first = next((at for at, line in enumerate(lines) if is_paragraph(line.text)), 0)
    names = {
        f" {folded(name)} "
        for line in lines[max(0, first - _HEADER) : first]
        if len(line.text) < _BYLINE
        for text in (line.text, *line.parts)
        for name in (*byline_names(text), *names_before_date(text), *_whole_names(text))
    }
    rows = np.zeros((len(lines), 2), dtype=np.float32)
    for at in range(first, len(lines)):
        text = f" {folded(lines[at].text[:_READ])} "
        told = [text.find(name) for name in names if name in text]
        rows[at] = (bool(told), any(place < _BEGIN for place in told))
    return rows


def _whole_names(text: str) -> tuple[str, ...]:
    """The name that is all of a line."""
    return tuple(name for name in people(text, least=2) if folded(name) == folded(text))
