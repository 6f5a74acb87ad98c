"""Days nobody would wish for: everything still comes out, once, and soon."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from digest.compose import stories
from digest.compose.clusters import Cluster, merge
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
    "one moment": [replace(PLAIN, id=str(at), title=f"No {at}") for at in range(60)],
    "1970 and 2099": [
        replace(PLAIN, id=str(at), title=f"No {at}", published=datetime(year, 1, 1, tzinfo=UTC))
        for at, year in enumerate((1970, 2099, 2026, 1970, 2099))
    ],
    "headlines that are dates": [
        replace(PLAIN, id=str(at), title=f"{at + 1} March 2026", text="") for at in range(28)
    ],
    "five languages": [
        replace(PLAIN, id=f"{language}{at}", language=language, title=f"{title} {at}")
        for language, title in (
            ("en", "Council rebuilds the pier"),
            ("uk", "Рада відбудує пірс"),
            ("de", "Der Rat baut den Pier neu"),
            ("ar", "المجلس يعيد بناء الرصيف"),
            ("ja", "議会は桟橋を再建"),
        )
        for at in range(8)
    ],
}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.one_in(3)
def test_every_article_of_a_hostile_day_is_in_one_story_before_long(day: str) -> None:
    articles = DAYS[day]
    started = time.process_time()
    grouped = group_articles(articles, now=NOW)
    told = [article.id for story in grouped for article in story.articles]
    assert sorted(told) == sorted(article.id for article in articles)
    assert time.process_time() - started < 10


@pytest.mark.parametrize("moment", [None, NOW, NOW.replace(year=1970), NOW.replace(year=2099)])
def test_events_are_told_apart_where_no_date_says_anything(moment: datetime | None) -> None:
    told = {
        "pier": ("North pier rebuilt by winter, council votes", PLAIN.text),
        "pier again": (PLAIN.title, "Rebuilding the north pier starts before winter, it voted."),
        "whale": ("Whale stranded at Calder beach", "A humpback whale lies on Calder beach."),
        "whale again": ("Volunteers keep Calder whale wet", "The humpback whale is alive."),
        "choir": ("Choir wins in Ghent", "The girls' choir took the first prize in Ghent."),
    }
    day = [
        replace(PLAIN, id=id_, source=id_, title=title, text=text, published=moment)
        for id_, (title, text) in told.items()
    ]
    stories = [{one.id for one in story.articles} for story in group_articles(day, now=NOW)]
    assert sorted(map(sorted, stories)) == [
        ["choir"], ["pier", "pier again"], ["whale", "whale again"]
    ]  # fmt: skip


SUBJECTS = [f"{one}{two}" for one in ("bar", "kel", "mor", "tis", "wen") for two in range(200)]


@pytest.mark.parametrize("label", ["LIVE:", "arXiv:", "Podcast |"])
def test_five_hundred_items_that_share_only_the_label_of_their_headlines_are_stories_of_their_own(
    label: str,
) -> None:
    items = [
        replace(
            PLAIN,
            id=str(at),
            title=f"{label} {SUBJECTS[at]} and {SUBJECTS[at + 499]} today",
            text=f"What is known about {SUBJECTS[at]} today.",
        )
        for at in range(1, 501)
    ]
    assert len(group_articles(items, now=NOW)) > 490


def test_five_thousand_copies_are_one_story_and_are_not_compared_with_one_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[int] = []

    def counting(articles: Sequence[Article], **more: Any) -> tuple[Cluster, ...]:
        compared.append(len(articles))
        return merge(articles, **more)

    monkeypatch.setattr(stories, "merge", counting)
    told = group_articles([replace(PLAIN, id=str(at)) for at in range(5000)], now=NOW)
    assert [len(story.articles) for story in told] == [5000]
    assert compared == [1]


def test_an_outlet_alone_may_tell_an_event_in_two_articles() -> None:
    second = replace(
        PLAIN,
        id="second",
        title="North pier will be rebuilt, harbour council decides",
        text="The north pier is to be rebuilt before winter, the harbour council voted.",
    )
    other = replace(PLAIN, id="other", title="Orchestra names conductor", text="Ines Tull leads.")
    assert len(group_articles([PLAIN, second, other], now=NOW)) == 2


def test_the_same_kind_of_event_a_month_later_is_a_story_of_its_own() -> None:
    first = replace(
        PLAIN,
        title="Missile fired over the Calder strait",
        text="A missile flew over the Calder strait on Monday, the coast guard said.",
        source="gazette",
    )
    reports = [
        first,
        replace(first, id="b", source="courier", title="Calder strait: missile launch reported"),
    ]
    later = [
        replace(
            each,
            id=f"{each.id} later",
            published=NOW + timedelta(days=30),
            title=f"{each.title}, ships warned",
            text="A missile crossed the strait at dawn; ships were warned by the coast guard.",
        )
        for each in reports
    ]
    told = group_articles([*reports, *later], now=NOW)
    assert all(len({one.published for one in story.articles}) == 1 for story in told)


def test_articles_of_two_languages_are_never_one_story() -> None:
    german = replace(PLAIN, id="german", title=PLAIN.title + " heute", language="de")
    assert len(group_articles([PLAIN, german], now=NOW)) == 2


def test_grouping_the_same_day_twice_gives_the_same_stories() -> None:
    day = [replace(PLAIN, id=str(at), title=f"{PLAIN.title} {at % 7}", url="") for at in range(40)]
    assert group_articles(day, now=NOW) == group_articles(list(day), now=NOW)
