"""Wording: the few words Digest itself puts into an edition, in the languages it knows them in."""

from __future__ import annotations

from dataclasses import dataclass

from digest.model.article import Genre
from digest.model.catalogue import Catalogue, base_of

AREA = "story"
"""The part of the catalogues that these words are in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """Digest's own words in the language of a catalogue. Where it has none, a link is named by its
    headline alone, which is always right; the section of what fits no other has its English title.
    """

    catalogue: Catalogue

    @property
    def more_news(self) -> str:
        """The title of the section of what fits no other: the checker refuses a mail whose heading
        says nothing."""
        return self.catalogue(f"{AREA}.more_news")

    def full(self, headline: str) -> str:
        """The words of a link to a whole article."""
        return self._link("read_full", headline)

    def update(self, headline: str) -> str:
        """The words of a link to what carries on from a story that was sent."""
        return self._link("read_update", headline)

    def short(self, headline: str) -> str:
        """The words of a link to what is no whole article."""
        return self._link("read_on", headline)

    def genre(self, genre: Genre) -> str:
        """What stands above a headline of that genre; empty without words in the language, save
        for what was paid for, which is said in English then."""
        key = f"{AREA}.genre_{genre}"
        speaks = base_of(self.catalogue.sentences[key].language) == base_of(self.catalogue.language)
        return self.catalogue(key) if speaks or genre is Genre.ADVERTORIAL else ""

    def _link(self, key: str, headline: str) -> str:
        said_in = self.catalogue.sentences[f"{AREA}.{key}"].language
        speaks = base_of(said_in) == base_of(self.catalogue.language)
        return self.catalogue(f"{AREA}.{key}", headline=headline) if speaks else headline
