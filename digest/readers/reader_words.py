"""What the public pages say, in the newsletter's language; English where nobody wrote its words.

The words are those of the catalogues, ``digest/languages/<language>/pages.toml``; a newsroom adds
a language, or its own words for one, by a file of that name in its ``templates/pages/``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from digest.model.catalogue import SOURCE, CatalogueError, catalogue
from digest.model.own_words import PAGES, has_words, language_of_words, with_own

log = logging.getLogger(__name__)

AREA = "pages"
"""The part of the catalogues that readers' pages are written with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReaderWords:
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


@lru_cache(maxsize=256)
def words_in(language: str, own: Path | None = None) -> ReaderWords:
    """The words of a language: those of its very region, else of the language, else English.
    ``own`` is the newsroom's folder, whose files stand before ours; one with mistakes is left out.
    """
    known = language_of_words(language, AREA, own) or SOURCE
    try:
        found = with_own(known, PAGES, own)
    except CatalogueError as error:
        log.error("the readers' pages use our own words: %s", error)
        found = catalogue(known)
    names = (entry.name for entry in fields(ReaderWords))
    return ReaderWords(**{name: found.sentences[f"{AREA}.{name}"].forms["other"] for name in names})


def asked_for(accept_language: str) -> tuple[str, ...]:
    """The languages of the header ``Accept-Language``, in their order."""
    asked = (entry.partition(";")[0].strip() for entry in accept_language.split(","))
    return tuple(tag for tag in asked if tag)


def first_spoken(tags: Iterable[str], own: Path | None = None) -> str:
    """The first of some languages that somebody wrote words for, else English: for pages of which
    nobody knows whose they are."""
    return next((tag for tag in tags if _is_spoken(tag, own)), SOURCE)


@lru_cache(maxsize=256)
def _is_spoken(tag: str, own: Path | None) -> bool:
    return has_words(tag, AREA, own)
