"""Rank: how much a story matters to this newsletter's readers, as a sum that anyone can check.

::

    score =  4.0 × voices      log2(distinct sources, copies dropped) / 3, at most 1 (eight sources)
           + 2.0 × recency     one half for every twelve hours since the story's latest article
           + 1.5 × fullness    words of the fullest article / 400, at most 1; teaser 0.1, brief 0
           + 1.5 × section     the section's weight in the settings − 1
           + 1.0 × source      the greatest weight among the story's sources − 1
           + 0.3 × image       1 with a picture to show
           − 0.5 × sent        1 when an edition of the last days carried the story

Voices count outlets, not articles, and an agency's text printed by five outlets is one voice. No
labelled set tells these weights; they are ordered as editors explain their choices: how many
others tell it, how new it is, how much there is to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from math import log2

from digest.compose.select import moment_of
from digest.compose.tokenizer import word_count
from digest.model.article import Article, Kind
from digest.model.edition import ScorePart, Story
from digest.model.message import Message, Text
from digest.model.settings import Section, Source

VOICES, RECENCY, FULLNESS, SECTION, SOURCE, IMAGE, SENT = 4.0, 2.0, 1.5, 1.5, 1.0, 0.3, -0.5

HALF_LIFE = timedelta(hours=12)
FULL_WORDS = 400


def rank(
    stories: Sequence[Story],
    *,
    sections: Sequence[Section],
    sources: Mapping[str, Source],
    now: datetime,
) -> tuple[Story, ...]:
    """The stories with their scores and every term of them, the highest first; of equal ones the
    newest, then the smallest id."""
    weights = {section.id: section for section in sections}
    scored = [_scored(story, weights.get(story.section), sources, now) for story in stories]
    return tuple(sorted(scored, key=lambda story: (-story.score, -_latest(story, now), story.id)))


def outlets(story: Story) -> tuple[str, ...]:
    """The ids of the sources that tell the story in words of their own, the leading one first."""
    copies = set(story.copies)
    return tuple(dict.fromkeys(a.source for a in story.articles if a.id not in copies))


def _scored(
    story: Story, section: Section | None, sources: Mapping[str, Source], now: datetime
) -> Story:
    parts = (
        _voices(story),
        _recency(story, now),
        _fullness(story.articles),
        _section(section),
        _source(story, sources),
        _image(story.articles),
        _sent(story),
    )
    told = tuple(part for part in parts if part.value)
    score = round(sum(part.points for part in parts), 4)
    return replace(story, score=score, score_parts=told)


@lru_cache(maxsize=20_000)
def _part(*, name: str, value: float, weight: float, why: Text) -> ScorePart:
    """One term; thousands of stories share the very same."""
    return ScorePart(name=name, value=value, weight=weight, why=why)


def _voices(story: Story) -> ScorePart:
    count = len(outlets(story))
    why = Message("reason.one_source") if count == 1 else Message("reason.sources", count=count)
    return _part(name="voices", value=min(1.0, log2(count) / 3), weight=VOICES, why=why)


def _recency(story: Story, now: datetime) -> ScorePart:
    latest = _latest(story, now)
    if not latest:
        return _part(name="recency", value=0.0, weight=RECENCY, why=Message("reason.unknown_date"))
    hours = max(0.0, (now.timestamp() - latest) / 3600)
    value = 0.5 ** (hours / (HALF_LIFE / timedelta(hours=1)))
    ago = Message("reason.hours_old", count=hours) if hours >= 1.5 else Message("reason.new")
    return _part(name="recency", value=round(value, 4), weight=RECENCY, why=ago)


def _latest(story: Story, now: datetime) -> float:
    """When its latest article was published, as a time stamp. What has no date does not make a
    story new; only if nothing in it is dated, the time we first saw it counts."""
    dated = [a.published for a in story.articles if a.published and a.published <= now]
    seen = [moment_of(article, now) for article in story.articles]
    moments = dated or [moment for moment in seen if moment]
    return max((moment.timestamp() for moment in moments), default=0.0)


def _fullness(articles: Sequence[Article]) -> ScorePart:
    words, value = max((_length(article) for article in articles), key=lambda pair: pair[1])
    why = (
        Message("reason.words_to_read", count=words)
        if words > 1
        else Message("reason.only_headline")
    )
    return _part(name="fullness", value=round(value, 4), weight=FULLNESS, why=why)


def _length(article: Article) -> tuple[int, float]:
    words = word_count(article.text) or word_count(article.dek)
    if article.kind is Kind.ARTICLE:
        return words, min(1.0, words / FULL_WORDS)
    return words, 0.1 if article.kind is Kind.TEASER else 0.0


def _section(section: Section | None) -> ScorePart:
    value = section.weight - 1 if section else 0.0
    why = Message("reason.no_section_weight")
    if section:
        why = Message("reason.weight_of", name=section.title)
    return _part(name="section", value=value, weight=SECTION, why=why)


def _source(story: Story, sources: Mapping[str, Source]) -> ScorePart:
    known = [sources[outlet] for outlet in outlets(story) if outlet in sources]
    best = max(known, key=lambda source: source.weight, default=None)
    value = best.weight - 1 if best else 0.0
    why = Message("reason.source_without_settings")
    if best:
        why = Message("reason.weight_of", name=best.title)
    return _part(name="source", value=value, weight=SOURCE, why=why)


def _image(articles: Sequence[Article]) -> ScorePart:
    shown = any(article.image is not None and article.image.url for article in articles)
    return _part(name="image", value=float(shown), weight=IMAGE, why=Message("reason.has_picture"))


def _sent(story: Story) -> ScorePart:
    before = story.update_of
    why = (
        Message("reason.carried_on", day=before.date)
        if before
        else Message("reason.not_sent_before")
    )
    return _part(name="sent", value=float(before is not None), weight=SENT, why=why)
