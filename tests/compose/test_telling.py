"""How a story is told: who leads it, and how new it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from digest.compose.compose_edition import group_articles
from digest.model.article import Article, Kind
from digest.model.edition import Story
from digest.model.settings import Source

NOW = datetime(2026, 3, 12, 4, 0, tzinfo=UTC)
EVENING = Article(
    id="evening",
    source="gazette",
    title="Ferry crews set a three-day strike from Friday",
    text=(
        "Ferry crews will stop work for three days from Friday after pay talks between Aster"
        " Ferries and the Seafarers' Union broke down.\n\nThe Seafarers' Union asked Aster Ferries"
        " for eleven hours of rest. The strike would stop every ferry to the islands."
    ),
    published=NOW - timedelta(hours=14),
    gathered=NOW - timedelta(hours=14),
    language="en",
)
MORNING = replace(
    EVENING,
    id="morning",
    title="Ferry strike of three days called off after night of pay talks",
    text=(
        "The strike of ferry crews set for Friday is off: Aster Ferries and the Seafarers' Union"
        " found a pay deal after a night of talks.\n\nThe Seafarers' Union gets eleven hours of"
        " rest from Aster Ferries. Every ferry to the islands will sail on Friday."
    ),
    published=NOW - timedelta(minutes=30),
    gathered=NOW - timedelta(minutes=20),
)


def told(*articles: Article) -> Story:
    (story,) = group_articles(articles, now=NOW)
    return story


def recency(story: Story) -> float:
    return next((part.points for part in story.score_parts if part.name == "recency"), 0.0)


def test_an_article_that_was_overtaken_does_not_lead() -> None:
    assert told(EVENING, MORNING).leading.id == "morning"
    assert told(MORNING, EVENING).leading.id == "morning"


def test_a_lighter_outlets_afterthought_does_not_overtake_the_news() -> None:
    afterthought = replace(MORNING, source="blog")
    sources = {"blog": Source(id="blog", path="blog.xml", weight=0.6)}
    (story,) = group_articles([EVENING, afterthought], sources=sources, now=NOW)
    assert story.leading.id == "evening"


def test_of_articles_that_know_the_same_the_heavier_outlets_leads() -> None:
    later = replace(MORNING, id="wire", source="wire", published=NOW - timedelta(minutes=10))
    sources = {"gazette": Source(id="gazette", path="gazette.xml", weight=1.2)}
    (story,) = group_articles([later, MORNING], sources=sources, now=NOW)
    assert story.leading.id == "morning"


def test_a_teaser_does_not_lead_over_a_full_article_however_new_it_is() -> None:
    teaser = replace(MORNING, kind=Kind.TEASER, dek=MORNING.text.split("\n")[0], text="")
    story = group_articles([EVENING, teaser], now=NOW)
    assert all(each.leading.id != "morning" for each in story if len(each.articles) > 1)


def test_an_article_without_a_date_makes_no_story_new() -> None:
    undated = replace(MORNING, id="undated", published=None, gathered=NOW)
    assert recency(told(EVENING, undated)) == recency(told(EVENING))


def test_a_story_with_no_date_at_all_is_as_new_as_its_first_sight() -> None:
    undated = replace(EVENING, published=None, gathered=NOW)
    assert recency(told(undated)) > recency(told(EVENING))
