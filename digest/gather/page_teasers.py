"""Teasers on a page copied as text: a headline and a standfirst for another story."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.gather.page_boilerplate import What, what_is
from digest.gather.page_draft import PageDraft
from digest.gather.page_lines import PageLine, ends_sentence, is_headline, is_list_item
from digest.gather.page_names import is_name
from digest.gather.raw import RawArticle
from digest.model.article import Kind

_STANDFIRST = 400  # characters; a longer text under a short line is a paragraph under a subheading
_CARD_TITLE = 40  # words of a headline; it may be two sentences, for its picture shows what it is
_CARD_STANDFIRST = 1_000  # characters, likewise
_SEE_ALSO = re.compile(r"(?P<heading>[^:：|]{3,40}?)\s*(?:[:：|]|\s[–—-]\s)\s*(?P<title>\S.+)")


def see_also(text: str) -> str:
    """The headline in a line such as "Read also: Who pays?"; "" for any other line."""
    found = _SEE_ALSO.fullmatch(text)
    if found and what_is(found["heading"]) in (What.RELATED, What.READ_MORE):
        return found["title"]
    return ""


def take_teaser(page: PageDraft, *, apart: bool) -> bool:
    """Whether a teaser comes next; if so, it is taken: a headline with a standfirst in the next
    line, a headline above what is left of a picture, or "Read also:" and a headline. ``apart``: the
    line before was no paragraph."""
    line = page.lines[0]
    if not line.is_text:
        return False
    if see_also(line.text):
        page.teasers.append(teaser(see_also(line.text), "", line))
        del page.lines[0]
        return True
    count = _lines_of_teaser(page, begins=apart or not line.joined)
    if count:
        standfirst = page.lines[1].text if count > 1 else ""
        page.teasers.append(teaser(line.text, standfirst, line))
        del page.lines[:count]
        _leave_outlet(page)
    return count > 0


def _leave_outlet(page: PageDraft) -> None:
    """Reports the name of an outlet or author that a card has under its standfirst; the one above a
    note and "Read more" is this page's own author."""
    if not page.next_is(What.TEXT) or page.is_compact or page.next_is(What.READ_MORE, ahead=2):
        return
    line = page.lines[0]
    goes_on = page.next_is(What.TEXT, ahead=1) and page.lines[1].joined
    if line.joined and is_name(line.text) and not goes_on:
        page.leave(page.lines.pop(0), "stands under a teaser")


def next_is_card(page: PageDraft) -> bool:
    """Whether a headline and a standfirst come next with what is left of their picture."""
    return len(page.lines) > 2 and page.lines[1].joined and page.next_is(What.PICTURE, ahead=2)


def _lines_of_teaser(page: PageDraft, *, begins: bool) -> int:
    """How many of the next lines are a teaser's words. ``begins``: a block begins with them."""
    title, *rest = page.lines[:3]
    if not rest:
        return 0
    if rest[0].what is What.PICTURE:
        return int(rest[0].joined and begins and is_headline(title.text))
    if not rest[0].is_text:
        return 0
    is_pair = _is_joined_pair if rest[0].joined else _is_spaced_pair
    return 2 * is_pair(page, title, rest, begins=begins)


def _is_joined_pair(
    page: PageDraft, title: PageLine, rest: Sequence[PageLine], *, begins: bool
) -> bool:
    """Whether ``title`` and the line right under it are a teaser's."""
    under = rest[0].text
    pictured = rest[-1].what is What.PICTURE
    if pictured and rest[-1].joined and begins and not page.is_compact:
        return len(title.text.split()) <= _CARD_TITLE and len(under) <= _CARD_STANDFIRST
    in_place = begins or (pictured and rest[-1].joined)
    return in_place and is_headline(title.text) and _is_standfirst(under, pictured=pictured)


def _is_spaced_pair(
    page: PageDraft, title: PageLine, rest: Sequence[PageLine], *, begins: bool
) -> bool:
    """Whether ``title`` and a line apart from it are a teaser's: only a picture's rest right under
    them, or on a page with empty lines between all its lines, tells that from a subheading."""
    pictured = rest[-1].what is What.PICTURE and (rest[-1].joined or page.is_spaced)
    return pictured and begins and is_headline(title.text) and len(rest[0].text) <= _STANDFIRST


def _is_standfirst(text: str, *, pictured: bool) -> bool:
    """Whether a line has a standfirst's shape: a sentence or two, no long paragraph, and not the
    name under a quotation. Under a picture's rest it need not be a whole sentence."""
    sentence = ends_sentence(text) and not is_list_item(text)
    return len(text) <= _STANDFIRST and (pictured or sentence)


def teaser(title: str, standfirst: str, line: PageLine) -> RawArticle:
    """A teaser for another story."""
    where = f"line {line.number}"
    return RawArticle(where=where, title=title, dek=standfirst, kind=Kind.TEASER)
