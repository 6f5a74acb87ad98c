"""The sources of labelled news that grouping is judged by, and what is changed about each.

A source is a set of its own making: what is chosen on some of them is judged on the one left out.
Each set of stories is read in several forms: shorter, without dates, among unrelated articles.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, combinations
from pathlib import Path

from digest.compose.clusters import merge
from digest.compose.copies import fold_copies
from digest.compose.pair_features import find_pairs
from digest.compose.pair_model import SAGA, timeless_likeness
from digest.model.article import Article
from tests.bench.grouping_data import (
    Labelled,
    bbc_sections,
    bcubed,
    near_duplicates,
    pairwise,
    story_sets,
)

LABELS = Path(__file__).parent / "labels"
DAYS = Path(__file__).parents[1] / "compose" / "labelled"
LENGTHS = {"full text": None, "1200 characters": 1200, "feed items": 300, "150 characters": 150}
DOUBTFUL = "?"
"""What the two labellers did not agree on is not measured."""

SIMULATED, STORIES, UNRELATED = 9, 12, 300

Cluster = Callable[[Sequence[Article], Sequence[Article]], list[int]]
"""Gives each article of a day a cluster, knowing the archive."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Articles that are grouped together: the first of them labelled, the rest unrelated."""

    source: str
    form: str
    labelled: Labelled
    unrelated: tuple[Article, ...] = ()
    archive: tuple[Article, ...] = ()

    def scores(self, cluster: Cluster) -> dict[str, float]:
        """Every figure of the batch."""
        found = cluster([*self.labelled.articles, *self.unrelated], self.archive)
        own = found[: len(self.labelled.articles)]
        pairs = pairwise(self.labelled.labels, own)
        return {
            "BCubed F1": bcubed(self.labelled.labels, own).f1,
            "pairwise F1": pairs.f1,
            "precision": pairs.precision,
            "recall": pairs.recall,
            "drawn in": sum(one in set(own) for one in found[len(own) :]),
        }


def ours(articles: Sequence[Article], archive: Sequence[Article]) -> list[int]:
    """The cluster of each article, by Digest."""
    home = {
        article.id: at
        for at, cluster in enumerate(merge(articles, archive=archive))
        for article in cluster.articles
    }
    return [home[article.id] for article in articles]


def event_sets(folder: Path) -> tuple[Labelled, ...]:
    """The sets of stories, labelled by event, each article once."""
    labels = _labels("events.tsv")
    found = []
    for labelled in story_sets(folder):
        known = {
            article.id: (article, labels[article.id])
            for article in labelled.articles
            if labels.get(article.id, DOUBTFUL) != DOUBTFUL
        }
        articles, events = zip(*known.values(), strict=True)
        found.append(Labelled(name=labelled.name, articles=articles, labels=events))
    return tuple(found)


def saga_links(labelled: Labelled) -> tuple[int, int, int]:
    """Pairs of a set's events that are linked as one saga rightly, that are linked, and that should
    be: events that the set's own labels hold to be one story."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    for at, event in enumerate(labelled.labels):
        members[event].append(at)
    pairs = find_pairs(labelled.articles, ())
    total: Counter[tuple[str, str]] = Counter()
    columns = pairs.first, pairs.second, timeless_likeness(pairs)
    for one, other, alike in zip(*(column.tolist() for column in columns), strict=True):
        first, second = sorted((labelled.labels[one], labelled.labels[other]))
        total[first, second] += alike
    linked = {
        (one, other)
        for (one, other), alike in total.items()
        if one != other and alike / (len(members[one]) * len(members[other])) >= SAGA
    }
    story = {event: event.partition("#")[0] for event in members}
    due = {two for two in combinations(sorted(members), 2) if story[two[0]] == story[two[1]]}
    return len(linked & due), len(linked), len(due)


def theme(folder: Path) -> Labelled:
    """Feed items of one technology week, each copy once, labelled by event."""
    labels = _labels("theme.tsv")
    week = near_duplicates(folder)
    return originals(
        replace(week, name="technology", labels=tuple(labels[one.id] for one in week.articles))
    )


def trade_weeks() -> tuple[Labelled, ...]:
    """The self-written weeks of one trade each."""
    return tuple(trade_week(path) for path in sorted((LABELS / "weeks").glob("*.jsonl")))


def trade_week(path: Path) -> Labelled:
    """One such week, each copy once."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    articles = tuple(
        Article(
            id=row["id"],
            source=row["source"],
            title=row["title"],
            text=row["text"],
            language=row["language"],
            published=datetime.fromisoformat(row["published"]),
        )
        for row in rows
    )
    week = Labelled(name=path.stem, articles=articles, labels=tuple(r["event"] for r in rows))
    return originals(week)


