"""The lines of a page copied as text, and what each can be told to be by its shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from digest.gather.clean import TEXT_LIMIT, line
from digest.gather.page_boilerplate import SEPARATORS, What, what_is
from digest.gather.page_names import byline_names, is_and, is_byline_word, people
from digest.gather.page_stamps import Stamp, stamp_in, stated_minutes

MOST_CHARACTERS = 2_000
"""Characters of a line from which it is told what it is; what is longer is a paragraph."""

_HEADLINE_WORDS = 40  # no headline has more; a longer line is a paragraph whatever it ends in
_TEASER_WORDS = 4  # a shorter line above a paragraph is a subheading
_OFTEN = 20  # prints of one line on a page, more than any paragraph or name has
_LABEL_WORDS = 4  # the heading of a box

_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟۔♦■][\"'”’»“)\]」』♦■ ]*$")
_ENDS_STATEMENT = re.compile(r"[.,…:;。،؛][\"'”’»“)\]]*$")
_INNER_END = re.compile(r"[.!?…؟][\"'”’»“)]*\s+[\"'“«„»(—–-]*[^\W\d_a-zа-яіїєґ]|[。！？]")
_CACHED = 20_000  # lines whose shape is remembered, more than one page has
_LONG = 40  # characters of a sentence that is no label or name
_PARAGRAPH = 80  # characters of a sentence that is hardly furniture
_UNENDED = 140  # characters of a line that is a paragraph without a full stop, too
_DASH = re.compile(r"\s+[–—-]\s+")
_PHRASE = re.compile(r"[,;]\s+(?=[^\W\d])|\s\(")  # "9 May 2025, 08:20 (updated at 19:45)"
_PLACE_WORDS = 4  # "Port Merrow - 3 May 2025 - 07:30"
_LIST_MARK = re.compile(r"^[•·▪‣◦*–—-]\s+")
_WIDE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\uff00-\uff60]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_MARGIN = 120  # characters; a page with a longer line is not wrapped by a text editor
_FULL_ROWS = 3  # so many rows that leave no room for the next word are no accident
_SLACK = 3  # characters by which a row that somebody wrapped by hand may be shorter
_LONGER_ROWS = 0.08  # of the rows of a wrapped page may be longer than its margin


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line with words. ``number`` counts from 1; ``joined``: no empty line stands before it;
    ``parts``: what separators, tabs and wide gaps set apart in it; ``rest``: what of a very long
    line stands behind ``text``, which is only its beginning."""

    number: int
    text: str
    what: What
    joined: bool
    parts: tuple[str, ...] = ()
    rest: str = ""

    @property
    def whole(self) -> str:
        """The line from its beginning to its end."""
        return self.text + self.rest

    @property
    def is_text(self) -> bool:
        return self.what is What.TEXT

    @property
    def stamps(self) -> tuple[Stamp, ...]:
        """What the line says of when, entry by entry."""
        parts = (*_PHRASE.split(self.text), *self.parts, *_DASH.split(self.text), self.text)
        found = (stamp_in(part) for part in parts)
        return tuple(one for one in found if one is not None)


def page_lines(rows: Sequence[str]) -> tuple[Line, ...]:
    """The lines of a page that hold words; a paragraph wrapped over several rows is one."""
    found: list[Line] = []
    joined = False
    for number, raw in enumerate(rows, start=1):
        read = _read(raw, number=number, joined=joined)
        found.extend([read] if read else [])
        joined = read is not None
    return tuple(_unwrapped(_without_repeats(found)))


def _without_repeats(lines: list[Line]) -> list[Line]:
    """The lines, those printed so often that they are no news known for furniture, and of these
    only the first."""
    prints = Counter(one.text for one in lines)
    seen: set[str] = set()
    kept = []
    for one in lines:
        often = prints[one.text] > _OFTEN
        if not (often and one.text in seen):
            kept.append(replace(one, what=What.FURNITURE) if often and one.is_text else one)
        seen.add(one.text)
    return kept


def _read(raw: str, *, number: int, joined: bool) -> Line | None:
    """One line of a page; None for one without words."""
    start = raw.strip()
    if len(start) > MOST_CHARACTERS:
        whole = line(start[:TEXT_LIMIT])
        text, rest = whole[:MOST_CHARACTERS], whole[MOST_CHARACTERS:]
        return Line(number=number, text=text, what=what_is(text), joined=joined, rest=rest)
    text = line(start)
    if not text:
        return None
    parts = tuple(part for part in map(line, SEPARATORS.split(start)) if part)
    return Line(
        number=number, text=text, what=_what(text, start, parts), joined=joined, parts=parts
    )


def _what(text: str, raw: str, parts: Sequence[str]) -> What:
    what = what_is(raw)
    if what in (What.TEXT, What.FURNITURE) and _is_stamp(text, parts):
        return What.STAMP
    return what


