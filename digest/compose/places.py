"""Places: which countries a text names, by the names of countries, their languages and cities.

The names come from the Unicode Consortium's lists (CLDR, by the ``babel`` package), which has them
in every language: of territories, of the cities that time zones are called after, and of languages,
which in most languages are also the words for a country's things and people ("German"). What they
lack (inhabitants, capitals) stands with a language's section words. News of a newsroom's own
country seldom names it; news from elsewhere nearly always says where.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from functools import cache
from typing import NamedTuple

import numpy as np
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from digest.compose.default_sections import more_places
from digest.compose.lexicon import Lexicon, Numbers
from digest.compose.tokenizer import stems
from digest.model.languages import base_language

_SEVERAL_HOMES = {"en": frozenset({"GB", "US"}), "pt": frozenset({"BR", "PT"})}
"""Languages whose own newspapers are as likely in one country as in another."""

_NOBODY_LIVES_THERE = frozenset({"001", "AQ"})
_EVERYDAY = frozenset(
    {"Center", "Chad", "Darwin", "Dominica", "Jersey", "Jordan", "Oral", "Regina", "Resolute",
     "Stanley"}
)  # fmt: skip
"""Names that are more often a person's or a word than a place far away."""

_SHORTEST_ROOT, _LONGEST_ENDING = 5, 4
"""Letters that a country's name and the word for its people share ("Malays-ians"), and those the
latter has more."""


class Mentions(NamedTuple):
    """How often a text names other countries and the newsroom's own."""

    abroad: int
    home: int


@cache
def home_of(language: str, zone: str = "") -> frozenset[str]:
    """The countries (ISO 3166) that are home to a newsroom, by its time zone, else by the region of
    its language's tag, else where the language is most at home."""
    by_zone = get_global("zone_territories").get(zone, "ZZ")
    if by_zone not in {"ZZ", *_NOBODY_LIVES_THERE}:
        return frozenset({by_zone})
    parts = language.split("-")
    if region := next((part for part in parts[1:] if len(part) == 2 and part.isupper()), ""):
        return frozenset({region})
    base = base_language(language)
    likely = get_global("likely_subtags").get(base, "").rpartition("_")[2]
    return _SEVERAL_HOMES.get(base, frozenset({likely} - {""}))


class Gazetteer:
    """The places that a lexicon's words name, to be found in texts of its numbers."""

    def __init__(self, lexicon: Lexicon, home: Set[str]) -> None:
        self._lexicon = lexicon
        self._home = home
        self._known: defaultdict[int, list[tuple[tuple[int, ...], str]]] = defaultdict(list)
        names, self._roots = _names(lexicon.language)
        for words, country in sorted(names.items(), key=lambda name: -len(name[0])):
            numbers = tuple(map(lexicon.number_of, words))
            self._known[numbers[0]].append((numbers, country))
        self._rooted: dict[int, str] = {}
        self._begins = np.zeros(0, dtype=np.bool_)

    def mentions(self, text: Numbers) -> Mentions:
        """How often the text names places abroad and at home."""
        self._learn_new_words()
        beginnings = np.flatnonzero(self._begins[text]).tolist()
        words = text.tolist() if beginnings else []
        end = abroad = home = 0
        for at in beginnings:
            if at < end:
                continue  # in the midst of a name
            length, country = self._named(words, at)
            if country:
                end = at + length
                abroad += country not in self._home
                home += country in self._home
        return Mentions(abroad=abroad, home=home)

    def _named(self, words: list[int], at: int) -> tuple[int, str]:
        """How many words from there on name a country, and which; the longest name first."""
        for name, country in self._known.get(words[at], ()):
            if tuple(words[at : at + len(name)]) == name:
                return len(name), country
        return 1, self._rooted.get(words[at], "")

    def _learn_new_words(self) -> None:
        """Which of the words that the lexicon has met since may begin the name of a place."""
        met = len(self._begins)
        begins = np.zeros(self._lexicon.stems - met, dtype=np.bool_)
        for number, word in enumerate(self._lexicon.stems_from(met), met):
            if country := _by_root(word, self._roots):
                self._rooted[number] = country
            begins[number - met] = bool(country) or number in self._known
        self._begins = np.concatenate([self._begins, begins])


def _by_root(word: str, roots: dict[str, list[tuple[str, str]]]) -> str:
    for root, country in roots.get(word[:_SHORTEST_ROOT], ()):
        if word.startswith(root) and len(word) - len(root) <= _LONGEST_ENDING:
            return country
    return ""


@cache
def _names(
    language: str,
) -> tuple[dict[tuple[str, ...], str], dict[str, list[tuple[str, str]]]]:
    """Places by their words' stems; and the roots of countries' names by their first letters."""
    known: dict[tuple[str, ...], str] = {}
    roots: dict[str, list[tuple[str, str]]] = {}
    for name, country in _written(language):
        words = tuple(stems(name, language))
        if not words or name in _EVERYDAY or words in known:
            continue
        known[words] = country
        root = words[0].rstrip("aeiouyаеєиіїоуюя")
        if len(words) == 1 and len(root) >= _SHORTEST_ROOT:
            roots.setdefault(root[:_SHORTEST_ROOT], []).append((root, country))
    return known, roots


def _written(language: str) -> Iterator[tuple[str, str]]:
    """Names of places with their countries, those that are surest first."""
    for country, names in more_places(language).items():
        yield from ((name, country) for name in sorted(names))
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return
    for country, name in locale.territories.items():
        if len(country) == 2 and country.isalpha() and country not in _NOBODY_LIVES_THERE:
            yield name.replace(" & ", " and "), country
    for zone, country in get_global("zone_territories").items():
        if country not in _NOBODY_LIVES_THERE:
            city = locale.time_zones.get(zone, {}).get("city")
            yield city or zone.rpartition("/")[2].replace("_", " "), country
    likely, spoken = get_global("likely_subtags"), get_global("territory_languages")
    for tag, name in locale.languages.items():
        country = likely.get(tag, "").rpartition("_")[2]
        if spoken.get(country, {}).get(tag, {}).get("official_status", None):
            yield name, country
