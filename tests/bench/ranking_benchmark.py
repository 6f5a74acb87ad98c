"""How well stories are ranked, on labelled days, beside simple rules and the formula of 0.1.

Run it as ``python -m tests.bench.ranking_benchmark --data DIR``. Two figures each: the share of the
labelled pairs that come in their order (a tie counts one half), and the share of days whose lead an
editor would have led with. ``--fit`` also fits the weights anew, each day judged by weights of the
other days alone. It ends with exit code 1 below the floors.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from digest.compose.layout import lay_out
from digest.compose.learned_weights import Preference, fit_weights
from digest.compose.rank import WEIGHTS, outlets, rank
from digest.model.edition import Story
from digest.model.settings import Sizes
from tests.bench.ranking_days import DAYS, LabelledDay, read_days
from tests.bench.ranking_peers import formula_of_0_1, newest_first

PAIRS_FLOOR, LEADS_FLOOR = 0.935, 0.9
"""On the twenty days of ``labels/days``: as measured, less three pairs and one day."""

_EQUAL = {name: 2.0 if weight > 0 else -2.0 for name, weight in WEIGHTS.items()}

Scores = dict[str, float]


def ranked(day: LabelledDay, weights: Mapping[str, float] = WEIGHTS) -> tuple[Story, ...]:
    """The day's stories as an edition has them."""
    return rank(day.stories, sections=day.sections, sources={}, now=day.now, weights=weights)


def lead_of(day: LabelledDay, weights: Mapping[str, float] = WEIGHTS) -> str:
    """The story that leads the day's edition."""
    carried = [section.id for section in day.sections]
    lead = lay_out(ranked(day, weights), sections=carried, sizes=Sizes()).lead
    return lead.story.id if lead else ""


def right_pairs(day: LabelledDay, scores: Scores) -> list[float]:
    """1 for each pair in its order, one half for a tie."""
    return [
        float(scores[first] > scores[second]) + 0.5 * (scores[first] == scores[second])
        for first, second in day.order
    ]


def reached(
    days: Sequence[LabelledDay], weights: Mapping[str, float] = WEIGHTS
) -> tuple[float, float]:
    """The shares of right pairs and of right leads."""
    pairs = [one for day in days for one in right_pairs(day, scores_of(ranked(day, weights)))]
    leads = [lead_of(day, weights) in day.leads for day in days]
    return float(np.mean(pairs)), float(np.mean(leads))


def scores_of(stories: Sequence[Story]) -> Scores:
    """The stories' scores by id."""
    return {story.id: story.score for story in stories}


def reached_by_rule(
    days: Sequence[LabelledDay], score: Callable[[LabelledDay, Story], float]
) -> tuple[float, float]:
    """The same for a rule that scores stories one by one, the first of equal ones leading."""
    pairs: list[float] = []
    leads: list[bool] = []
    for day in days:
        scores = {story.id: score(day, story) for story in day.stories}
        pairs += right_pairs(day, scores)
        leads.append(max(scores, key=lambda story: scores[story]) in day.leads)
    return float(np.mean(pairs)), float(np.mean(leads))


def preferences(day: LabelledDay) -> list[Preference]:
    """The day's pairs as what an editor would prefer to what."""
    terms = {s.id: {part.name: part.value for part in s.score_parts} for s in ranked(day)}
    return [Preference(better=terms[one], worse=terms[other]) for one, other in day.order]


def cross_validated(days: Sequence[LabelledDay]) -> tuple[float, float]:
    """The figures where each day is ranked by weights fitted on the others, from equal ones on."""
    figures = []
    for held in days:
        others = [each for day in days if day is not held for each in preferences(day)]
        figures.append((reached([held], fit_weights(others, _EQUAL)), len(held.order)))
    pairs = sum(pairs * count for (pairs, _), count in figures)
    return pairs / sum(count for _, count in figures), float(np.mean([f[1] for f, _ in figures]))


def say_genres(days: Sequence[LabelledDay]) -> None:
    """Print how many stories of each genre were recognised."""
    there: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for day in days:
        for story in day.stories:
            label = day.genres[story.id]
            there[label] += 1
            found[label] += story.genre is label
            wrong[story.genre] += story.genre is not label
    print(f"{'genre':24} {'there':>6} {'found':>6} {'wrongly said to be':>20}")
    for genre, count in there.most_common():
        print(f"{genre:24} {count:6} {found[genre]:6} {wrong[genre]:20}")


def main() -> int:
    """Print the figures and hold the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DAYS)
    parser.add_argument("--fit", action="store_true")
    chosen = parser.parse_args()
    days = read_days(chosen.data)
    if not days:
        parser.error(f"no days in {chosen.data}")
    pairs, leads = reached(days)
    figures = {
        "Digest": (pairs, leads),
        "most articles first": reached_by_rule(days, lambda _, story: len(story.articles)),
        "most outlets first": reached_by_rule(days, lambda _, story: len(outlets(story))),
        "newest first": reached_by_rule(days, newest_first),
        "the formula of 0.1": reached_by_rule(days, formula_of_0_1),
    }
    if chosen.fit:
        figures["Digest, fitted on the other days"] = cross_validated(days)
    print(f"{len(days)} days, {sum(len(day.order) for day in days)} pairs")
    print(f"{'':34} {'pairs':>6} {'leads':>6}")
    for name, (of_pairs, of_leads) in figures.items():
        print(f"{name:34} {of_pairs:6.3f} {of_leads:6.2f}")
    say_genres(days)
    return 0 if pairs >= PAIRS_FLOOR and leads >= LEADS_FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
