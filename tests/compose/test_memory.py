"""Grouping a great many articles takes little more room than the articles themselves."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable

import pytest

from digest.compose import pair_features
from digest.compose.compose_edition import group_articles, grouped
from digest.compose.copies import fold_copies
from digest.model.article import Article

MANY = 1500
WORDS = [f"{first}{second}" for first in ("bar", "kel", "mor", "tis") for second in range(600)]


def articles() -> list[Article]:
    """Short articles of words at random, so that few share more than chance would have it."""
    chance = random.Random(7)
    return [
        Article(
            id=f"a{number}",
            source=f"s{number % 40}",
            title=" ".join(chance.choices(WORDS, k=7)),
            text=" ".join(chance.choices(WORDS, k=75)),
            language="en",
        )
        for number in range(MANY)
    ]


def bytes_each(task: Callable[[], object]) -> float:
    """The most that a task has in memory at once, for each article."""
    tracemalloc.start()
    task()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / MANY


def test_copies_are_found_without_keeping_what_every_article_is_recognised_by() -> None:
    many = articles()
    assert bytes_each(lambda: fold_copies(many)) < 1_500


def test_the_evidence_of_pairs_comes_in_blocks_and_says_the_same_as_all_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some = articles()[:60]
    monkeypatch.setattr(pair_features, "_PAIRS_AT_ONCE", 50)
    blocks = list(pair_features.pairs_in_blocks(some, ()))
    assert max(len(block) for block in blocks) == 50
    whole = pair_features.find_pairs(some, ())
    assert sum(len(block) for block in blocks) == len(whole) > 100
    assert [*blocks[0].first, *blocks[1].first] == list(whole.first[:100])


def test_grouped_articles_come_one_by_one() -> None:
    lines = grouped(group_articles(articles()[:5]))
    assert iter(lines) is lines
