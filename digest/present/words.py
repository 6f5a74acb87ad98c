"""The words a mail says by itself ("min read", "Also"), dates and plurals, by language.

The words are in ``templates/words/<language>.toml``; a newsroom adds a language by adding a file.
A plural is a table with the categories of CLDR (``one``, ``few``, ``many``, ``other`` …).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from digest.errors import PresentError
from digest.model.languages import in_digits, locale_of, written_day


@dataclass(frozen=True, kw_only=True, slots=True)
class Plural:
    """One sentence in each of a language's plural forms; ``{count}`` stands for the number."""

    language: str
    forms: tuple[tuple[str, str], ...]

    def __call__(self, count: int) -> str:
        """The sentence for a number of things."""
        forms, number = dict(self.forms), in_digits(str(count), self.language)
        form = str(locale_of(self.language).plural_form(count))
        return forms.get(form, forms["other"]).replace("{count}", number)


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The chrome of a mail in one language. Each field is a key of the words' file."""

    reading_time: Plural  # "{count} min read"
    more_in_browser: Plural  # "{count} more stories in the browser"
    view_in_browser: str
    top_stories: str
    also: str  # before other outlets' names
    related: str  # before further articles of the story
    why_it_matters: str
    update: str  # marks a story that carries on from one already sent
    photo: str  # before a photographer's name
    contents: str  # above the list of sections
    reason: str  # why a reader gets this mail; {name} is the newsletter
    unsubscribe: str
    preferences: str


def read_words(source: str, *, language: str, file: str) -> Words:
    """The words that a TOML text gives for a language.

    :raises PresentError: it is not TOML, or a key is missing, unknown or of the wrong shape; all
        mistakes are in the message.
    """
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise PresentError(str(error), where=file) from error
    plurals = [entry.name for entry in fields(Words) if str(entry.type) == "Plural"]
    mistakes = _mistakes(table, plurals)
    if mistakes:
        raise PresentError("; ".join(mistakes), where=file)
    values: dict[str, Any] = {
        key: Plural(language=language, forms=tuple(value.items())) if key in plurals else value
        for key, value in table.items()
    }
    return Words(**values)


def _mistakes(table: Mapping[str, object], plurals: list[str]) -> list[str]:
    names = [entry.name for entry in fields(Words)]
    found = [f"{key}: is missing" for key in names if key not in table]
    found += [f"{key}: unknown key" for key in table if key not in names]
    for key, value in table.items():
        if key in plurals:
            forms = value if isinstance(value, dict) else {}
            if not isinstance(forms.get("other"), str):
                found.append(f"{key}: must be a table of plural forms with at least `other`")
        elif key in names and not isinstance(value, str):
            found.append(f"{key}: must be text")
    return found


def long_date(day: date, language: str) -> str:
    """A date in full, with the day of the week: "Monday, November 23, 2026", and "Monday,
    23 November 2026" in British English."""
    return written_day(day, language, "full")


def short_date(day: date, language: str) -> str:
    """A date without the year: "Nov 23", "23. Nov."."""
    return written_day(day, language, "MMMd")
