"""What stands around the article on a page copied as text: other stories, authors, a news feed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.gather.clean import shown
from digest.gather.finish import headline_from
from digest.gather.page_boilerplate import What, is_notice, see_also
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import Line, ends_sentence, is_headline, is_label
from digest.gather.page_names import author_names, is_name_under_avatar
from digest.gather.raw import RawArticle
from digest.model.article import Kind
from digest.model.message import Message
from digest.model.reading import Unplaced

_TAG_WORDS = 2  # "Politics", "Human rights" above an item of the news feed
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+|^[•·▪*–—-]\s+")
_FEED = 12  # lines under a news feed's heading of which one must be an item
_OWN = (
    *(Label.HEADLINE, Label.STANDFIRST, Label.PARAGRAPH, Label.SUBHEADING),
    *(Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION),
)


@dataclass(kw_only=True, slots=True)
class Around:
    """What was found around an article; the language is the page's."""

    language: str
    teasers: list[RawArticle] = field(default_factory=list)
    briefs: list[RawArticle] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)


def around_of(found: Sequence[Labelled], *, language: str) -> Around:
    """Teasers, the items of a news feed as briefs, and the names under avatars."""
    around = Around(language=language)
    at = 0
    while at < len(found):
        one = found[at]
        if one.zone in (Zone.ABOVE, Zone.BELOW) and _is_feed(found, at):
            at = _read_feed(around, found, at + 1)
            continue
        if one.label is Label.TEASER:
            at += _take_teaser(around, found, at)
            continue
        if one.line.what is What.AVATAR and at + 1 < len(found):
            below = found[at + 1].line
            if (
                below.is_text
                and below.text[0] != "#"
                and is_name_under_avatar(below.text, joined=below.joined)
            ):
                around.authors.extend(author_names(below.text))
        at += 1
    return around


def _take_teaser(around: Around, found: Sequence[Labelled], at: int) -> int:
    """Takes a headline of another story, with the sentence right under it; returns the lines."""
    line = found[at].line
    below = found[at + 1] if at + 1 < len(found) else None
    is_dek = (
        below is not None
        and below.label not in (*_OWN, Label.TEASER)
        and below.line.joined
        and below.line.is_text
        and (ends_sentence(below.line.text) or _is_pictured(found, at))
    )
    title = see_also(line.text) or _NUMBERED.sub("", line.text)
    around.teasers.append(teaser(title, below.line.text if below and is_dek else "", line))
    return 1 + is_dek


def _is_pictured(found: Sequence[Labelled], at: int) -> bool:
    return at + 2 < len(found) and found[at + 2].line.what is What.PICTURE


def teaser(title: str, standfirst: str, line: Line) -> RawArticle:
    """A teaser for another story."""
    where = Message("reading.line", number=line.number)
    return RawArticle(where=where, title=title, dek=standfirst, kind=Kind.TEASER)


def _is_feed(found: Sequence[Labelled], at: int) -> bool:
    """Whether a news feed's heading stands above short items of text, and not above headlines."""
    if found[at].line.what is not What.NEWS_FEED:
        return False
    below = [one for one in found[at + 1 : at + _FEED] if one.line.is_text][:4]
    return any(ends_sentence(one.line.text) and one.label not in _OWN for one in below)


def _read_feed(around: Around, found: Sequence[Labelled], at: int) -> int:
    """The news feed's items, a brief for each block of lines, up to its end; returns the place of
    the first line that is not its."""
    block: list[Line] = []
    ended = False
    while at < len(found) and found[at].label not in _OWN:
        line = found[at].line
        ended = ended or line.what is What.FEED_END
        if ended or not line.joined or not line.is_text:
            _close_item(around, block)
            block = []
        if line.is_text and not ended:
            block.append(line)
        elif line.is_text and not is_notice(line.text):
            _leave(around, line, Message("reading.below_the_news_feed"))
        at += 1
    _close_item(around, block)
    return at


def _close_item(around: Around, block: list[Line]) -> None:
    if not block:
        return
    # lines that each end a sentence are items without an empty line between them
    if len(block) > 1 and all(ends_sentence(line.text) for line in block):
        around.briefs.extend(_brief([line], around.language) for line in block)
    elif len(block) == 1 and is_label(block[0].text, most=_TAG_WORDS):
        _leave(around, block[0], Message("reading.label_in_the_news_feed"))
    else:
        around.briefs.append(_brief(block, around.language))


def _leave(around: Around, line: Line, why: Message) -> None:
    where = Message("reading.line", number=line.number)
    left = Unplaced(where=where, text=shown(line.text), why=why)
    around.unplaced.append(left)


def _brief(block: Sequence[Line], language: str) -> RawArticle:
    """A short item: its first line is its headline where it has the shape and others follow."""
    titled = len(block) > 1 and is_headline(block[0].text)
    words = block[0].text
    alone = len(block) == 1 and not ends_sentence(words) and headline_from(words, language) == words
    return RawArticle(
        where=Message("reading.line", number=block[0].number),
        title=block[0].text if titled or alone else "",
        text="" if alone else "\n\n".join(line.text for line in block[titled:]),
        kind=Kind.BRIEF,
    )
