"""Weights learned from simulated editors: their taste is found, and a few moves change little."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from digest.compose.learned_weights import Preference, fit_weights, preferences_of
from digest.compose.rank import WEIGHTS
from digest.model.edition import Edition, EditionSection, Item, StoryPlace, Window

NOW = datetime(2026, 3, 12, 7, 0, tzinfo=UTC)
Terms = dict[str, float]

TASTES = {
    "loves pictures, minds no outlets": {"image": 0.9, "voices": 1.0, "length": 2.0},
    "newest first": {"recency": 3.0, "voices": 1.5, "order": 1.0},
    "the order of sections above all": {"order": 7.0, "length": 1.5},
}


def day(dice: random.Random) -> list[Terms]:
    """Fifteen stories' terms."""
    return [
        {
            "voices": dice.choice([0.0, 0.0, 0.33, 0.53, 0.67]),
            "length": dice.uniform(0.1, 1.0),
            "order": dice.choice([0.0, 0.25, 0.5, 0.75, 1.0]),
            "recency": dice.uniform(0.2, 1.0),
            "image": dice.choice([0.0, 1.0]),
        }
        for _ in range(15)
    ]


def score(terms: Terms, weights: dict[str, float]) -> float:
    return sum(value * weights[name] for name, value in terms.items())


def edition(stories: list[tuple[str, Terms]], above: int = 5) -> Edition:
    """The stories in this order: a lead, top stories, the others as briefs."""
    places = [StoryPlace.LEAD, *[StoryPlace.TOP] * (above - 1)]
    places += [StoryPlace.BRIEF] * (len(stories) - above)
    items = [
        Item(
            story=name,
            place=place,
            section="news",
            headline=name,
            brief="",
            source="gazette",
            terms=tuple(terms.items()),
        )
        for (name, terms), place in zip(stories, places, strict=True)
    ]
    return Edition(
        id="morning",
        newsletter="morning",
        name="Morning",
        date=NOW.date(),
        window=Window(start=NOW - timedelta(days=1), end=NOW),
        language="en",
        lead=items[0],
        top=tuple(items[1:above]),
        sections=(EditionSection(id="news", title="News", items=tuple(items[above:])),),
    )


def moved(stories: list[Terms], taste: dict[str, float]) -> list[Preference]:
    """The usual edition, and what an editor of that taste does to it: puts two stories up."""
    named = [(str(number), terms) for number, terms in enumerate(stories)]
    usual = sorted(named, key=lambda one: -score(one[1], dict(WEIGHTS)))
    liked = sorted(named, key=lambda one: -score(one[1], taste))
    placed = [one for one in liked[:3] if one not in usual[:3]]
    after = [*placed, *(one for one in usual if one not in placed)]
    return list(preferences_of(edition(usual), edition(after), {name for name, _ in placed}))


def agreement(weights: dict[str, float], taste: dict[str, float], seed: int) -> float:
    """How many pairs of days never seen both order alike."""
    dice, alike = random.Random(seed), []
    for _ in range(30):
        stories = day(dice)
        for one, other in pairwise(stories):
            ours = score(one, weights) > score(other, weights)
            alike.append(ours == (score(one, taste) > score(other, taste)))
    return sum(alike) / len(alike)


@pytest.mark.parametrize("name", TASTES)
def test_an_editor_s_taste_is_found_from_a_few_weeks_of_moves(name: str) -> None:
    taste = dict(WEIGHTS) | TASTES[name]
    dice = random.Random(1)
    moves = [each for _ in range(40) for each in moved(day(dice), taste)]
    learned = fit_weights(moves)
    assert agreement(learned, taste, 2) >= agreement(dict(WEIGHTS), taste, 2) + 0.02
    for term, wanted in TASTES[name].items():
        towards = (wanted - WEIGHTS[term]) * (learned[term] - WEIGHTS[term])
        assert towards > -0.05, term


def test_an_editor_of_the_usual_taste_teaches_nothing_new() -> None:
    dice = random.Random(3)
    moves = [each for _ in range(40) for each in moved(day(dice), dict(WEIGHTS))]
    assert moves == []
    assert fit_weights(moves) == dict(WEIGHTS)


def test_few_moves_change_little() -> None:
    taste = dict(WEIGHTS) | TASTES["newest first"]
    moves = moved(day(random.Random(1)), taste)
    assert moves
    for name, weight in fit_weights(moves).items():
        assert abs(weight - WEIGHTS[name]) <= 0.25 * abs(WEIGHTS[name])


def test_no_weight_turns_round_or_grows_without_bound() -> None:
    absurd = [Preference(better={"image": 1.0}, worse={"voices": 1.0, "length": 1.0})] * 5000
    for name, weight in fit_weights(absurd).items():
        least, most = sorted((WEIGHTS[name] / 3, WEIGHTS[name] * 3))
        assert least - 0.01 <= weight <= most + 0.01


def test_nothing_is_learned_from_editions_built_before_terms_were_kept() -> None:
    built = edition([(str(number), {}) for number in range(8)])
    swapped = replace(built, lead=built.top[0], top=built.top[1:])
    assert list(preferences_of(built, swapped, {"1"})) == []
