"""Usual sections: what most newspapers have, what they call it, and the words that speak for it.

A newsroom's first days have no archive to learn from, and an old archive has not met this year's
words: these lists (``section_words/``, a file a language) know both from the first article on.
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


def usual_sections() -> tuple[Section, ...]:
    """All of them, for articles of which nothing says what sections there are."""
    return tuple(Section(id=usual, title=usual.capitalize()) for usual in sorted(_usual_names()))


def usual_name(section: str) -> Text:
    """A section as a reason names it: a usual one by its name, any other as its newsroom does."""
    return Message(f"reason.usual_{section}") if section in _usual_names() else section


def words_of(sections: Sequence[Section], language: str) -> dict[str, frozenset[str]]:
    """The words that speak for each of a newsroom's sections, by its id: its own seed words and
    those of the usual sections it is called after."""
    known = _usual_words(language)
    return {
        section.id: frozenset(seed for seed in section.seeds if " " not in seed).union(
            *(known.get(usual, ()) for usual in called_after(section))
        )
        for section in sections
    }


def words_of_absent(sections: Sequence[Section], language: str) -> dict[str, frozenset[str]]:
    """The words that speak for the usual sections that none of a newsroom's is called after, by
    their English names: so that a crime is not filed under culture where no section is for it."""
    present = {usual for section in sections for usual in called_after(section)}
    known = _usual_words(language)
    return {usual: words for usual, words in known.items() if usual not in present}


def called_after(section: Section) -> frozenset[str]:
    """The usual sections that a section is called after, in whatever language: "Science & health"
    after two of them."""
    given = (section.id, section.title, *section.titles.values(), *section.aliases)
    names = {name for one in given for name in (plain(one), *plain(one).split())}
    return frozenset(usual for usual, called in _usual_names().items() if names & called)


class _Usual(TypedDict):
    called: list[str]
    words: str


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
        {usual: frozenset(entry["words"].split()) for usual, entry in entries.items()}
    )


@cache
def _languages() -> frozenset[str]:
    return frozenset(file.stem for file in _FOLDER.glob("*.toml"))


def _entries(language: str) -> dict[str, _Usual]:
    text = (_FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    entries: dict[str, _Usual] = tomllib.loads(text)
    return entries
