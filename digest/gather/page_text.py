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

from dataclasses import replace
from datetime import datetime

from digest.gather.clean import characters
from digest.gather.decoding import text_of
from digest.gather.finish import finish
from digest.gather.furniture import stated_minutes
from digest.gather.language import language_of
from digest.gather.page_draft import PageDraft
from digest.gather.page_header import read_header
from digest.gather.page_lines import (
    Line,
    What,
    ends_sentence,
    find_headline,
    is_compact,
    is_headline,
    is_label,
    is_spaced,
    page_lines,
)
from digest.gather.page_names import author_names, byline_names, is_name, is_name_under_avatar
from digest.gather.page_teasers import next_is_card, take_teaser
from digest.gather.pictures import is_credited
from digest.gather.raw import RawArticle
from digest.model.article import Kind
from digest.model.reading import Document, Reading
from digest.model.settings import Source

LINE_LIMIT = 5_000
"""Lines of a page that are read, empty ones included; the longest live page has some hundreds."""

_TAG_WORDS = 2  # "Politics", "Human rights" above an item of the news feed
_NOTE_PARAGRAPHS = 2  # under an author's name
_LETTER_PARAGRAPHS = 8  # under "Note from the author", which is a letter to readers
_ENDS_NOTE = (What.READ_MORE, What.AVATAR, What.NOTE, What.NEWS_FEED)


def read_page_text(document: Document, *, source: Source, now: datetime) -> Reading:
    """The article of the page first, then its teasers, then the news feed's items as briefs."""
    rows = characters(text_of(document.content, media_type=document.media_type)).split("\n")
    lines = page_lines(rows[:LINE_LIMIT])
    start, title = find_headline(lines)
    page = PageDraft(
        lines=list(lines),
        title=title,
        is_compact=is_compact(lines),
        is_spaced=is_spaced(lines),
    )
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
    if page.title and not page.paragraphs:
        problems.append("no paragraph was found under its headline")
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
        if stated_minutes(line.text) is not None:
            page.minutes = stated_minutes(line.text)
        elif place == count - 1 and is_label(line.text):
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
        if take_teaser(page, apart=apart):
            apart = True
            continue
        line = page.lines.pop(0)
        apart = not line.is_text
        if line.what is What.READ_MORE:
            _take_author_box(page)
        elif byline_names(line.text):
            page.authors.extend(byline_names(line.text))
        elif line.is_text and is_credited(line.text):
            page.leave(line, "is the caption of a picture in the text")
        elif line.is_text and line.text != page.title:
            page.paragraphs.append(line.text)


def _take_author_box(page: PageDraft) -> None:
    """At a "Read more" in the body: a name and a note just above it were the author's, without an
    avatar, and are taken out of the paragraphs."""
    if len(page.paragraphs) >= 3 and is_name(page.paragraphs[-2]):
        page.paragraphs.pop()
        page.authors.extend(author_names(page.paragraphs.pop()))


def _read_tail(page: PageDraft) -> None:
    """Authors with their notes, and further teasers, up to the news feed.

    A note about the author belongs to the page, not to the story, and is furniture like the avatar
    above it; more than a note's length of text is reported.
    """
    while page.lines and not page.next_is(What.NEWS_FEED):
        if take_teaser(page, apart=True):
            continue
        line = page.lines.pop(0)
        if line.what is What.AVATAR:
            _read_author(page)
        elif line.what is What.NOTE:
            _drop_note(page, most=_LETTER_PARAGRAPHS)
        elif line.is_text:
            page.leave(line, "stands below the article")


def _read_author(page: PageDraft) -> None:
    """From under an avatar: the author's name, and the note below it."""
    if page.next_is(What.TEXT) and is_name_under_avatar(page.lines[0]):
        page.authors.extend(author_names(page.lines.pop(0).text))
    _drop_note(page, most=_NOTE_PARAGRAPHS)


def _drop_note(page: PageDraft, *, most: int) -> None:
    """Drops the paragraphs of a note, the first of which is no teaser, whatever its shape, unless
    it has a picture: all up to "Read more" where that ends them soon, else ``most`` of them."""
    ends = (place for place, line in enumerate(page.lines) if line.what in _ENDS_NOTE)
    end = next(ends, len(page.lines))
    closed = page.next_is(What.READ_MORE, ahead=end) and end <= _LETTER_PARAGRAPHS
    for place in range(end if closed else most):
        if not page.lines or page.next_is(*_ENDS_NOTE) or next_is_card(page):
            return
        if place and take_teaser(page, apart=True):
            return
        page.lines.pop(0)


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
    elif len(block) == 1 and is_label(block[0].text, most=_TAG_WORDS):
        page.leave(block[0], "is a label in the news feed")
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
