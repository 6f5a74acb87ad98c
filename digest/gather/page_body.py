"""The body of an article on a page copied as text: its paragraphs, and what stands among them.

Where a page was copied with empty lines between its paragraphs, each block of lines is one thing: a
paragraph, a caption over its credit, or an insert (a call to subscribe, a list of other stories),
which is told by the buttons and labels in it. Where empty lines say nothing, runs of short lines
between sentences take the place of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.gather.clean import folded
from digest.gather.page_boilerplate import What, is_call, is_notice, what_is
from digest.gather.page_credits import credit_only
from digest.gather.page_draft import PageDraft
from digest.gather.page_layout import body_score
from digest.gather.page_lines import (
    PageLine,
    ends_sentence,
    is_headline,
    is_label,
    is_list_item,
    is_paragraph,
    is_prose,
    size,
    word_count,
)
from digest.gather.page_names import author_names, byline_names, is_caseless, is_name, people
from digest.gather.page_notes import drop_notes
from digest.gather.page_pictures import picture_at
from digest.gather.page_stamps import stated_minutes
from digest.gather.page_teasers import see_also, take_teaser, teaser

_ENDS = (What.AVATAR, What.NOTE)
_COMMENTS = -8.0
_FEED = -6.0
_RELATED = -1.5
_QUOTATION_WORDS = 40
_QUOTED_WORDS = 4  # a shorter line that stands in a paragraph, too, is no quotation from it
_NOTICE = 160  # characters; a longer text may speak of newsletters and cookies and be the news
_FRAMED = re.compile(r"(?:>{2,}|\*{2,}|={2,}|-{2,}|<{2,}).*|.*(?:<{2,}|>{2,}|\*{2,}|={2,})")
_HEADED = 4  # lines of a box with other stories
_SECTIONS = 3  # so many pairs of one shape are the sections of a text, and no teasers
_SAME_WORDS = 3  # at the beginning of each button in a row
_MAP = re.compile(r"karte|map|mapa|carte|карта|мапа|grafik|infografik|graphic|chart|خريطة")
_BOX = 3  # lines: a heading, a sentence, a button
_CONTEXTS = (What.RELATED, What.READ_MORE)


def read_body(page: PageDraft) -> None:
    """Takes paragraphs and what stands among them, up to the end of the body."""
    end = _body_end(page)
    rest = page.lines[end:]
    del page.lines[end:]
    _BodyReader(page).read()
    page.lines.extend(rest)
    _take_signature(page)
    drop_notes(page)


def _body_end(page: PageDraft) -> int:
    """How many of the next lines are the body: up to where the most prose has been read with the
    least else among it."""
    best, end, total = 0.0, 0, 0.0
    for at, score in enumerate(_scores(page)):
        if score is None:
            break
        total += score
        if total > best:
            best, end = total, at + 1
    while end < len(page.lines) and page.lines[end].what in (What.PICTURE, What.READ_MORE):
        end += 1
    return end


def _scores(page: PageDraft) -> list[float | None]:
    """For each line how much it speaks for the body's going on; None where it surely ends."""
    apart = not (page.is_compact or page.is_spaced)
    scores: list[float | None] = []
    for start, stop in _blocks(page.lines):
        block = page.lines[start:stop]
        prose = sum(line.is_text and is_prose(line.text) for line in block)
        is_mixed = apart and len(block) > 1 and prose * 2 <= len(block)
        for at in range(start, stop):
            scores.append(_score(page.lines, at, is_mixed=is_mixed))
    return scores


def _blocks(lines: Sequence[PageLine]) -> list[tuple[int, int]]:
    starts = [at for at, line in enumerate(lines) if not at or not line.joined]
    return list(zip(starts, [*starts[1:], len(lines)], strict=True)) if starts else []


def _score(lines: Sequence[PageLine], at: int, *, is_mixed: bool) -> float | None:
    line = lines[at]
    if line.what in _ENDS:
        return None
    if line.what is What.NEWS_FEED:
        return None if is_feed(lines, at) else _FEED
    if line.what is What.BELOW:
        return _COMMENTS
    if line.what is What.RELATED:
        return _RELATED
    score = body_score(line)
    return min(score, -0.3) if is_mixed else score


