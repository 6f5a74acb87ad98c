"""The header of an article on a page copied as text: from its headline to its first paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.gather.clean import folded, shown
from digest.gather.page_boilerplate import What, is_notice
from digest.gather.page_credits import credit_only, credited
from digest.gather.page_dates import has_day, minutes_in, take_date
from digest.gather.page_draft import PageDraft
from digest.gather.page_lines import (
    PageLine,
    ends_sentence,
    is_paragraph,
    is_prose,
    is_same_headline,
    is_small,
    word_count,
)
from digest.gather.page_names import (
    author_names,
    byline_names,
    is_and,
    is_byline_word,
    is_capitalised,
    is_caseless,
    is_name_under_avatar,
    is_role,
    people,
    photographers,
)
from digest.gather.page_pictures import picture_at
from digest.gather.page_stamps import stamp_in, stated_minutes, without_stamp
from digest.model.article import Image

_ENDS = (What.NEWS_FEED, What.BELOW, What.NOTE)
_LINES = 60  # no header is longer
_ROLE_WORDS = 7  # "Local democracy reporter"
_SUBJECTS = 4  # paragraphs in which those are named whom the article is about
_DEK_WORDS = 6  # a shorter line that is no sentence is a label
_CAPTION_WORDS = 4
_CREDIT_WORDS = 4  # of a name above a caption
_DIALOGUE = 12  # lines in which an interview shows
_SPEECHES = 6
_SPEECH = re.compile(r"[—–*•-]\s?\S|[^\W\d][^:.!?]{1,30}:\s\S")
_SOON = 3  # lines
_SET = 3  # paragraphs that show how a text is set
_DATELINE = re.compile(
    r"(?:[A-ZÀ-ÞĄ-ŽА-ЯІЇЄҐ][A-ZÀ-ÞĄ-ŽА-ЯІЇЄҐ .,'’()-]{2,40}|[^\W\d_][^().]{2,40}\s\([^()]{2,20}\))"
    r"\s?[–—-]\s\S"
)
_STARTS_WITH_TIME = re.compile(r"\d{1,2}[:.h]\d{2}\s+\S")


def read_header(page: PageDraft) -> None:
    """Takes the header's lines from ``page``; the next line is the first paragraph then.

    Where the headline is printed twice, all that stands between belongs to the header.
    """
    end = _header_end(page)
    header = page.lines[:end]
    del page.lines[:end]
    reader = _HeaderReader(page, header)
    at = 0
    while at < len(header):
        at += reader.take(at)


def _header_end(page: PageDraft) -> int:
    """How many of the next lines are the header."""
    lines = page.lines[:_LINES]
    told: list[int] = []  # sentences that are no captions
    strong = [at for at, line in enumerate(lines) if _tells_article(line, page.title)]
    at = 0
    while at < len(lines) and len(told) < 2:
        line = lines[at]
        # "Comments" may be a button in the header, too
        ends = line.what in _ENDS and told and not lines[told[0]].joined
        # a live blog's feed follows its header, whose last sentence is a standfirst
        is_live = line.what is What.NEWS_FEED and any(told[-1:] < [one] < [at] for one in strong)
        if ends and not is_live:
            break
        caption = None
        if at not in strong:
            loose = not told or line.joined or not is_paragraph(line.text)
            caption = picture_at(lines, at, loose=loose, outlets=page.outlets)
        if caption is None and line.is_text and at not in strong and _is_sentence(page, line):
            told.append(at)
            if len(told) > 1 and not is_paragraph(line.text) and _is_soon(strong, at):
                told.pop()  # a link among names and dates
        at += caption[1] if caption else 1
    if not told:
        return min(at, max(strong, default=0) + 1) if at < len(lines) else at
    begin = _body_begin(page, told, strong)
    if len(told) > 1 and begin == told[0] and _is_introduction(page, begin):
        begin += 1
    return _with_entry(page, begin)


def _is_soon(strong: Sequence[int], at: int) -> bool:
    """Whether a line that can stand in nothing but a header follows closely."""
    return any(at < one <= at + _SOON for one in strong)


def _is_introduction(page: PageDraft, at: int) -> bool:
    """Whether a paragraph introduces an interview: most of those below begin with a dash or with
    the name of who speaks, and it does not."""
    below = [line.text for line in page.lines[at + 1 : at + 1 + _DIALOGUE] if line.is_text]
    spoken = sum(bool(_SPEECH.match(text)) for text in below if ends_sentence(text))
    return not _SPEECH.match(page.lines[at].text) and spoken * 2 > len(below) >= _SPEECHES


def _is_sentence(page: PageDraft, line: PageLine) -> bool:
    if (is_small(line.text) or is_notice(line.text)) and not is_prose(line.text):
        return False
    return is_prose(line.text) or (ends_sentence(line.text) and not line.joined)


def _body_begin(page: PageDraft, told: Sequence[int], strong: Sequence[int]) -> int:
    """Which of the first two sentences is the first paragraph; what stands before it is the
    standfirst: names and dates follow it, or it stands in one block with the headline."""
    first = told[0]
    if len(told) < 2:
        return first
    second = told[1]
    if any(first < at < second for at in strong) and not any(
        0 < at < first and not is_same_headline(page.lines[at].text, page.title) for at in strong
    ):
        return second
    between = [page.lines[at] for at in strong if first < at < second]
    if any(is_same_headline(line.text, page.title) or byline_names(line.text) for line in between):
        return second
    if _is_unlike_text(page, first, second):
        return second
    apart = not (page.is_compact or page.is_spaced)
    if first and picture_at(page.lines, first - 1, loose=False):
        return first
    if apart and page.lines[first].joined and not page.lines[second].joined:
        return second
    return first


def _is_unlike_text(page: PageDraft, first: int, second: int) -> bool:
    """Whether a sentence is set otherwise than the text below it: it stops without a full stop, or
    the next one begins with where the news comes from."""
    near = page.lines[second : second + 2 * _SET]
    below = [line.text for line in near if is_prose(line.text)][:_SET]
    if not ends_sentence(page.lines[first].text) and not page.lines[first].text.endswith(":"):
        return len(below) == _SET and all(map(ends_sentence, below))
    return bool(_DATELINE.match(below[0]) if below else False) and not _DATELINE.match(
        page.lines[first].text
    )


def _with_entry(page: PageDraft, begin: int) -> int:
    """Where a live blog's first entry begins: its time and heading stand above its paragraph."""
    if begin >= len(page.lines) or page.lines[begin].joined or page.is_spaced:
        return begin
    start = begin - 1
    while start > 0 and page.lines[start].joined:
        start -= 1
    block = page.lines[max(start, 0) : begin]
    timed = any(line.what is What.STAMP and not has_day(line) for line in block)
    if start > 0 and timed and not any(_tells_article(line, page.title) for line in block):
        return start
    return begin


