"""Articles that come one by one join stories as the whole day would be grouped."""

from __future__ import annotations

import pytest

from digest.compose.arrivals import Arrivals
from digest.compose.compose_edition import group_arrivals
from digest.model.article import Article
from tests.bench.grouping_data import bcubed
from tests.compose.test_labelled_days import FLOORS, day_in


@pytest.mark.parametrize("language", FLOORS)
def test_a_day_grouped_as_it_comes_is_nearly_the_day_grouped_as_a_whole(language: str) -> None:
    day, arrivals = day_in(language), Arrivals()
    found = [arrivals.add(article).story for article, _ in day]
    assert bcubed([event for _, event in day], found).f1 >= 0.93


def test_a_story_is_known_by_its_first_article_and_an_article_by_why_it_joined() -> None:
    arrivals = Arrivals()
    fire, more, other = (article for article, _ in (day_in("en")[at] for at in (0, 1, 3)))
    assert arrivals.add(fire).story == fire.id
    joined = arrivals.add(more)
    assert joined.story == fire.id
    assert fire.id in str(joined.why)
    assert arrivals.add(other).story == other.id


def test_what_was_said_of_an_article_stands_whatever_comes_later() -> None:
    day = [article for article, _ in day_in("en")]
    some, all_of_it = list(group_arrivals(day[:20])), list(group_arrivals(day))
    assert all_of_it[:20] == some


def test_a_copy_joins_its_original_and_is_not_the_lead() -> None:
    first = day_in("en")[0][0]
    again = Article(id="again", source="herald", title=first.title, text=first.text, language="en")
    original, copy = group_arrivals([first, again])
    assert (original.lead, copy.lead) == (True, False)
    assert copy.story == first.id
    assert "copy" in str(copy.why)


def test_the_same_article_twice_stays_in_its_story() -> None:
    arrivals, article = Arrivals(), day_in("en")[0][0]
    assert arrivals.add(article).story == arrivals.add(article).story


def test_articles_of_two_languages_never_join() -> None:
    arrivals = Arrivals()
    english, german = day_in("en")[0][0], day_in("de")[0][0]
    arrivals.add(english)
    assert (
        arrivals.add(Article(id="de", source="", title=german.title, language="de")).story == "de"
    )


def test_an_article_without_a_word_is_a_story_of_its_own() -> None:
    arrivals = Arrivals()
    assert [arrivals.add(Article(id=name, source="", title="")).story for name in "ab"] == [
        "a",
        "b",
    ]
