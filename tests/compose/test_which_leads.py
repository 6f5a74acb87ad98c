"""Which story leads? Ten self-written days, each with an editor's choice, against two simple rules.

A story is (outlets telling it, hours since its latest article, words of its fullest article, weight
of its section). The first story of each day is the one the editor led with.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from digest.compose.rank import rank
from digest.model.article import Article, Kind
from digest.model.edition import Story
from digest.model.settings import Section

NOW = datetime(2026, 3, 12, 5, 0, tzinfo=UTC)
Told = tuple[int, float, int, float]

DAYS: dict[str, tuple[Told, ...]] = {
    "strike called off overnight": ((3, 1, 450, 1.0), (4, 16, 380, 1.0), (1, 0.5, 90, 1.0)),
    "quake, told by all": ((6, 8, 500, 1.0), (1, 0.2, 300, 1.0), (2, 3, 250, 1.0)),
    "own investigation on a quiet day": ((1, 2, 1800, 1.2), (1, 1, 120, 1.0), (1, 9, 400, 1.0)),
    "budget passed late": ((3, 6, 600, 1.2), (3, 2, 200, 0.8), (1, 1, 500, 1.0)),
    "mayor resigns": ((4, 3, 420, 1.2), (4, 12, 420, 1.0), (1, 0.3, 40, 1.0)),
    "cup final against school law": ((3, 7, 400, 1.2), (4, 9, 350, 0.7), (1, 1, 200, 1.0)),
    "storm on its way": ((3, 1, 250, 1.0), (2, 10, 700, 1.0), (1, 0.4, 60, 1.0)),
    "verdict and a whale": ((2, 4, 500, 1.0), (1, 1, 150, 1.0), (2, 20, 500, 1.0)),
    "bank raises rates": ((5, 5, 380, 1.1), (2, 1, 300, 1.0), (5, 23, 500, 1.0)),
    "hospital opens": ((2, 2, 450, 1.0), (1, 0.5, 80, 1.0), (3, 22, 200, 0.9)),
}


def story_of(number: int, told: Told) -> tuple[Story, Section]:
    outlets, hours, words, weight = told
    section = Section(id=f"section{number}", title="Section", weight=weight)
    articles = tuple(
        Article(
            id=f"{number}-{outlet}",
            source=f"outlet{outlet}",
            title="Title",
            text="word " * words,
            published=NOW - timedelta(hours=hours),
            kind=Kind.ARTICLE,
        )
        for outlet in range(outlets)
    )
    return Story(id=str(number), articles=articles, why_together="", section=section.id), section


def by_formula(day: tuple[Told, ...]) -> list[float]:
    made = [story_of(number, told) for number, told in enumerate(day)]
    ranked = rank(
        [story for story, _ in made], sections=[section for _, section in made], sources={}, now=NOW
    )
    scores = {story.id: story.score for story in ranked}
    return [scores[str(number)] for number in range(len(day))]


def right_pairs(score: Callable[[tuple[Told, ...]], list[float]]) -> float:
    """The share of pairs (the editor's lead, another story) that the scores put in that order."""
    pairs = [
        scores[0] > other
        for scores in (score(day) for day in DAYS.values())
        for other in scores[1:]
    ]
    return sum(pairs) / len(pairs)


def test_the_formula_leads_as_the_editor_does_on_nine_days_of_ten() -> None:
    right = [max(scores) == scores[0] for scores in map(by_formula, DAYS.values())]
    assert sum(right) >= 9


def test_the_formula_orders_pairs_better_than_the_two_simple_rules() -> None:
    formula = right_pairs(by_formula)
    more_outlets = right_pairs(lambda day: [float(told[0]) for told in day])
    newest = right_pairs(lambda day: [-told[1] for told in day])
    assert formula >= 0.95
    assert formula > more_outlets > newest
