"""Dates, times and reading times on a page copied as text, in many languages and digits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

_MONTH = r"[^\W\d]{2,14}\.?(?:/[^\W\d]{2,14})?"  # Arabic months have two names: "أبريل/نيسان"
# the Levant's names for four months are two words
_LEVANTINE = {
    "تشرين الأول": "أكتوبر",
    "تشرين الثاني": "نوفمبر",
    "كانون الأول": "ديسمبر",
    "كانون الثاني": "يناير",
}
_DATE = re.compile(
    rf"(?P<ymd>\b(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}})(?:T(?=\d))?"
    rf"|(?P<cjk>(?:19|20)\d\d\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일]?)"
    rf"|(?P<dmy>\b\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:19|20)\d\d)"
    rf"|(?P<words>\b\d{{1,2}}(?:st|nd|rd|th|er|º|-?го)?\.?\s+(?:de\s+|of\s+)?(?:{'|'.join(_LEVANTINE)}|{_MONTH}),?\s+"
    rf"(?:de[l]?\s+)?(?:19|20)\d\d\b|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])\s?(?:[:.]|h|時|点"
    r"|시)\s?(?P<minute>[0-5]\d)(?::\d\d)?(?![\d,]|\.\d)"
    r"(?:\s*분|分)?(?:\s*(?P<half>[ap]\.?\s?m\b\.?|[مص](?!\w)))?",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b\d{0,3}\s*(?:[a-z]+|\w+)\s+(?:ago|тому|назад|temu|fa|önce|geleden|sedan|siden)\b"
    r"|\b(?:vor|il y a|hace|há|acum|före|منذ|قبل|לפני|πριν)\s+(?:\d{1,3}|ein\w*|un[ae]?"
    r"|uma?)?\s*\w+"
    r"|\d{1,3}\s*[a-z]\s+ago\b|\d{1,3}\s?(?:分|時間|小時|小时|分钟|分鐘|天|日)前"
    r"|\d{1,3}\s?(?:분|시간|일)\s?전",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updat|edited|modified|оновл|обновл|aktualis|zuletzt|geändert|mis\s+à\s+jour|modifi|actualiz"
    r"|atualiz|aggiorn|aktualiz|güncel|son\s+değ|bijgewerkt|uppdater|oppdater|تحديث|تعديل|به.?روز"
    r"|עודכן|更新|修改|수정",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"publi|posted|опублік|додано|размещ|veröff|erstellt|stand\b|опублик|pubblic|opublik|dodano"
    r"|yayın|giriş|gepubl|نشر|تاريخ|انتشار|פורסם|公開|掲載|配信|发布|發布|入力|입력|ausgabe"
    r"|issue|випуск",
    re.IGNORECASE,
)
_CACHED = 20_000  # entries that are remembered, more than one page has
_UNLABELLED_WORDS = 3
_LABELLED_WORDS = 6
_STAMP_CHARACTERS = 110

_UNIT = (
    r"(?:min(?:s|utes?|uten|uto?s?|uti|ut[yaęe]?|uuttia)?|dak(?:ika)?(?:l[ıi]k)?|dk|perc"
    r"|хв(?:илин[аи]?)?"
    r"|мин(?:ут[аы]?)?|دقائق|دقيقة|دقيقتان|دقیقه|דקות|λεπτά|分钟|分鐘|分|분)\b\.?"
)
_READING_WORDS = re.compile(
    r"\b(?:estimated|est|about|approx|ca|circa|около|up|less|than|to|reading|read|time"
    r"|lesezeit|lesedauer"
    r"|lesen|zu|temps|durée|de|di|lecture|tiempo|lectura|leer|leitura|ler|tempo|lettura"
    r"|leggere|czas"
    r"|czytania|czytanie|czyta|okuma|okumas[ıi]|süresi|okunma|leestijd|lezen|lästid|lesetid"
    r"|læsetid|at"
    r"|læse|час|час(?:у)?|на|для|читання|читати|чтения|чтение|читать|время|um|cirka|olvasás"
    r"|olvasási|idő"
    r"|وقت|مدة|زمن|القراءة|للقراءة|قراءة|مطالعه|زمان|קריאה|זמן)\b"
    r"|この記事は|読了時間|読了|で読めます|目安|約|阅读时间|阅读|閱讀時間|閱讀|约|需|时间"
    r"|읽는 시간|소요|약",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    rf"(?:\d{{1,2}}\s*[–-]\s*)?(?<!\d)(?P<minutes>\d{{1,3}}|\ban?\b|\bone\b)\s*[- ]?\s*{_UNIT}",
    re.IGNORECASE,
)
_LEAST_READING = re.compile(r"\w")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamp:
    """A line, or one entry of it, that says when. ``day`` is the date's words, "" for a time alone;
    ``hour`` and ``minute`` are None where no time is told."""

    day: str
    hour: int | None = None
    minute: int | None = None
    is_update: bool = False


def western(text: str) -> str:
    """``text`` with the decimal digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(one)) if one.isdecimal() and not one.isascii() else one
        for one in text
    )


