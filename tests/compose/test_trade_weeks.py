"""Feed items of one trade in one week, in three languages: floors that must not get worse.

The weeks are self-written and hard: the same products and words all week, look-alike events, labels
that recur ("Podcast:"), and reports of one event whose headlines share no word.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.bench.grouping_data import Labelled, pairwise
from tests.bench.grouping_sources import ours, trade_weeks

FLOORS = {
    "01-en-security": (0.92, 0.36),
    "02-de-energie": (0.85, 0.2),
    "03-uk-agro": (0.9, 0.36),
}
"""Precision and recall of the pairs put together."""


@cache
def weeks() -> dict[str, Labelled]:
    return {week.name: week for week in trade_weeks()}


def found(week: Labelled) -> list[int]:
    return ours(week.articles, ())


@pytest.mark.parametrize("name", FLOORS)
def test_events_of_a_trade_week_are_found_and_hardly_any_others_joined(name: str) -> None:
    week, (precision, recall) = weeks()[name], FLOORS[name]
    score = pairwise(week.labels, found(week))
    assert score.precision >= precision
    assert score.recall >= recall


@pytest.mark.parametrize("name", FLOORS)
def test_recurring_items_of_one_outlet_under_one_label_stay_stories_of_their_own(name: str) -> None:
    week = weeks()[name]
    labels = ("Podcast", "Подкаст", "Огляд ринку", "Weekly round-up")
    recurring: dict[tuple[str, str], list[int]] = {}
    for article, cluster in zip(week.articles, found(week), strict=True):
        for label in labels:
            if article.title.startswith(label):
                recurring.setdefault((article.source, label), []).append(cluster)
    assert recurring
    assert all(len(set(clusters)) == len(clusters) for clusters in recurring.values())
