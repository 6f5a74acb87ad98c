"""The parts of an article on a page copied as text, from lines of which it is known what they are:
headline, names, caption and credit, standfirst, paragraphs, date and reading time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from digest.gather.clean import folded
from digest.gather.page_authors import authors_of
from digest.gather.page_boilerplate import What
from digest.gather.page_dates import Published, minutes_in
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import Line, ends_sentence, is_label, word_count
from digest.gather.page_main_picture import picture_of
from digest.gather.raw import RawArticle
from digest.model.article import Image, Kind

_MASTHEAD = 12  # lines above a headline in which its date may stand
_ABOVE = 6  # lines above a headline in which its reading time may stand
_SENTENCE = 3  # words
_PLAIN = 6  # lines of a page that is nothing but a headline and some text
_FEW = 0.02  # of the body's characters
_SHORT_LIKELY = 0.2
_LONG_LIKELY = 0.45
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
    if not draft.title or len(found) <= _PLAIN:  # an excerpt: hardly anything but text
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
    """Whether a line is put among the paragraphs of a body of ``size`` characters. A short sentence
    is, even where it is more likely none: a lost last word is worse than a foreign one."""
    if one.line.what is What.STAMP:
        return False
    if one.label in (Label.PARAGRAPH, Label.SUBHEADING):
        return True
    is_short = len(one.line.text) <= _FEW * size and ends_sentence(one.line.text)
    least = _SHORT_LIKELY if is_short else _LONG_LIKELY
    is_other = one.label in (Label.INSET, Label.BELOW, Label.STANDFIRST)
    return is_other and one.line.is_text and one.chance(*_BODY) >= least


def _is_text(one: Labelled, size: int) -> bool:
    return is_of_body(one, size) or (one.line.is_text and ends_sentence(one.line.text))


def headline_of(found: Sequence[Labelled]) -> str:
    """The headline: of several prints the one that comes back, of several lines under one another
    all of them. On a page of a few lines, the first that is no sentence will do."""
    groups: list[list[Labelled]] = []
    for at, one in enumerate(found):
        if one.label is not Label.HEADLINE:
            continue
        beside = at > 0 and found[at - 1].label is Label.HEADLINE and one.line.joined
        if beside and not _is_print(groups[-1][-1].line, one.line):
            groups[-1].append(one)
        else:
            groups.append([one])
    if not groups:
        first = found[0].line if found else None
        is_plain = first is not None and first.is_text and not ends_sentence(first.text)
        return first.text if first and is_plain and 1 < len(found) <= _PLAIN else ""
    texts = [" ".join(one.line.text for one in group) for group in groups]
    keys = [folded(text) for text in texts]
    best = max(
        range(len(groups)),
        key=lambda at: (
            sum(key.startswith(keys[at]) for key in keys),
            max(one.chance() for one in groups[at]),
            at,
        ),
    )
    return _in_full(texts[best], [*texts, *_lines_after(found, groups[best][-1])])


def _lines_after(found: Sequence[Labelled], last: Labelled) -> list[str]:
    """A headline that ends in a colon, with the line right under it."""
    at = next(place for place, one in enumerate(found) if one is last) + 1
    if at >= len(found) or not last.line.text.endswith((":", "：")):
        return []
    below = found[at]
    is_rest = below.line.joined and below.line.is_text and below.label is not Label.BYLINE
    return [f"{last.line.text} {below.line.text}"] if is_rest else []


def _in_full(headline: str, prints: Sequence[str]) -> str:
    """The longest print that goes on where the headline stops at a colon."""
    start = f"{headline.rstrip(':： ')}:"
    longer = [one for one in prints if one.replace(" :", ":").startswith(start)]
    return max([headline, *longer], key=len)


def _is_print(one: Line, other: Line) -> bool:
    """Whether one of two lines is the other again, perhaps with the name of the site."""
    first, second = folded(one.text), folded(other.text)
    return first.startswith(second) or second.startswith(first)


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
