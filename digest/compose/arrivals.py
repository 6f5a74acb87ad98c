"""Arrivals: articles that come one by one, each joining a story without the day being done again.

::

    Article ─copy of one?→ ─nearest few→ pairs_among ─likeness→ mean by story ─enough?→ Arrival

The evidence and the thresholds are those of ``clusters``; but what was said of an article stands,
and an article is compared only with the few nearest and their stories, so that the thousandth costs
what the tenth did.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from digest.compose.copies import DuplicateIndex
from digest.compose.lexicon import Lexicon, Read
from digest.compose.pair_features import lexicon_of, pairs_among
from digest.compose.pair_model import FIRST, THRESHOLD, likeness
from digest.compose.provenance import Provenance, provenance_of
from digest.model.article import Article
from digest.model.message import Message, Text

NEAREST = 30
"""How many articles a new one is compared with, besides the others of their stories."""

FROM_ONE_STORY = 15
"""How many articles of a story, its latest, speak for it."""

COMMON = 200
"""A word that more articles have than this leads to none of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """Where an article went. ``story`` is the id of the story's first article; ``copy`` says
    whether the article repeats another."""

    story: str
    copy: bool
    why: Text


class Arrivals:
    """A day that grows. ``archive`` are older articles, whose words tell what is rare."""

    def __init__(self, archive: Sequence[Article] = ()) -> None:
        self._archive = archive
        self._nets = DuplicateIndex()
        self._stories: dict[str, str] = {}
        self._shelves: dict[str, _Shelf] = {}

    def add(self, article: Article) -> Arrival:
        """Put the article into a story, or begin one with it."""
        if article.id in self._stories:
            return Arrival(
                story=self._stories[article.id], copy=True, why=Message("reason.came_before")
            )
        copied = self._nets.find(article)
        if copied:
            original, why = copied
            story = self._stories[original]
            copy_of = Message("reason.copy_of", article=original, why=why)
            arrival = Arrival(story=story, copy=True, why=copy_of)
        else:
            self._nets.add(article)
            story, why = self._shelf(article.language).place(article)
            arrival = Arrival(story=story, copy=False, why=why)
        self._stories[article.id] = arrival.story
        return arrival

    def _shelf(self, language: str) -> _Shelf:
        """The articles of one language; what has none is put with the first that came."""
        language = language or next(iter(self._shelves), "")
        if language not in self._shelves:
            same = [article for article in self._archive if article.language in (language, "")]
            self._shelves[language] = _Shelf(lexicon_of(same, language))
        return self._shelves[language]


class _Shelf:
    """The articles of one language so far, in the order they came."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.reads: list[Read] = []
        self.origins: list[Provenance] = []
        self.story_of: list[str] = []
        self.members: dict[str, list[int]] = defaultdict(list)
        self.having: dict[int, list[int]] = defaultdict(list)

    def place(self, article: Article) -> tuple[str, Message]:
        """The id of the story for the article, which is put there, and why."""
        read = self.lexicon.read(article)
        self.lexicon.remember([read])
        words = np.unique(read.all())
        origin = provenance_of([article])[0]
        story, why = self._find(read, origin, words)
        story = story or article.id
        at = len(self.reads)
        self.reads.append(read)
        self.origins.append(origin)
        self.story_of.append(story)
        self.members[story].append(at)
        for word in words.tolist():
            self.having[word].append(at)
        return story, why

    def _find(self, read: Read, origin: Provenance, words: Iterable[int]) -> tuple[str, Message]:
        near = self._nearest(words)
        if not near:
            return "", Message("reason.first_to_tell")
        pairs = pairs_among(
            [*(self.reads[at] for at in near), read],
            [*(self.origins[at] for at in near), origin],
            self.lexicon,
        )
        total: Counter[str] = Counter()
        here = pairs.second == len(near)
        for place, sure in zip(pairs.first[here].tolist(), likeness(pairs)[here], strict=True):
            total[self.story_of[near[place]]] += sure
        asked = Counter(self.story_of[at] for at in near)
        mean = {story: total[story] / count for story, count in asked.items()}
        best = min(mean, key=lambda story: (-mean[story], story))
        if mean[best] < (FIRST if asked[best] == 1 else THRESHOLD):
            return "", Message("reason.first_to_tell")
        return best, Message("reason.tells_event_of", story=best, share=mean[best])

    def _nearest(self, words: Iterable[int]) -> list[int]:
        """Positions of the articles that share the rarest words, and of others of their stories."""
        rarity = self.lexicon.rarity()
        shared: Counter[int] = Counter()
        for word in words:
            if len(self.having[word]) <= COMMON:
                for at in self.having[word]:
                    shared[at] += rarity[word]
        near = {at for at, _ in shared.most_common(NEAREST)}
        stories = {self.story_of[at] for at in near}
        near.update(at for story in stories for at in self.members[story][-FROM_ONE_STORY:])
        return sorted(near)
