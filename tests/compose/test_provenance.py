"""When an article was written, by all that tells it, and how far that is believed."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.compose.provenance import (
    CRAWLED,
    GATHERED,
    IN_TEXT,
    SURE,
    day_in_text,
    provenance_of,
    url_day,
)
from digest.model.article import Article

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
DAY = NOON.timestamp() / 86_400
PLAIN = Article(id="a", source="gazette", title="Pier to be rebuilt", text="The council voted.")


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example.com/2026/03/12/pier",
        "https://news.example.com/world/2026-03-12/pier",
        "https://news.example.com/2026/mar/12/pier",
        "https://news.example.com/story/pier-20260312",
        "https://news.example.com/2026-03/12/content_32789696.htm",
    ],
)
def test_a_url_tells_the_day_its_page_was_made(url: str) -> None:
    assert url_day(url) == DAY


@pytest.mark.parametrize(
    "url", ["", "https://news.example.com/article-419397", "https://news.example.com/20261399/x"]
)
def test_a_number_in_a_url_that_is_no_day_is_none(url: str) -> None:
    assert url_day(url) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("March 12th , 2026 , 7 : 35 am The council", "en"),
        ("MARCH 12, 2026. The council", "en"),
        ("Posted 12 Mar 2026 by", "en"),
        ("Stand: 12. März 2026, 14:05 Uhr", "de"),
        ("12 березня 2026 року рада", "uk"),
        ("12 de marzo de 2026. El consejo", "es"),
        ("Le 12 mars 2026, le conseil", "fr"),
        ("12.03.2026 13:00", "pl"),
        ("2026-03-12", ""),
        ("Posted 3 / 12 / 2026 3 : 36 PM", "uk"),
        ("12/3/2026", "en"),
    ],
)
def test_a_date_in_the_first_lines_is_read_in_the_languages_words_and_in_figures(
    text: str, language: str
) -> None:
    if text == "12/3/2026":
        assert day_in_text(text, language) is None, "the third of December, or the twelfth of March"
    else:
        found = day_in_text(text, language)
        assert found == (DAY if "3 / 12" not in text else None)


def test_figures_that_can_be_read_only_one_way_are_read() -> None:
    assert day_in_text("3 / 13 / 2026", "en") == DAY + 1
    assert day_in_text("13/3/2026", "en") == DAY + 1


def test_the_publishers_own_date_comes_first() -> None:
    found = provenance_of([replace(PLAIN, published=NOON, text="On 1 May 2019 a storm")])[0]
    assert (found.day, found.sureness) == (DAY, SURE)


def test_a_date_in_the_url_corrects_one_that_a_crawler_wrote() -> None:
    url = "https://news.example.com/2026/03/12/pier"
    found = provenance_of([replace(PLAIN, published=NOON + timedelta(days=130), url=url)])[0]
    assert (found.day, found.sureness) == (DAY, SURE)


def test_a_date_in_the_text_is_believed_less_and_the_time_of_gathering_least() -> None:
    told, seen = provenance_of(
        [replace(PLAIN, text="12 March 2026. The council voted."), replace(PLAIN, gathered=NOON)]
    )
    assert (told.day, told.sureness) == (DAY, IN_TEXT)
    assert (seen.day, seen.sureness) == (DAY, GATHERED)
    assert SURE > IN_TEXT > GATHERED > CRAWLED


def test_an_article_that_nothing_dates_has_no_day() -> None:
    found = provenance_of([PLAIN])[0]
    assert math.isnan(found.day)
    assert found.sureness == 0


@pytest.mark.parametrize(
    "published",
    [datetime(1970, 1, 1, tzinfo=UTC), NOON + timedelta(days=3), datetime(2099, 1, 1, tzinfo=UTC)],
)
def test_a_date_before_the_web_or_after_the_gathering_is_not_believed(published: datetime) -> None:
    found = provenance_of([replace(PLAIN, published=published, gathered=NOON)])[0]
    assert (found.day, found.sureness) == (DAY, GATHERED)


def test_a_date_far_after_all_others_of_the_day_is_not_believed() -> None:
    day = [replace(PLAIN, published=NOON) for _ in range(4)]
    late = replace(PLAIN, published=datetime(2099, 1, 1, tzinfo=UTC))
    assert math.isnan(provenance_of([*day, late])[-1].day)


def test_pages_of_an_outlet_that_claim_one_odd_minute_far_from_its_others_are_hardly_believed() -> (
    None
):
    crawled = NOON + timedelta(days=60, minutes=15)
    pages = [replace(PLAIN, published=crawled) for _ in range(3)]
    real = replace(PLAIN, published=NOON)
    found = provenance_of([*pages, real])
    assert [each.sureness for each in found] == [CRAWLED, CRAWLED, CRAWLED, SURE]


def test_dates_without_a_time_are_believed_however_many_pages_share_them() -> None:
    pages = [replace(PLAIN, published=NOON + timedelta(days=at // 3)) for at in range(12)]
    assert all(each.sureness == SURE for each in provenance_of(pages))


def test_a_day_of_one_outlet_whose_pages_came_within_minutes_is_believed() -> None:
    pages = [replace(PLAIN, published=NOON + timedelta(minutes=at)) for at in range(12)]
    assert all(each.sureness == SURE for each in provenance_of(pages))
