"""Usual sections: what most newspapers have, what they call it, and the words that speak for it.

A newsroom's first days have no archive to learn from, and an old archive has not met this year's
words: these lists (``section_words/``, a file a language) know both from the first article on.
Beside the sections stand kinds of news that no newspaper calls a section (war, accidents); where
such a piece goes, and one for a section that a newsroom has not got, depends on what it has and on
where the news is from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypedDict

from digest.compose.tokenizer import plain
from digest.model.message import Message, Text
from digest.model.settings import Section

_FOLDER = Path(__file__).with_name("section_words")
_PLACES = "places"

WORLD = "world"
NATIONAL = "national"

_SELDOM = frozenset({"local", "opinion"})
"""Not among the sections of a newsroom that names none: a town's own, and a form of writing."""

_ANYWHERE = {"conflict": (WORLD,), "environment": ("science",)}
_BESIDE = {"technology": "business"}
"""What a newsroom without the one section reads under the other, if it is of that as well."""

_OF_A_PLACE = frozenset({"crime", "disaster", NATIONAL, "local"})
"""Kinds of news that go by where they happen; what else one like them means is ``_ANYWHERE``."""


def usual_sections() -> tuple[Section, ...]:
    """All of them, for articles of which nothing says what sections there are."""
    named = sorted(usual for usual, called in _usual_names().items() if called)
    return tuple(
        Section(id=usual, title=usual.capitalize()) for usual in named if usual not in _SELDOM
    )


def usual_name(section: str) -> Text:
    """A section as a reason names it: a usual one by its name, any other as its newsroom does."""
    return Message(f"reason.usual_{section}") if section in _usual_names() else section


def words_of(sections: Sequence[Section], language: str) -> dict[str, frozenset[str]]:
    """The words, and expressions of several words, that speak for each of a newsroom's sections, by
    its id: its own seed words and those of the usual sections it is called after."""
    known = _usual_words(language)
    return {
        section.id: frozenset(section.seeds).union(
            *(known.get(usual, ()) for usual in called_after(section))
        )
        for section in sections
    }


def words_of_absent(sections: Sequence[Section], language: str) -> dict[str, frozenset[str]]:
    """The words that speak for the usual sections and kinds of news that none of a newsroom's is
    called after, by their English names: so that a crime is not filed under culture where no
    section is for it."""
    present = {usual for section in sections for usual in called_after(section)}
    known = _usual_words(language)
    return {
        usual: words
        for usual, words in known.items()
        if usual not in present and usual != "opinion"  # a form: its pieces have subjects as well
    }


def section_for(kind: str, sections: Sequence[Section], *, abroad: bool) -> str:
    """The id of the section that takes news of a kind which has no section of its own here: war and
    crimes abroad in the world section, crimes at home in the national one. Empty if none does."""
    places = (WORLD,) if abroad else (NATIONAL, "local")
    wanted = places if kind in _OF_A_PLACE else _ANYWHERE.get(kind, ())
    here = (section.id for one in wanted for section in sections if one in called_after(section))
    return next(here, "")


def section_beside(kind: str, sections: Sequence[Section]) -> str:
    """The id of the section that takes what is of its own kind as well as of one that has no
    section here: a merger of chip makers. Empty if none does."""
    wanted = _BESIDE.get(kind, "")
    return next((each.id for each in sections if wanted in called_after(each)), "")


def called_after(section: Section) -> frozenset[str]:
    """The usual sections that a section is called after, in whatever language: "Science & health"
    after two of them."""
    return _called_after((section.id, section.title, *section.titles.values(), *section.aliases))


def named_by(word: str) -> frozenset[str]:
    """The usual sections that a source's own word for a section names, in whatever language."""
    return _called_after((word,))


@cache
def _called_after(given: tuple[str, ...]) -> frozenset[str]:
    names = {name for one in given for name in (plain(one), *plain(one).split())}
    return frozenset(usual for usual, called in _usual_names().items() if names & called)


def is_known_in(section: Section, language: str) -> bool:
    """Whether words of the language speak for the section: its seeds, or usual ones."""
    return bool(words_of([section], language)[section.id])


@cache
def more_places(language: str) -> Mapping[str, frozenset[str]]:
    """Names of places by country (ISO 3166) that a language has beside those that CLDR lists."""
    given = _read(language).get(_PLACES, {}) if language in _languages() else {}
    return MappingProxyType({country: _listed(str(names)) for country, names in given.items()})


class _Usual(TypedDict, total=False):
    called: list[str]
    words: str
    names: str


@cache
def _usual_names() -> Mapping[str, frozenset[str]]:
    names: dict[str, frozenset[str]] = {}
    for language in _languages():
        for usual, entry in _entries(language).items():
            names[usual] = names.get(usual, frozenset()).union(map(plain, entry["called"]))
    return MappingProxyType(names)


@cache
def _usual_words(language: str) -> Mapping[str, frozenset[str]]:
    entries = _entries(language) if language in _languages() else {}
    return MappingProxyType(
        {
            usual: frozenset(entry["words"].split()) | _listed(entry.get("names", ""))
            for usual, entry in entries.items()
        }
    )


@cache
def _languages() -> frozenset[str]:
    return frozenset(file.stem for file in _FOLDER.glob("*.toml"))


def _listed(names: str) -> frozenset[str]:
    """The names of a list with commas between them."""
    return frozenset(" ".join(name.split()) for name in names.split(",") if name.strip())


def _entries(language: str) -> dict[str, _Usual]:
    entries: dict[str, _Usual] = {
        usual: entry for usual, entry in _read(language).items() if usual != _PLACES
    }
    return entries


@cache
def _read(language: str) -> dict[str, _Usual]:
    text = (_FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    read: dict[str, _Usual] = tomllib.loads(text)
    return read
