"""A news page as text, as it is copied from a browser: its articles, and what stands around them.

The page is read in three steps. ``page_lines`` cuts it into lines and puts together what a text
editor wrapped. ``page_labels`` tells what each line is: a small model, fitted to pages of many
outlets and languages whose truth is known, from what ``page_features`` measures on each line.
Then rules that look at one line only take out of it what it holds: the names in a byline, a caption
apart from its credit, a date, a reading time (``page_names``, ``page_credits``, ``page_stamps``).

Every line ends in exactly one place: an article, a teaser, a brief, ``unplaced``, or it is known
for what it is and dropped. What the model is not sure of is named among the problems.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate

from digest.gather.clean import characters, folded
from digest.gather.decoding import text_of
from digest.gather.finish import finish
from digest.gather.language import language_of
from digest.gather.page_around import Around, around_of
from digest.gather.page_article import ArticleDraft, article_of, is_of_body
from digest.gather.page_authors import doubts_about_authors
from digest.gather.page_doubts import doubts_about
from digest.gather.page_labels import Label, Labelled, label_lines
from digest.gather.page_lines import MOST_CHARACTERS, Line, page_lines
from digest.gather.raw import RawArticle
from digest.model.message import Message, Text
from digest.model.reading import Document, Reading
from digest.model.settings import Source

LINE_LIMIT = 1_500
"""Lines of a page that are read, empty ones included; the longest live page has some hundreds."""

_CHARACTERS = 150_000
"""Characters of a page that are read, counting only the beginning of a very long line: thirty times
a long read."""

_ARTICLES = 3  # on one page

Labeller = Callable[[Sequence[Line]], Sequence[Labelled]]


def read_page_text(
    document: Document, *, source: Source, now: datetime, labeller: Labeller = label_lines
) -> Reading:
    """The articles of the page first, then its teasers, then the news feed's items as briefs."""
    rows = characters(text_of(document.content, media_type=document.media_type)).split("\n")
    kept = _first_rows(rows)
    pages = _parts(page_lines(kept), labeller)
    language = language_of(
        " ".join(
            one.line.text for one in pages[0] if one.label in (Label.HEADLINE, Label.PARAGRAPH)
        )
    )
    drafts = [article_of(page, language=language) for page in pages]
    arounds = [around_of(page, language=language) for page in pages]
    for draft, around in zip(drafts, arounds, strict=True):
        draft.authors = _all_authors(draft.authors, around.authors)
    found = [
        *(draft.raw() for draft in drafts if draft.title or draft.paragraphs),
        *_teasers(arounds),
        *(story for around in arounds for story in around.briefs),
    ]
    problems: list[Text] = [
        words
        for page, draft in zip(pages, drafts, strict=True)
        if draft.title and draft.paragraphs
        for words in _doubts(page, draft)
    ]
    problems.extend(_problems(drafts, read=len(kept), of=len(rows)))
    reading = finish(
        # a page is in one language, which a teaser alone may be too short to tell
        [replace(raw, declared_language=language) for raw in found],
        source=source,
        document=document.location,
        now=now,
        unplaced=[left for around in arounds for left in around.unplaced],
    )
    return replace(reading, problems=(*problems, *reading.problems))


def _all_authors(told: Sequence[str], noted: Sequence[str]) -> tuple[str, ...]:
    """The authors that an article tells, and those of the notes around it, each once: "Ada Quill of
    the water desk" under an avatar is the Ada Quill of a note."""
    under = {f" {folded(one)} " for one in noted}
    own = [one for one in told if not any(f" {folded(one)} " in other for other in under)]
    return tuple({folded(one): one for one in (*own, *noted)}.values())


def _doubts(page: Sequence[Labelled], draft: ArticleDraft) -> list[Message]:
    told = doubts_about(page, names=draft.authors, image=draft.image, is_of_body=is_of_body)
    return [*told, *doubts_about_authors(page, draft.authors)]


def _first_rows(rows: Sequence[str]) -> Sequence[str]:
    """The rows of a page that are read."""
    ends = accumulate(min(len(row), MOST_CHARACTERS) for row in rows[:LINE_LIMIT])
    return rows[: sum(end <= _CHARACTERS for end in ends)]


def _teasers(arounds: Sequence[Around]) -> list[RawArticle]:
    teasers = {folded(story.title): story for around in arounds for story in around.teasers[::-1]}
    return list(teasers.values())[::-1]


def _parts(lines: Sequence[Line], labeller: Labeller) -> list[Sequence[Labelled]]:
    """The labelled lines of each article of a page, the first with what stands above them all."""
    parts: list[Sequence[Labelled]] = []
    while True:
        found = labeller(lines)
        second = next(
            (at for at, one in enumerate(found) if one.label is Label.SECOND_HEADLINE), None
        )
        if second is None or len(parts) + 1 == _ARTICLES:
            return [*parts, found]
        parts.append(found[:second])
        lines = lines[second:]


def _problems(drafts: Sequence[ArticleDraft], *, read: int, of: int) -> list[Text]:
    first = drafts[0]
    problems: list[Text] = [] if first.title else [Message("reading.no_headline")]
    if not first.paragraphs and first.title:
        problems.append(Message("reading.no_paragraph"))
    problems.extend(Message("reading.second_article", headline=draft.title) for draft in drafts[1:])
    if of > read:
        problems.append(Message("reading.first_lines_only", lines=read))
    return problems
