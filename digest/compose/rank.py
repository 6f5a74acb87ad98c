"""Rank: how much a story matters to this newsletter's readers, as a sum that anyone can check.

::

    score =  3.0 × voices      log2(distinct sources, copies dropped) / 3, at most 1 (eight sources)
           + 4.0 × length      words of its fullest article / twice what its outlet usually prints
           + 2.5 × order       how far up its section is printed: 1 for the first, 0 for the last
           + 1.0 × recency     one half for every twelve hours since the story's latest article
           + 1.5 × section     the section's weight in the settings − 1
           + 1.0 × source      the greatest weight among the story's sources − 1
           + 0.3 × image       1 with a picture to show
           − 0.5 × sent        1 when an edition of the last days carried the story
           − 3.0 × genre       1 for what never leads (a forecast), a third for what seldom does

Voices count outlets, not articles, and an agency's text printed by five outlets is one voice. An
outlet's usual length is that of the day: most teasers are short, and the longest of them still is
its news. Of outlets with few articles the whole day's length decides with theirs.

The first three weights and that of genres are those that order the labelled days best, rounded
(``tests/bench/ranking_benchmark.py``; halving or doubling one costs little); what the days cannot
tell, for it hardly varies in them or stands in settings, is as before. That a story has many
articles of one outlet, or a large share of the day's outlets, added nothing to ``voices``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from math import exp, log, log2

from digest.compose.genre_places import standing_of
from digest.compose.select import moment_of
from digest.compose.tokenizer import word_count
from digest.model.article import Article, Genre
from digest.model.edition import MORE_NEWS, ScorePart, Story
from digest.model.message import Message, Text
from digest.model.settings import Section, Source

WEIGHTS: Mapping[str, float] = {
    "voices": 3.0,
    "length": 4.0,
    "order": 2.5,
    "recency": 1.0,
    "section": 1.5,
    "source": 1.0,
    "image": 0.3,
    "sent": -0.5,
    "genre": -3.0,
}
"""Points for a whole unit of each term."""

HALF_LIFE = timedelta(hours=12)
_SHARED_ARTICLES = 3
"""As how many articles of its own the day's usual length counts for an outlet."""

_MIDDLE = 0.5  # the order of what is filed nowhere: nothing is known of it


@dataclass(frozen=True, kw_only=True, slots=True)
class _Day:
    """What stories are measured by: the settings, and what is usual on the day."""

    sections: Mapping[str, Section]
    order: Mapping[str, float]
    sources: Mapping[str, Source]
    usual_words: Mapping[str, float]
    now: datetime
    like_news: frozenset[Genre]
    weights: Mapping[str, float]


def rank(
    stories: Sequence[Story],
    *,
    sections: Sequence[Section],
    sources: Mapping[str, Source],
    now: datetime,
    like_news: Sequence[Genre] = (),
    weights: Mapping[str, float] = WEIGHTS,
) -> tuple[Story, ...]:
    """The stories with their scores and every term of them, the highest first; of equal ones the
    newest, then the smallest id. ``sections`` come as they are printed; genres of ``like_news``
    count as news."""
    day = _Day(
        sections={section.id: section for section in sections},
        order=_order(sections),
        sources=sources,
        usual_words=_usual_words(stories),
        now=now,
        like_news=frozenset(like_news),
        weights=weights,
    )
    scored = [_scored(story, day) for story in stories]
    return tuple(sorted(scored, key=lambda story: (-story.score, -_latest(story, now), story.id)))


def outlets(story: Story) -> tuple[str, ...]:
    """The ids of the sources that tell the story in words of their own, the leading one first."""
    copies = set(story.copies)
    return tuple(dict.fromkeys(a.source for a in story.articles if a.id not in copies))


def _scored(story: Story, day: _Day) -> Story:
    parts = (
        _voices(story),
        _length(story, day),
        _in_order(story, day),
        _recency(story, day.now),
        _section(day.sections.get(story.section)),
        _source(story, day.sources),
        _image(story.articles),
        _sent(story),
        _genre(story, day.like_news),
    )
    told = tuple(
        _part(name=name, value=value, weight=day.weights[name], why=why)
        for name, value, why in parts
        if value
    )
    return replace(story, score=round(sum(part.points for part in told), 4), score_parts=told)


_Term = tuple[str, float, Text]
"""A term's name, its value and why it has it."""


