"""How long an editor waits: from an edit to the new preview, on the server's side.

Run it as ``python tests/bench/edit_benchmark.py --stories 200 --edits 60``; it prints percentiles
of each step in milliseconds, and ends with exit code 1 when the 95th of an edit and its new preview
is above ``--limit``. The preview is the mail that would be sent, made by the sender's own function;
the checker, which the desk runs beside it, is timed apart. ``--processor`` counts this process's
own time, for a machine that others keep busy; it leaves out waiting for the disk.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from digest.desk.previews import settle_memory
from digest.model.article import Article, Image
from digest.model.edit import Change, Edit, Hide, ItemField, Move, Override, PinLead
from digest.model.edition import Decision, Edition, EditionSection, Item, State, StoryPlace, Window
from digest.model.settings import Day, Newsletter, Publication, Section, Settings, Source
from digest.pipelines.edit import change, edited
from digest.pipelines.publish import check, preview
from digest.present.templates import open_templates
from digest.store.articles import save_articles
from digest.store.database import open_database
from digest.store.editions import claim_edition, save_edition
from digest.timetable import begun, timetable
from tests.newsroom import newsroom_of

DAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 5, 45, tzinfo=UTC)
SECTIONS = [(f"section{number}", f"Section {number}") for number in range(10)]
TEXT = (
    "the council harbour ferry bridge said on Wednesday that a new plan for winter would cost less"
    " than expected and keep four hundred people at work until autumn while engineers repair"
)
WORDS = TEXT.split()


def newsletter() -> Newsletter:
    return Newsletter(
        id="morning",
        name="The Morning Tide",
        sender="The Harbour Gazette <morning@digest.example.com>",
        days=tuple(Day),
        send_at=clock(6, 30),
        never_after=clock(10),
    )


def settings(folder: Path) -> Settings:
    return Settings(
        publication=Publication(
            name="The Harbour Gazette",
            base_url="https://digest.example.com",
            address="4 Quay Street, Port Merrow",
        ),
        newsletters={"morning": newsletter()},
        sources={"gazette": Source(id="gazette", name="The Harbour Gazette", path="x.xml")},
        sections={name: Section(id=name, title=title) for name, title in SECTIONS},
        project=folder,
    )


def sentence(dice: random.Random, length: int) -> str:
    return " ".join(dice.choices(WORDS, k=length)).capitalize()


def article(dice: random.Random, number: int) -> Article:
    return Article(
        id=f"article-{number}",
        source="gazette",
        title=f"{sentence(dice, 9)} {number}",
        url=f"https://news.example.com/2026/03/12/{number}",
        text=" ".join(f"{sentence(dice, 14)}." for _ in range(25)),
        published=NOW - timedelta(minutes=number),
        language="en",
    )


def item(told: Article, number: int) -> Item:
    place = StoryPlace.LEAD if number == 0 else StoryPlace.TOP if number < 5 else StoryPlace.BRIEF
    return Item(
        story=told.id,
        place=place,
        section=SECTIONS[number % len(SECTIONS)][0],
        headline=told.title,
        brief=" ".join(told.text.split()[: 25 if place is StoryPlace.BRIEF else 45]),
        source="The Harbour Gazette",
        url=told.url,
        link_text=f"Read more of {told.title}",
        image=Image(url=f"{told.url}.jpg", alt="A picture", width=600, height=400),
        language="en",
        articles=(told.id,),
        score=1 / (1 + number),
    )


def edition(articles: list[Article]) -> Edition:
    items = [item(each, number) for number, each in enumerate(articles)]
    return Edition(
        id=f"morning-{DAY}",
        newsletter="morning",
        name="The Morning Tide",
        date=DAY,
        window=Window(start=NOW - timedelta(days=1), end=NOW),
        language="en",
        lead=items[0],
        top=tuple(items[1:5]),
        sections=tuple(
            EditionSection(
                id=name,
                title=title,
                items=tuple(each for each in items[5:] if each.section == name),
            )
            for name, title in SECTIONS
        ),
        section_titles=tuple(SECTIONS),
    )


def ready(database: Database, stories: int, dice: random.Random) -> str:
    """An edition of that many stories in the database, waiting for its editors; its id."""
    articles = [article(dice, number) for number in range(stories)]
    save_articles(database, articles, now=NOW)
    built = edition(articles)
    record = begun(newsletter(), timetable(newsletter(), DAY, ZoneInfo("UTC")))
    claim_edition(database, record, now=NOW)
    save_edition(database, built, Decision(who="bench", at=NOW), after=State.READY, revision=0)
    return built.id


def some_change(dice: random.Random, stories: int, number: int) -> Change:
    """What editors do most: write and move, sometimes hide, seldom make another lead."""
    story = f"article-{(number * 7 + dice.randrange(3)) % stories}"
    section = dice.choice(SECTIONS)[0]
    choices: list[Change] = [
        Override(story=story, field=ItemField.HEADLINE, text=f"Ours {number}"),
        Override(story=story, field=ItemField.BRIEF, text=sentence(dice, 20)),
        Override(story=story, field=ItemField.NOTE, text=sentence(dice, 10)),
        Move(story=story, place=StoryPlace.BRIEF, section=section, index=number % 10),
        Move(story=story, place=StoryPlace.TOP),
        Hide(story=f"article-{stories - 1 - number}", reason="old"),
        PinLead(story=story),
    ]
    return dice.choice(choices)


def measure(
    folder: Path, stories: int, edits: int, watch: Callable[[], float]
) -> dict[str, list[float]]:
    """Milliseconds of each step, for each of the edits."""
    dice = random.Random(1)
    with open_database(folder / "digest.db", create=True) as database:
        name, known = ready(database, stories, dice), settings(folder)
        templates, times = open_templates(), dict[str, list[float]]()

        def timed(step: str, began: float) -> float:
            now = watch()
            times.setdefault(step, []).append((now - began) * 1000)
            return now

        for number in range(edits):
            what = some_change(dice, stories, number)
            start = began = watch()
            draft = Edit(edition=name, who="ada", at=NOW, change=what)
            change(newsroom_of(database, known), draft, expected=number)
            began = timed("edit", began)
            laid = edited(newsroom_of(database, known), name, now=NOW)
            began = timed("lay edits over the build", began)
            mail = preview(newsroom_of(database, known, templates), newsletter(), laid.edition).mail
            began = timed("present", began)
            timed("edit to new preview", start)
            check(known, newsletter(), mail, at=NOW)
            timed("check, beside it", began)
            settle_memory("check")  # as the desk does after its first mail
    return times


def main() -> int:
    """Print what an edit costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--edits", type=int, default=60)
    parser.add_argument("--limit", type=float, default=100.0, help="milliseconds")
    parser.add_argument("--processor", action="store_true", help="count processor time only")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        watch = time.process_time if chosen.processor else time.perf_counter
        times = measure(Path(folder), chosen.stories, chosen.edits, watch)
    print(f"{chosen.stories} stories, {chosen.edits} edits; milliseconds: median, p95")
    for step, values in times.items():
        median, high = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        print(f"  {step:26} {median:7.1f} {high:7.1f}")
    total = statistics.quantiles(times["edit to new preview"], n=20)[-1]
    return 0 if total <= chosen.limit else 1


if __name__ == "__main__":
    sys.exit(main())
