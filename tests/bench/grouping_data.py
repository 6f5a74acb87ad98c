"""The labelled data of the grouping benchmark, and the measures: read here, used by its scripts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from digest.model.article import Article

FEED_CHARACTERS = 300
"""What a feed item gives: the headline and this much of the text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Labelled:
    """Articles, and for each the story or section it belongs to."""

    name: str
    articles: tuple[Article, ...]
    labels: tuple[str, ...]

    def as_feed_items(self) -> Labelled:
        """The same with as much text as a feed gives."""
        short = [replace(article, text=article.text[:FEED_CHARACTERS]) for article in self.articles]
        return replace(self, articles=tuple(short))


def story_sets(folder: Path) -> tuple[Labelled, ...]:
    """The sets of ``stories.jsonl``, each by itself."""
    rows = _rows(folder / "stories.jsonl")
    names = sorted({str(row["set"]) for row in rows})
    return tuple(
        _labelled(name, [row for row in rows if row["set"] == name], "story") for name in names
    )


def near_duplicates(folder: Path) -> Labelled:
    """Feed items of one week, many published more than once."""
    return _labelled("copies", _rows(folder / "near_duplicates.jsonl"), "story")


def bbc_sections(folder: Path) -> Labelled:
    """Articles in five sections; without labels of stories also background and archive."""
    return _labelled("bbc", _rows(folder / "sections_bbc.jsonl"), "category")


def filed_stories(folder: Path) -> Labelled:
    """The articles of other newspapers that carry a section of their own."""
    rows = [row for row in _rows(folder / "stories.jsonl") if row.get("category")]
    return _labelled("others", rows, "category")


def briefs(folder: Path) -> list[tuple[Article, str, bool]]:
    """Articles, the publisher's own description, and whether it is copied from the body."""
    return [
        (_article(row), str(row["reference"]), bool(row["verbatim_in_body"]))
        for row in _rows(folder / "briefs.jsonl")
    ]


def _rows(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _labelled(name: str, rows: Sequence[dict[str, object]], label: str) -> Labelled:
    return Labelled(
        name=name,
        articles=tuple(_article(row) for row in rows),
        labels=tuple(str(row[label]) for row in rows),
    )


def _article(row: dict[str, object]) -> Article:
    return Article(
        id=str(row.get("id") or row["url"]),
        source=str(row.get("source") or ""),
        url=str(row.get("url") or ""),
        title=str(row.get("title") or ""),
        text=str(row.get("text") or ""),
        published=_moment(row.get("date")),
        language="en",
    )


def _moment(text: object) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """Precision and recall, 0 … 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def bcubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> Score:
    """BCubed (Bagga and Baldwin 1998): per item, how pure its cluster, how complete its class."""
    both, classes, clusters = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    pure = sum(count**2 / clusters[cluster] for (_, cluster), count in both.items())
    complete = sum(count**2 / classes[label] for (label, _), count in both.items())
    return Score(precision=pure / len(gold), recall=complete / len(gold))


def pairwise(gold: Sequence[Hashable], found: Sequence[Hashable]) -> Score:
    """Over pairs of items: those put together rightly, among those put, and to be put, together."""
    right = _pairs(Counter(zip(gold, found, strict=True)).values())
    put, due = _pairs(Counter(found).values()), _pairs(Counter(gold).values())
    return Score(precision=right / put if put else 1.0, recall=right / due if due else 1.0)


def _pairs(sizes: Iterable[int]) -> float:
    return sum(size * (size - 1) / 2 for size in sizes)
