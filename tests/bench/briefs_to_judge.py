"""Briefs for an editor to judge, drawn at random: is each fit to print as it is?

Run it as ``python -m tests.bench.briefs_to_judge --data PATH [--seed 60] [--words 25] [--other]``.
PATH holds the labelled files. It prints, numbered, the headline, the brief and how the text begins:
thirty articles of newspapers with descriptions of their own, ten of noisy copies of pages, ten of a
broadcaster, ten short ones in other languages. ``--other`` draws as many of the articles that the
seed does not draw: to work on, so that the first draw stays unseen.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from digest.compose.brief import write_brief
from digest.gather.clean import characters
from digest.model.article import Article
from tests.bench.grouping_data import bbc_sections, briefs, story_sets

LABELLED = Path(__file__).parents[1] / "compose" / "labelled" / "sections"
LANGUAGES = ("de", "es", "uk")
DRAWN = (30, 10, 10, 10)
SHOWN = 600
"""Characters of a text that a judge sees."""


def pools(folder: Path) -> tuple[list[Article], ...]:
    """The articles to draw from, each kind by itself."""
    (galaxy,) = (one for one in story_sets(folder) if one.name == "galaxy")
    described = [article for article, _, _ in briefs(folder)]
    copied = [_as_read(article) for article in galaxy.articles]
    broadcast = [_as_read(article) for article in bbc_sections(folder).articles]
    return [_as_read(article) for article in described], copied, broadcast, short_ones()


def _as_read(article: Article) -> Article:
    """The article with its characters as what gathers it would leave them."""
    return replace(article, title=characters(article.title), text=characters(article.text))


def short_ones() -> list[Article]:
    """The labelled articles in other languages than English."""
    found = []
    for language in LANGUAGES:
        lines = (LABELLED / f"{language}.txt").read_text("utf-8").splitlines()
        for at, line in enumerate(lines):
            _, title, text = (part.strip() for part in line.split("|", 2))
            name = f"{language}-{at}"
            found.append(Article(id=name, source="", title=title, text=text, language=language))
    return found


def draw(pool: Sequence[Article], count: int, seed: int, *, other: bool) -> list[Article]:
    """So many articles; ``other`` ones than the same seed draws without it."""
    dice = random.Random(seed)
    order = list(pool)
    dice.shuffle(order)
    return order[count : 2 * count] if other else order[:count]


def main() -> None:
    """Print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=60)
    parser.add_argument("--words", type=int, default=25)
    parser.add_argument("--other", action="store_true")
    chosen = parser.parse_args()
    number = 0
    for pool, count in zip(pools(chosen.data), DRAWN, strict=True):
        for article in draw(pool, count, chosen.seed, other=chosen.other):
            number += 1
            start = " ⏎ ".join(article.text[:SHOWN].split("\n"))
            print(
                f"{number}. {article.title}\n   BRIEF: {write_brief(article, words=chosen.words)}"
            )
            print(f"   TEXT: {start}\n")


if __name__ == "__main__":
    main()