def labelled_day(language: str) -> Labelled:
    """The self-written day of feed items in a language."""
    articles: list[Article] = []
    events: list[str] = []
    event = ""
    for line in (DAYS / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            event = line.removeprefix("# ")
            continue
        title, _, text = line.partition(" | ")
        outlet = ("gazette", "courier", "herald")[len(articles) % 3]
        one = Article(
            id=str(len(articles)), source=outlet, title=title, text=text, language=language
        )
        articles.append(one)
        events.append(event)
    return Labelled(name=language, articles=tuple(articles), labels=tuple(events))


def originals(labelled: Labelled) -> Labelled:
    """Each copy once: what grouping is asked after copies are dropped."""
    kept = {original.article.id for original in fold_copies(labelled.articles)}
    pairs = zip(labelled.articles, labelled.labels, strict=True)
    articles, labels = zip(*(pair for pair in pairs if pair[0].id in kept), strict=True)
    return Labelled(name=labelled.name, articles=articles, labels=labels)


def batches(folder: Path) -> list[Batch]:
    """Every source in every form."""
    sets = event_sets(folder)
    found = [
        Batch(source=one.name, form=form, labelled=_cut(one, length))
        for one in sets
        for form, length in LENGTHS.items()
    ]
    found += [Batch(source=one.name, form="no dates", labelled=_undated(one)) for one in sets]
    found.append(Batch(source="theme", form="feed items", labelled=theme(folder)))
    found += [Batch(source="weeks", form=one.name, labelled=one) for one in trade_weeks()]
    days = [labelled_day(language) for language in ("de", "en", "es", "uk")]
    found += [Batch(source="days", form=one.name, labelled=one) for one in days]
    return [*found, *simulated(sets, bbc_sections(folder))]


def simulated(sets: Sequence[Labelled], background: Labelled) -> list[Batch]:
    """Days of some labelled stories among unrelated articles, with an archive behind them."""
    dice = random.Random(7)
    others = [replace(one, id=f"unrelated-{at}") for at, one in enumerate(background.articles)]
    found = []
    for day in range(SIMULATED):
        labelled = sets[day % len(sets)]
        chosen = set(dice.sample(sorted(set(labelled.labels)), STORIES))
        dice.shuffle(others)
        batch = Batch(
            source="simulated",
            form=f"{labelled.name} {day}",
            labelled=_only(labelled, chosen),
            unrelated=tuple(others[:UNRELATED]),
            archive=tuple(others[UNRELATED:]),
        )
        found.append(batch)
    return found


def mixture(sets: Sequence[Labelled]) -> Labelled:
    """Several sets as one."""
    return Labelled(
        name="all",
        articles=tuple(chain.from_iterable(one.articles for one in sets)),
        labels=tuple(chain.from_iterable(one.labels for one in sets)),
    )


def _labels(file: str) -> dict[str, str]:
    lines = (LABELS / file).read_text(encoding="utf-8").splitlines()
    return {one: label for one, _, label in (line.partition("\t") for line in lines)}


def _only(labelled: Labelled, chosen: set[str]) -> Labelled:
    pairs = zip(labelled.articles, labelled.labels, strict=True)
    articles, labels = zip(*(pair for pair in pairs if pair[1] in chosen), strict=True)
    return Labelled(name=labelled.name, articles=articles, labels=labels)


def _cut(labelled: Labelled, length: int | None) -> Labelled:
    cut = tuple(replace(one, text=one.text[:length]) for one in labelled.articles)
    return replace(labelled, articles=cut)


def _undated(labelled: Labelled) -> Labelled:
    bare = tuple(replace(one, published=None, url="") for one in labelled.articles)
    return replace(labelled, articles=bare)
