"""Article lines: read, written, and read again as the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.gather.finish import finish
from digest.gather.json_lines import article_to_line, read_lines
from digest.gather.raw import RawArticle
from digest.model.article import Article, Image, Kind, Status
from digest.model.reading import Document, Reading
from digest.model.settings import Source
from tests.examples import examples

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
SOURCE = Source(id="wire")


def read(*lines: str) -> Reading:
    document = Document(location="a.jsonl", content="\n".join(lines).encode())
    return read_lines(document, source=SOURCE, now=NOW)


def only(**fields: object) -> Article:
    (article,) = read(json.dumps({"title": "A", **fields})).articles
    return article


def test_a_line_gives_an_article_with_all_its_fields() -> None:
    article = only(
        id=7,
        url="https://News.example.com/a?utm_source=x",
        source="gazette",
        text="One.\n\nTwo.",
        dek="Three.",
        published="2026-03-11T10:00:00+02:00",
        authors=["Ada", "Bo"],
        section="Sport",
        language="en-GB",
        kind="article",
        reading_minutes=4,
        image={"url": "https://images.example.com/a.jpg", "credit": "(Ada/Tide)"},
    )
    assert (article.id, article.source, article.url) == (
        "7",
        "gazette",
        "https://news.example.com/a",
    )
    assert (article.text, article.dek) == ("One.\n\nTwo.", "Three.")
    assert article.published == datetime(2026, 3, 11, 8, 0, tzinfo=UTC)
    assert (article.authors, article.section, article.language) == (("Ada", "Bo"), "Sport", "en")
    assert (article.kind, article.reading_minutes) == (Kind.ARTICLE, 4)
    assert article.image == Image(url="https://images.example.com/a.jpg", credit="Ada/Tide")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-11", datetime(2026, 3, 11, tzinfo=UTC)),
        ("2026-03-11T10:00:00", datetime(2026, 3, 11, 10, tzinfo=UTC)),
        ("2026-03-11T10:00:00Z", datetime(2026, 3, 11, 10, tzinfo=UTC)),
        ("Wed, 11 Mar 2026 10:00:00 +0200", datetime(2026, 3, 11, 8, tzinfo=UTC)),
    ],
)
def test_dates_come_in_any_usual_form_under_either_name(text: str, moment: datetime) -> None:
    assert only(date=text).published == only(published=text).published == moment


def test_a_short_text_is_an_article_unless_its_line_says_otherwise() -> None:
    short = {"text": "One.", "url": "https://g.example.com/a"}
    assert (only(**short).kind, only(**short).text) == (Kind.ARTICLE, "One.")
    assert only(**short, kind="brief").kind is Kind.BRIEF
    assert only(dek="One.", url="https://g.example.com/a").kind is Kind.TEASER


BAD = {
    "not JSON at all": "not JSON",
    "[1, 2]": "must be a JSON object",
    '"text"': "must be a JSON object",
    '{"title": 5}': "'title' must be text",
    '{"title": "A", "embargo": "tomorrow"}': "'embargo' is not a date: tomorrow",
    '{"title": "A", "kind": "poem"}': "'kind' cannot be poem",
    '{"title": "A", "status": "odd"}': "'status' cannot be odd",
    '{"title": "A", "authors": [1]}': "'authors' must be a list of names",
    '{"title": "A", "image": "a.jpg"}': "'image' must be a JSON object",
    '{"title": "A", "reading_minutes": "two"}': "'reading_minutes' must be a whole number",
    "{}": "neither headline nor text",
    '{"title": "\\u200b "}': "neither headline nor text",
    "[" * 100_000: "not",
    '{"title": "unclosed': "not JSON",
}


@pytest.mark.parametrize("line", BAD, ids=lambda line: line[:40])
def test_a_bad_line_is_reported_by_its_number_and_the_rest_goes_on(line: str) -> None:
    reading = read('{"title": "First"}', "", line, '{"title": "Last"}')
    assert [article.title for article in reading.articles] == ["First", "Last"]
    (left,) = reading.unplaced
    assert str(left.where) == "line 3"
    assert BAD[line] in str(left.why)


@pytest.mark.parametrize("date", ["yesterday", 1773273600, "31.02.2026"])
def test_a_date_that_is_none_is_remarked_on_and_costs_no_article(date: object) -> None:
    reading = read(json.dumps({"title": "A", "published": date}))
    assert [article.title for article in reading.articles] == ["A"]
    assert reading.articles[0].published is None
    assert str(reading.problems[0]).startswith("line 1: 'published' ")


def test_the_same_line_twice_is_one_article_and_a_remark() -> None:
    reading = read('{"title": "A", "text": "B."}', '{"title": "A", "text": "B."}')
    assert len(reading.articles) == 1
    assert str(reading.unplaced[0].where) == "line 2"


def test_a_line_separator_inside_a_string_does_not_end_the_line() -> None:
    (article,) = read('{"title": "A\u2028B"}').articles
    assert article.title == "A B"


def test_a_pictures_focus_comes_back_with_its_line() -> None:
    image = Image(url="https://images.example.com/a.jpg", focus_x=0.0, focus_y=0.25)
    line = article_to_line(Article(id="1", source="wire", title="A", image=image))
    (article,) = read(json.dumps(line)).articles
    assert article.image == image


@pytest.mark.parametrize("focus", [-0.1, 1.5, "left", True])
def test_a_focus_outside_its_picture_makes_a_bad_line(focus: object) -> None:
    line = {"title": "A", "image": {"url": "https://images.example.com/a.jpg", "focus_x": focus}}
    assert "'focus_x'" in str(read(json.dumps(line)).unplaced[0].why)


def test_a_language_that_nobody_knows_is_not_guessed_anew() -> None:
    line = article_to_line(Article(id="1", source="wire", title="A", text="ก"))
    (article,) = read(json.dumps(line)).articles
    assert article.language == ""


def test_what_is_empty_is_left_out_of_a_line() -> None:
    article = Article(id="1", source="wire", title="A", kind=Kind.BRIEF)
    assert article_to_line(article) == {
        "id": "1",
        "source": "wire",
        "title": "A",
        "language": "und",
        "kind": "brief",
    }


def test_what_a_line_says_the_text_is_are_its_labels_whatever_the_field_is_called() -> None:
    article = only(labels=["Opinion"], genre="Column", category=3, tags=["Ports", None])
    assert article.labels == ("Opinion", "Column", "Ports")


anything = st.text(max_size=60)
moments = st.none() | st.integers(1, 10**9).map(lambda seconds: NOW - timedelta(seconds=seconds))
urls = st.sampled_from(
    [
        "",
        "https://example.com/a?b=2&a=1",
        "http://EXAMPLE.com:80/ü/../x#top",
        "/relative",
        "nonsense",
    ]
) | st.text(max_size=20).map(lambda text: f"https://example.com/{text}")
raws = st.builds(
    RawArticle,
    where=st.just("entry 1"),
    guid=anything,
    source=st.sampled_from(["", "other"]),
    url=urls,
    title=anything,
    dek=anything,
    text=st.lists(anything, max_size=4).map("\n\n".join),
    authors=st.lists(anything, max_size=3).map(tuple),
    published=moments,
    updated=moments,
    section=anything,
    declared_language=st.sampled_from(["", "en", "uk-UA", "nonsense"]),
    kind=st.none() | st.sampled_from(Kind),
    reading_minutes=st.none() | st.integers(1, 60),
    image=st.none()
    | st.builds(
        Image,
        url=urls,
        alt=anything,
        caption=anything,
        credit=anything,
        width=st.none() | st.just(6),
    ),
    embargo=moments,
    status=st.sampled_from(Status),
    gathered=moments,
    labels=st.lists(anything, max_size=3).map(tuple),
)


@given(st.lists(raws, max_size=3))
@examples(200)
def test_any_article_written_as_a_line_is_read_as_the_same_article(raw: list[RawArticle]) -> None:
    articles = finish(raw, source=SOURCE, document="", now=NOW).articles
    lines = [json.dumps(article_to_line(article)) for article in articles]
    assert read(*lines).articles == articles
