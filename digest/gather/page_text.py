"""A news page as text, as it is copied from a browser: its articles, and what stands around them.

The page is read by evidence, not by one outlet's order. ``page_lines`` tells what each line looks
like, ``page_layout`` where the headlines stand, and then each article is read from the top down::

    top       navigation, tickers, a section, perhaps a news feed, until the headline
    header    headline (often twice), names, dates, reading time, caption with its credit
    body      paragraphs; among them inserts, pictures and teasers for other stories
    tail      authors' notes, other stories, comments, the imprint; a news feed's short items

Every line ends in exactly one place: an article, a teaser, a brief, ``unplaced``, or it is known
for what it is and dropped. What the evidence does not settle is named among the problems.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from digest.gather.clean import characters, folded, shown
from digest.gather.decoding import text_of
from digest.gather.finish import finish
from digest.gather.language import language_of
from digest.gather.page_above import read_above
from digest.gather.page_body import read_body
from digest.gather.page_boilerplate import What, is_notice
from digest.gather.page_draft import PageDraft
from digest.gather.page_header import read_header
from digest.gather.page_layout import Headline, find_headline, later_headlines
from digest.gather.page_lines import (
    PageLine,
    is_compact,
    is_headline,
    is_label,
    is_paragraph,
    is_prose,
    is_spaced,
    page_lines,
)
from digest.gather.page_stamps import stated_minutes
from digest.gather.page_tail import brief, read_tail
from digest.gather.page_teasers import teaser
from digest.model.reading import Document, Reading
from digest.model.settings import Source

LINE_LIMIT = 5_000
"""Lines of a page that are read, empty ones included; the longest live page has some hundreds."""

_ARTICLES = 2  # further ones that a page may hold
_NAVIGATION = 3  # labels above the headline that are a menu
_OUTLET_WORDS = 5
_SITE_AT_END = re.compile(r"\s+[|·•–—-]\s+(?P<site>[^|]{2,50})$")


def read_page_text(document: Document, *, source: Source, now: datetime) -> Reading:
    """The articles of the page first, then its teasers, then the news feed's items as briefs."""
    rows = characters(text_of(document.content, media_type=document.media_type)).split("\n")
    lines = page_lines(rows[:LINE_LIMIT])
    pages = _articles(lines)
    first = pages[0]
    articles = [page.article() for page in pages if page.title or page.paragraphs]
    # a page is in one language, which a teaser alone may be too short to tell
    language = language_of(" ".join([first.title, *first.paragraphs]))
    teasers = {folded(story.title): story for page in pages for story in page.teasers[::-1]}
    found = [
        *articles,
        *reversed(teasers.values()),
        *(story for page in pages for story in page.briefs),
    ]
    return finish(
        [replace(raw, declared_language=language) for raw in found],
        source=source,
        document=document.location,
        now=now,
        unplaced=[left for page in pages for left in page.unplaced],
        problems=_problems(pages, len(rows)),
    )


def _articles(lines: Sequence[PageLine]) -> list[PageDraft]:
    """A draft for each article of a page; the first has what stands above them, too."""
    headline = find_headline(lines)
    begins = headline.end if headline else 0
    later = later_headlines(lines, _first_paragraph(lines, begins) + 1)
    doubts: list[str] = []
    if len(later) > _ARTICLES:  # a live blog's or a list's entries are one article's
        doubts = [f"{len(later)} more headlines with dates stand in it; it is read as one article"]
        later = []
    starts = [_block_start(lines, at) for at in later]
    ends = [*starts, len(lines)]
    first = _draft(lines, headline, above=0, end=ends[0])
    first.doubts.extend(doubts)
    rest = [
        _draft(lines, Headline(start=at, end=at + 1, text=lines[at].text), above=start, end=end)
        for at, start, end in zip(later, starts, ends[1:], strict=True)
    ]
    return [first, *rest]


