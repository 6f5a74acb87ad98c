"""Clusters: articles of one event come together.

::

    articles ─find_pairs→ pairs ─likeness→ ─average_linkage→ sets ─central article first→ Cluster
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.compose.evidence import Pairs, find_pairs
from digest.compose.joins import FIRST, THRESHOLD, likeness
from digest.compose.languages import stems
from digest.compose.lexicon import Weights
from digest.compose.linkage import average_linkage
from digest.model.article import Article
from digest.model.message import Message, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Cluster:
    """Articles that tell one event, the most central first, and the words for why."""

    articles: tuple[Article, ...]
    why: Text


def merge(
    articles: Sequence[Article],
    *,
    archive: Sequence[Article],
    together: Sequence[Sequence[str]] = (),
    apart: Sequence[tuple[str, str]] = (),
) -> tuple[Cluster, ...]:
    """Each article in exactly one cluster. ``together`` lists ids an editor or an earlier edition
    put into one story, ``apart`` pairs of ids that an editor set apart; unknown ids are ignored."""
    place = {article.id: at for at, article in enumerate(articles)}
    pairs = find_pairs(articles, archive)
    sure = likeness(pairs)
    sets = average_linkage(
        len(articles),
        _joinable(pairs, sure),
        threshold=THRESHOLD,
        first=FIRST,
        together=[[place[one] for one in ids if one in place] for ids in together],
        apart=[(place[one], place[two]) for one, two in apart if one in place and two in place],
    )
    centrality = _centrality(pairs, sure, sets)
    return tuple(_cluster(articles, members, centrality) for members in sets)


def _joinable(pairs: Pairs, sure: Weights) -> Iterator[tuple[int, int, float]]:
    some = sure > 0
    columns = (pairs.first[some], pairs.second[some], sure[some])
    return zip(*(column.tolist() for column in columns), strict=True)


def _centrality(pairs: Pairs, sure: Weights, sets: Sequence[Sequence[int]]) -> dict[int, float]:
    """How alike each article is to the others of its own set, in total."""
    home = {member: at for at, members in enumerate(sets) for member in members}
    centrality: defaultdict[int, float] = defaultdict(float)
    for one, other, certainty in _joinable(pairs, sure):
        if home[one] == home[other]:
            centrality[one] += certainty
            centrality[other] += certainty
    return dict(centrality)


def _cluster(
    articles: Sequence[Article], members: Sequence[int], centrality: dict[int, float]
) -> Cluster:
    order = sorted(members, key=lambda at: (-centrality.get(at, 0.0), at))
    chosen = tuple(articles[at] for at in order)
    return Cluster(articles=chosen, why=_why(chosen))


def _why(articles: Sequence[Article]) -> Message:
    if len(articles) == 1:
        return Message("reason.only_article")
    shared = _shared_words(articles)
    if not shared:
        return Message("reason.articles_tell_one_event", count=len(articles))
    return Message("reason.articles_share", count=len(articles), words=", ".join(shared))


def _shared_words(articles: Sequence[Article]) -> list[str]:
    """Up to five words of the leading headline and first lines that most of the articles use."""
    first = articles[0]
    uses: Counter[str] = Counter()
    for article in articles:
        uses.update(set(stems(f"{article.title}\n{article.text[:600]}", article.language)))
    written: dict[str, str] = {}
    for word in f"{first.title} {first.text[:300]}".split():
        bare = word.strip(".,;:!?\"'“”„«»()[]")
        for stem in stems(bare, first.language)[:1]:
            if len(bare) > 3 and uses[stem] * 2 > len(articles):
                written.setdefault(stem, bare)
    names = sorted(written.values(), key=lambda word: not word[:1].isupper())
    return names[:5]
