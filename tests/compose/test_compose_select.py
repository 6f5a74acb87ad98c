"""Which articles an edition may carry, and what it says of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from digest.compose.select import remembered, select
from digest.model.article import Article, Status
from digest.model.edition import SentStory, StoryPlace, Window

NOW = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
WINDOW = Window(start=NOW - timedelta(days=1), end=NOW)
FRESH = Article(
    id="ferry",
    source="gazette",
    title="Ferry service resumes after storm",
    text="The ferry sailed again on Tuesday.",
    published=NOW - timedelta(hours=3),
    language="en",
    gathered=NOW - timedelta(hours=2),
)


def why_left_out(article: Article, history: tuple[SentStory, ...] = ()) -> str:
    chosen = select([article], history=history, language="en", window=WINDOW, now=NOW)
    if chosen.articles:
        assert chosen.articles == (article,)
        assert not chosen.left_out
        return ""
    (left_out,) = chosen.left_out
    assert left_out.id == article.id
    return str(left_out.why)


def sent(article: Article, days_ago: int = 1) -> SentStory:
    return SentStory(
        story=article.id,
        edition="morning-x",
        date=NOW.date() - timedelta(days=days_ago),
        place=StoryPlace.LEAD,
        headline=article.title,
        articles=(article,),
    )


def test_an_article_of_the_window_is_chosen() -> None:
    assert why_left_out(FRESH) == ""


@pytest.mark.parametrize(
    ("article", "why"),
    [
        (replace(FRESH, status=Status.CANCELED), "canceled by its source"),
        (replace(FRESH, status=Status.WITHHELD), "withheld by its source"),
        (replace(FRESH, embargo=NOW + timedelta(hours=1)), "embargoed until 2026-03-04 07:00 UTC"),
        (replace(FRESH, language="uk"), 'written in "uk", the newsletter in "en"'),
        (replace(FRESH, title=" ", text="", dek=""), "has neither a headline nor a text"),
        (replace(FRESH, published=NOW - timedelta(days=2)), "older than the window"),
        (replace(FRESH, published=None, gathered=None), "has no date"),
    ],
    ids=["canceled", "withheld", "embargoed", "other language", "empty", "old", "undated"],
)
def test_an_article_that_may_not_be_carried_says_why(article: Article, why: str) -> None:
    assert why_left_out(article).startswith(why)


def test_the_window_excludes_its_start_and_includes_its_end() -> None:
    at_start = replace(FRESH, published=WINDOW.start, gathered=WINDOW.start)
    assert "older" in why_left_out(at_start)
    assert why_left_out(replace(FRESH, published=WINDOW.end)) == ""


def test_an_article_that_came_after_the_last_cut_off_is_not_lost() -> None:
    late = replace(
        FRESH,
        published=WINDOW.start - timedelta(hours=11),
        gathered=WINDOW.start + timedelta(minutes=5),
    )
    assert why_left_out(late) == ""
    assert "older" in why_left_out(replace(late, gathered=WINDOW.start - timedelta(hours=1)))
    too_late = replace(late, published=WINDOW.start - timedelta(hours=13))
    assert "older" in why_left_out(too_late)


def test_an_article_of_unknown_language_is_let_in() -> None:
    assert why_left_out(replace(FRESH, language="")) == ""


def test_a_date_in_the_future_is_a_mistake_and_the_time_of_gathering_counts() -> None:
    tomorrow = replace(FRESH, published=NOW + timedelta(days=1))
    assert why_left_out(tomorrow) == ""
    assert "no date" in why_left_out(replace(tomorrow, gathered=None))


def test_an_article_gathered_after_the_cut_off_waits_for_the_next_edition() -> None:
    late = replace(FRESH, published=None, gathered=NOW + timedelta(minutes=1))
    assert "newer than the cut-off" in why_left_out(late)


def test_an_article_whose_embargo_ended_in_the_window_is_chosen_though_it_is_old() -> None:
    waited = replace(FRESH, published=NOW - timedelta(days=3), embargo=NOW - timedelta(hours=1))
    assert why_left_out(waited) == ""


def test_an_article_sent_before_says_when_and_where_it_stood() -> None:
    assert why_left_out(FRESH, (sent(FRESH),)) == "already sent on Tuesday, 03 March as lead"


def test_an_article_sent_before_comes_back_when_its_text_has_changed() -> None:
    changed = replace(FRESH, text="The ferry sank.", updated=NOW - timedelta(minutes=30))
    assert why_left_out(changed, (sent(FRESH),)) == ""


def test_the_same_article_given_twice_is_chosen_once() -> None:
    chosen = select([FRESH, FRESH], history=(), language="en", window=WINDOW, now=NOW)
    assert chosen.articles == (FRESH,)


def test_sent_stories_are_remembered_for_seven_days() -> None:
    history = [sent(FRESH, days) for days in (0, 1, 7, 8)]
    assert [story.date for story in remembered(history, NOW.date())] == [
        date(2026, 3, 4),
        date(2026, 3, 3),
        date(2026, 2, 25),
    ]
