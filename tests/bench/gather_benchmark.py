"""How long gathering generated articles from JSON Lines takes, into a database on disk.

Run: ``python tests/bench/gather_benchmark.py --articles 10000``
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.model.settings import Publication, Settings, Source
from digest.pipelines.gather import collect
from digest.store.database import open_database
from tests.newsroom import newsroom_of

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
WORDS = """
    the a of in on and to council harbour ferry budget school hospital police market storm mayor
    workers union company profit river bridge residents minister vote court trial season team goal
    museum theatre scientists study vaccine energy prices percent million year week said
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=350, help="words in each article")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options.articles, options.words)


def measure(folder: Path, articles: int, words: int) -> None:
    file = folder / "articles.jsonl"
    write_articles(file, articles, words)
    settings = Settings(
        publication=Publication(name="Bench", base_url="https://bench.example", address="Here"),
        newsletters={},
        sources={"bench": Source(id="bench", path=str(file))},
    )
    database = open_database(folder / "bench.db", create=True)
    for what in ("first time", "seen again"):
        start = time.perf_counter()
        (report,) = collect(newsroom_of(database, settings), now=NOW)
        seconds = time.perf_counter() - start
        print(
            f"{what}: {articles} articles of {words} words in {seconds:.1f} s "
            f"(new {report.new}, updated {report.updated}, unchanged {report.unchanged}"
            f"{f', {report.failed}' if report.failed else ''})"
        )


def write_articles(file: Path, articles: int, words: int) -> None:
    chance = random.Random(7)
    words_known = WORDS.split()
    with file.open("w", encoding="utf-8") as lines:
        for number in range(articles):
            text = [" ".join(chance.choices(words_known, k=words // 5)) + "." for _ in range(5)]
            published = NOW - timedelta(minutes=chance.randrange(60 * 24 * 7))
            article = {
                "url": f"https://news.example.com/{number}?utm_source=feed",
                "title": f"{' '.join(chance.choices(words_known, k=9)).capitalize()} {number}",
                "text": "\n\n".join(text),
                "published": published.isoformat(),
            }
            lines.write(json.dumps(article) + "\n")


if __name__ == "__main__":
    main()
