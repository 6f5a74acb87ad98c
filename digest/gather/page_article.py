"""The parts of an article on a page copied as text, from lines of which it is known what they are:
headline, names, caption and credit, standfirst, paragraphs, date and reading time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest.gather.clean import folded
from digest.gather.page_authors import authors_of
from digest.gather.page_boilerplate import What
from digest.gather.page_credits import caption_apart, credit_of, credit_only, credited
from digest.gather.page_dates import Published, minutes_in
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import Line, ends_sentence, is_label, word_count
from digest.gather.page_names import photographers
from digest.gather.page_pictures import picture_label, without_label
from digest.gather.raw import RawArticle
from digest.model.article import Image, Kind

_PICTURE = (Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION)
_APART = 2  # lines between a caption and its credit
_MASTHEAD = 12  # lines above a headline in which its date may stand
_ABOVE = 6  # lines above a headline in which its reading time may stand
_LIKELY = 0.25  # the chance from which on a line is taken for what is missing
_SENTENCE = 3  # words
_PLAIN = 6  # lines of a page that is nothing but a headline and some text
_SURE = 0.8
_FEW = 0.02  # of the body's characters
_SHORT_LIKELY = 0.2
_LONG_LIKELY = 0.45
_BODY = (Label.PARAGRAPH, Label.SUBHEADING)
_CAPTIONS = (Label.CAPTION, Label.CREDITED_CAPTION)
_OTHERWISE = (Label.HEADER, Label.INSET, Label.STANDFIRST, Label.TEASER, Label.BYLINE)


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
    photographed = [name for one in found for name in photographers(one.line.text)]
    draft.image = picture_of(found, photographed)
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


def picture_of(found: Sequence[Labelled], photographed: Iterable[str] = ()) -> Image | None:
    """The first picture of the page; None where it has neither a caption nor a credit."""
    group = _first_picture(found)
    if not any(one.label in _CAPTIONS for one in group):
        group = _likely_caption(found, group)
    caption, credit = "", ""
    for one in group:
        words, maker = _of_picture(one)
        caption, credit = (
            caption if maker and caption else f"{caption} {words}".strip(),
            credit or maker,
        )
    if caption and not credit:
        caption, credit = _signed(caption, photographed)
    if caption and not credit:
        told = credited(caption)
        caption, credit = (told.caption, told.credit) if told else (caption, credit)
    return Image(caption=caption, credit=credit) if caption or credit else None


def _of_picture(one: Labelled) -> tuple[str, str]:
    """What a line says of its picture: words of the caption, and of the credit."""
    text = one.line.text
    label = picture_label(text)
    text = without_label(text) if label else text
    if not text:
        return "", ""
    if label == "source" or (one.label is Label.CREDIT and label != "caption"):
        return "", credit_of(text)
    is_both = one.label is Label.CREDITED_CAPTION or (
        one.chance(Label.CREDITED_CAPTION) >= _LIKELY and one.label is Label.CAPTION
    )
    return caption_apart(text) if is_both else (text, "")


def _likely_caption(found: Sequence[Labelled], group: Sequence[Labelled]) -> list[Labelled]:
    """Where no line is taken for a caption, the line that is one most likely, with the credit of
    the picture if it is close; a credit that stands alone must say that it is one."""
    likely = [
        (one.chance(*_CAPTIONS), -at)
        for at, one in enumerate(found)
        if one.line.is_text and one.label in _OTHERWISE and one.chance(*_CAPTIONS) >= _LIKELY
    ]
    if not likely:
        return [one for one in group if credit_only(one.line.text) or one.chance() >= _SURE]
    one = found[-max(likely)[1]]
    label = max(_CAPTIONS, key=lambda label: one.chance(label))
    near = [each for each in group if abs(each.line.number - one.line.number) <= _APART + 1]
    return [replace(one, label=label), *near]


def _signed(caption: str, photographed: Iterable[str]) -> tuple[str, str]:
    """A caption apart from the photographer's name at its end."""
    for name in photographed:
        if caption.endswith(name) and caption != name:
            return caption.removesuffix(name).strip(" |/–—-"), name
    return caption, ""


def _first_picture(found: Sequence[Labelled]) -> list[Labelled]:
    """The lines of the first picture: one caption, and the credit close to it."""
    group: list[Labelled] = []
    last = 0
    for at, one in enumerate(found):
        if one.label not in _PICTURE:
            continue
        if group and (at - last > _APART or _is_another(group, one)):
            break
        group.append(one)
        last = at
    return group


def _is_another(group: Sequence[Labelled], one: Labelled) -> bool:
    """Whether a line belongs to another picture than those of ``group``."""
    labels = [each.label for each in group]
    if one.label is Label.CREDIT:
        return Label.CREDITED_CAPTION in labels or (
            Label.CREDIT in labels and not picture_label(group[-1].line.text)
        )
    if one.label is Label.CREDITED_CAPTION:
        return True
    return Label.CREDITED_CAPTION in labels or (
        Label.CAPTION in labels
        and (Label.CREDIT in labels or not one.line.joined)
        and not picture_label(group[-1].line.text)
    )


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
