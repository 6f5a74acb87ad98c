"""What can be measured on each line of a page copied as text, in any language.

Nothing here decides anything: ``line_features`` gives numbers about each line, about its block, its
neighbours and its place on the page, from which ``page_labels`` tells what the line is. Hardly any
of them depends on the words; those that do ask the lists in ``page_words``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log1p

import numpy as np
from numpy.typing import NDArray

from digest.gather.clean import folded
from digest.gather.page_boilerplate import What, is_notice
from digest.gather.page_credits import credited
from digest.gather.page_line_features import READ_CHARACTERS, word_features
from digest.gather.page_lines import (
    Line,
    ends_sentence,
    is_compact,
    is_paragraph,
    is_prose,
    is_spaced,
    size,
)
from digest.gather.page_names import byline_names, people
from digest.gather.page_repeats import repeat_features
from digest.gather.page_stamps import stated_minutes

Matrix = NDArray[np.float32]

_SITE = re.compile(r"\s+[|·•–—-]+\s+|\s*[|｜]\s*")
_STEM = 5  # characters by which forms of one word are matched
_BODY_LINES = 200  # lines of the body whose words are looked for elsewhere
_FAR = 8  # lines beyond which it hardly matters how far


def line_features(lines: Sequence[Line]) -> Matrix:
    """A row of numbers, mostly between 0 and 1, for each line of a page."""
    own = np.array([word_features(line.text) for line in lines], dtype=np.float32)
    kinds = np.array([[line.what is what for what in What] for line in lines], dtype=np.float32)
    stamps = np.array([_of_stamps(line) for line in lines], dtype=np.float32)
    alone = np.hstack([own, kinds, stamps])
    blocks = _of_blocks(lines, own)
    around = _of_neighbours(np.hstack([alone, blocks[:, :2]]))
    repeats = (_of_repeats(lines), repeat_features(lines))
    return np.hstack([alone, blocks, around, _of_place(lines, alone), *repeats])


def _of_stamps(line: Line) -> tuple[float, ...]:
    stamps = line.stamps
    parts = line.parts if len(line.parts) > 1 else ()
    return (
        float(any(stamp.day for stamp in stamps)),
        float(any(stamp.hour is not None for stamp in stamps)),
        float(any(stamp.is_update for stamp in stamps)),
        float(bool(parts)),
        float(len(parts) > 3),
        float(any(byline_names(part) or people(part) for part in parts)),
        float(any(stated_minutes(part) is not None for part in parts)),
    )


_BESIDE = 2  # lines above and below whose numbers a line is given, too
_REACH = 5  # lines above and below of which it is given the mean


def _of_neighbours(alone: Matrix) -> Matrix:
    """The numbers of the lines just above and below, and the mean of more of them."""
    count, width = alone.shape
    padded = np.zeros((count + 2 * _REACH, width), dtype=np.float32)
    padded[_REACH : _REACH + count] = alone
    beside = [
        padded[_REACH + step : _REACH + step + count]
        for step in range(-_BESIDE, _BESIDE + 1)
        if step
    ]
    sums = np.vstack([np.zeros((1, width), dtype=np.float32), np.cumsum(padded, axis=0)])
    above = (sums[_REACH : _REACH + count] - sums[:count]) / _REACH
    begin = _REACH + 1
    below = (sums[begin + _REACH : begin + _REACH + count] - sums[begin : begin + count]) / _REACH
    edges = np.zeros((count, 2), dtype=np.float32)
    edges[0, 0] = edges[-1, 1] = 1
    return np.hstack([*beside, above, below, edges])


def _of_blocks(lines: Sequence[Line], own: Matrix) -> Matrix:
    """Of each line's block, up to the empty lines around it: its size, what it consists of, and
    where in it the line stands."""
    compact, spaced = float(is_compact(lines)), float(is_spaced(lines))
    starts = [at for at, line in enumerate(lines) if not at or not line.joined]
    rows: list[tuple[float, ...]] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        prose, lengths = own[start:end, 0], own[start:end, 1]
        texts = sum(line.is_text for line in lines[start:end]) / (end - start)
        for at in range(start, end):
            rows.append(
                (
                    float(at > start),
                    float(at + 1 < end),
                    min(log1p(end - start) / 3, 1.5),
                    float(end - start == 1),
                    float(end - start == 2),
                    float(end - start == 3),
                    float(prose.mean()),
                    float(prose[0]),
                    float(lengths.mean()),
                    float(lengths.std()),
                    texts,
                    min(at - start, _FAR) / _FAR,
                    min(end - 1 - at, _FAR) / _FAR,
                    compact,
                    spaced,
                )
            )
    return np.array(rows, dtype=np.float32)


def prose_span(lines: Sequence[Line]) -> tuple[int, int]:
    """The stretch of lines with the most prose and the least of anything else; (0, 0) if none."""
    best, span, total, start = 0.0, (0, 0), 0.0, 0
    for place, line in enumerate(lines):
        if total <= 0:
            total, start = 0.0, place
        total += _prose_score(line)
        if total > best:
            best, span = total, (start, place + 1)
    return span


def _prose_score(line: Line) -> float:
    if not line.is_text:
        return -0.3
    if is_notice(line.text[:READ_CHARACTERS]) or credited(line.text[:READ_CHARACTERS]):
        return -1.0
    if is_paragraph(line.text):
        return 4.0
    if is_prose(line.text):
        return 1.5
    if ends_sentence(line.text):
        return 0.5
    return -0.6 if line.joined else -0.3


def _of_place(lines: Sequence[Line], alone: Matrix) -> Matrix:
    """Where a line stands: on the page, and to the stretch that holds most of its prose."""
    begin, end = prose_span(lines)
    first = next((at for at in range(begin, end) if is_paragraph(lines[at].text)), begin)
    prose = np.array([is_paragraph(line.text) * size(line.text) for line in lines], dtype=float)
    total = max(prose.sum(), 1.0)
    before = (np.cumsum(prose) - prose) / total
    places = np.arange(len(lines))
    count = len(lines)
    days = [at for at in range(count) if alone[at, -7]]
    rows = [
        places / max(count, 1),
        np.minimum(places, 30) / 30,
        np.minimum(count - places, 30) / 30,
        _bounded(first - places),
        _bounded(places - (end - 1)),
        (places < first).astype(float),
        (places >= end).astype(float),
        before,
        1 - before - prose / total,
        (before == 0).astype(float),
        np.array([_nearest(days, int(at)) for at in places]),
        np.full(count, min(count / 100, 2.0)),
        np.full(count, min(total / 4000, 2.0)),
    ]
    return np.array(rows, dtype=np.float32).T


def _bounded(distance: NDArray[np.int_]) -> NDArray[np.float64]:
    return np.asarray(np.sign(distance) * np.log1p(np.abs(distance)) / 4, dtype=float)


def _nearest(places: Sequence[int], at: int) -> float:
    """How near the nearest of the places is, 1 at the place itself, 0 from some lines on."""
    spot = bisect_left(places, at)
    near = [abs(one - at) for one in places[max(0, spot - 1) : spot + 1]]
    return 1 - min([*near, _FAR]) / _FAR


@lru_cache(maxsize=20_000)
def _stems(text: str) -> frozenset[str]:
    words = folded(text).split()
    spaced = {word[:_STEM] for word in words if len(word) >= 4}
    wide = "".join(words) if words and max(map(len, words)) > 12 and size(text) > len(text) else ""
    return frozenset(spaced | {wide[at : at + 2] for at in range(len(wide) - 1)})


@dataclass(frozen=True, kw_only=True, slots=True)
class _PageText:
    """A page's words as lines are looked for in them, folded; ``begin`` to ``end`` is its body."""

    begin: int
    end: int
    keys: Sequence[str]  # each line's beginning
    places: Mapping[str, Sequence[int]]  # the lines that begin so
    prose: str  # of the body
    rest: str  # what is outside of the body
    imprint: str  # the last lines
    titles: frozenset[str]
    shares: Sequence[float]  # of each line's words, how many the body has