def is_feed(lines: Sequence[PageLine], at: int) -> bool:
    """Whether a news feed's heading stands above short items of text, and not above headlines."""
    below = [line for line in lines[at + 1 : at + 12] if line.is_text][:4]
    return any(ends_sentence(line.text) for line in below)


class _BodyReader:
    """Reads the lines of a body from the front of the page's lines."""

    def __init__(self, page: PageDraft) -> None:
        self._page = page
        self._apart = True  # the line before was no paragraph
        self._after_stamp = False
        self._under_related = False
        told = (folded(line.text) for line in page.lines if is_prose(line.text))
        self._told = "\n".join(told)
        self._has_sections = self._count_pairs() >= _SECTIONS

    def _count_pairs(self) -> int:
        """How many short lines stand right above a sentence: headings of sections, if many."""
        lines = self._page.lines
        pairs = 0
        for at in range(len(lines) - 1):
            above, under = lines[at], lines[at + 1]
            pictured = at + 2 < len(lines) and lines[at + 2].what is What.PICTURE
            if not under.joined or not above.is_text or not under.is_text or pictured:
                continue
            pairs += is_headline(above.text, fewest=1) and is_prose(under.text)
        return 0 if self._page.is_compact else pairs

    def read(self) -> None:
        while self._page.lines:
            if self._take_insert() or self._take_picture() or self._take_teaser():
                continue
            self._take_line(self._page.lines.pop(0))

    def _take_teaser(self) -> bool:
        page = self._page
        if self._has_sections and not self._is_pictured() and not see_also(page.lines[0].text):
            return False
        if not take_teaser(page, apart=self._apart):
            return False
        self._apart = True
        return True

    def _is_pictured(self) -> bool:
        return any(line.what is What.PICTURE for line in self._page.lines[:3])

    def _take_insert(self) -> bool:
        """Whether a block with buttons or labels comes next; if so, it is dropped, and headlines
        under "Read also" are teasers."""
        page = self._page
        if page.lines[0].joined and not (page.is_compact or page.is_spaced):
            return False
        count = page.block()
        block = page.lines[:count]
        headed = self._is_headed(block)
        boxed = _is_row(block) or (self._is_apart() and _is_box(block))
        if count < 2 or not (_is_insert(block) or headed or boxed):
            return False
        del page.lines[:count]
        related = headed or any(line.what in _CONTEXTS for line in block)
        if (headed and not block[0].text.isupper()) or boxed:
            page.leave(block[0], "stands above short lines in the text")
        for line in block:
            if related and _is_other_story(line):
                page.teasers.append(teaser(line.text, "", line))
            elif line.is_text and see_also(line.text):
                page.teasers.append(teaser(see_also(line.text), "", line))
            elif line.is_text and size(line.text) >= _NOTICE and not is_notice(line.text):
                page.leave(line, "stands among buttons and labels in the text")
        self._apart = True
        return True

    def _is_headed(self, block: Sequence[PageLine]) -> bool:
        """Whether a block is a label above headlines, none of them a sentence: other stories under
        a heading that is not known."""
        page = self._page
        heading = block[0].text.rstrip("…:. ")
        if page.is_compact or not 1 < len(block) <= _HEADED or not is_label(heading):
            return False
        if any(not line.is_text or len(line.parts) > 1 for line in block):
            return False
        if picture_at(page.lines, 0, loose=True, outlets=page.outlets):
            return False
        return all(
            is_headline(line.text, fewest=5) and not is_prose(line.text) for line in block[1:]
        )

    def _is_apart(self) -> bool:
        """Whether empty lines on this page part one block from the next."""
        return not (self._page.is_compact or self._page.is_spaced)

    def _take_picture(self) -> bool:
        page = self._page
        found = picture_at(page.lines, 0, loose=self._is_own_pair(), outlets=page.outlets)
        if found is None or byline_names(page.lines[0].text):
            return False
        image, count = found
        if page.image is None:
            page.image = image
        else:
            page.leave(page.lines[0], "is the caption of a picture in the text")
        del page.lines[:count]
        self._apart = True
        return True

    def _is_own_pair(self) -> bool:
        return self._page.block() == 2 and not self._page.is_compact

    def _take_line(self, line: PageLine) -> None:
        page, after_stamp = self._page, self._after_stamp
        self._apart, self._after_stamp = not line.is_text, line.what is What.STAMP
        if not line.is_text:
            self._under_related = line.what in _CONTEXTS
            if line.what is What.READ_MORE:
                self._take_author_box()
        elif byline_names(line.text):
            page.add_author(*byline_names(line.text))
        elif self._is_of_page(line):
            self._apart = True
        elif self._is_writer(line, after_stamp=after_stamp):
            page.add_author(*people(line.text))
        elif page.authors and people(line.text) and set(people(line.text)) <= set(page.authors):
            self._apart = True  # a live blog's entry names who wrote it
        elif self._under_related and _is_other_story(line) and not page.is_compact:
            page.teasers.append(teaser(line.text, "", line))
        else:
            self._under_related = False
            page.paragraphs.append(line.text)

    def _is_of_page(self, line: PageLine) -> bool:
        """Whether a line speaks of the page and not of the news, or only repeats what is said."""
        text = line.text
        if text == self._page.title or credit_only(text) or stated_minutes(text) is not None:
            return True
        before, colon, _ = text.partition(":")
        if (
            colon
            and not is_prose(text)
            and (what_is(before) is What.FURNITURE or _MAP.fullmatch(folded(before)))
        ):
            return True  # "Advertisement: A set of spanners"
        if _FRAMED.fullmatch(text) and not is_paragraph(text):
            return True
        if is_notice(text) and size(text) < _NOTICE:
            return True
        return self._is_quoted_again(text) or (line.what is not What.TEXT)

    def _is_quoted_again(self, text: str) -> bool:
        if not _QUOTED_WORDS <= word_count(text) <= _QUOTATION_WORDS:
            return False
        key = folded(text)
        return self._told.count(key) > (1 if is_prose(text) else 0)

    def _is_writer(self, line: PageLine, *, after_stamp: bool) -> bool:
        """Whether a name under the time of a live blog's entry says who wrote it."""
        return after_stamp and bool(people(line.text)) and not is_caseless(line.text)

    def _take_author_box(self) -> None:
        """At a "Read more" in the body: a name and a note just above it were the author's, without
        an avatar, and are taken out of the paragraphs."""
        page = self._page
        if len(page.paragraphs) >= 3 and is_name(page.paragraphs[-2]):
            page.paragraphs.pop()
            page.add_author(*author_names(page.paragraphs.pop()))


