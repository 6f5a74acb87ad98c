"""The words a mail says by itself ("min read", "Also"), dates and plurals, by language.

The words are those of the catalogues, ``digest/languages/<language>/mail.toml``; a newsroom adds a
language, or words of its own, by a file ``words/<language>.toml`` among its templates, which may
have those of ``story.toml`` too.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from digest.model.catalogue import Catalogue
from digest.model.languages import written_day

AREA = "mail"
"""The part of the catalogues that mails are written with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A sentence that counts: called with a number, in the language's form for it."""

    catalogue: Catalogue
    key: str

    def __call__(self, count: int) -> str:
        """The sentence for a number of things."""
        return self.catalogue(self.key, count=count)


@dataclass(frozen=True, kw_only=True, slots=True)
class MailWords:
    """The chrome of a mail in one language. Each field is a key of the words' file."""

    reading_time: Counted  # "{count} min read"
    more_in_browser: Counted  # "{count} more stories in the browser"
    view_in_browser: str
    top_stories: str
    also: str  # before other outlets' names
    related: str  # before further articles of the story
    why_it_matters: str
    update: str  # marks a story that carries on from one already sent
    photo: str  # before a photographer's name
    contents: str  # above the list of sections
    read_story: str  # on a button to a story
    today: str  # above the first three stories
    feedback: str
    share: str
    archive: str
    number_of_day: str  # above a number
    agenda: str  # above what the day holds
    listen: str  # above something to hear
    watch: str  # above something to see
    minutes: Counted  # "{count} min": how long that takes
    good_thing: str  # above the last story of all
    sponsored: str  # above what somebody paid for: the word that the law of the language asks for
    corrections: str
    todays_editor: str  # before who edited the edition
    quotation: str  # "“{text}”": the language's quotation marks
    worth_it: str  # asks whether the mail was
    yes: str
    no: str
    share_story: str  # leads to a story on the edition's public page
    share_edition: str  # leads to that page
    reason: str  # why a reader gets this mail; {name} is the newsletter
    unsubscribe: str
    preferences: str


def words_of(catalogue: Catalogue) -> MailWords:
    """The chrome of a mail as a catalogue says it."""
    values: dict[str, Any] = {}
    for entry in fields(MailWords):
        key = f"{AREA}.{entry.name}"
        counts = str(entry.type) == "Counted"
        text = catalogue.sentences[key].forms["other"]
        values[entry.name] = Counted(catalogue=catalogue, key=key) if counts else text
    return MailWords(**values)


def long_date(day: date, language: str) -> str:
    """A date in full, with the day of the week: "Monday, November 23, 2026", and "Monday,
    23 November 2026" in British English."""
    return written_day(day, language, "full")


def dateline(day: date, language: str) -> str:
    """A date in full as it stands alone under a masthead: newspapers begin it with a capital, also
    where the language writes the days of the week small ("Vendredi 27 novembre 2026")."""
    written = long_date(day, language)
    return written[:1].title() + written[1:]  # title: Georgian has capitals for whole words alone


def short_date(day: date, language: str) -> str:
    """A date without the year: "Nov 23", "23. Nov."."""
    return written_day(day, language, "MMMd")