def _is_stamp(text: str, parts: Sequence[str]) -> bool:
    """Whether a line says nothing but when, perhaps beside a reading time or buttons."""
    if stamp_in(text):
        return True
    told = [bool(stamp_in(part)) for part in parts]
    others = [part for part, is_stamp in zip(parts, told, strict=True) if not is_stamp]
    if any(told):
        return all(is_small(part) for part in others)
    dashed = _DASH.split(text)
    return (
        len(dashed) > 1
        and any(map(stamp_in, dashed))
        and all(stamp_in(part) or word_count(part) <= _PLACE_WORDS for part in dashed)
    )


def is_small(part: str) -> bool:
    """Whether one entry of a line is a button, a counter or a reading time."""
    return (
        what_is(part) is not What.TEXT
        or stated_minutes(part) is not None
        or (any(one.isdigit() for one in part) and len(part.split()) <= 3)
    )


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
            kept[-1] = replace(before, text=f"{before.text} {found.text}", parts=())
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
    if len(before.text) + len(found.text) > MOST_CHARACTERS:
        return False
    if stated_minutes(before.text) is not None or is_byline_word(found.text) or is_and(found.text):
        return False
    slack = 0 if ends_sentence(row) else _SLACK
    if _is_full(row, found.text, margin, slack=slack):
        return True
    if people(before.text) and not _ENDS_STATEMENT.search(before.text):
        return False  # what follows tells what they do
    is_open = not (ends_sentence(before.text) or before.text.endswith(":"))  # a list's heading
    in_lower_case = found.text[0].islower() and is_open
    is_phrase = len(found.text.split()) > 1 and not before.text[0].islower()
    return in_lower_case and is_phrase and not byline_names(found.text) and "/" not in found.text


def _margin(lines: list[Line]) -> int:
    """The characters in a row of a page that a text editor wrapped; 0 if none did: then hardly a
    full row ends where its sentence does. A few rows (tables, addresses) may be longer."""
    rows = [(one.text, two.text) for one, two in pairwise(lines) if two.joined and two.is_text]
    widths = sorted((len(found.text) for found in lines), reverse=True)
    spare = int(len(widths) * _LONGER_ROWS)
    full = {
        widest: sum(_is_full(row, under, widest) and not ends_sentence(row) for row, under in rows)
        for widest in widths[: spare + 1]
        if widest <= _MARGIN
    }
    best = max(full, key=lambda widest: full[widest], default=0)
    return best if best and full[best] >= _FULL_ROWS else 0


def _is_full(row: str, under: str, margin: int, *, slack: int = 0) -> bool:
    """Whether the first word ``under`` a row would not have fitted into it."""
    first = 1 if _UNSPACED.search(under) else len(under.partition(" ")[0])
    return 0 < margin < len(row) + 1 + first + slack


def is_compact(lines: Sequence[Line]) -> bool:
    """Whether a page was copied without the empty lines between its paragraphs: more of its long
    sentences follow one another closely than apart."""
    pairs = [
        under.joined
        for above, under in pairwise(lines)
        if all(len(one.text) > _LONG and ends_sentence(one.text) for one in (above, under))
    ]
    return sum(pairs) > len(pairs) / 2


def is_spaced(lines: Sequence[Line]) -> bool:
    """Whether a page was copied with an empty line between all its lines."""
    return not any(found.joined for found in lines)


def size(text: str) -> int:
    """How long a text is in the characters of an alphabet: a character of Chinese, Japanese or
    Korean says as much as two."""
    return len(text) + len(_WIDE.findall(text))


@lru_cache(maxsize=_CACHED)
def word_count(text: str) -> int:
    """How many words a text has; scripts without spaces have one for each two characters."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_UNSPACED.sub(" ", text).split()) + (unspaced + 1) // 2


@lru_cache(maxsize=_CACHED)
def is_prose(text: str) -> bool:
    """Whether a line is a sentence by its shape: it ends as one and is long enough, or consists of
    several, or is too long for anything else."""
    length = size(text)
    if length >= _UNENDED:
        return True
    if ends_sentence(text):
        return length >= _LONG
    return length >= _PARAGRAPH * 0.75 and (bool(_INNER_END.search(text)) or text.endswith(":"))


@lru_cache(maxsize=_CACHED)
def is_paragraph(text: str) -> bool:
    """Whether a line is prose long enough to be hardly anything but a paragraph."""
    if size(text) < _PARAGRAPH:
        return False
    return ends_sentence(text) or text.endswith(":") or size(text) >= _UNENDED


def is_label(text: str, *, most: int = _LABEL_WORDS) -> bool:
    """Whether a line is as short as the heading of a box, or of ``most`` words."""
    return word_count(text) <= most and not _ENDS_SENTENCE.search(text)


def is_list_item(text: str) -> bool:
    """Whether a line begins as an item of a list, or as the name under a quotation."""
    return bool(_LIST_MARK.match(text))


def is_headline(text: str, *, fewest: int = _TEASER_WORDS) -> bool:
    """Whether a line has a headline's shape: some words, and no full stop or colon at the end."""
    return fewest <= word_count(text) <= _HEADLINE_WORDS and not (
        _ENDS_STATEMENT.search(text) or is_list_item(text)
    )


def ends_sentence(text: str) -> bool:
    """Whether a line ends as sentences do, closing quotation marks and brackets aside."""
    return bool(_ENDS_SENTENCE.search(text))
