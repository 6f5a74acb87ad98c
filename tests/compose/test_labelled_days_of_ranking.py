"""Twenty labelled days: what the ranking must not fall behind, and that it leads simple rules."""

from __future__ import annotations

from digest.compose.rank import outlets
from digest.model.article import Genre
from tests.bench.ranking_benchmark import (
    LEADS_FLOOR,
    PAIRS_FLOOR,
    lead_of,
    reached,
    reached_by_rule,
)
from tests.bench.ranking_days import read_days
from tests.bench.ranking_peers import formula_of_0_1, newest_first

NEVER_LEAD = {
    Genre.FORECAST,
    Genre.CORRECTION,
    Genre.ROUND_UP,
    Genre.SERVICE,
    Genre.ADVERTORIAL,
    Genre.OPINION,
}


def test_labelled_days_are_ranked_as_well_as_before_and_better_than_by_simple_rules() -> None:
    days = read_days()
    pairs, leads = reached(days)
    assert pairs >= PAIRS_FLOOR
    assert leads >= LEADS_FLOOR
    for rule in (lambda _, story: len(outlets(story)), newest_first, formula_of_0_1):
        rule_pairs, rule_leads = reached_by_rule(days, rule)
        assert pairs >= rule_pairs + 0.1
        assert leads >= rule_leads + 0.1


def test_no_labelled_day_is_led_by_what_never_leads() -> None:
    for day in read_days():
        assert day.genres[lead_of(day)] not in NEVER_LEAD, day.name


def test_no_report_of_the_labelled_days_is_taken_for_another_genre() -> None:
    taken = [
        (day.name, story.id)
        for day in read_days()
        for story in day.stories
        if day.genres[story.id] is Genre.NEWS is not story.genre
    ]
    assert taken == []