def _page_text(lines: Sequence[Line]) -> _PageText:
    begin, end = prose_span(lines)
    keys = [folded(line.text[:READ_CHARACTERS]) for line in lines]
    places: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        places.setdefault(key, []).append(at)
    told = lines[begin : min(end, begin + _BODY_LINES)]
    stems = Counter(stem for line in told if is_prose(line.text) for stem in _stems(line.text))
    return _PageText(
        begin=begin,
        end=end,
        keys=keys,
        places=places,
        prose="\n".join(keys[at] for at in range(begin, end) if is_prose(lines[at].text)),
        rest="\n".join(keys[at] for at in range(len(lines)) if not begin <= at < end),
        imprint=" ".join(keys[-12:]),
        titles=frozenset(folded(part) for line in lines[:4] for part in _title_parts(line.text)),
        shares=[_share(line.text, stems) for line in lines],
    )


def _of_repeats(lines: Sequence[Line]) -> Matrix:
    """What of a line comes back elsewhere on its page, as a headline's words do in the body, the
    headline itself in the title, and an author's name in a note below."""
    page = _page_text(lines)
    top = max([*page.shares[: page.begin], 0.01])
    rows = [
        (
            *_of_whole_repeats(lines, at, page),
            *_of_shared_words(lines, at, page, top),
            *_of_named_again(lines, at, page),
        )
        for at in range(len(lines))
    ]
    return np.array(rows, dtype=np.float32)


