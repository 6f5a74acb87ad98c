"""A news page as text, as it is copied from a browser: one full article, and what stands around it.

The page is read by its structure, from the top down, in five zones::

    top       headings, a section, perhaps a news feed, until the headline
    header    headline (often twice), reading time, date, caption with its credit, byline
    body      paragraphs; among them teasers: a headline and, in the next line, a standfirst
    tail      from the avatar: author's name and note, further teasers, until the news feed
    feed      from its heading: one short item per block, until "Show more"

Every line ends in exactly one place: the article, a teaser, a brief, ``unplaced``, or it is known
for what it is and dropped: one of the words in ``furniture``, or the note under an author's name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from digest.gather.clean import characters, folded
from digest.gather.decoding import text_of
from digest.gather.finish import finish
from digest.gather.language import language_of
from digest.gather.page_draft import PageDraft
from digest.gather.page_header import byline_names, read_header
from digest.gather.page_lines import (
    Line,
    What,
    ends_sentence,
    find_headline,
    is_compact,
    is_headline,
    is_label,
    is_name,
    is_standfirst,
    page_lines,
)
from digest.gather.raw import RawArticle
from digest.model.article import Kind
from digest.model.reading import Document, Reading
from digest.model.settings import Source

LINE_LIMIT = 5_000
"""Lines of a page that are read, empty ones included; the longest live page has some hundreds."""

_NOTE_PARAGRAPHS = 2  # under an author's name
_LETTER_PARAGRAPHS = 8  # under "Note from the author", which is a letter to readers
_SEE_ALSO = re.compile(
    r"(?:read also|also read|see also|читайте також|читайте ще|читайте также|lesen sie auch)"
    r"\s*[:|–—-]\s*(?P<title>.+)",
    re.IGNORECASE,
)


def read_page_text(document: Document, *, source: Source, now: datetime) -> Reading:
    """The article of the page first, then its teasers, then the news feed's items as briefs."""
    rows = characters(text_of(document.content, media_type=document.media_type)).split("\n")
    lines = page_lines(rows[:LINE_LIMIT])
    start, title = find_headline(lines)
    page = PageDraft(lines=list(lines), title=title, is_compact=is_compact(lines))
    _read_top(page, start)
    read_header(page)
    _read_body(page)
    _read_tail(page)
    _read_feed(page)
    article = [page.article()] if title or page.paragraphs else []
    # a page is in one language, which a teaser alone may be too short to tell
    language = language_of(" ".join([title, *page.paragraphs]))
    found = [*article, *page.teasers, *page.briefs]
    return finish(
        [replace(raw, declared_language=language) for raw in found],
        source=source,
        document=document.location,
        now=now,
        unplaced=page.unplaced,
        problems=_problems(page, len(rows)),
    )


def _problems(page: PageDraft, rows: int) -> tuple[str, ...]:
    problems = [] if page.title else ["no headline was found in it"]
    if rows > LINE_LIMIT:
        problems.append(f"only its first {LINE_LIMIT} lines were read; is it a news page?")
    return tuple(problems)


def _read_top(page: PageDraft, count: int) -> None:
    """What stands above the headline: a news feed's items are briefs, a label just above it is its
    section, anything else is unplaced."""
    in_feed = False
    for place, line in enumerate(page.lines[:count]):
        in_feed = (in_feed or line.what is What.NEWS_FEED) and line.what is not What.FEED_END
        if not line.is_text:
            continue
        if place == count - 1 and is_label(line.text):
            page.section = line.text
        elif in_feed and not is_label(line.text):
            page.briefs.append(_brief([line]))
        else:
            page.leave(line, "stands above the headline")
    del page.lines[:count]


def _read_body(page: PageDraft) -> None:
    """Paragraphs and the teasers among them, up to the author's box or the news feed."""
    apart = True  # the line before was no paragraph
    while page.lines and not page.next_is(What.AVATAR, What.NOTE, What.NEWS_FEED):
        if _take_teaser(page, apart=apart):
            apart = True
            continue
        line = page.lines.pop(0)
        apart = not line.is_text
        if line.what is What.READ_MORE:
            _take_author_box(page)
        elif byline_names(line.text):
            page.authors.extend(byline_names(line.text))
        elif line.is_text and folded(line.text) != folded(page.title):
            page.paragraphs.append(line.text)