def _tells_article(line: PageLine, title: str) -> bool:
    """Whether a line can stand in nothing but an article's header."""
    return (
        is_same_headline(line.text, title)
        or (line.what is What.STAMP and has_day(line))
        or bool(byline_names(line.text))
        or is_byline_word(line.text)
        or stated_minutes(line.text) is not None
    )


class _HeaderReader:
    """Puts each line of a header where it belongs."""

    def __init__(self, page: PageDraft, header: Sequence[PageLine]) -> None:
        self._page = page
        self._header = header
        self._after_name = False
        self._has_told = False  # a name or date has been read
        prints = [at for at, one in enumerate(header) if is_same_headline(one.text, page.title)]
        self._last_print = max(prints, default=0)
        self._is_printed_again = len(prints) > 1

    def take(self, at: int) -> int:
        """Takes the line ``at``, and those that belong to it; returns how many."""
        line, after_name = self._header[at], self._after_name
        self._after_name = False
        count = (
            self._take_furniture(at)
            or self._take_parts(at)
            or self._take_names(at, after_name=after_name)
            or self._take_picture(at)
        )
        if count:
            self._has_told = self._has_told or (
                at > self._last_print and _tells_article(line, self._page.title)
            )
            return count
        if self._is_role(line, after_name=after_name) or self._is_left_of_picture(at):
            return 1
        if is_notice(line.text) or _is_contributor(line.text) or _STARTS_WITH_TIME.match(line.text):
            return 1
        self._take_words(at)
        return 1

    def _take_furniture(self, at: int) -> int:
        line, page = self._header[at], self._page
        if line.what is What.AVATAR:
            return 1 + self._take_name_under_avatar(at + 1)
        if line.what is What.STAMP:
            take_date(page, line)
            self._take_names_beside(line)
        if minutes_in(line) is not None:
            page.minutes = page.minutes or minutes_in(line)
            return 1 if line.what is What.STAMP or stated_minutes(line.text) is not None else 0
        repeats = is_same_headline(line.text, page.title) or (
            at <= self._last_print and f" {folded(line.text)} " in f" {folded(page.title)} "
        )
        return int(not line.is_text or repeats)

    def _take_names_beside(self, line: PageLine) -> None:
        """Names in one line with a date: "By Ada Quill, 9 May 2025", "9 May 2025 | Ada Quill"."""
        for part in line.parts if len(line.parts) > 1 else ():
            if not stamp_in(part):
                self._page.add_author(*(byline_names(part) or people(part)))
        self._page.add_author(*byline_names(without_stamp(line.text)))

    def _take_name_under_avatar(self, at: int) -> int:
        if at >= len(self._header) or not self._header[at].is_text:
            return 0
        line = self._header[at]
        if not is_name_under_avatar(line.text, joined=line.joined):
            return 0
        self._page.add_author(*author_names(line.text))
        return 1

    def _take_names(self, at: int, *, after_name: bool) -> int:
        line = self._header[at]
        names = () if credit_only(line.text) else byline_names(line.text)
        if is_byline_word(line.text) and at + 1 < len(self._header):
            names = people(self._header[at + 1].text, least=1)
            count = 2 if names else 1
        elif is_and(line.text):
            return 1
        elif names:
            count = 1
        else:
            names, count = self._bare_names(at, after_name=after_name), 1
        self._page.add_author(*names)
        self._page.photographers.extend(photographers(line.text))
        self._after_name = bool(names)
        return count if names or is_byline_word(line.text) else 0

    def _bare_names(self, at: int, *, after_name: bool) -> tuple[str, ...]:
        """The names in a line that holds nothing else, below the headline: no outlet, and nobody
        the article is about."""
        text = self._header[at].text
        if at < self._last_print or credit_only(text) or credited(text):
            return ()
        names = people(text)
        if not names or folded(text) in self._page.outlets or (after_name and is_role(text)):
            return ()
        above = self._header[at - 1]
        if self._page.authors and self._header[at].joined and above.what is What.FURNITURE:
            return ()  # another button
        if is_caseless(text) and sum(len(name.split()) for name in names) < len(text.split()) - 1:
            return ()  # without capitals, a line that holds more than names is none of names
        if is_caseless(text) and (after_name or not self._stands_by_date(at)):
            return ()
        told = [folded(line.text) for line in self._page.lines[:40] if is_prose(line.text)]
        body = " ".join(told[:_SUBJECTS])
        return tuple(name for name in names if folded(name) not in body)

    def _stands_by_date(self, at: int) -> bool:
        near = self._header[max(0, at - 2) : at + 3]
        return any(has_day(line) and line.what is What.STAMP for line in near)

    def _take_picture(self, at: int) -> int:
        page = self._page
        credit = credit_only(self._header[at].text)
        if credit and not picture_at(self._header, at, loose=True):
            followed = at + 1 < len(self._header) and self._header[at + 1].joined
            if not self._header[at].joined and not followed:
                page.lone_credit = credit
            return 1
        found = picture_at(self._header, at, loose=True, outlets=page.outlets)
        if found is None:
            return 0
        image, count = found
        if page.image is None:
            page.image = image
        elif folded(image.caption) != folded(page.image.caption):
            page.leave(self._header[at], "is the caption of another picture")
        return count

    def _take_parts(self, at: int) -> int:
        """A line of several entries each of which tells something: a date, a name, a counter."""
        line, page = self._header[at], self._page
        if len(line.parts) < 2:
            return 0
        # without capitals, two words beside others are no evidence of a name
        caseless = is_caseless(line.text)
        names = [byline_names(part) or (() if caseless else people(part)) for part in line.parts]
        if not all(
            name or is_small(part) or is_notice(part) or _stamped(line, part)
            for part, name in zip(line.parts, names, strict=True)
        ):
            return 0
        page.add_author(*(one for name in names for one in name))
        page.minutes = page.minutes or minutes_in(line)
        take_date(page, line)
        return 1

    def _is_role(self, line: PageLine, *, after_name: bool) -> bool:
        return after_name and word_count(line.text) <= _ROLE_WORDS and not ends_sentence(line.text)

    def _is_left_of_picture(self, at: int) -> bool:
        """Whether a line says what the picture shows whose caption stands in the next line."""
        below = self._header[at + 1] if at + 1 < len(self._header) else None
        return (
            below is not None
            and below.joined
            and at > self._last_print
            and not is_prose(self._header[at].text)
            and bool(credited(below.text))
        )

    def _take_words(self, at: int) -> None:
        line, page = self._header[at], self._page
        is_sentence = ends_sentence(line.text)
        followed = at + 1 < len(self._header) and self._header[at + 1].joined
        beside = at > self._last_print and line.joined and not page.is_compact
        has_place = (
            not is_paragraph(line.text)
            and bool(page.dek or self._is_printed_again)
            and page.image is None
        )
        if beside and not followed and has_place and word_count(line.text) >= _CAPTION_WORDS:
            self._take_bare_caption(line.text, self._credit_above(at))
            return
        if not page.dek and (is_sentence or word_count(line.text) >= _DEK_WORDS):
            page.dek = line.text
            if self._has_told and not is_sentence:
                page.doubts.append(f"“{shown(line.text)}” may be the standfirst or a caption")
            return
        page.leave(line, "stands in the header")

    def _credit_above(self, at: int) -> PageLine | None:
        """The line above a caption in a block of two, if it has a name's shape and is no author."""
        above = self._header[at - 1]
        known = {folded(name) for name in self._page.authors}
        is_name_like = is_capitalised(above.text) and not is_caseless(above.text)
        if above.joined or not above.is_text or folded(above.text) in known or not is_name_like:
            return None
        return above if 1 < len(above.text.split()) <= _CREDIT_WORDS else None

    def _take_bare_caption(self, text: str, above: PageLine | None) -> None:
        """A caption told by its place only: its end, or the line above it in a block of two, may be
        the name of who took the picture."""
        page = self._page
        if above is not None:
            page.image = Image(caption=text, credit=above.text)
            page.unplaced = [left for left in page.unplaced if left.text != shown(above.text)]
            page.doubts.append(f"“{shown(above.text)}” may be the credit of the picture")
            return
        for name in page.photographers:
            if text.endswith(name) and text != name:
                page.image = Image(caption=text.removesuffix(name).strip(" |/–—-"), credit=name)
                return
        page.image = Image(caption=text)
        if not self._is_printed_again:
            page.doubts.append(f"“{shown(text)}” may be the caption of the picture")


def _is_contributor(text: str) -> bool:
    """Whether a line names somebody who worked on the page otherwise: "Editing: Ada Quill"."""
    role, colon, names = text.partition(":")
    return bool(colon) and word_count(role) <= 3 and bool(people(names.strip()))


def _stamped(line: PageLine, part: str) -> bool:
    return any(stamp.day and stamp.day in part for stamp in line.stamps)