def _first_paragraph(lines: Sequence[PageLine], begins: int) -> int:
    """Where the first paragraph below a headline's own block stands."""
    at = begins
    while at < len(lines) and lines[at].joined:
        at += 1
    told = (place for place in range(at, len(lines)) if is_paragraph(lines[place].text))
    return next(told, len(lines))


def _block_start(lines: Sequence[PageLine], at: int) -> int:
    while at > 0 and lines[at].joined:
        at -= 1
    return at


def _draft(
    lines: Sequence[PageLine], headline: Headline | None, *, above: int, end: int
) -> PageDraft:
    start = headline.start if headline else 0
    own = lines[start:end]
    page = PageDraft(
        lines=list(own),
        title=headline.text if headline else "",
        is_compact=is_compact(own),
        is_spaced=is_spaced(own),
        outlets=_outlets(lines),
        language=language_of(" ".join(line.text for line in own if is_paragraph(line.text))),
        rival=headline.rival if headline else "",
        is_sure=headline.is_sure if headline else True,
    )
    if above == 0:
        _read_top(page, lines[:start])
    read_header(page)
    read_above(page, lines[above:start])
    read_body(page)
    read_tail(page)
    return page


def _outlets(lines: Sequence[PageLine]) -> frozenset[str]:
    """What the page calls its publisher: the end of its title, and short lines near the top that
    come back in its imprint."""
    titles = (_SITE_AT_END.search(line.text) for line in lines[:3])
    named = {folded(found["site"]) for found in titles if found}
    imprint = " ".join(folded(line.text) for line in lines[-12:])
    for line in lines[:12]:
        key = folded(line.text)
        if len(key) > 3 and len(key.split()) <= _OUTLET_WORDS and key in imprint:
            named.add(key)
    return frozenset(name for name in named if name)


def _problems(pages: Sequence[PageDraft], rows: int) -> tuple[str, ...]:
    first = pages[0]
    problems = [] if first.title else ["no headline was found in it"]
    if first.title and not first.paragraphs:
        problems.append("no paragraph was found under its headline")
    if first.rival:
        problems.append(f"its headline may also be “{shown(first.rival)}”")
    elif not first.is_sure and first.paragraphs:
        problems.append(f"that “{shown(first.title)}” is its headline is not sure")
    problems.extend(doubt for page in pages for doubt in page.doubts)
    problems.extend(
        f"a second article begins under “{shown(page.title)}”; look whether both are whole"
        for page in pages[1:]
    )
    if rows > LINE_LIMIT:
        problems.append(f"only its first {LINE_LIMIT} lines were read; is it a news page?")
    return tuple(problems)


def _read_top(page: PageDraft, top: Sequence[PageLine]) -> None:
    """What stands above the headline: a news feed's items are briefs, a label just above it is its
    section, menus are dropped, anything else is unplaced."""
    in_feed = False
    labels = sum(line.is_text and is_label(line.text) for line in top)
    for place, line in enumerate(top):
        in_feed = (in_feed or line.what is What.NEWS_FEED) and line.what is not What.FEED_END
        if not line.is_text:
            continue
        if stated_minutes(line.text) is not None:
            page.minutes = stated_minutes(line.text)
        elif place == len(top) - 1 and is_label(line.text):
            page.section = line.text
        elif place and top[place - 1].what is What.BREAKING and is_headline(line.text):
            page.teasers.append(teaser(line.text, "", line))
        elif in_feed and is_prose(line.text):
            page.briefs.append(brief([line]))
        elif not _is_menu(line, page, labels):
            page.leave(line, "stands above the headline")


def _is_menu(line: PageLine, page: PageDraft, labels: int) -> bool:
    """Whether a line above the headline is known for a part of a menu or of the page's own head."""
    if is_notice(line.text) or len(line.parts) > 1 or folded(page.title) in folded(line.text):
        return True
    if folded(line.text) in folded(page.title):
        return True
    if any(outlet in folded(line.text) for outlet in page.outlets):
        return True
    return labels >= _NAVIGATION and not is_prose(line.text)
