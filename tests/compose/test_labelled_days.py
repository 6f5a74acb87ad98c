"""Stories of a labelled day in four languages: floors that must not get worse unnoticed.

The days are self-written, sixty articles each of feed length, with look-alikes on purpose: two
fires, two verdicts, two earthquakes, two matches. A floor is the measured figure, less a hair.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from digest.compose.clusters import merge
from digest.compose.copies import fold_copies
from digest.model.article import Article
from tests.bench.compose_benchmark import Newsroom
from tests.bench.grouping_data import bcubed, pairwise

LABELLED = Path(__file__).parent / "labelled"
OUTLETS = ("gazette", "courier", "herald")
FLOORS = {"en": 0.99, "uk": 0.99, "de": 0.98, "es": 0.99}
"""BCubed F1."""

PAIRWISE_FLOORS = {"en": 0.99, "uk": 0.99, "de": 0.97, "es": 0.99}


def day_in(language: str) -> list[tuple[Article, str]]:
    day: list[tuple[Article, str]] = []
    event = ""
    for line in (LABELLED / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            event = line.removeprefix("# ")
            continue
        title, _, text = line.partition(" | ")
        article = Article(
            id=str(len(day)),
            source=OUTLETS[len(day) % 3],
            title=title,
            text=text,
            language=language,
        )
        day.append((article, event))
    return day


def clusters_of(day: list[tuple[Article, str]]) -> list[int]:
    home = {
        article.id: at
        for at, cluster in enumerate(merge([article for article, _ in day], archive=()))
        for article in cluster.articles
    }
    return [home[article.id] for article, _ in day]


@pytest.mark.parametrize("language", FLOORS)
def test_stories_of_a_labelled_day_are_found(language: str) -> None:
    day = day_in(language)
    assert len(day) == 60
    events, found = [event for _, event in day], clusters_of(day)
    assert bcubed(events, found).f1 >= FLOORS[language]
    assert pairwise(events, found).f1 >= PAIRWISE_FLOORS[language]
    assert pairwise(events, found).precision >= 0.99


def test_unrelated_articles_are_not_drawn_into_the_stories_of_a_day() -> None:
    day = day_in("en")
    others = Newsroom(seed=5).articles(200, oldest_hours=24, newest_hours=0)
    found = clusters_of([*day, *((article, "unrelated") for article in others)])
    events, own = [event for _, event in day], found[: len(day)]
    assert not set(own) & set(found[len(day) :])
    assert bcubed(events, own).f1 >= 0.95


def test_every_copy_of_a_day_is_found_and_nothing_else() -> None:
    day = [article for article, _ in day_in("en")]
    printed = [
        replace(article, id=f"{article.id} in {outlet}", source=outlet)
        for article in day
        for outlet in OUTLETS
    ]
    originals = fold_copies(printed)
    assert len(originals) == len(day)
    assert all(len({one.split()[0] for one in each.ids()}) == 1 for each in originals)


@pytest.mark.parametrize("language", FLOORS)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bakery-fire", "sawmill-fire"),
        ("bribery-verdict", "fraud-acquittal"),
        ("quake-calder", "quake-vesh"),
        ("united-rovers", "athletic-city"),
        ("ferry-strike", "shipyard-order"),
    ],
)
def test_look_alike_events_stay_two_stories(language: str, one: str, other: str) -> None:
    day = day_in(language)
    found = clusters_of(day)
    homes = {
        event: {cluster for (_, label), cluster in zip(day, found, strict=True) if label == event}
        for event in (one, other)
    }
    assert not homes[one] & homes[other]
