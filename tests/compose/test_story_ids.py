"""Each story of an edition has an id of its own, whatever was sent before and however often it is
built."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from digest.compose.select import remembered
from digest.compose.stories import build_stories
from digest.model.article import Article
from digest.model.edit import Links
from digest.model.edition import SentStory, Story, StoryPlace

SOURCES = ("gazette", "wire", "post")
FIRST_DAY = date(2026, 3, 2)
EVENTS = (
    ("ferry", "crews", "strike", "harbour", "union", "pay", "rest", "islands", "talks", "Friday"),
    ("pier", "council", "rebuild", "storm", "crane", "quay", "judge", "fishermen", "court", "cost"),
    ("bridge", "closure", "bearings", "traffic", "detour", "welders", "steel", "mayor", "lorries"),
    ("school", "roof", "pupils", "leak", "carpenters", "lessons", "gym", "budget", "parents"),
)
NEWS = tuple(f"detail{number}" for number in range(400))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


class Newsroom:
    """A made-up week after week: events go on, split and meet; wires repeat and correct."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.stock: dict[str, Article] = {}
        self.history: list[SentStory] = []

    def gather(self, day: date) -> list[Article]:
        """The day's articles: new ones, copies of them, and corrections of those already sent."""
        fresh = [self._article(day, number) for number in range(self.random.randint(4, 9))]
        copies = [
            replace(each, id=f"{each.id}-copy", source="post", url=f"{each.url}/copy")
            for each in fresh
            if self.random.random() < 0.2
        ]
        late = [one for one in self.stock.values() if noon(day) - _moment(one) < timedelta(days=4)]
        corrected = [
            replace(each, text=f"{each.text} {self._told(self.random.choice(EVENTS))}")
            for each in self.random.sample(late, k=min(6, len(late)))
        ]
        found = [*fresh, *copies, *corrected]
        self.stock |= {each.id: each for each in found}
        self.random.shuffle(found)
        return found

    def apart(self, articles: Sequence[Article]) -> list[tuple[str, str]]:
        """What editors set apart: of the day, and of what was one story when it was sent."""
        today = [each.id for each in articles]
        sets = [[each.id for each in story.articles] for story in self.history[-40:]]
        sets = [[one for one in ids if one in today] for ids in sets]
        pairs = [self.random.sample(ids, k=2) for ids in (today, *sets) if len(ids) > 1]
        return [(one, other) for one, other in pairs]

    def send(self, day: date, stories: Sequence[Story]) -> None:
        self.history += [
            SentStory(
                story=story.id,
                edition=f"morning-{day}",
                date=day,
                place=StoryPlace.TOP,
                headline=story.leading.title,
                articles=story.articles,
            )
            for story in stories
        ]

    def _article(self, day: date, number: int) -> Article:
        events = self.random.sample(EVENTS, k=self.random.choice((1, 1, 1, 2)))
        title = " ".join(self.random.sample([w for event in events for w in event], k=7))
        moment = noon(day) - timedelta(minutes=self.random.randint(10, 700))
        return Article(
            id=f"{day:%m%d}-{number}",
            source=self.random.choice(SOURCES),
            title=title.capitalize(),
            url=f"https://news.example.com/{day:%m%d}/{number}",
            text=" ".join(self._told(event) for event in events),
            published=moment,
            gathered=moment,
            language="en",
        )

    def _told(self, event: Sequence[str]) -> str:
        words = [self.random.choice(event) for _ in range(20)]
        words += self.random.sample(NEWS, k=self.random.choice((5, 30)))
        return f"The {' '.join(words)}."


def _moment(article: Article) -> datetime:
    assert article.published is not None
    return article.published


def told(newsroom: Newsroom, day: date, articles: Sequence[Article]) -> tuple[Story, ...]:
    history = remembered(newsroom.history, day)
    return build_stories(
        articles, history=history, links=Links(apart=tuple(newsroom.apart(articles)))
    ).stories


def days(seed: int, count: int) -> Iterator[tuple[Newsroom, date, list[Article]]]:
    newsroom = Newsroom(seed)
    for number in range(count):
        day = FIRST_DAY + timedelta(days=number)
        yield newsroom, day, newsroom.gather(day)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.one_in(4)
def test_in_fifty_days_no_two_stories_of_a_day_ever_have_one_id(seed: int) -> None:
    shared = updates = 0
    for newsroom, day, articles in days(seed, 50):
        stories = told(newsroom, day, articles)
        assert not _repeated([story.id for story in stories]), day
        carried_on = [story.update_of.story for story in stories if story.update_of]
        assert set(carried_on) <= {story.story for story in newsroom.history}
        updates += len(carried_on)
        shared += len(_repeated(carried_on))
        newsroom.send(day, stories)
    assert updates > 50, "the days have to put the question"
    assert shared > 0, "and so must stories that carry on from one"


def _repeated(names: Sequence[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}


def test_a_rebuild_with_more_articles_calls_no_story_by_a_later_one() -> None:
    for newsroom, day, articles in days(11, 12):
        later = [
            replace(each, id=f"{each.id}-late", source="post", gathered=noon(day), url="")
            for each in articles[:2]
        ]
        newsroom.random.seed(day.toordinal())
        first = told(newsroom, day, articles)
        newsroom.random.seed(day.toordinal())
        again = told(newsroom, day, [*articles, *later])
        new = {story.id for story in again if len(story.articles) == 1}
        assert not {each.id for each in later} & ({story.id for story in again} - new)
        newsroom.send(day, first)


articles_of_a_day = some.lists(
    some.builds(
        Article,
        id=some.sampled_from("abcdefgh"),
        source=some.sampled_from(SOURCES),
        title=some.sampled_from(["Ferry crews set a strike", "Pier to be rebuilt", ""]),
        text=some.sampled_from(["", *(" ".join(event) * 3 for event in EVENTS)]),
        language=some.just("en"),
    ),
    max_size=8,
)


@some.composite
def histories(draw: some.DrawFn) -> list[SentStory]:
    count = draw(some.integers(0, 4))
    return [
        SentStory(
            story=draw(some.sampled_from("abcdxy")),
            edition=f"morning-{number}",
            date=FIRST_DAY + timedelta(days=draw(some.integers(0, 3))),
            place=StoryPlace.TOP,
            headline="Sent before",
            articles=tuple(draw(articles_of_a_day)),
        )
        for number in range(count)
    ]


names = some.sampled_from("abcdefgh")


@given(
    articles_of_a_day,
    histories(),
    some.lists(some.tuples(names, names), max_size=5),
    some.lists(some.lists(names, max_size=3), max_size=3),
)
def test_whatever_the_day_and_its_history_every_story_has_an_id_of_its_own(
    articles: list[Article],
    history: list[SentStory],
    apart: list[tuple[str, str]],
    together: list[list[str]],
) -> None:
    links = Links(apart=tuple(apart), together=tuple(map(tuple, together)))
    stories = build_stories(articles, history=history, links=links).stories
    assert not _repeated([story.id for story in stories])
    assert not _repeated([one.id for story in stories for one in story.articles])
