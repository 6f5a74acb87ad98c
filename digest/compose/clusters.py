"""Clusters: articles of one event come together.

::

    articles ─find_pairs→ pairs ─likeness→ ─average_linkage→ sets ─central article first→ Cluster
                               └timeless likeness to sent stories→ the saga it continues
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from digest.compose.frames import FEWEST_USES, Frame, frame_of, is_sure, may_repeat
from digest.compose.lexicon import Numbers, Weights
from digest.compose.linkage import average_linkage, connected
from digest.compose.pair_features import Pairs, pairs_in_blocks
from digest.compose.pair_model import FIRST, SAGA, THRESHOLD, likeness, timeless_likeness
from digest.compose.tokenizer import stems
from digest.model.article import Article
from digest.model.message import Message, Text

_ROUNDING = 1e-9

_Joinable = tuple[Numbers, Numbers, Weights]
"""Pairs that have a likeness: the one, the other, and how alike they are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cluster:
    """Articles that tell one event, the most central first, and the words for why. ``continues``
    is the place of the sent story that the event carries on from, a saga's, if there is one."""

    articles: tuple[Article, ...]
    why: Text
    continues: int | None = None


def merge(
    articles: Sequence[Article],
    *,
    archive: Sequence[Article],
    sent: Sequence[Sequence[str]] = (),
    together: Sequence[Sequence[str]] = (),
    apart: Sequence[tuple[str, str]] = (),
) -> tuple[Cluster, ...]:
    """Each article in exactly one cluster. ``sent`` lists the ids of each story that an earlier
    edition sent, ``together`` ids that an editor put into one story, ``apart`` pairs of ids that an
    editor set apart; unknown ids are ignored."""
    place = {article.id: at for at, article in enumerate(articles)}
    earlier = [[place[one] for one in ids if one in place] for ids in sent]
    linked = [*earlier, *([place[one] for one in ids if one in place] for ids in together)]
    sagas = _Sagas(earlier)
    pairs = _joinable(articles, archive, linked, sagas)
    sets = average_linkage(
        len(articles),
        _each(pairs),
        threshold=THRESHOLD,
        first=FIRST,
        together=linked,
        apart=[(place[one], place[two]) for one, two in apart if one in place and two in place],
    )
    centrality = _centrality(_each(pairs), sets)
    return tuple(
        replace(_cluster(articles, members, centrality), continues=sagas.of(members))
        for members in sets
    )


class _Sagas:
    """How alike today's articles are to those of each sent story, whatever time has passed."""

    def __init__(self, sent: Sequence[Sequence[int]]) -> None:
        self._sizes = [len(story) for story in sent]
        self._story = {member: at for at, story in enumerate(sent) for member in story}
        self._sent = np.array(sorted(self._story), dtype=np.int64)
        self._alike: defaultdict[int, Counter[int]] = defaultdict(Counter)

    def take(self, pairs: Pairs) -> None:
        """Remember the pairs of one article that was sent and one that was not."""
        was_sent = np.isin(pairs.first, self._sent), np.isin(pairs.second, self._sent)
        across = was_sent[0] != was_sent[1]
        if not across.any():
            return
        columns = pairs.first[across], pairs.second[across], timeless_likeness(pairs)[across]
        for one, other, alike in zip(*(column.tolist() for column in columns), strict=True):
            old, new = (one, other) if one in self._story else (other, one)
            self._alike[new][self._story[old]] += alike

    def of(self, members: Sequence[int]) -> int | None:
        """The place of the sent story that these articles carry on from, without being of it."""
        if any(member in self._story for member in members):
            return None
        total: Counter[int] = Counter()
        for member in members:
            total.update(self._alike.get(member, {}))
        mean = {at: alike / (len(members) * self._sizes[at]) for at, alike in total.items()}
        best = max(mean, key=lambda at: (mean[at], at), default=None)
        return best if best is not None and mean[best] >= SAGA else None


def _joinable(
    articles: Sequence[Article],
    archive: Sequence[Article],
    together: Sequence[Sequence[int]],
    sagas: _Sagas,
) -> list[_Joinable]:
    """The likenesses that can decide anything: most are of articles that never come near each
    other, and take more room than the articles themselves."""
    found: list[_Joinable] = []
    for pairs in pairs_in_blocks(articles, archive):
        sagas.take(pairs)
        sure = likeness(pairs)
        some = sure > 0
        found.append((pairs.first[some], pairs.second[some], sure[some]))
    _part_bulletins(articles, found)
    high = [sure >= THRESHOLD - _ROUNDING for _, _, sure in found]
    strong = (
        pair
        for (first, second, _), at in zip(found, high, strict=True)
        for pair in zip(first[at].tolist(), second[at].tolist(), strict=True)
    )
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
