"""How long a day's edition takes: generated articles, a realistic vocabulary, an archive behind it.

Run it as ``python -m tests.bench.compose_benchmark --day 2000 --archive 10000``; it prints seconds
and peak memory, and ends with exit code 1 when the edition took longer than ``--limit`` seconds.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from itertools import accumulate

from wordfreq import get_frequency_dict

from digest.compose.compose_edition import Background, EditionPlan, compose_edition
from digest.compose.edition_words import Wording
from digest.model.article import Article
from digest.model.catalogue import catalogue
from digest.model.edition import Window
from digest.model.settings import Day, Newsletter, Section, Source

NOW = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
OUTLETS = [f"outlet{number}" for number in range(40)]


class Newsroom:
    """Makes up articles: everyday words by how often people use them, and an event's own words."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        frequencies = get_frequency_dict("en", "large")
        self.words = list(frequencies)
        self.totals = list(accumulate(frequencies[word] for word in self.words))
        self.rare = [word for word in self.words if 1e-8 < frequencies[word] < 2e-6]

    def articles(self, count: int, *, oldest_hours: float, newest_hours: float) -> list[Article]:
        """``count`` articles; one event in four is told by several outlets."""
        made: list[Article] = []
        while len(made) < count:
            names = [word.capitalize() for word in self.dice.sample(self.rare, 12)]
            verbs = self.dice.sample(self.rare, 25)
            tellers = self.dice.choice([1, 1, 1, self.dice.randint(2, 9)])
            hours = self.dice.uniform(newest_hours, oldest_hours)
            for outlet in self.dice.sample(OUTLETS, tellers)[: count - len(made)]:
                made.append(self._article(len(made), outlet, names, verbs, hours, oldest_hours))
        return made

    def _article(
        self,
        number: int,
        outlet: str,
        names: list[str],
        verbs: list[str],
        hours: float,
        oldest: float,
    ) -> Article:
        title = self._sentence(names, verbs, 9)
        paragraphs = [
            " ".join(self._sentence(names, verbs, 22) for _ in range(3)) for _ in range(7)
        ]
        moment = NOW - timedelta(hours=hours)
        name = f"{outlet}-{oldest:.0f}-{number}"
        return Article(
            id=name,
            source=outlet,
            title=title.rstrip("."),
            url=f"https://{outlet}.example/{name}",
            text="\n\n".join(paragraphs),
            published=moment,
            gathered=moment,
            language="en",
        )

    def _sentence(self, names: list[str], verbs: list[str], length: int) -> str:
        words = self.dice.choices(self.words, cum_weights=self.totals, k=length - 5)
        words += self.dice.sample(names, 3) + self.dice.sample(verbs, 2)
        self.dice.shuffle(words)
        return " ".join(words).capitalize() + "."


def main() -> int:
    """Build one edition and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--day", type=int, default=2000)
    parser.add_argument("--archive", type=int, default=10_000)
    parser.add_argument("--limit", type=float, default=15.0)
    chosen = parser.parse_args()
    newsroom = Newsroom(seed=1)
    archive = newsroom.articles(chosen.archive, oldest_hours=500, newest_hours=25)
    day = newsroom.articles(chosen.day, oldest_hours=23, newest_hours=0)
    plan = EditionPlan(
        id="morning-2026-03-04",
        newsletter=Newsletter(
            id="morning",
            name="Morning",
            sender="a@b.example",
            days=(Day.MONDAY,),
            send_at=clock(6),
            never_after=clock(9),
        ),
        date=NOW.date(),
        language="en",
        wording=Wording(catalogue=catalogue("en")),
        window=Window(start=NOW - timedelta(days=1), end=NOW),
    )
    background = Background(
        sections=(Section(id="news", title="News", seeds=("government", "council", "minister")),),
        sources={outlet: Source(id=outlet) for outlet in OUTLETS},
        archive=archive,
    )
    started = time.perf_counter()
    edition = compose_edition(day, plan, background, now=NOW)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    items = len(list(edition.items()))
    print(
        f"{chosen.day} articles of the day, {chosen.archive} in the archive: "
        f"{seconds:.1f} s, {peak:.0f} MB at most, {items} items, {len(edition.left_out)} left out"
    )
    return 0 if seconds <= chosen.limit else 1


if __name__ == "__main__":
    sys.exit(main())
