"""Every hostile text, through every input form that it can come in."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from digest.gather import clean
from digest.gather.canonical_urls import absolute, canonical
from digest.gather.json_lines import article_to_line
from digest.gather.read import read_document
from digest.model.article import Article
from digest.model.reading import Document, Reading
from digest.model.settings import Source
from tests.gather.hostile import ADDRESSES, HEADLINES, MARKUP

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)


def read(content: str) -> Reading:
    document = Document(
        location="https://gazette.example.com/feed",
        content=content.encode("utf-8", errors="surrogatepass"),
    )
    return read_document(document, source=Source(id="gazette"), now=NOW)


def rss(text: str) -> str:
    """As a careful feed writes it: text, escaped."""
    item = f"<title>{escape(text)}</title><author>{escape(text)}</author>"
    return f'<rss version="2.0"><channel><item>{item}</item></channel></rss>'


def careless_rss(text: str) -> str:
    """As a careless feed writes it: whatever came, in a CDATA section."""
    item = f"<title><![CDATA[{text}]]></title>"
    return f'<rss version="2.0"><channel><item>{item}</item></channel></rss>'


def atom(text: str) -> str:
    entry = (
        f"<entry><id>1</id><title>{escape(text)}</title><summary>{escape(text)}</summary></entry>"
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>{entry}</feed>'


def json_feed(text: str) -> str:
    item = {"id": "1", "title": text, "summary": text, "authors": [{"name": text}], "tags": [text]}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})


def article_line(text: str) -> str:
    image = {"url": "https://i.example.com/a.jpg", "alt": text, "caption": text, "credit": text}
    names = ("title", "dek", "text", "section", "source")
    return json.dumps(dict.fromkeys(names, text) | {"authors": [text], "image": image}) + "\n"


def ninjs(text: str) -> str:
    item = {"uri": "urn:1", "versionCreated": "2026-03-11T10:00:00Z", "by": text}
    return json.dumps(item | {"headlines": [{"value": text}], "bodies": [{"value": text}]})


def page_text(text: str) -> str:
    return f"Harbour opens after the storm\n\n{text}\n\nA last paragraph of it.\n"


FORMS = [rss, careless_rss, atom, json_feed, article_line, ninjs, page_text]


def texts_of(article: Article) -> list[str]:
    image = article.image
    of_image = [image.url, image.alt, image.caption, image.credit] if image else []
    own = [article.id, article.source, article.title, article.url, article.dek, article.text]
    return [*own, article.section, *article.authors, *of_image]


def is_plain(text: str) -> bool:
    """Whether text is what ``Article`` promises: NFC, and no control but line feeds."""
    kinds = {unicodedata.category(one) for one in text.replace("\n", "")}
    turned = any(0x202A <= ord(one) <= 0x202E or 0x2066 <= ord(one) <= 0x2069 for one in text)
    return not kinds & {"Cc", "Cs", "Zl", "Zp"} and not turned and clean.characters(text) == text


def test_the_corpus_is_large() -> None:
    assert len(HEADLINES) + len(MARKUP) + len(ADDRESSES) >= 300


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.one_in(3)
def test_hostile_text_is_plain_text_in_every_field(form: Callable[[str], str]) -> None:
    for name, text in HEADLINES.items():
        for article in read(form(text)).articles:
            assert all(is_plain(field) for field in texts_of(article)), name
            assert 0 < len(article.title) <= clean.HEADLINE_LIMIT, name
            assert "\n" not in article.title + article.dek, name


@pytest.mark.parametrize("form", [rss, atom, json_feed, article_line, ninjs])
def test_hostile_text_never_costs_the_article(form: Callable[[str], str]) -> None:
    for name, text in HEADLINES.items():
        if clean.line(text):
            assert len(read(form(text)).articles) == 1, name


@pytest.mark.parametrize("name", HEADLINES)
def test_a_headline_says_what_its_source_said(name: str) -> None:
    titles = [article.title for article in read(article_line(HEADLINES[name])).articles]
    expected = clean.headline(HEADLINES[name])
    assert titles == ([expected] if expected else [])


@pytest.mark.parametrize("name", HEADLINES)
def test_cleaning_what_is_clean_changes_nothing(name: str) -> None:
    text = HEADLINES[name]
    for cleaned in (clean.line, clean.headline, clean.paragraphs, clean.characters):
        assert cleaned(cleaned(text)) == cleaned(text)


@pytest.mark.parametrize("name", MARKUP)
def test_markup_gives_its_words_and_nothing_else(name: str) -> None:
    text = clean.paragraphs_of(MARKUP[name])
    assert "KEEP" in text
    assert "DROP" not in text
    assert is_plain(text)


@pytest.mark.parametrize("name", MARKUP)
def test_markup_in_a_feed_gives_its_words_and_nothing_else(name: str) -> None:
    item = f"<title>Harbour</title><description>{escape(MARKUP[name])}</description>"
    (article,) = read(f'<rss version="2.0"><channel><item>{item}</item></channel></rss>').articles
    assert "KEEP" in article.text + article.dek
    assert "DROP" not in json.dumps(article_to_line(article) | {"image": None})


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_is_no_address_to_follow_is_left_out(name: str) -> None:
    found = {canonical(ADDRESSES[name]), absolute(ADDRESSES[name])}
    assert found == {""}


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address_in_a_feed_leads_to_the_web_or_nowhere(name: str) -> None:
    item = {"id": "1", "title": "A", "url": ADDRESSES[name], "image": ADDRESSES[name]}
    (article,) = read(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})
    ).articles
    addresses = [article.url] + ([article.image.url] if article.image else [])
    for address in addresses:
        assert address == "" or address.startswith("https://gazette.example.com/")
        assert not set(address) & set("\"'<>\\\r\n\t {}")