def _take_teaser(page: PageDraft, *, apart: bool) -> bool:
    """Whether a teaser comes next; if so, it is taken: a headline with a standfirst in the next
    line, a headline above what is left of a picture, or "Read also:" and a headline."""
    line = page.lines[0]
    see_also = _SEE_ALSO.fullmatch(line.text)
    if line.is_text and see_also:
        page.teasers.append(_teaser(see_also["title"], "", line))
        del page.lines[0]
        return True
    if not line.is_text or not is_headline(line.text) or len(page.lines) < 2:
        return False
    under = page.lines[1]
    pictured = page.next_is(What.PICTURE, ahead=2) and page.lines[2].joined
    if not under.joined or not (apart or not line.joined or pictured):
        return False
    if under.is_text and is_standfirst(under.text, anyhow=pictured):
        page.teasers.append(_teaser(line.text, under.text, line))
        del page.lines[:2]
        return True
    if under.what is What.PICTURE:
        page.teasers.append(_teaser(line.text, "", line))
        del page.lines[:2]
        return True
    return False


def _take_author_box(page: PageDraft) -> None:
    """At a "Read more" in the body: a name and a note just above it were the author's, without an
    avatar, and are taken out of the paragraphs."""
    if len(page.paragraphs) >= 3 and is_name(page.paragraphs[-2]):
        page.paragraphs.pop()
        page.authors.append(page.paragraphs.pop())


def _read_tail(page: PageDraft) -> None:
    """Authors with their notes, and further teasers, up to the news feed.

    A note about the author belongs to the page, not to the story, and is furniture like the avatar
    above it; more than a note's length of text is reported.
    """
    expecting_name = False
    notes_left = 0
    while page.lines and not page.next_is(What.NEWS_FEED):
        if not expecting_name and _take_teaser(page, apart=True):
            continue
        line = page.lines.pop(0)
        if line.what is What.AVATAR:
            expecting_name, notes_left = True, _NOTE_PARAGRAPHS
        elif line.what is What.NOTE:
            notes_left = _LETTER_PARAGRAPHS
        elif line.what is What.READ_MORE:
            notes_left = 0
        elif line.is_text and expecting_name and is_name(line.text):
            page.authors.append(line.text)
            expecting_name = False
        elif line.is_text and notes_left:
            notes_left -= 1
            expecting_name = False
        elif line.is_text:
            page.leave(line, "stands below the article")


def _read_feed(page: PageDraft) -> None:
    """The news feed's items, a brief for each block of lines, up to its end."""
    block: list[Line] = []
    ended = False
    for line in page.lines:
        ended = ended or line.what is What.FEED_END
        if ended or not line.joined or not line.is_text:
            _close_item(page, block)
            block = []
        if line.is_text and not ended:
            block.append(line)
        elif line.is_text:
            page.leave(line, "stands below the news feed")
    _close_item(page, block)
    page.lines.clear()


def _close_item(page: PageDraft, block: list[Line]) -> None:
    if not block:
        return
    # lines that each end a sentence are items without an empty line between them
    if len(block) > 1 and all(ends_sentence(line.text) for line in block):
        page.briefs.extend(_brief([line]) for line in block)
    else:
        page.briefs.append(_brief(block))


def _brief(block: list[Line]) -> RawArticle:
    """A short item: its first line is its headline where it has the shape and others follow."""
    titled = len(block) > 1 and is_headline(block[0].text)
    alone = len(block) == 1 and not ends_sentence(block[0].text)
    return RawArticle(
        where=f"line {block[0].number}",
        title=block[0].text if titled or alone else "",
        text="" if alone else "\n\n".join(line.text for line in block[titled:]),
        kind=Kind.BRIEF,
    )


def _teaser(title: str, standfirst: str, line: Line) -> RawArticle:
    where = f"line {line.number}"
    return RawArticle(where=where, title=title, dek=standfirst, kind=Kind.TEASER)