def _is_insert(block: Sequence[PageLine]) -> bool:
    """Whether a block of lines is no part of the text it stands in: it begins with a button, label
    or call, or has one and no paragraph. Times do not count, they head a live blog's entries."""
    known = [
        line.what not in (What.TEXT, What.STAMP, What.PICTURE) or is_call(line.text)
        for line in block
    ]
    if not any(known):
        return sum(is_notice(line.text) for line in block) * 2 > len(block)
    if known[0]:
        return True
    return not any(is_paragraph(line.text) and not is_notice(line.text) for line in block) and not (
        ends_sentence(block[0].text) and known[1]
    )


def _is_row(block: Sequence[PageLine]) -> bool:
    """Whether all lines of a block begin with the same words and none is a sentence: buttons."""
    starts = {" ".join(folded(line.text).split()[:_SAME_WORDS]) for line in block}
    return (
        len(block) > 1
        and len(starts) == 1
        and len(starts.pop().split()) == _SAME_WORDS
        and not any(is_prose(line.text) or is_list_item(line.text) for line in block)
    )


def _is_box(block: Sequence[PageLine]) -> bool:
    """Whether a block is a short text between a heading and a button."""
    if len(block) < _BOX:
        return False
    first, *inner, last = block
    return (
        all(
            is_label(one.text) and one.is_text and not is_list_item(one.text)
            for one in (first, last)
        )
        and not any(people(one.text) for one in (first, last))
        and all(ends_sentence(one.text) and not is_paragraph(one.text) for one in inner)
    )


def _is_other_story(line: PageLine) -> bool:
    return (
        line.is_text
        and word_count(line.text) >= 3
        and not is_paragraph(line.text)
        and not is_notice(line.text)
        and not is_list_item(line.text)
    )


def _take_signature(page: PageDraft) -> None:
    """A name alone right under the last paragraph is its author's."""
    if not page.lines or page.authors:
        return
    line = page.lines[0]
    names = byline_names(line.text)
    if not names and line.is_text and not is_caseless(line.text) and len(line.parts) < 2:
        names = people(line.text)
    if names:
        page.add_author(*names)
        page.lines.pop(0)
