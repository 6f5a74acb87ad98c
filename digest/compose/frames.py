"""Frames: headlines of one pattern, filled anew each time: "Weather for Dunmore", "Vesh wins …".

An outlet's bulletins share a pattern and most of their sentences, and are still events of their
own. What fills the pattern of one, the town, the club, is not named in the other's text; of two
reports on one event it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from digest.compose.lexicon import everyday_share
from digest.compose.tokenizer import stems
from digest.model.article import Article

Frame = tuple[str, ...]
"""The words that a pattern consists of."""

READ_CHARACTERS = 3000
UNNAMED_SHARE = 0.5
"""The share of what fills one headline that the other text of the same outlet must not name; of
another outlet, nothing may be named: two outlets seldom share a pattern."""

FRAME_SHARE = 0.5
"""A pattern is sure by itself where it makes so much of both headlines."""

FEWEST_USES = 3
"""How many headlines must have it where it makes less: "… wins …"."""

LONGEST_FILLING = 3
"""Words that stand in one place of a pattern; where more differ, the headlines do."""

EVERYDAY = 0.004
"""What is more than this among all words is in too many headlines to be a pattern: "the", "in"."""


def share_only_a_frame(one: Article, other: Article) -> bool:
    """Whether the headlines are one sure pattern filled in two ways, neither known to the other
    text."""
    frame = frame_of(one, other)
    return frame is not None and is_sure(frame, one, other)


def is_sure(frame: Frame, one: Article, other: Article) -> bool:
    """Whether two headlines are enough to see the pattern: it makes half of both, and each has
    something rarer to fill it. Headlines that share a name and differ in the verb are no bulletins.
    """
    long = len(frame) >= FRAME_SHARE * max(len(_title(one)), len(_title(other)))
    filled = [[word for word in _title(each) if word not in frame] for each in (one, other)]
    rarest = _rarest(frame, one.language)
    return long and all(rarest >= _rarest(words, one.language) for words in filled)


def may_repeat(frame: Frame, language: str) -> bool:
    """Whether it is a pattern where ``FEWEST_USES`` headlines have it: there is no name in it."""
    return _rarest(frame, language) > 0


def _rarest(words: Sequence[str], language: str) -> float:
    return min((everyday_share(word, language) for word in words), default=0.0)


def frame_of(one: Article, other: Article) -> Frame | None:
    """The words of the pattern that both headlines fill, each in a way that is unknown to the
    other's text; None where they are no one pattern: one has more places to fill than the other,
    or they have no word in common."""
    first, second = _title(one), _title(other)
    if first == second or not set(first) & set(second):
        return None
    frame: list[str] = []
    of_one: list[str] = []
    of_other: list[str] = []
    for kind, low, high, other_low, other_high in _differences(first, second):
        if kind == "replace":
            if max(high - low, other_high - other_low) > LONGEST_FILLING:
                return None
            of_one += first[low:high]
            of_other += second[other_low:other_high]
        elif kind == "equal":
            frame += first[low:high]
        else:
            return None
    if all(everyday_share(word, one.language) > EVERYDAY for word in frame):
        return None
    if not (any(map(_has_letters, of_one)) and any(map(_has_letters, of_other))):
        return None  # of figures alone, as in a date, no text says which it means
    needed = UNNAMED_SHARE if one.source and one.source == other.source else 1.0
    unnamed = min(_unnamed_share(of_one, other), _unnamed_share(of_other, one))
    return tuple(frame) if unnamed >= needed else None


def _has_letters(word: str) -> bool:
    return any(map(str.isalpha, word))


def _differences(
    first: Sequence[str], second: Sequence[str]
) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, first, second, autojunk=False).get_opcodes()


def _title(article: Article) -> tuple[str, ...]:
    return _stems(article.title, article.language)


@lru_cache(maxsize=4096)
def _stems(text: str, language: str) -> tuple[str, ...]:
    return tuple(stems(text, language))


def _unnamed_share(filling: Sequence[str], text: Article) -> float:
    known = _named(text.title, text.dek, text.text[:READ_CHARACTERS], text.language)
    return sum(word not in known for word in filling) / len(filling)


@lru_cache(maxsize=1024)
def _named(title: str, dek: str, text: str, language: str) -> frozenset[str]:
    return frozenset(stems(f"{title}\n{dek}\n{text}", language))