def _of_whole_repeats(lines: Sequence[Line], at: int, page: _PageText) -> tuple[float, ...]:
    """Where all of the line comes back."""
    key, others = page.keys[at], page.places[page.keys[at]]
    many, inside = len(key) > 12, page.begin <= at < page.end
    near = any(0 < abs(one - at) <= _FAR for one in others)
    return (
        float(len(others) > 1),
        float(near),
        float(others[0] < at),
        float(others[-1] > at),
        float(many and others[0] < 4 < at),
        float(many and key in page.titles and at > 0),
        float(many and page.prose.count(key) > (inside and is_prose(lines[at].text))),
        float(many and page.rest.count(key) > (not inside)),
    )


def _of_shared_words(
    lines: Sequence[Line], at: int, page: _PageText, top: float
) -> tuple[float, ...]:
    """How many of its words the body and the lines beside it have; ``top`` is the largest share
    above the body."""
    share, text = page.shares[at], lines[at].text
    below = at + 1 < len(lines)
    return (
        share,
        share / top if at < page.begin else 0.0,
        float(at < page.begin and share >= top),
        _share(text, Counter(_stems(lines[at - 1].text))) if at else 0.0,
        _share(text, Counter(_stems(lines[at + 1].text))) if below else 0.0,
    )


def _of_named_again(lines: Sequence[Line], at: int, page: _PageText) -> tuple[float, ...]:
    """Whether the people it names are named elsewhere."""
    key, text = page.keys[at], lines[at].text
    names = [folded(name) for name in people(text, least=2)] if len(key) < 90 else []
    return (
        float(any(name in page.prose for name in names)),
        float(any(page.rest.count(name) > 1 for name in names)),
        float(any(f"\n{name} " in f"\n{page.rest}" for name in names)),
        float(bool(key) and len(key) > 3 and at < 15 and key in page.imprint),
        float(bool(key) and _alike(lines, at, -1)),
    )


def _alike(lines: Sequence[Line], at: int, step: int) -> bool:
    """Whether the line beside is hardly longer or shorter, and ends alike."""
    if not 0 <= at + step < len(lines):
        return False
    one, other = lines[at].text, lines[at + step].text
    return 0.6 < len(one) / len(other) < 1.6 and ends_sentence(one) == ends_sentence(other)


def _title_parts(text: str) -> list[str]:
    return [text, *(text[: cut.start()] for cut in _SITE.finditer(text[:READ_CHARACTERS]))]


def _share(text: str, known: Counter[str]) -> float:
    """The share of a line's longer words that are among those known."""
    stems = _stems(text)
    return sum(stem in known for stem in stems) / max(len(stems), 4)
