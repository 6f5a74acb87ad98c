"""The parts of an article on a page copied as text, from lines of which it is known what they are:
headline, names, caption and credit, standfirst, paragraphs, date and reading time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from digest.gather.page_authors import authors_of
from digest.gather.page_boilerplate import What
from digest.gather.page_dates import Published, minutes_in
from digest.gather.page_headline import PLAIN, headline_of
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import ends_sentence, is_label, word_count
from digest.gather.page_main_picture import picture_of
from digest.gather.raw import RawArticle
from digest.model.article import Image, Kind

_MASTHEAD = 12  # lines above a headline in which its date may stand
_ABOVE = 6  # lines above a headline in which its reading time may stand
_SENTENCE = 3  # words
_FEW = 0.03  # of the body's characters
_SHORT_LIKELY = 0.2
_LONG_LIKELY = 0.3
_SUBHEADING_LIKELY = 0.55
_BODY = (Label.PARAGRAPH, Label.SUBHEADING)


@dataclass(kw_only=True, slots=True)
class ArticleDraft:
    """An article as it stands on its page; ``doubts``: what was decided on little evidence."""

    title: str = ""
    dek: str = ""
    authors: tuple[str, ...] = ()
    image: Image | None = None
    paragraphs: list[str] = field(default_factory=list)
    section: str = ""
    minutes: int | None = None
    published: datetime | None = None
    doubts: list[str] = field(default_factory=list)

    def raw(self) -> RawArticle:
        return RawArticle(
            where="article",
            title=self.title,
            dek=self.dek,
            text="\n\n".join(self.paragraphs),
            authors=self.authors,
            published=self.published,
            section=self.section,
            kind=Kind.ARTICLE,
            reading_minutes=self.minutes,
            image=self.image,
        )


def article_of(found: Sequence[Labelled], *, language: str) -> ArticleDraft:
    """The article that labelled lines make."""
    draft = ArticleDraft(title=headline_of(found))
    draft.dek = standfirst_of(found)
    draft.section = section_of(found)
    size = sum(len(one.line.whole) for one in found if one.label is Label.PARAGRAPH)
    draft.paragraphs = [one.line.whole for one in found if is_of_body(one, size)]
    if not draft.title or len(found) <= PLAIN:  # an excerpt: hardly anything but text
        draft.paragraphs = [one.line.whole for one in found if _is_text(one, size)]
    draft.authors = authors_of(found)
    draft.image = picture_of(found)
    _take_dates(draft, found, language)
    return draft


def standfirst_of(found: Sequence[Labelled]) -> str:
    """The standfirst, or else the first sentence in the header."""
    told = [one.line.text for one in found if one.label is Label.STANDFIRST]
    others = (
        one.line.text
        for one in found
        if one.label is Label.HEADER and one.line.is_text and ends_sentence(one.line.text)
    )
    return next((text for text in (*told, *others) if word_count(text) >= _SENTENCE), "")


def section_of(found: Sequence[Labelled]) -> str:
    """The label right above the headline."""
    above = [one.line for one in found if one.zone is Zone.ABOVE][-1:]
    return next((line.text for line in above if line.is_text and is_label(line.text)), "")


def is_of_body(one: Labelled, size: int) -> bool:
    """Whether a line is put among the paragraphs of a body of ``size`` characters, whatever the
    likeliest sequence as a whole makes of it. A paragraph is, even where it is more likely none: a
    lost one is worse than a foreign line, all the more a short one. A subheading is where that is
    more likely than not."""
    if one.line.what is What.STAMP or not (one.line.is_text or one.label in _BODY):
        return False
    is_short = len(one.line.text) <= _FEW * size
    least = _SHORT_LIKELY if is_short else _LONG_LIKELY
    return one.chance(Label.PARAGRAPH) >= least or one.chance(*_BODY) >= _SUBHEADING_LIKELY


def _is_text(one: Labelled, size: int) -> bool:
    return is_of_body(one, size) or (one.line.is_text and ends_sentence(one.line.text))


def _take_dates(draft: ArticleDraft, found: Sequence[Labelled], language: str) -> None:
    heads = [one.line for one in found if one.zone is Zone.HEADER]
    above = [one.line for one in found if one.zone is Zone.ABOVE]
    below = [one.line for one in found if one.label is Label.BYLINE and one.zone is Zone.BELOW]
    published = Published(language=language)
    for lines in (heads, above[:-_MASTHEAD:-1], below):
        for line in lines:
            published.take(line)
        if published.at is not None:
            break
    draft.published = published.at
    told = (minutes_in(line) for line in (*heads, *above[-_ABOVE:]) if line.what is not What.AVATAR)
    draft.minutes = next((one for one in told if one is not None), None)