@lru_cache(maxsize=_CACHED)
def stated_minutes(text: str) -> int | None:
    """The minutes in a reading time such as "2 min read", "Lesezeit: 4 Min." or "وقت القراءة ٤
    دقائق"; the larger number of a range, and 1 for "less than a minute"."""
    plain = western(text)
    if len(plain) > _STAMP_CHARACTERS:
        return None
    found = _MINUTES.search(plain)
    if found is None:
        return None
    rest = _READING_WORDS.sub(" ", f"{plain[: found.start()]} {plain[found.end() :]}")
    if _LEAST_READING.search(rest):
        return None
    return int(found["minutes"]) or None if found["minutes"].isdigit() else 1


@lru_cache(maxsize=_CACHED)
def stamp_in(text: str) -> Stamp | None:
    """What an entry says when it says hardly anything but when; None for any other."""
    if len(text) > _STAMP_CHARACTERS:
        return None
    plain = western(text)
    date = _DATE.search(plain)
    time = _TIME.search(plain, date.end() if date else 0) or _TIME.search(
        _without(plain, date) if date else plain
    )
    if date is None and time is None and not _AGO.search(plain):
        return None
    rest = _without(_AGO.sub(" ", plain) if date is None and time is None else plain, date)
    rest = _TIME.sub(" ", rest)
    words = re.findall(r"[^\W\d_]{2,}", rest)
    is_labelled = bool(_LABELLED.search(rest) or _UPDATED.search(rest))
    if len(words) > (_LABELLED_WORDS if is_labelled else _UNLABELLED_WORDS):
        return None
    return Stamp(
        day=date[0].strip() if date else "",
        hour=_hour(time) if time else None,
        minute=int(time["minute"]) if time else None,
        is_update=bool(_UPDATED.search(rest)),
    )


def before_date(text: str) -> str:
    """What stands in a line before the first date in it; "" where there is none."""
    found = _DATE.search(western(text)) if len(text) <= _STAMP_CHARACTERS else None
    return text[: found.start()].strip(" ,;|·•-–—") if found else ""


def without_stamp(text: str) -> str:
    """A line without the first date and the times in it."""
    plain = western(text)
    return _TIME.sub(" ", _without(plain, _DATE.search(plain))).strip(" ,;|·•-–—")


def _without(text: str, date: re.Match[str] | None) -> str:
    return f"{text[: date.start()]} {text[date.end() :]}" if date else text


def _hour(time: re.Match[str]) -> int:
    hour, half = int(time["hour"]) % 24, (time["half"] or "").lower()
    if half.startswith(("p", "م")) and hour < 12:
        return hour + 12
    return 0 if half.startswith(("a", "ص")) and hour == 12 else hour


def moment(stamp: Stamp, *, language: str) -> datetime | None:
    """The moment that a stamp names, as the page writes it. Its zone is not known; UTC is assumed.

    Where slashes part day and month, only a number above 12 or a language other than English shows
    which is which; None where nobody can tell.
    """
    day = _day(stamp.day, language=language)
    if day is None or stamp.hour is None:
        return day
    return day.replace(hour=stamp.hour, minute=stamp.minute or 0)


def _day(text: str, *, language: str) -> datetime | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if len(numbers) < 3:
        return _day_in_words(text)
    first, second, third = numbers[:3]
    if first > 31:
        year, month, day = first, second, third
    elif second > 12 or (first <= 12 and "/" in text and language == "en" and first != second):
        if second <= 12:
            return None
        year, month, day = third, first, second
    else:
        year, month, day = third, second, first
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _day_in_words(text: str) -> datetime | None:
    # a quarter of a second to import and warm up, and few pages have more than one such line
    import dateparser

    settings = {
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "DATE_ORDER": "DMY",
    }
    plain = re.sub(r"(?<=[^\W\d])/[^\W\d]+", "", text)
    for told, known in _LEVANTINE.items():
        plain = plain.replace(told, known)
    found = dateparser.parse(plain, settings=settings)
    return found.astimezone(UTC) if found else None
