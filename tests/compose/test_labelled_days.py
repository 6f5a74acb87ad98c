"""Stories of a labelled day in four languages: floors that must not get worse unnoticed.

The days are self-written, sixty articles each of feed length, with look-alikes on purpose: two
fires, two verdicts, two earthquakes, two matches. A floor is the measured figure, less a hair.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from digest.compose.clusters import merge
from digest.model.article import Article

LABELLED = Path(__file__).parent / "labelled"
OUTLETS = ("gazette", "courier", "herald")
FLOORS = {"en": 0.99, "uk": 0.99, "de": 0.98, "es": 0.99}
"""BCubed F1."""


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


def bcubed_f1(events: list[str], found: list[int]) -> float:
    both = Counter(zip(events, found, strict=True))
    sizes, clusters = Counter(events), Counter(found)
    pure = sum(count**2 / clusters[cluster] for (_, cluster), count in both.items())
    whole = sum(count**2 / sizes[event] for (event, _), count in both.items())
    return 2 * pure * whole / (pure + whole) / len(events)


@pytest.mark.parametrize("language", FLOORS)
def test_stories_of_a_labelled_day_are_found(language: str) -> None:
    day = day_in(language)
    assert len(day) == 60
    assert bcubed_f1([event for _, event in day], clusters_of(day)) >= FLOORS[language]


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
