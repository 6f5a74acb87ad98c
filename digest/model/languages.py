"""Languages by their BCP 47 tags: "en", "en-GB", "pt-BR", "zh-Hant"; and how they write a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal
from unicodedata import east_asian_width

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from langcodes import Language, standardize_tag, tag_is_valid
from langcodes.tag_parser import LanguageTagError

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})
_DIGITS = {
    "arab": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "arabext": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
}
_WITHOUT_BLANKS = frozenset({"ja", "yue", "zh"})
_NORWEGIAN = frozenset({"nb", "nn", "no"})  # sources call either of the two written forms "no"


@lru_cache(maxsize=4096)
def standard_tag(tag: str) -> str:
    """The tag as BCP 47 writes it: "en-GB" for "en_gb", "he" for "iw".

    :raises ValueError: it names no language.
    """
    written = tag.strip()
    try:
        known = tag_is_valid(written)
    except LanguageTagError:
        known = False
    if not known or len(Language.get(written).language or "") not in (2, 3):
        raise ValueError(f"{tag!r} names no language: write a tag like en, en-GB or zh-Hant")
    return str(standardize_tag(written))


@lru_cache(maxsize=4096)
def base_language(tag: str) -> str:
    """The language without script and region: "en" for "en-GB"; "" where the tag names none."""
    try:
        return standard_tag(tag).partition("-")[0]
    except ValueError:
        return ""


def same_language(one: str, other: str) -> bool:
    """Whether both tags mean one language, in whatever region or script: "en-US" and "en-GB"."""
    return _comparable(one) == _comparable(other)


def fallbacks(tag: str) -> tuple[str, ...]:
    """The tag and the ever more general ones behind it: "zh-Hant-TW", "zh-Hant", "zh"."""
    try:
        parts = standard_tag(tag).split("-")
    except ValueError:
        return (tag,)
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def join_sentences(sentences: Iterable[str], language: str) -> str:
    """The sentences as one text, with what the language writes between them: a blank, but nothing
    beside the wide signs of Chinese and Japanese. Korean sets blanks beside signs as wide."""
    joined = ""
    for sentence in sentences:
        blank = " " if joined and _has_blank(joined[-1:] + sentence[:1], language) else ""
        joined += blank + sentence
    return joined


def _has_blank(beside: str, language: str) -> bool:
    """Whether two signs that stand side by side, at the end and the beginning, are set apart."""
    spoken = base_language(language)
    if spoken in _WITHOUT_BLANKS and not any(map(str.isascii, beside)):
        return False
    return spoken == "ko" or not any(map(_is_wide, beside))


def _is_wide(mark: str) -> bool:
    return east_asian_width(mark) in "WF" and not "\U0001f000" <= mark <= "\U0001ffff"  # no emoji


def direction(tag: str) -> str:
    """ "rtl" for languages written from right to left, else "ltr"."""
    for part in tag.replace("_", "-").split("-")[1:]:
        if len(part) == 4 and part.isalpha():  # the script, where the tag names one
            return "rtl" if part.title() in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if base_language(tag) in _RIGHT_TO_LEFT else "ltr"


def locale_of(tag: str) -> Locale:
    """The language with its region as far as Babel knows them, else English."""
    for known in fallbacks(tag):
        try:
            return Locale.parse(known, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return Locale.parse("en")


def written_day(day: date, tag: str, form: Literal["full", "long", "MMMd"]) -> str:
    """A day as the language and its region write it; in full with the day of the week, as "MMMd"
    without the year."""
    locale = locale_of(tag)
    if form == "MMMd":
        return in_digits(format_skeleton(form, day, locale=locale), tag)
    return in_digits(format_date(day, form, locale=locale), tag)


def in_digits(text: str, tag: str) -> str:
    """The text with the digits of the language, where Babel writes others."""
    return text.translate(_DIGITS.get(locale_of(tag).default_numbering_system, {}))


def _comparable(tag: str) -> str:
    base = base_language(tag)
    if base in _NORWEGIAN:
        return "no"
    return base or tag.strip().lower()
