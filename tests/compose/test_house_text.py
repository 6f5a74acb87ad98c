"""What an outlet prints on page after page is left out before articles are compared."""

from __future__ import annotations

from dataclasses import replace

from digest.compose.clusters import merge
from digest.compose.house_text import without_house_text
from digest.model.article import Article

SIGN_UP = "Sign up to the Gazette's evening newsletter and never miss a story from the harbour."
EVENTS = (
    "Council votes to rebuild the north pier",
    "Ferry crews set a date for their strike",
    "School roof leaks onto forty pupils",
    "Bridge closes for new bearings",
    "Orchestra names its first woman conductor",
    "Bakery on Mill Lane burns down",
)


def pages(source: str = "gazette") -> list[Article]:
    return [
        Article(
            id=f"{source}-{at}",
            source=source,
            title=f"Live: {title}",
            text=f"{title} after long talks.\n\n{SIGN_UP}\n\nMore is known about it tomorrow.",
            language="en",
        )
        for at, title in enumerate(EVENTS)
    ]


def test_a_sentence_that_stands_on_many_pages_of_an_outlet_is_not_compared() -> None:
    found = without_house_text(pages(), ())
    assert all("newsletter" not in each.text for each in found)
    assert all("after long talks" in each.text for each in found)


def test_a_label_before_many_headlines_of_an_outlet_is_not_compared() -> None:
    assert [each.title for each in without_house_text(pages(), ())] == list(EVENTS)


def test_what_the_archive_has_seen_is_remembered() -> None:
    today = pages()[:1]
    assert "newsletter" in without_house_text(today, ())[0].text
    assert "newsletter" not in without_house_text(today, pages()[1:])[0].text


def test_another_outlet_may_say_what_is_the_houses_elsewhere() -> None:
    other = replace(pages()[0], id="other", source="courier")
    assert "newsletter" in without_house_text([other], pages())[0].text


def test_a_sentence_of_an_agency_that_few_pages_have_stays() -> None:
    shared = [replace(each, text="Nobody was hurt, police said.") for each in pages()[:3]]
    assert without_house_text(shared, ())[0].text == shared[0].text


def test_nothing_is_left_without_headline_or_text() -> None:
    only = [replace(each, title="Live: Live", text=SIGN_UP) for each in pages()]
    found = without_house_text(only, ())
    assert all(each.title and each.text == SIGN_UP for each in found)


def test_pages_that_share_only_their_outlets_text_are_stories_of_their_own() -> None:
    long = [replace(each, text=f"{each.title}.\n\n" + f"{SIGN_UP}\n\n" * 3) for each in pages()]
    assert len(merge(long, archive=())) == len(EVENTS)


def test_an_article_comes_back_as_it_was_given() -> None:
    given = pages()
    told = [article for cluster in merge(given, archive=()) for article in cluster.articles]
    assert {each.id: each for each in told} == {each.id: each for each in given}
