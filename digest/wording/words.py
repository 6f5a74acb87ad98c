"""The words of the pages, by language, with their plurals and the times of a newsroom's zone."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_decimal

from digest.model.zones import in_local_times
from digest.wording.sayings import About, understood

LANGUAGES = {"en": "English", "uk": "Українська"}
"""The languages of the pages, each in its own words."""

_DEFAULT = "en"
_FOLDER = Path(__file__).with_name("languages")


@dataclass(frozen=True, kw_only=True)
class Words:
    """One language's words. Called with a key, they give its sentence, filled in."""

    language: str
    zone: ZoneInfo
    sentences: Mapping[str, str | Mapping[str, str]]

    def __call__(self, key: str, **values: object) -> str:
        """The sentence for ``key``; where it has plural forms, ``count`` chooses among them.

        :raises KeyError: there is no such key, or a value that the sentence needs is missing.
        """
        sentence = self.sentences[key]
        if isinstance(sentence, str):
            return sentence.format_map(values)
        count = values["count"]
        assert isinstance(count, int)  # noqa: S101 - for the type checker: only our templates call
        form = str(Locale.parse(self.language).plural_form(count))
        return sentence.get(form, sentence["other"]).format_map({**values, "count": self.n(count)})

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

    def reason(self, sentence: str) -> str:
        """Compose's words on why something is where it is; in English where we have none."""
        return self._translated(sentence, About.REASON)

    def reasons(self, sentences: Sequence[str]) -> list[str]:
        """Several of them."""
        return [self.reason(sentence) for sentence in sentences]

    def refusal(self, sentence: str) -> str:
        """Why something cannot be done, or was undone."""
        return self._translated(sentence, About.REFUSAL)

    def who(self, name: str) -> str:
        """Who moved an edition: a person's name, or ours for what does it by itself."""
        return self("schedule") if name == "schedule" else name

    def finding(self, sentence: str) -> str:
        """What the mail checker says, or how to mend it."""
        return self._translated(sentence, About.FINDING)

    def _translated(self, sentence: str, about: About) -> str:
        sentence = in_local_times(sentence, self.zone)
        found = understood(sentence, self.language, about)
        if found is None:
            return sentence
        said, values = found
        try:
            return said.format_map(
                {name: self._said(name, value, about) for name, value in values.items()}
            )
        except (LookupError, ValueError):  # a person's own words that only begin like ours
            return sentence

    def _said(self, name: str, value: str, about: About) -> str:
        """What stands for the placeholder ``name``: a sentence in its turn, a word, or as it is."""
        match name:
            case "inner" | "role" | "stored":
                return self._translated(value, about)
            case "several":
                return "; ".join(self._translated(one, about) for one in value.split("; "))
            case "listed":
                return ", ".join(self._translated(one, about) for one in value.split(", "))
            case "number" | "most":
                return self.n(Decimal(value.replace(",", "")))
            case "reason":
                return self.reason(value)
            case "finding":
                return self.finding(value)
            case "place":
                return self(f"place_{value}")
            case "state" | "after":
                return self(f"state_{value}")
            case "quoted":
                return f"«{value[1:-1]}»"
            case "day":  # "Tuesday, 10 March"; any leap year knows all days
                day = datetime.strptime(f"{value.split(', ')[1]} 2000", "%d %B %Y").date()  # noqa: DTZ007
                return self.short_day(day)
        return value

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


def words_for(wanted: Sequence[str], zone: ZoneInfo) -> Words:
    """The words of the first of the wanted languages that we have; English if none."""
    known = (tag.split("-")[0].lower() for tag in wanted)
    language = next((tag for tag in known if tag in LANGUAGES), _DEFAULT)
    return Words(language=language, zone=zone, sentences=read_sentences(language))


@lru_cache(maxsize=len(LANGUAGES))
def read_sentences(language: str) -> Mapping[str, str | Mapping[str, str]]:
    """All sentences of one language, by key."""
    with (_FOLDER / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)
