"""Copies as they are passed on, made from real articles: cut, renamed, readdressed.

Run it as ``python -m tests.bench.copies_perturbed --data PATH [--seed 12]``. PATH holds the
labelled files. Half of some articles are passed on once, in one of the ways feeds and aggregators
do; of the other half, and of those that tell one event, none is a copy.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path

from digest.compose.copies import fold_copies
from digest.model.article import Article
from tests.bench.grouping_data import bbc_sections, story_sets

FEED_CHARACTERS = 300
Change = Callable[[Article, random.Random], Article]


def _cut(article: Article, dice: random.Random) -> Article:
    kept = article.text[: dice.randint(200, max(201, len(article.text) * 9 // 10))]
    return replace(article, text=kept.rpartition(" ")[0] + "…")


def _with_edges(article: Article, dice: random.Random) -> Article:
    before = dice.choice(
        ["LONDON (Reuters) - ", "Story highlights ", "(CNN) -- ", "By Ada Quill\n\n"]
    )
    after = dice.choice(
        ["\n\nRead more at our site.", "\n\nCopyright 2026.", " (AP)", "\n\nSign up!"]
    )
    return replace(article, text=before + article.text + after)


def _renamed(article: Article, dice: random.Random) -> Article:
    before = dice.choice(["Show HN: ", "[D] ", "LIVE: ", "Ars: ", "Watch: ", ""])
    after = "" if before else dice.choice([" | TechCrunch", " - The Verge", " – BBC News"])
    text = article.text[: dice.randint(0, FEED_CHARACTERS)]
    return replace(article, title=before + article.title + after, text=text)


def _respelt(article: Article, dice: random.Random) -> Article:
    title = article.title.upper() if dice.random() < 0.5 else f"“{article.title}”"
    return replace(article, title=title.replace("-", " – "), text="")


def _readdressed(article: Article, dice: random.Random) -> Article:
    url = article.url.replace("http://", dice.choice(["https://", "http://m.", "http://www."]))
    after = dice.choice(["?utm_source=feed&utm_medium=rss", "/", "#comments", "?fbclid=x1"])
    return replace(article, url=url + after, title=article.title[:20], text="")


def _longer_title(article: Article, dice: random.Random) -> Article:
    words = article.title.split()
    words.insert(dice.randint(1, len(words)), dice.choice(["reportedly", "today", "officially"]))
    return replace(article, title=" ".join(words), text="")


def _other_title(article: Article, dice: random.Random) -> Article:
    return replace(article, title=" ".join(dice.sample(article.text.split(), 6)))


def _repunctuated(article: Article, dice: random.Random) -> Article:
    text = re.sub(r"[,;]", lambda _: dice.choice([",", ""]), article.text)
    words = [word for word in text.split() if dice.random() > 0.02]
    return replace(article, text=" ".join(words), title=article.title.split(" ", 1)[-1])


CHANGES: dict[str, Change] = {
    "cut": _cut,
    "edges": _with_edges,
    "renamed": _renamed,
    "respelt": _respelt,
    "readdressed": _readdressed,
    "longer headline": _longer_title,
    "other headline": _other_title,
    "punctuation and a few words": _repunctuated,
}


def batch(folder: Path, seed: int) -> tuple[list[Article], dict[str, tuple[str, str]]]:
    """Articles, and for each copy among them its original and how it was made."""
    dice = random.Random(seed)
    sets = [*story_sets(folder), bbc_sections(folder)]
    pool = [a for a in chain.from_iterable(one.articles for one in sets) if len(a.text) > 400]
    dice.shuffle(pool)
    day = [
        replace(
            article,
            id=f"original-{at}",
            source="herald",
            url=article.url if article.url.startswith("http") else f"http://herald.example/{at}",
            text=article.text if at % 3 else article.text[: FEED_CHARACTERS * 2],
        )
        for at, article in enumerate(pool[:1600])
    ]
    made: dict[str, tuple[str, str]] = {}
    copies = []
    for at, article in enumerate(day[::2]):
        name = list(CHANGES)[at % len(CHANGES)]
        outlet = dice.choice(["herald", "courier"])
        moved = replace(
            article, id=f"copy-{at}", source=outlet, url=f"http://x.example/{seed}/{at}"
        )
        if name == "readdressed":
            moved = replace(moved, url=article.url)
        copies.append(CHANGES[name](moved, dice))
        made[f"copy-{at}"] = (article.id, name)
    everything = [*day, *copies]
    dice.shuffle(everything)
    return everything, made


def main() -> None:
    """Print recall by kind, and the pairs that are put together without having been made so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--show", type=int, default=0, help="how many other pairs to print")
    chosen = parser.parse_args()
    articles, made = batch(chosen.data, chosen.seed)
    titles = {article.id: article.title for article in articles}
    home = {
        name: original.article.id
        for original in fold_copies(articles)
        for name in sorted(original.ids())
    }
    made_of, found = Counter(name for _, name in made.values()), Counter[str]()
    for copy, (original, name) in made.items():
        found[name] += home[copy] == home[original]
    for name, count in made_of.items():
        print(f"  {name:30} {found[name] / count:.3f} of {count}")
    roots: dict[str, set[str]] = {}
    for name in home:
        roots.setdefault(home[name], set()).add(made.get(name, (name, ""))[0])
    mixed = [sorted(root) for root in roots.values() if len(root) > 1]
    right, wrong = sum(found.values()), sum(len(root) - 1 for root in mixed)
    print(f"recall {right / len(made):.3f}, put together besides: {wrong} of {right + wrong}")
    for root in mixed[: chosen.show]:
        print("  ", " | ".join(titles[one] for one in root))


if __name__ == "__main__":
    main()
