"""The words of the pages, by language, with their plurals and the times of a newsroom's zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_decimal

from digest.model.catalogue import SOURCE, Catalogue, catalogue, languages
from digest.model.languages import locale_of
from digest.model.message import Text
from digest.model.zones import in_local_times

AREA = "desk"
"""The part of a catalogue that the pages and the mails to staff are written with."""


@lru_cache(maxsize=1)
def desk_languages() -> dict[str, str]:
    """The languages of the pages, each in its own words."""
    tags = (SOURCE, *(tag for tag in languages(AREA) if tag != SOURCE))
    return {tag: (locale_of(tag).get_display_name() or tag).capitalize() for tag in tags}


@dataclass(frozen=True, kw_only=True)
class DeskWords:
    """One language's words. Called with a key, they give its sentence, filled in."""

    language: str
    zone: ZoneInfo
    catalogue: Catalogue

    def __call__(self, key: str, **values: object) -> str:
        """The desk's sentence for ``key``; where it has plural forms, ``count`` chooses among them.

        :raises KeyError: there is no such key, or a value that the sentence needs is missing.
        """
        return self.catalogue(f"{AREA}.{key}", **values)

    def say(self, text: Text) -> str:
        """A message in this language and the newsroom's time; other words as they are."""
        return self.catalogue.say(in_local_times(text, self.zone))

    def n(self, count: int | Decimal) -> str:
        """A number as this language writes it: "4,210"."""
        return format_decimal(count, locale=self.language)

    def time(self, moment: datetime) -> str:
        """A time of day in the newsroom's zone: "06:30"."""
        return format_time(moment, "HH:mm", tzinfo=self.zone, locale=self.language)

    def day(self, day: date) -> str:
        """A date with its day of the week: "Thursday, 12 March"."""
        if self.language == "en":
            return format_date(day, "EEEE, d MMMM", locale="en_GB")
        return format_date(day, "EEEE, d MMMM", locale=self.language)

    def short_day(self, day: date) -> str:
        """A date without its day of the week: "12 March"."""
        return format_date(day, "d MMMM", locale=self.language)

    def full_day(self, day: date) -> str:
        """A date with its day of the week and its year: "Thursday 12 March 2026"."""
        shape = "EEEE d MMMM y" if self.language == "en" else "full"
        return format_date(day, shape, locale=self.language)

    def moment(self, moment: datetime, *, now: datetime) -> str:
        """A time, with its date unless that is today's."""
        local = moment.astimezone(self.zone)
        if local.date() == now.astimezone(self.zone).date():
            return self.time(moment)
        locale = "en_GB" if self.language == "en" else self.language
        return f"{format_date(local.date(), 'd MMM', locale=locale)} {self.time(moment)}"

    def who(self, name: str) -> str:
        """Who moved an edition: a person's name, or ours for what does it by itself."""
        return self("schedule") if name == "schedule" else name

    def until(self, moment: datetime, *, now: datetime) -> str:
        """How long until a moment to come: "in 2 h 14 min", to the minute."""
        minutes = int((moment - now).total_seconds() // 60)
        if minutes < 1:
            return self("in_less_than_a_minute")
        if minutes >= 48 * 60:
            return self("in_time", time=format_timedelta(moment - now, locale=self.language))
        hours, rest = divmod(minutes, 60)
        parts = [self("hours", count=hours)] if hours else []
        if rest:
            parts.append(self("minutes", count=rest))
        return self("in_time", time=" ".join(parts))


def languages_in(header: str) -> list[str]:
    """The languages that a browser asks for in its ``Accept-Language``, in its order."""
    return [entry.split(";")[0].strip() for entry in header.split(",")]


def words_for(wanted: Sequence[str], zone: ZoneInfo) -> DeskWords:
    """The words of the first of the wanted languages that we have; English if none."""
    known = (tag.split("-")[0].lower() for tag in wanted)
    language = next((tag for tag in known if tag in desk_languages()), SOURCE)
    return DeskWords(language=language, zone=zone, catalogue=catalogue(language))
