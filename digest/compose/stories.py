"""Stories: today's articles as stories, each known by its first article, some as updates.

::

    articles ─fold_copies→ originals ─merge→ clusters ─carry on→ Story, or left out as a repeat

Stories of earlier editions take part: what was one story when it was sent stays one story, today's
articles that join it are an update if they say something new, and are left out if they do not. A
new event of the same saga is a story of its own that carries on from the one sent.
Each of today's stories has an id that no other one has; several may carry on from one sent story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from digest.compose.clusters import Cluster, merge
from digest.compose.copies import Original, fold_copies
from digest.compose.updates import judge
from digest.model.article import Article, Kind
from digest.model.edit import Links
from digest.model.edition import LeftOut, SentStory, Story
from digest.model.message import Message

NO_LINKS = Links()

OVERTAKEN_AFTER = timedelta(hours=4)
"""How much later another article has to be before it makes one old news."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryBuild:
    """The stories that today's articles tell, and the articles that tell nothing new."""

    stories: tuple[Story, ...]
    left_out: tuple[LeftOut, ...]


def build_stories(
    articles: Sequence[Article],
    *,
    archive: Sequence[Article] = (),
    history: Sequence[SentStory] = (),
    links: Links = NO_LINKS,
    weights: Mapping[str, float] | None = None,
) -> StoryBuild:
    """Every article in exactly one story or among those left out. ``links`` are what editors
    put into one story, or set apart; unknown ids are ignored. ``weights`` are the sources', 1.0
    where nothing is said: of equals, the heavier outlet's article leads."""
    today = {article.id for article in articles}
    sent = _once([a for story in history for a in story.articles if a.id not in today])
    originals = fold_copies([*sent, *_once(articles)], apart=links.apart)
    by_id = {original.article.id: original for original in originals}
    home = {article.id: o.article.id for o in originals for article in _texts(o)}
    clusters = merge(
        [original.article for original in originals],
        archive=archive,
        sent=_by_originals(_sent_together(history), home),
        together=_by_originals(links.together, home),
        apart=[(home[one], home[two]) for one, two in links.apart if one in home and two in home],
    )
    stories: list[Story] = []
    left_out: list[LeftOut] = []
    for cluster in clusters:
        members = [by_id[article.id] for article in cluster.articles]
        before = _last_sent(members, history)
        if before is None:
            earlier = None if cluster.continues is None else history[cluster.continues]
            story = _story(cluster, members, weights or {})
            stories.append(replace(story, update_of=earlier))
        else:
            update, reasons = _carry_on(cluster, members, before, today, weights or {})
            stories.extend(update)
            left_out.extend(reasons)
    return StoryBuild(stories=tuple(stories), left_out=tuple(left_out))


def _once(articles: Sequence[Article]) -> tuple[Article, ...]:
    return tuple({article.id: article for article in articles}.values())


def _sent_together(history: Sequence[SentStory]) -> list[list[str]]:
    """Ids of the articles that were in one sent story."""
    return [[article.id for article in story.articles] for story in history]


def _by_originals(sets: Sequence[Sequence[str]], home: Mapping[str, str]) -> list[list[str]]:
    """The same sets of ids, each copy named by its original."""
    return [[home[one] for one in ids if one in home] for ids in sets]


def _last_sent(members: Sequence[Original], history: Sequence[SentStory]) -> SentStory | None:
    """The latest sent story that one of the members, or a copy of one, was part of."""
    ids = {article.id for original in members for article in _texts(original)}
    sent = [story for story in history if any(article.id in ids for article in story.articles)]
    return max(sent, key=lambda story: story.date, default=None)


def _texts(original: Original) -> tuple[Article, ...]:
    return (original.article, *(copy.article for copy in original.copies))


def _carry_on(
    cluster: Cluster,
    members: Sequence[Original],
    before: SentStory,
    today: set[str],
    weights: Mapping[str, float],
) -> tuple[list[Story], list[LeftOut]]:
    """Today's articles of a sent story: as a marked update, or left out for saying nothing new."""
    sent = [*before.articles, *(o.article for o in members if o.article.id not in today)]
    fresh: list[Original] = []
    left_out: list[LeftOut] = []
    for original in members:
        new = [article for article in _texts(original) if article.id in today]
        if not new:
            continue
        verdict = judge(original.article, sent)
        if verdict.new and original.article.id in today:
            fresh.append(original)
            continue
        why = Message(
            "reason.nothing_new", day=before.date, place=before.place.message, why=verdict.why
        )
        left_out.extend(LeftOut(id=one.id, title=one.title, why=why) for one in new)
    if not fresh:
        return [], left_out
    # its own id: two of today's stories may both carry on from the one that was sent
    return [replace(_story(cluster, fresh, weights), update_of=before)], left_out


def _story(cluster: Cluster, members: Sequence[Original], weights: Mapping[str, float]) -> Story:
    originals = [original.article for original in members]
    leading_first = sorted(
        members, key=lambda original: _leading_order(original.article, originals, weights)
    )
    copies = [copy.article for original in members for copy in original.copies]
    everyone = (*(original.article for original in leading_first), *copies)
    return Story(
        id=min(everyone, key=_first_gathered).id,
        articles=everyone,
        copies=tuple(copy.id for copy in copies),
        why_together=cluster.why,
    )


def _leading_order(
    article: Article, others: Sequence[Article], weights: Mapping[str, float]
) -> tuple[bool, bool, float, bool]:
    """Full articles first; of them those that nothing has overtaken; of those the heavier outlet's.
    Stable: among equals the cluster's order, most central first, stays."""
    weight = weights.get(article.source, 1.0)
    overtaken = any(
        _overtakes(other, article) and weights.get(other.source, 1.0) >= weight for other in others
    )
    not_full, not_teaser = article.kind is not Kind.ARTICLE, article.kind is not Kind.TEASER
    return (not_full, overtaken, -weight, not_teaser)


def _overtakes(other: Article, article: Article) -> bool:
    """Whether ``other`` knows how the story stands when ``article`` may not: "strike called off".
    A lighter outlet's afterthought does not overtake the news (see the caller)."""
    if other.kind is not Kind.ARTICLE or not (other.published and article.published):
        return False
    return other.published - article.published > OVERTAKEN_AFTER


def _first_gathered(article: Article) -> tuple[float, float, str]:
    gathered, moment = article.gathered, article.moment
    late = float("inf")
    return (
        gathered.timestamp() if gathered else late,
        moment.timestamp() if moment else late,
        article.id,
    )
