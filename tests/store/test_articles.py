"""Articles in a real database: seen first, seen again, corrected, renamed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from digest.model.article import Article, Image, Kind, Status
from digest.model.edition import Window
from digest.store.articles import (
    Saved,
    articles_before,
    articles_by_id,
    articles_for,
    save_articles,
)
from digest.store.fetch_states import FetchState, fetch_state, save_fetch_state
from tests.store.revisions import revisions_of

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)

FULL = Article(
    id="a1",
    source="gazette",
    title="Bridge to close",
    url="https://gazette.example.com/bridge",
    dek="For a month.",
    text="The bridge will close.\n\nFerries will run.",
    authors=("Ada Quill", "Оля Міст"),
    published=datetime(2026, 3, 12, 5, 30, tzinfo=UTC),
    updated=datetime(2026, 3, 12, 5, 45, 0, 123, tzinfo=UTC),
    section="Politics",
    language="en",
    kind=Kind.ARTICLE,
    reading_minutes=2,
    image=Image(url="https://images.example.com/a.jpg", alt="A bridge", credit="Q", width=600),
    embargo=datetime(2026, 3, 12, 12, 0, tzinfo=UTC),
    status=Status.WITHHELD,
    gathered=NOW,
    labels=("Politics", "Думка"),
)


def brief(number: int, **fields: object) -> Article:
    article = Article(id=f"b{number}", source="gazette", title=f"Brief {number}", kind=Kind.BRIEF)
    return replace(article, **fields)  # type: ignore[arg-type] # the caller's fields


def test_an_article_comes_back_as_it_was_saved(database: Database) -> None:
    assert save_articles(database, [FULL], now=NOW) == Saved(new=1)
    assert articles_by_id(database, ["a1"]) == (FULL,)


def test_an_article_seen_again_is_unchanged(database: Database) -> None:
    save_articles(database, [FULL], now=NOW)
    again = replace(FULL, gathered=None)
    assert save_articles(database, [again], now=LATER) == Saved(unchanged=1)
    assert articles_by_id(database, ["a1"]) == (FULL,)


def test_another_category_alone_makes_no_new_version(database: Database) -> None:
    save_articles(database, [FULL], now=NOW)
    relabelled = replace(FULL, labels=("Bridges",), gathered=None)
    assert save_articles(database, [relabelled], now=LATER) == Saved(unchanged=1)


def test_a_corrected_article_replaces_the_old_one_which_is_kept_as_a_revision(
    database: Database,
) -> None:
    save_articles(database, [FULL], now=NOW)
    corrected = replace(FULL, text="The bridge stays open.", gathered=None)
    assert save_articles(database, [corrected], now=LATER) == Saved(updated=1)
    (stored,) = articles_by_id(database, ["a1"])
    assert stored.text == "The bridge stays open."
    assert revisions_of(database, "a1") == (FULL,)


def test_every_revision_is_kept_in_order(database: Database) -> None:
    for title in ("First", "Second", "Third"):
        save_articles(database, [replace(FULL, title=title)], now=NOW)
    assert [one.title for one in revisions_of(database, "a1")] == ["First", "Second"]


def test_an_updated_article_keeps_the_time_it_was_first_gathered(database: Database) -> None:
    save_articles(database, [brief(1)], now=NOW)
    save_articles(database, [brief(1, text="More.")], now=LATER)
    assert articles_by_id(database, ["b1"])[0].gathered == NOW


def test_an_article_without_a_date_stands_at_the_time_it_was_gathered(database: Database) -> None:
    save_articles(database, [brief(1)], now=NOW)
    assert wanted(database, Window(start=NOW - timedelta(minutes=1), end=NOW)) == {"b1"}


def test_the_same_url_under_a_new_id_is_the_same_article_if_its_headline_is(
    database: Database,
) -> None:
    save_articles(database, [FULL], now=NOW)
    renamed = replace(FULL, id="a2", published=None, text="Another text.")
    assert save_articles(database, [renamed], now=LATER) == Saved(updated=1)
    assert articles_by_id(database, ["a1", "a2"])[0].text == "Another text."


def test_the_same_url_under_a_new_id_is_the_same_article_if_its_date_is(
    database: Database,
) -> None:
    save_articles(database, [FULL], now=NOW)
    renamed = replace(FULL, id="a2", title="Bridge closed")
    assert save_articles(database, [renamed], now=LATER) == Saved(updated=1)
    assert [one.id for one in articles_by_id(database, ["a1", "a2"])] == ["a1"]


def test_a_page_of_short_items_at_one_url_keeps_them_all(database: Database) -> None:
    items = [brief(number, url="https://gazette.example.com/live") for number in range(3)]
    assert save_articles(database, items, now=NOW) == Saved(new=3)


def test_the_same_url_of_another_source_is_another_article(database: Database) -> None:
    save_articles(database, [FULL], now=NOW)
    other = replace(FULL, id="x", source="post")
    assert save_articles(database, [other], now=NOW) == Saved(new=1)


def test_the_same_article_twice_in_one_batch_is_one_row(database: Database) -> None:
    twin = replace(FULL, id="a2")
    assert save_articles(database, [FULL, twin, FULL], now=NOW) == Saved(new=1, unchanged=2)


def test_more_articles_than_a_batch_holds_are_all_saved(database: Database) -> None:
    many = [brief(number) for number in range(1203)]
    assert save_articles(database, many, now=NOW) == Saved(new=1203)
    assert save_articles(database, many, now=NOW) == Saved(unchanged=1203)


def wanted(database: Database, window: Window) -> set[str]:
    return {article.id for article in articles_for(database, window)}


def test_a_window_leaves_out_its_start_and_holds_its_end(database: Database) -> None:
    dated = [brief(hour, published=NOW + timedelta(hours=hour)) for hour in range(4)]
    save_articles(database, dated, now=NOW - timedelta(days=9))
    window = Window(start=NOW, end=NOW + timedelta(hours=2))
    assert wanted(database, window) == {"b1", "b2"}


WITHIN = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("fields", "came"),
    [
        ({"gathered": WITHIN}, True),
        ({"updated": WITHIN}, True),
        ({"embargo": WITHIN}, True),
        ({}, False),
    ],
    ids=["gathered late", "updated", "out of its embargo", "nothing new"],
)
def test_an_older_article_comes_when_something_happened_to_it_in_the_window(
    database: Database, fields: dict[str, object], came: bool
) -> None:
    before = {"published": NOW - timedelta(days=1), "gathered": NOW - timedelta(days=1)}
    save_articles(database, [brief(1, **{**before, **fields})], now=NOW)
    assert wanted(database, Window(start=NOW, end=NOW + timedelta(hours=2))) == (
        {"b1"} if came else set()
    )


def test_a_change_that_the_source_does_not_date_is_dated_when_we_see_it(
    database: Database,
) -> None:
    save_articles(database, [brief(1, text="Strike.")], now=NOW)
    save_articles(database, [brief(1, text="No strike.")], now=LATER)
    (article,) = articles_by_id(database, ["b1"])
    assert article.updated == LATER
    assert save_articles(database, [brief(1, text="No strike.")], now=LATER) == Saved(unchanged=1)


def test_the_archive_is_newest_first_up_to_its_limit(database: Database) -> None:
    hours = [NOW - timedelta(hours=number) for number in range(5)]
    articles = [brief(number, published=hour) for number, hour in enumerate(hours)]
    save_articles(database, articles, now=NOW)
    assert [one.id for one in articles_before(database, hours[1], 3)] == ["b1", "b2", "b3"]


def test_articles_by_id_come_in_the_order_asked_for(database: Database) -> None:
    save_articles(database, [brief(1), brief(2)], now=NOW)
    found = articles_by_id(database, ["b2", "missing", "b1", "b2"])
    assert [one.id for one in found] == ["b2", "b1"]


def test_a_source_never_asked_has_an_empty_fetch_state(database: Database) -> None:
    assert fetch_state(database, "gazette", "https://gazette.example.com/feed") == FetchState()


def test_a_fetch_state_comes_back_and_replaces_the_one_before(database: Database) -> None:
    place = ("gazette", "https://gazette.example.com/feed")
    save_fetch_state(database, *place, FetchState(etag='"1"', at=NOW))
    state = FetchState(etag='"2"', last_modified="Mon", at=LATER, failures=2, problem="slow")
    save_fetch_state(database, *place, state)
    assert fetch_state(database, *place) == state


def test_an_undated_copy_left_lying_undoes_no_dated_embargo_or_correction(
    database: Database,
) -> None:
    lying = replace(FULL, updated=None, embargo=None, status=Status.USABLE)
    dated = replace(lying, updated=NOW, embargo=LATER + timedelta(days=3), title="Corrected")
    save_articles(database, [lying], now=NOW)
    save_articles(database, [dated], now=LATER)
    for hours in (3, 4):
        again = save_articles(database, [lying, dated], now=NOW + timedelta(hours=hours))
        assert again == Saved(unchanged=2)
        (stored,) = articles_by_id(database, [FULL.id])
        assert (stored.title, stored.embargo) == ("Corrected", dated.embargo)


def test_a_source_that_dates_nothing_may_go_back_to_its_earlier_words(database: Database) -> None:
    first = replace(FULL, updated=None, embargo=None, status=Status.USABLE)
    for hours, title in enumerate(("One", "Two", "One")):
        save_articles(database, [replace(first, title=title)], now=NOW + timedelta(hours=hours))
    (stored,) = articles_by_id(database, [FULL.id])
    assert stored.title == "One"


def test_new_words_without_a_date_replace_dated_ones(database: Database) -> None:
    dated = replace(FULL, embargo=None, status=Status.USABLE)
    save_articles(database, [dated], now=NOW)
    undated = replace(dated, updated=None, title="Suspended, not resigned")
    assert save_articles(database, [undated], now=LATER).updated == 1


@pytest.mark.parametrize("together", [True, False], ids=["one document", "a document each"])
@pytest.mark.parametrize("begins_later", [False, True])
def test_two_undated_versions_that_stay_side_by_side_do_not_replace_each_other_for_ever(
    database: Database, together: bool, begins_later: bool
) -> None:
    one = replace(
        FULL, updated=None, embargo=None, status=Status.USABLE, title="One", gathered=None
    )
    two = replace(one, title="Two", text="Other words.")
    if begins_later:
        save_articles(database, [one], now=NOW - timedelta(hours=1))
    found = []
    for hours in range(8):
        now = NOW + timedelta(hours=hours)
        batches = [[one, two]] if together else [[one], [two]]
        saved = [save_articles(database, batch, now=now) for batch in batches]
        found.append(sum(each.updated for each in saved))
    assert found[0] == 1
    assert sum(found[1:]) == begins_later, found  # it may be a source that goes back
    newer = replace(one, title="Three")
    assert save_articles(database, [newer], now=NOW + timedelta(days=1)).updated == 1


def test_what_an_undated_source_withheld_comes_back_when_it_gives_it_free_however_often(
    database: Database,
) -> None:
    free = replace(FULL, updated=None, embargo=None, status=Status.USABLE)
    withheld = replace(free, status=Status.WITHHELD)
    for hours in range(6):
        version = withheld if hours % 2 else free
        save_articles(database, [version], now=NOW + timedelta(hours=hours))
        (stored,) = articles_by_id(database, [FULL.id])
        assert stored.status is version.status
