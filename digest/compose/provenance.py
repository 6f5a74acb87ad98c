"""Provenance: which outlet an article is from, and when it was written, with how sure that is.

::

    published, the URL's day, a date in the first lines, gathered ─believable?→ Provenance

An article's own date comes first; a day in its URL corrects it: URLs are made when a page is made,
and stay when it is touched or crawled. Several pages of one outlet that all claim one
odd minute, while its other pages lie days away, were dated by whoever copied them.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from statistics import median

from babel import Locale, UnknownLocaleError

from digest.model.article import Article

SURE, IN_TEXT, GATHERED, CRAWLED = 1.0, 0.8, 0.5, 0.2
"""How far a date is believed, by where it comes from: a publisher's or a URL's wholly, one that
stands in the first lines mostly, the time we first saw it half, one that looks like a crawler's
hardly."""

EARLIEST = 1990
"""A year before this is a clock that was never set."""

FUTURE = 5 * 365.0
"""So many days after the middle one of its day's articles, a date is a mistake."""

AGREE = 1.6
"""Days by which an article's own date and its URL's may differ, for zones and for an evening."""

READ_CHARACTERS = 300
BURST_MINUTES, BURST_APART = 30, 2.0

_DAY = 86_400
_YEAR = re.compile(r"(?:19|20)\d\d|/\s?\d\d(?!\d)")
_IN_URL = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)([/-]?)(\d\d)\2(\d\d)(?!\d)"),
    re.compile(r"/((?:19|20)\d\d)([/-])(\d{1,2}|[a-z]{3})[/-](\d{1,2})/"),
)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d/])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?((?:19|20)?\d\d)(?![\d/])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Provenance:
    """``outlet`` is empty where it is unknown; ``day`` counts days from 1970, and is not a number
    where no date is known; ``sureness`` says how far the date is believed, 0 … 1."""

    outlet: str
    day: float
    sureness: float


def provenance_of(articles: Sequence[Article]) -> list[Provenance]:
    """One for each of the articles of a day."""
    stated = [_stated(article) for article in articles]
    bursts = _bursts(articles)
    middle = median([day for day, _ in stated if not math.isnan(day)] or [0.0])
    found = []
    for at, (article, (day, sureness)) in enumerate(zip(articles, stated, strict=True)):
        if at in bursts and url_day(article.url) is None:
            sureness = min(sureness, CRAWLED)
        if day - middle > FUTURE:
            day, sureness = math.nan, 0.0
        found.append(Provenance(outlet=article.source, day=day, sureness=sureness))
    return found


def _stated(article: Article) -> tuple[float, float]:
    """The article's day by itself, and how far it is believed."""
    published, in_url = _plausible(article.published, article.gathered), url_day(article.url)
    if published is not None and (in_url is None or abs(published - in_url) <= AGREE):
        return published, SURE
    if in_url is not None:
        return in_url, SURE
    in_text = day_in_text(article.title, article.language)
    if in_text is None:
        in_text = day_in_text(f"{article.dek}\n{article.text[:READ_CHARACTERS]}", article.language)
    if in_text is not None:
        return in_text, IN_TEXT
    gathered = _plausible(article.gathered, None)
    return (math.nan, 0.0) if gathered is None else (gathered, GATHERED)


def _plausible(moment: datetime | None, gathered: datetime | None) -> float | None:
    if moment is None or moment.year < EARLIEST:
        return None
    if gathered is not None and moment.timestamp() - gathered.timestamp() > AGREE * _DAY:
        return None  # nobody gathers what is yet to be written
    return moment.timestamp() / _DAY


def _bursts(articles: Sequence[Article]) -> set[int]:
    """Positions of articles that share an odd moment with others of their outlet, whose pages
    otherwise lie days apart. On the hour, a moment is a date without a time."""
    by_outlet: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    for at, article in enumerate(articles):
        if article.source and article.published is not None:
            by_outlet[article.source].append((article.published.timestamp(), at))
    found: set[int] = set()
    for dated in by_outlet.values():
        moments = sorted(moment for moment, _ in dated)
        if moments[-1] - moments[0] <= BURST_APART * _DAY:
            continue
        for moment, at in dated:
            low = bisect_left(moments, moment - BURST_MINUTES * 60)
            high = bisect_right(moments, moment + BURST_MINUTES * 60)
            if high - low > 1 and moment % 3600:
                found.add(at)
    return found


def url_day(url: str) -> float | None:
    """The day that a URL names, as ``/2026/03/11/`` or ``20260311``."""
    for pattern in _IN_URL:
        for match in pattern.finditer(url.casefold()):
            month = _month(match[3])
            day = _day(int(match[1]), month, int(match[4])) if month else None
            if day is not None:
                return day
    return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _months("en").get(text, 0)


def day_in_text(text: str, language: str) -> float | None:
    """The first full date in a text, in words of its language or of English, or in figures. Where
    figures could be read both ways, 3/4/2026, they are not read."""
    if not _YEAR.search(text):
        return None
    found = list(_days_in(text.casefold(), language))
    return min(found)[1] if found else None


def _days_in(text: str, language: str) -> Iterator[tuple[int, float]]:
    """Where each date of the text stands, and its day."""
    months = _months(language)
    for match in _in_words(language).finditer(text):
        name, day, year = (
            (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        )
        yield from _placed(match.start(), int(year), months[name], int(day))
    for match in _ISO.finditer(text):
        yield from _placed(match.start(), int(match[1]), int(match[2]), int(match[3]))
    for match in _NUMBERS.finditer(text):
        one, other, year = int(match[1]), int(match[3]), int(match[4])
        year += 2000 if year < 100 else 0
        if match[2] == "." or one > 12 or one == other:
            yield from _placed(match.start(), year, other, one)
        elif other > 12:
            yield from _placed(match.start(), year, one, other)


def _placed(at: int, year: int, month: int, day: int) -> Iterable[tuple[int, float]]:
    found = _day(year, month, day)
    return () if found is None else ((at, found),)


def _day(year: int, month: int, day: int) -> float | None:
    """Noon of the day."""
    if not EARLIEST <= year < 2100:
        return None
    try:
        return datetime(year, month, day, 12, tzinfo=UTC).timestamp() / _DAY
    except ValueError:
        return None


@cache
def _months(language: str) -> dict[str, int]:
    """The names of the months in a language and in English, long and short, to their numbers."""
    found: dict[str, int] = {}
    for each in (language, "en"):
        try:
            locale = Locale.parse(each)
        except (ValueError, UnknownLocaleError, TypeError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    bare = name.casefold().rstrip(".")
                    if any(map(str.isalpha, bare)):
                        found.setdefault(bare, number)
    return found


@cache
def _in_words(language: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_months(language), key=len, reverse=True)))
    return re.compile(
        rf"(?<!\w)(?:({names})\.?,?\s+(\d{{1,2}})\s*(?:st|nd|rd|th)?\s*,?\s+(\d{{4}})"
        rf"|(\d{{1,2}})\s*(?:st|nd|rd|th|er|\.|º|ª)?\s+(?:de\s+)?({names})\.?,?\s+(?:de\s+)?(\d{{4}}))"
        r"(?!\w)"
    )
