"""Clusters: articles of one event come together.

::

    articles ─find_pairs→ pairs ─likeness→ ─average_linkage→ sets ─central article first→ Cluster
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from digest.compose.frames import FEWEST_USES, Frame, frame_of, is_sure, may_repeat
from digest.compose.lexicon import Numbers, Weights
from digest.compose.linkage import average_linkage, connected
from digest.compose.pair_features import pairs_in_blocks
from digest.compose.pair_model import FIRST, THRESHOLD, likeness
from digest.compose.tokenizer import stems
from digest.model.article import Article
from digest.model.message import Message, Text

_ROUNDING = 1e-9

_Joinable = tuple[Numbers, Numbers, Weights]
"""Pairs that have a likeness: the one, the other, and how alike they are."""


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
    linked = [[place[one] for one in ids if one in place] for ids in together]
    pairs = _joinable(articles, archive, linked)
    sets = average_linkage(
        len(articles),
        _each(pairs),
        threshold=THRESHOLD,
        first=FIRST,
        together=linked,
        apart=[(place[one], place[two]) for one, two in apart if one in place and two in place],
    )
    centrality = _centrality(_each(pairs), sets)
    return tuple(_cluster(articles, members, centrality) for members in sets)


def _joinable(
    articles: Sequence[Article], archive: Sequence[Article], together: Sequence[Sequence[int]]
) -> list[_Joinable]:
    """The likenesses that can decide anything: most are of articles that never come near each
    other, and take more room than the articles themselves."""
    found: list[_Joinable] = []
    for pairs in pairs_in_blocks(articles, archive):
        sure = likeness(pairs)
        some = sure > 0
        found.append((pairs.first[some], pairs.second[some], sure[some]))
    _part_bulletins(articles, found)
    strong = [(one, other) for one, other, sure in _each(found) if sure >= THRESHOLD - _ROUNDING]
    part = np.array(connected(len(articles), strong, together), dtype=np.int64)
    kept = []
    for first, second, sure in found:
        near = part[first] == part[second]
        kept.append((first[near], second[near], sure[near]))
    return kept


def _part_bulletins(articles: Sequence[Article], found: Sequence[_Joinable]) -> None:
    """Takes their likeness from the pairs that share only the pattern of their headlines."""
    framed: list[tuple[Weights, int, int, int, Frame]] = []
    users: defaultdict[Frame, set[int]] = defaultdict(set)
    for first, second, sure in found:
        for at in np.flatnonzero(sure >= THRESHOLD).tolist():
            one, other = int(first[at]), int(second[at])
            if (frame := frame_of(articles[one], articles[other])) is not None:
                framed.append((sure, at, one, other, frame))
                users[frame] |= {one, other}
    for sure, at, one, other, frame in framed:
        repeated = len(users[frame]) >= FEWEST_USES and may_repeat(frame, articles[one].language)
        if repeated or is_sure(frame, articles[one], articles[other]):
            sure[at] = 0.0


def _each(blocks: Sequence[_Joinable]) -> Iterator[tuple[int, int, float]]:
    for block in blocks:
        yield from zip(*(column.tolist() for column in block), strict=True)


def _centrality(
    pairs: Iterable[tuple[int, int, float]], sets: Sequence[Sequence[int]]
) -> dict[int, float]:
    """How alike each article is to the others of its own set, in total."""
    home = {member: at for at, members in enumerate(sets) for member in members}
    centrality: defaultdict[int, float] = defaultdict(float)
    for one, other, certainty in pairs:
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
