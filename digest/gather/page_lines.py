"""The lines of a page copied as text, and what each can be told to be by its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from digest.gather import furniture
from digest.gather.clean import folded, line

_HEADLINE_WORDS = 40  # no headline has more; a longer line is a paragraph whatever it ends in
_LEAST_WORDS = 3  # "Harbour opens again"; a shorter line above it is the name of a section
_TEASER_WORDS = 4  # a shorter line above a paragraph is a subheading
_LABEL_WORDS = 4  # the heading of a box
_TOP = 30  # lines within which the headline stands, or the page is not of this kind
REPEAT = 8
"""Lines within which a headline is printed again: the page's title, then the article's own."""

_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»“)\]]*$")
_ENDS_STATEMENT = re.compile(r"[.,…:;。][\"'”’»“)\]]*$")
_LONG = 40  # characters of a sentence that is no label or name
_LIST_MARK = re.compile(r"^[•·▪‣◦*–—-]\s+")
_FULL_STOP = re.compile(r"[^.]\.[\"'”’»“]*$")
_SITE = re.compile(r"\s+[|·–—-]\s+[^|]{2,50}$")  # " - The Gazette" at the end of a page's title
_MARGIN = 120  # characters; a page with a longer line is not wrapped by a text editor
_FULL_ROWS = 3  # so many rows that leave no room for the next word are no accident


class What(Enum):
    """What a line can be told to be by itself."""

    NEWS_FEED = "the heading of a news feed"
    FEED_END = "the end of a news feed"
    READ_MORE = "a link to more"
    AVATAR = "stands before an author's name"
    NOTE = "stands before a letter to readers"
    PICTURE = "left over from a picture"
    FURNITURE = "any other furniture"
    TEXT = "words"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line with words. ``number`` counts from 1; ``joined``: no empty line stands before it."""

    number: int
    text: str
    what: What
    joined: bool

    @property
    def is_text(self) -> bool:
        return self.what is What.TEXT


def page_lines(rows: Sequence[str]) -> tuple[Line, ...]:
    """The lines of a page that hold words; a paragraph wrapped over several rows is one."""
    found: list[Line] = []
    joined = False
    for number, raw in enumerate(rows, start=1):
        words = line(raw)
        if words:
            found.append(Line(number=number, text=words, what=_what(words), joined=joined))
        joined = bool(words)
    return _with_structure(_unwrapped(found))


def _what(text: str) -> What:
    key = folded(text)
    if not key or furniture.is_time_of_day(text) or furniture.is_call(text):
        return What.FURNITURE  # rules of dashes, dots and arrows have no letters at all
    if _FULL_STOP.search(text):
        return What.TEXT  # "Comment." is somebody's answer, no button
    vocabulary = (
        (furniture.NEWS_FEED, What.NEWS_FEED),
        (furniture.FEED_ENDS, What.FEED_END),
        (furniture.READ_MORE, What.READ_MORE),
        (furniture.AVATAR, What.AVATAR),
        (furniture.NOTE, What.NOTE),
        (furniture.PICTURE, What.PICTURE),
        (furniture.OTHER, What.FURNITURE),
    )
    return next((what for words, what in vocabulary if key in words), What.TEXT)


def _unwrapped(lines: list[Line]) -> list[Line]:
    """The lines with those put together that only a text editor's margin set apart."""
    margin = _margin(lines)
    kept: list[Line] = []
    said: set[str] = set()  # a headline that is printed again is whole, whatever follows it
    row = ""  # the last one of the line that was kept last
    for found in lines:
        before = kept[-1] if kept else None
        is_whole = before is None or not said.isdisjoint({before.text, found.text})
        if before and not is_whole and _goes_on(before, row, found, margin):
            kept[-1] = replace(before, text=f"{before.text} {found.text}")
        else:
            said.update([before.text] if before else [])
            kept.append(found)
        row = found.text
    return kept


def _goes_on(before: Line, row: str, found: Line, margin: int) -> bool:
    """Whether ``found`` carries on the line ``before``, whose last row is ``row``: no room was left
    for its first word, or it begins in lower case under what ends no sentence."""
    if not (found.joined and found.is_text and before.is_text):
        return False
    if furniture.stated_minutes(before.text) is not None:
        return False
    in_lower_case = found.text[0].islower() and not ends_sentence(before.text)
    return in_lower_case or _is_full(row, found.text, margin)


