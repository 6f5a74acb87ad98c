"""What the public pages say, in the newsletter's language; English where nobody wrote its words.

Our words are in ``languages/<tag>.toml``; a newsroom adds a language, or its own words for
one, by a file of that name in its ``templates/pages/``.
"""

from __future__ import annotations

import logging
import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from digest.errors import PresentError
from digest.model.languages import fallbacks

log = logging.getLogger(__name__)

FOLDER = Path(__file__).with_name("languages")
"""Where our words are, a file for each language."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The pages' sentences. ``{newsletter}`` and ``{address}`` are put in where they stand."""

    leave_title: str
    leave_question: str
    leave_button: str
    left_title: str
    left_sentence: str
    return_button: str
    back_title: str
    back_sentence: str
    cannot_return: str
    choose_title: str
    choose_sentence: str
    choose_button: str
    choose_saved: str
    unknown_title: str
    unknown_sentence: str
    correction: str
    trouble_title: str
    trouble_sentence: str
    note_withdrawn: str
    note_corrected: str  # {text}: the words of now
    note_picture: str
    note_changed: str
    gone_title: str
    gone_sentence: str
    too_large_title: str
    too_large_sentence: str


def words_in(language: str, own: Path | None = None) -> Words:
    """The words of a language: those of its very region, else of the language, else English.
    ``own`` is the newsroom's folder, whose files stand before ours; one with mistakes is left out.
    """
    return next(filter(None, (_read_once(tag, own) for tag in (*fallbacks(language), "en"))))


def first_spoken(accept_language: str, own: Path | None = None) -> str:
    """The first language of the header ``Accept-Language`` that somebody wrote words for, else
    English: for pages of which nobody knows whose they are."""
    asked = (entry.partition(";")[0].strip() for entry in accept_language.split(","))
    return next((tag for tag in asked if speaks(tag, own)), "en")


def speaks(language: str, own: Path | None = None) -> bool:
    """Whether somebody wrote the words of the language, ours or the newsroom's."""
    return any(_read_once(tag, own) for tag in fallbacks(language))


def languages() -> tuple[str, ...]:
    """The languages that we have words for."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def read_words(file: Path) -> Words:
    """The words in a file.

    :raises PresentError: it cannot be read, or a key is missing, unknown or no text.
    """
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PresentError(str(error), where=str(file)) from error
    names = [entry.name for entry in fields(Words)]
    mistakes = [f"{key}: is missing" for key in names if key not in table]
    mistakes += [f"{key}: unknown key" for key in table if key not in names]
    mistakes += [f"{key}: must be text" for key in table if not isinstance(table[key], str)]
    if mistakes:
        raise PresentError("; ".join(mistakes), where=str(file))
    return Words(**table)


@lru_cache(maxsize=256)
def _read_once(tag: str, own: Path | None) -> Words | None:
    for folder in filter(None, (own, FOLDER)):
        file = folder / f"{tag}.toml"
        try:
            if file.is_file():
                return read_words(file)
        except PresentError as error:
            log.error("the readers' pages do not use %s: %s", file, error)
    return None
