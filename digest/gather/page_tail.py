"""What stands below an article on a page copied as text: authors, other stories, the news feed."""

from __future__ import annotations

import re
from dataclasses import replace

from digest.gather.clean import folded
from digest.gather.finish import headline_from
from digest.gather.page_body import is_feed
from digest.gather.page_boilerplate import What, is_call, is_notice
from digest.gather.page_draft import PageDraft
from digest.gather.page_lines import (
    PageLine,
    ends_sentence,
    is_headline,
    is_label,
    is_paragraph,
    is_same_headline,
    word_count,
)
from digest.gather.page_names import author_names, byline_names, is_name_under_avatar
from digest.gather.page_teasers import next_is_card, take_teaser, teaser
from digest.gather.raw import RawArticle
from digest.model.article import Kind

_TAG_WORDS = 2  # "Politics", "Human rights" above an item of the news feed
_NOTE_PARAGRAPHS = 2  # under an author's name
_LETTER_PARAGRAPHS = 8  # under "Note from the author", which is a letter to readers
_ENDS_NOTE = (What.READ_MORE, What.AVATAR, What.NOTE, What.NEWS_FEED)
_RUN = 3  # labels in a row that are navigation
_STORY_WORDS = 4
_MOST_WORDS = 25
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+|^[•·▪*–—-]\s+")
_COMMENTS = re.compile(
    r"comment|коментар|комментар|kommentar|réaction|yorum|reacti|comentár|comentario"
    r"|commenti|komentarz|komentá"
    r"|تعليق|תגובות|コメント|评论|留言|댓글|discussion|letters",
    re.IGNORECASE,
)


def read_tail(page: PageDraft) -> None:
    """Authors with their notes, and other stories, up to the news feed, and its items.

    A note about the author belongs to the page, not to the story, and is furniture like the avatar
    above it; more than a note's length of text is reported.
    """
    reader = _TailReader(page)
    while page.lines and not (page.next_is(What.NEWS_FEED) and is_feed(page.lines, 0)):
        reader.take()
    _read_feed(page)


class _TailReader:
    """Takes lines from the front of the page. ``_stories``: the heading above is one of other
    stories; ``_comments``: it is one of readers' comments; ``_known``: how many lines in a row were
    buttons and labels."""

    def __init__(self, page: PageDraft) -> None:
        self._page = page
        self._stories = False
        self._comments = False
        self._known = 0

    def take(self) -> None:
        page = self._page
        if not self._comments and not self._stories and take_teaser(page, apart=True):
            self._known = 0
            return
        line = page.lines.pop(0)
        if line.what is What.AVATAR:
            _read_author(page)
        elif line.what is What.NOTE:
            _drop_note(page, most=_LETTER_PARAGRAPHS)
        elif not line.is_text:
            self._take_heading(line)
        else:
            self._take_text(line)

    def _take_heading(self, line: PageLine) -> None:
        if line.what is What.BELOW:
            self._comments = bool(_COMMENTS.search(line.text))
            self._stories = not self._comments
        elif line.what in (What.RELATED, What.NEWS_FEED, What.READ_MORE):
            self._comments, self._stories = False, True
        self._known += 1

    def _take_text(self, line: PageLine) -> None:
        text = _NUMBERED.sub("", line.text)
        if is_notice(text) or is_call(text) or self._is_known(line):
            self._known += 1
            return
        if self._comments:
            return
        if is_label(text, most=_STORY_WORDS - 1):
            self._take_label(line)
            return
        if self._stories or not ends_sentence(text):
            self._take_story(line, text)
        else:
            self._page.leave(line, "stands below the article")
        self._known = 0

    def _take_label(self, line: PageLine) -> None:
        page = self._page
        run = self._known
        for below in page.lines[:_RUN]:
            run += not below.is_text or is_label(below.text)
        if not self._stories and run < _RUN - 1:
            page.leave(line, "stands below the article")
        self._known += 1

    def _take_story(self, line: PageLine, text: str) -> None:
        page = self._page
        above = page.teasers[-1] if page.teasers else None
        is_statement = ends_sentence(text) and not text.endswith(("?", "!", "؟"))
        if above and not above.dek and line.joined and is_statement:
            page.teasers[-1] = replace(above, dek=text)
        elif is_paragraph(text) and ends_sentence(text):
            page.leave(line, "stands below the article")
        elif is_headline(text, fewest=3) and word_count(text) <= _MOST_WORDS and not line.parts[1:]:
            page.teasers.append(teaser(text, "", line))

    def _is_known(self, line: PageLine) -> bool:
        """Whether a line is the headline again, a byline of another story, or a note on an author
        of this one."""
        if is_same_headline(line.text, self._page.title) or byline_names(line.text):
            return True
        return any(
            folded(name) in folded(line.text) and len(name.split()) > 1
            for name in self._page.authors
        )


def _read_author(page: PageDraft) -> None:
    """From under an avatar: the author's name, and the note below it."""
    if page.next_is(What.TEXT):
        line = page.lines[0]
        if is_name_under_avatar(line.text, joined=line.joined):
            page.add_author(*author_names(page.lines.pop(0).text))
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
    block: list[PageLine] = []
    ended = False
    for line in page.lines:
        ended = ended or line.what is What.FEED_END
        if ended or not line.joined or not line.is_text:
            _close_item(page, block)
            block = []
        if line.is_text and not ended:
            block.append(line)
        elif line.is_text and not is_notice(line.text):
            page.leave(line, "stands below the news feed")
    _close_item(page, block)
    page.lines.clear()


def _close_item(page: PageDraft, block: list[PageLine]) -> None:
    if not block:
        return
    # lines that each end a sentence are items without an empty line between them
    if len(block) > 1 and all(ends_sentence(line.text) for line in block):
        page.briefs.extend(brief([line]) for line in block)
    elif len(block) == 1 and is_label(block[0].text, most=_TAG_WORDS):
        page.leave(block[0], "is a label in the news feed")
    else:
        page.briefs.append(brief(block))


def brief(block: list[PageLine]) -> RawArticle:
    """A short item: its first line is its headline where it has the shape and others follow."""
    titled = len(block) > 1 and is_headline(block[0].text)
    words = block[0].text
    alone = len(block) == 1 and not ends_sentence(words) and headline_from(words) == words
    return RawArticle(
        where=f"line {block[0].number}",
        title=block[0].text if titled or alone else "",
        text="" if alone else "\n\n".join(line.text for line in block[titled:]),
        kind=Kind.BRIEF,
    )
