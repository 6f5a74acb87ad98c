"""The header of a page copied as text: what stands from its headline to its first paragraph."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from digest.gather.furniture import stated_minutes
from digest.gather.page_draft import PageDraft
from digest.gather.page_lines import REPEAT, Line, What, ends_sentence, is_same_headline
from digest.gather.page_names import author_names, byline_names, is_name_under_avatar
from digest.gather.pictures import caption_and_credit
from digest.model.article import Image

_CAPTION = 600  # characters; no caption is longer, unless its end in a credit shows what it is
_CREDITED_CAPTION = 1_500
# a day, a month in words or digits, and a year; slashes are left alone, for nobody can tell which
# of 10/11 is the month
_DATE = re.compile(
    r"\(?(?:(?:published|updated|last updated|опубліковано|оновлено|stand)\b[:,]?\s*)?"
    r"(?P<date>(?:\w{2,12},?\s+)?"
    r"(?:\d{1,2}\.?\s+[^\W\d]{3,12}\.?,?\s+\d{4}|[^\W\d]{3,12}\.?\s+\d{1,2},?\s+\d{4}"
    r"|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})"
    r"(?:[,T\s|–-]+(?:at\s+|о\s+|um\s+)?\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?)?)"
    r"(?:\s+[A-Z]{2,4}|\s+Uhr)?\)?",
    re.IGNORECASE,
)


def read_header(page: PageDraft) -> None:
    """Takes the header's lines from ``page``; the next line is the first paragraph then.

    Where the headline is printed twice, all that stands between belongs to the header.
    """
    again = _repeat(page)
    for _ in range(again):
        line = page.lines.pop(0)
        if not _take(page, line) and not _take_standfirst(page, line):
            page.leave(line, "stands in the header")
    while page.lines and page.lines[0].what is not What.NEWS_FEED:
        line = page.lines[0]
        if not _take(page, line) and not _take_beside_headline(page, line, again=bool(again)):
            return
        page.lines.pop(0)


def _repeat(page: PageDraft) -> int:
    """How many lines further down the headline is printed again; 0 if it is not."""
    near = page.lines[1 : REPEAT + 1]
    matches = (place for place, one in enumerate(near, 1) if is_same_headline(page.title, one.text))
    return next(matches, 0)


def _take(page: PageDraft, line: Line) -> bool:
    """Whether ``line`` can be nothing but a part of a header; if so, it is put where it belongs."""
    if line.what is What.AVATAR:
        if page.next_is(What.TEXT, ahead=1) and is_name_under_avatar(page.lines[1]):
            page.authors.extend(author_names(page.lines.pop(1).text))
        return True
    if not line.is_text or is_same_headline(line.text, page.title):
        return True
    if stated_minutes(line.text) is not None:
        page.minutes = page.minutes or stated_minutes(line.text)
        return True
    dated = _DATE.fullmatch(line.text)
    if dated:
        page.published = page.published or _moment(dated["date"])
        return True
    page.authors.extend(byline_names(line.text))
    return bool(byline_names(line.text))


def _take_standfirst(page: PageDraft, line: Line) -> bool:
    if page.dek or not ends_sentence(line.text):
        return False
    page.dek = line.text
    return True


def _take_beside_headline(page: PageDraft, line: Line, *, again: bool) -> bool:
    """Whether ``line`` is the caption or standfirst; if so, it is put where it belongs. ``again``:
    the headline has been printed a second time above it."""
    caption, credit = caption_and_credit(line.text)
    limit = _CREDITED_CAPTION if line.joined and "/" in credit else _CAPTION
    if len(line.text) > limit or page.image is not None:
        return False
    if _is_credit(credit, loose=line.joined):
        page.image = Image(caption=caption, credit=credit)
        return True
    if not line.joined or page.is_compact:
        return False
    # a standfirst comes before the caption; where the headline is printed again above the picture,
    # a single line under it is the caption
    followed = page.next_is(What.TEXT, ahead=1) and page.lines[1].joined
    if not page.dek and (followed or not again):
        page.dek = line.text
    else:
        page.image = Image(caption=caption, credit=credit)
    return True


def _is_credit(credit: str, *, loose: bool) -> bool:
    """Whether words in parentheses name who took a picture. Away from the headline's own block only
    "name/agency" is believed: paragraphs, too, end in parentheses."""
    if not credit or any(letter.isdigit() for letter in credit):
        return False
    return loose or "/" in credit


def _moment(text: str) -> datetime | None:
    """The moment that a date in words names. The page's zone is not known; UTC is assumed."""
    # a quarter of a second to import and warm up, and few pages have such a line
    import dateparser

    settings = {
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        # where dots part the numbers, the day comes first; hyphens are ISO 8601's
        "DATE_ORDER": "DMY" if re.match(r"\d+\.", text) else "YMD",
    }
    found = dateparser.parse(text, settings=settings)
    return found.astimezone(UTC) if found else None
