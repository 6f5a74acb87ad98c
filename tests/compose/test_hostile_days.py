"""Days nobody would wish for: everything still comes out, once, and soon."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.compose.compose_edition import group_articles
from digest.model.article import Article

NOW = datetime(2026, 3, 12, 5, 0, tzinfo=UTC)
PLAIN = Article(
    id="plain",
    source="gazette",
    title="Council votes to rebuild the north pier",
    text="The harbour council voted on Tuesday to rebuild the north pier before winter.",
    published=NOW,
    language="en",
)

DAYS = {
    "nothing": [],
    "no text": [replace(PLAIN, text=""), replace(PLAIN, id="b", text="", title="Another")],
    "no title": [replace(PLAIN, title=""), replace(PLAIN, id="b", title="", text="Other words.")],
    "neither": [replace(PLAIN, title="", text=""), replace(PLAIN, id="b", title="", text="")],
    "no date": [replace(PLAIN, published=None), replace(PLAIN, id="b", published=None, title="x")],
    "far future": [replace(PLAIN, published=NOW + timedelta(days=30_000))],
    "one word repeated": [
        replace(PLAIN, id=str(at), title=f"No {at}", text="pier " * (40 + at)) for at in range(60)
    ],
    "a megabyte": [replace(PLAIN, text="pier and quay, " * 70_000), replace(PLAIN, id="b")],
    "one endless word": [replace(PLAIN, title="x" * 500, text="x" * 1_000_000)],
    "emoji": [replace(PLAIN, title="🎉🎉🎉", text="👩‍👩‍👧 🇺🇦"), replace(PLAIN, id="b", title="🎉")],
    "unknown language": [replace(PLAIN, language="tlh"), replace(PLAIN, id="b", language="")],
    "right to left": [
        replace(
            PLAIN, title="المجلس يصوت لإعادة بناء الرصيف", text="صوت المجلس اليوم.", language="ar"
        ),
        replace(PLAIN, id="b", title="הנמל ייסגר מחר", text="הנמל ייסגר.", language="he"),
    ],
    "mixed languages": [
        replace(PLAIN, title="Рада voted für el puente", text="今天 council рада Brücke puente.")
    ],
    "a thousand copies": [replace(PLAIN, id=str(at)) for at in range(1000)],
}


@pytest.mark.parametrize("day", DAYS)
def test_every_article_of_a_hostile_day_is_in_one_story_before_long(day: str) -> None:
    articles = DAYS[day]
    started = time.process_time()
    stories = group_articles(articles, now=NOW)
    told = [article.id for story in stories for article in story.articles]
    assert sorted(told) == sorted(article.id for article in articles)
    assert time.process_time() - started < 10


def test_articles_of_two_languages_are_never_one_story() -> None:
    german = replace(PLAIN, id="german", title=PLAIN.title + " heute", language="de")
    assert len(group_articles([PLAIN, german], now=NOW)) == 2


def test_grouping_the_same_day_twice_gives_the_same_stories() -> None:
    day = [replace(PLAIN, id=str(at), title=f"{PLAIN.title} {at % 7}", url="") for at in range(40)]
    assert group_articles(day, now=NOW) == group_articles(list(day), now=NOW)