def _margin(lines: list[Line]) -> int:
    """The characters in a row of a page that a text editor wrapped; 0 if none did: then hardly a
    full row ends where its sentence does."""
    widest = max((len(found.text) for found in lines), default=0)
    rows = [(one.text, two.text) for one, two in pairwise(lines) if two.joined and two.is_text]
    full = sum(_is_full(row, under, widest) and not ends_sentence(row) for row, under in rows)
    return widest if widest <= _MARGIN and full >= _FULL_ROWS else 0


def _is_full(row: str, under: str, margin: int) -> bool:
    """Whether the first word ``under`` a row would not have fitted into it."""
    return 0 < margin < len(row) + 1 + len(under.partition(" ")[0])


def _with_structure(lines: list[Line]) -> tuple[Line, ...]:
    """The lines with a news feed's heading recognised in any language: a label that stands above
    the headline, and again further down above longer texts."""
    start, _ = find_headline(lines)
    labels = {
        folded(found.text) for found in lines[:start] if found.is_text and is_label(found.text)
    }
    kept = list(lines)
    for position, found in enumerate(lines):
        follower = lines[position + 1] if position + 1 < len(lines) else None
        above_text = follower is not None and (position < start or ends_sentence(follower.text))
        if found.is_text and folded(found.text) in labels and above_text:
            again = sum(folded(other.text) == folded(found.text) for other in lines)
            kept[position] = replace(found, what=What.NEWS_FEED) if again > 1 else found
    return tuple(kept)


def is_compact(lines: tuple[Line, ...]) -> bool:
    """Whether a page was copied without the empty lines between its paragraphs: more of its long
    sentences follow one another closely than apart."""
    pairs = [
        under.joined
        for above, under in pairwise(lines)
        if all(len(one.text) > _LONG and ends_sentence(one.text) for one in (above, under))
    ]
    return sum(pairs) > len(pairs) / 2


def is_spaced(lines: tuple[Line, ...]) -> bool:
    """Whether a page was copied with an empty line between all its lines."""
    return not any(found.joined for found in lines)


def find_headline(lines: list[Line] | tuple[Line, ...]) -> tuple[int, str]:
    """Where the headline stands, and the headline: the first line that is printed again close by,
    else the first near the top that has a headline's shape, else the first that is no sentence;
    (0, "") where there is none. A short one that is printed again may be a section's name."""
    top = [(place, found) for place, found in enumerate(lines[:_TOP]) if found.is_text]
    again = [
        (place, other.text)
        for place, found in top
        for other in lines[place + 1 : place + 1 + REPEAT]
        if other.is_text and is_same_headline(found.text, other.text)
    ]
    if again:
        longer = (one for one in again if len(one[1].split()) >= _LEAST_WORDS)
        return next(longer, again[0])
    others = [(place, one.text) for place, one in top if not furniture.stated_minutes(one.text)]
    shaped = [(place, text) for place, text in others if is_headline(text, fewest=_LEAST_WORDS)]
    short = [(place, text) for place, text in others[:1] if not _ENDS_STATEMENT.search(text)]
    return (shaped or short or [(0, "")])[0]


def is_label(text: str, *, most: int = _LABEL_WORDS) -> bool:
    """Whether a line is as short as the heading of a box, or of ``most`` words."""
    return len(text.split()) <= most and not _ENDS_SENTENCE.search(text)


def is_same_headline(one: str, again: str) -> bool:
    """Whether ``again`` repeats the headline ``one``, after which the site's name may stand."""
    return folded(again) in {folded(one), folded(_SITE.sub("", one))}


def is_list_item(text: str) -> bool:
    """Whether a line begins as an item of a list, or as the name under a quotation."""
    return bool(_LIST_MARK.match(text))


def is_headline(text: str, *, fewest: int = _TEASER_WORDS) -> bool:
    """Whether a line has a headline's shape: some words, and no full stop or colon at the end."""
    words = len(text.split())
    return fewest <= words <= _HEADLINE_WORDS and not (
        _ENDS_STATEMENT.search(text) or is_list_item(text)
    )


def ends_sentence(text: str) -> bool:
    """Whether a line ends as sentences do, closing quotation marks and brackets aside."""
    return bool(_ENDS_SENTENCE.search(text))
