"""What ``samples/README.md`` promises, held to the files themselves."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from email_validator import EmailNotValidError, validate_email
from lxml import etree
from PIL import Image as Picture

from digest.gather.read import read_document
from digest.model.article import Article, Kind, Status
from digest.model.reading import Document, Reading
from digest.model.settings import Source
from digest.settings.load import read_settings

SAMPLES = Path(__file__).parents[2] / "samples"
ARTICLES = SAMPLES / "articles"
CUT_OFF = datetime(2026, 3, 12, 3, 45, tzinfo=UTC)  # 05:45 in Port Merrow: the draft is built
LAST_NEWS = datetime(2026, 3, 12, 3, 30, tzinfo=UTC)  # 05:30 in Port Merrow
DAYS = (date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 12))

WELL_FORMED = {
    "gazette.rss.xml": ("rss20", 15),
    "post.atom.xml": ("atom10", 12),
    "wire.rdf": ("rss10", 12),
    "havan.rss.xml": ("rss20", 16),
    "quayside.rss.xml": ("rss20", 5),
    "hostile.rss.xml": ("rss20", 10),
}


@dataclass(frozen=True, kw_only=True)
class Label:
    """A line of ``labels.jsonl``."""

    url: str
    title: str
    event: str
    section: str


@cache
def reading(name: str) -> Reading:
    path = ARTICLES / name
    document = Document(location=str(path), content=path.read_bytes())
    return read_document(document, source=Source(id="sample", path=str(path)), now=CUT_OFF)


@cache
def all_articles() -> tuple[Article, ...]:
    names = sorted(path.name for path in ARTICLES.iterdir())
    return tuple(article for name in names for article in reading(name).articles)


@cache
def labels() -> tuple[Label, ...]:
    lines = (SAMPLES / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    objects = [json.loads(line) for line in lines]
    return tuple(
        Label(
            url=line.get("url", ""),
            title=line["title"],
            event=line["event"],
            section=line["section"],
        )
        for line in objects
    )


def label_of(article: Article) -> Label:
    name = article.url or article.title
    return next(label for label in labels() if (label.url or label.title) == name)


def outlet(article: Article) -> str:
    return urlsplit(article.url).hostname or article.id


def moments() -> list[datetime]:
    return [article.published for article in all_articles() if article.published is not None]


def test_there_are_more_than_75_articles_of_three_days() -> None:
    assert len(moments()) > 75
    assert {moment.date() for moment in moments()} == set(DAYS)


def test_the_last_news_came_before_half_past_five_on_the_twelfth() -> None:
    assert max(moments()) <= LAST_NEWS


@pytest.mark.parametrize("name", WELL_FORMED)
def test_each_good_feed_is_well_formed_and_of_the_form_it_names(name: str) -> None:
    version, entries = WELL_FORMED[name]
    parsed = feedparser.parse((ARTICLES / name).read_bytes())
    assert (parsed.bozo, parsed.version, len(parsed.entries)) == (False, version, entries)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("coast.json", 7),
        ("archive.jsonl", 21),
        ("page.txt", 5),
        ("page.html", 1),
        ("wire.ninjs.json", 1),
        ("wire.newsml.xml", 1),
        ("broken.xml", 3),
        ("notfeed.xml", 0),
        ("hostile.jsonl", 1),
    ],
)
def test_every_other_form_gives_as_many_articles_as_the_table_says(name: str, count: int) -> None:
    assert len(reading(name).articles) == count


def test_the_table_of_the_readme_names_every_file_of_articles() -> None:
    named = re.findall(r"`articles/([^`]+)`", (SAMPLES / "README.md").read_text(encoding="utf-8"))
    assert sorted(named) == sorted(path.name for path in ARTICLES.iterdir())


def test_the_broken_feed_is_not_well_formed() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring((ARTICLES / "broken.xml").read_bytes())


def test_the_page_as_text_holds_an_article_a_teaser_and_briefs() -> None:
    kinds = [article.kind for article in reading("page.txt").articles]
    assert kinds == [Kind.ARTICLE, Kind.TEASER, Kind.BRIEF, Kind.BRIEF, Kind.BRIEF]


def test_most_articles_are_long_enough_to_be_news() -> None:
    lengths = [len(article.text.split()) for article in all_articles() if article.language == "en"]
    full = [length for length in lengths if length >= 90]
    assert len(full) >= 55
    assert max(lengths) <= 350


def test_every_article_has_exactly_one_label() -> None:
    articles = {article.url or article.title for article in all_articles()}
    named = [label.url or label.title for label in labels()]
    assert sorted(named) == sorted(articles)


def test_labels_name_sections_of_the_settings() -> None:
    known = {*read_settings(SAMPLES / "schedules.toml").sections, "more"}
    assert {label.section for label in labels()} == known


def test_at_least_twelve_events_are_told_by_several_outlets_in_english() -> None:
    outlets: dict[str, set[str]] = defaultdict(set)
    for article in all_articles():
        if article.language == "en":
            outlets[label_of(article).event].add(outlet(article))
    told_widely = [event for event, names in outlets.items() if len(names) >= 2]
    assert len(told_widely) >= 12


def _of_event(event: str, host: str) -> Article:
    found = [article for article in all_articles() if label_of(article).event == event]
    return next(article for article in found if outlet(article) == host)


@pytest.mark.parametrize(
    ("event", "host"),
    [("shipyard-order", "post.example.net"), ("measles-vaccination", "gazette.example.com")],
)
def test_two_outlets_print_agency_copy_nearly_word_for_word(event: str, host: str) -> None:
    agency = set(_of_event(event, "wire.example.org").text.split())
    printed = set(_of_event(event, host).text.split())
    assert len(agency & printed) / len(agency | printed) > 0.8


@pytest.mark.parametrize(
    "pair",
    [("court-eel-smuggling", "court-mission-fraud"), ("football-athletic", "football-rovers")],
    ids=["two court cases", "two football matches"],
)
def test_events_that_look_alike_are_labelled_apart_and_told_twice_each(
    pair: tuple[str, str],
) -> None:
    for event in pair:
        assert len([label for label in labels() if label.event == event]) >= 2


def test_the_ferry_story_of_the_eleventh_carries_on_on_the_twelfth() -> None:
    dates = {
        article.published.date()
        for article in all_articles()
        if article.published is not None and label_of(article).event == "ferry-strike"
    }
    assert dates == set(DAYS)


def test_one_article_is_embargoed_until_noon_on_the_twelfth() -> None:
    embargoes = [article.embargo for article in all_articles() if article.embargo is not None]
    assert embargoes == [datetime(2026, 3, 12, 12, tzinfo=UTC)]


def test_one_article_is_canceled() -> None:
    canceled = [article.title for article in all_articles() if article.status is Status.CANCELED]
    assert canceled == ["KILL: Port Merrow cannery to close with loss of 85 jobs"]


def test_one_feed_article_has_no_date_and_one_is_dated_in_the_future() -> None:
    undated = [entry for entry in _entries("quayside.rss.xml") if "published" not in entry]
    future = [entry for entry in _entries("post.atom.xml") if entry["published"] > "2026-03-12T12"]
    assert (len(undated), len(future)) == (1, 1)


def _entries(name: str) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = feedparser.parse((ARTICLES / name).read_bytes()).entries
    return entries


def test_one_article_comes_twice_and_its_addresses_differ_in_tracking_alone() -> None:
    links = [entry["link"] for entry in _entries("gazette.rss.xml")]
    bare = [link.partition("?")[0] for link in links]
    assert len(set(links)) == len(links)
    assert len(set(bare)) == len(bare) - 1


@pytest.mark.parametrize(
    "piece",
    ["<script>", '" onerror=alert(1) x="', "\u200d", "{{ 7*7 }}", "صيادو", "\u202e", "5 < 6 > 4"],
)
def test_the_hostile_feed_carries_each_attack_in_a_headline(piece: str) -> None:
    assert any(piece in entry["title"] for entry in _entries("hostile.rss.xml"))


def test_one_hostile_headline_has_five_hundred_characters() -> None:
    assert max(len(entry["title"]) for entry in _entries("hostile.rss.xml")) >= 500


def test_havan_writes_ukrainian() -> None:
    assert {article.language for article in reading("havan.rss.xml").articles} == {"uk"}


def test_addresses_lead_to_reserved_names_only() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in ARTICLES.iterdir())
    hosts = {urlsplit(url).hostname for url in re.findall(r"https?://[^\s\"'<>\\]+", text)}
    namespaces = {"www.w3.org", "purl.org", "search.yahoo.com", "iptc.org", "www.iptc.org"}
    standards = namespaces | {"jsonfeed.org", "schema.org"}
    reserved = re.compile(r"(^|\.)example\.(com|org|net)$")
    assert [host for host in hosts - standards if not reserved.search(host or "")] == []


def test_every_picture_an_article_names_is_drawn() -> None:
    pictures = {article.image.url for article in all_articles() if article.image}
    named = {url.removeprefix("https://images.example.com/") for url in pictures if url}
    assert named == {path.name for path in (SAMPLES / "images").iterdir()}


def test_every_picture_has_alt_text_that_does_not_repeat_the_caption() -> None:
    images = [article.image for article in all_articles() if article.image and article.image.url]
    described = [image for image in images if image.alt]
    assert len(described) == len(images)
    assert all(len(image.alt) <= 125 and image.alt != image.caption for image in described)


@pytest.mark.parametrize("path", sorted((SAMPLES / "images").iterdir()), ids=lambda path: path.name)
def test_each_picture_is_small_and_of_the_size_the_feeds_give(path: Path) -> None:
    with Picture.open(path) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1200, 800))
    assert path.stat().st_size <= 60_000


def test_the_settings_are_valid_and_every_source_of_theirs_exists() -> None:
    settings = read_settings(SAMPLES / "schedules.toml")
    assert list(settings.newsletters) == ["morning", "ranok"]
    for source in settings.sources.values():
        assert list(SAMPLES.glob(source.path)), source.path
        assert source.name


def _rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_address(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def test_the_twelve_recipients_have_valid_addresses_in_reserved_domains() -> None:
    addresses = [row["email"] for row in _rows("recipients.csv")]
    assert len(addresses) == len(set(addresses)) == 12
    assert all(_is_address(address) for address in addresses)
    assert all(re.search(r"[@.](example\.(com|org|net)|example)$", each) for each in addresses)


def test_names_of_recipients_hold_commas_quotes_and_letters_of_three_scripts() -> None:
    names = "".join(row["name"] for row in _rows("recipients.csv"))
    assert all(piece in names for piece in (",", '"', "'", "Оксана", "ليلى", "ę"))


def test_the_bad_recipients_hold_two_readers_and_one_of_them_twice() -> None:
    good = [row["email"] for row in _rows("recipients-bad.csv") if _is_address(row["email"])]
    assert good == ["fine@example.com", "FINE@EXAMPLE.COM", "also.fine@example.org"]


def test_a_bad_address_tries_to_smuggle_in_a_header() -> None:
    assert any("\nBcc:" in row["email"] for row in _rows("recipients-bad.csv"))
    assert "\n\n" in (SAMPLES / "recipients-bad.csv").read_text(encoding="utf-8")