@lru_cache(maxsize=20_000)
def _part(*, name: str, value: float, weight: float, why: Text) -> ScorePart:
    """One term; thousands of stories share the very same."""
    return ScorePart(name=name, value=value, weight=weight, why=why)


def _voices(story: Story) -> _Term:
    count = len(outlets(story))
    why = Message("reason.one_source") if count == 1 else Message("reason.sources", count=count)
    return "voices", min(1.0, log2(count) / 3), why


def _usual_words(stories: Sequence[Story]) -> dict[str, float]:
    """How many words an outlet's articles have, as a geometric mean: one feature among briefs moves
    it little. The whole day's mean, under an empty name, counts in each as some articles would."""
    logs: dict[str, list[float]] = defaultdict(list)
    for story in stories:
        copies = set(story.copies)
        for article in story.articles:
            if article.id not in copies and (words := _words(article)):
                logs[article.source].append(log(words))
    every = [one for of_outlet in logs.values() for one in of_outlet]
    day = sum(every) / len(every) if every else 0.0
    usual = {
        outlet: exp((sum(own) + _SHARED_ARTICLES * day) / (len(own) + _SHARED_ARTICLES))
        for outlet, own in logs.items()
    }
    return usual | {"": exp(day)}


def _length(story: Story, day: _Day) -> _Term:
    copies = set(story.copies)
    value, words, usual = 0.0, 0, 0.0
    for article in story.articles:
        of_outlet = day.usual_words.get(article.source, day.usual_words[""])
        here = _words(article)
        share = min(1.0, here / (2 * of_outlet))
        if article.id not in copies and share > value:
            value, words, usual = share, here, of_outlet
    why = Message("reason.words_against_usual", count=words, usual=round(usual))
    return "length", round(value, 4), why


def _words(article: Article) -> int:
    return word_count(article.text) or word_count(article.dek)


def _order(sections: Sequence[Section]) -> dict[str, float]:
    if len(sections) < 2:
        return {}
    last = len(sections) - 1
    return {section.id: 1 - at / last for at, section in enumerate(sections)} | {MORE_NEWS: _MIDDLE}


def _in_order(story: Story, day: _Day) -> _Term:
    section = day.sections.get(story.section)
    why = Message("reason.filed_nowhere")
    if section:
        why = Message("reason.order_of", name=section.title)
    return "order", round(day.order.get(story.section, 0.0), 4), why


def _recency(story: Story, now: datetime) -> _Term:
    latest = _latest(story, now)
    if not latest:
        return "recency", 0.0, ""
    hours = max(0.0, (now.timestamp() - latest) / 3600)
    value = 0.5 ** (hours / (HALF_LIFE / timedelta(hours=1)))
    ago = Message("reason.hours_old", count=hours) if hours >= 1.5 else Message("reason.new")
    return "recency", round(value, 4), ago


def _latest(story: Story, now: datetime) -> float:
    """When its latest article was published, as a time stamp. What has no date does not make a
    story new; only if nothing in it is dated, the time we first saw it counts."""
    dated = [a.published for a in story.articles if a.published and a.published <= now]
    seen = [moment_of(article, now) for article in story.articles]
    moments = dated or [moment for moment in seen if moment]
    return max((moment.timestamp() for moment in moments), default=0.0)


def _section(section: Section | None) -> _Term:
    if section is None:
        return "section", 0.0, ""
    return "section", section.weight - 1, Message("reason.weight_of", name=section.title)


def _source(story: Story, sources: Mapping[str, Source]) -> _Term:
    known = [sources[outlet] for outlet in outlets(story) if outlet in sources]
    best = max(known, key=lambda source: source.weight, default=None)
    if best is None:
        return "source", 0.0, ""
    return "source", best.weight - 1, Message("reason.weight_of", name=best.title)


def _image(articles: Sequence[Article]) -> _Term:
    shown = any(article.image is not None and article.image.url for article in articles)
    return "image", float(shown), Message("reason.has_picture")


def _sent(story: Story) -> _Term:
    before = story.update_of
    if before is None:
        return "sent", 0.0, ""
    return "sent", 1.0, Message("reason.carried_on", day=before.date)


def _genre(story: Story, like_news: frozenset[Genre]) -> _Term:
    drawback = standing_of(story.genre, like_news).drawback
    return "genre", drawback, story.genre.message
