"""Which form a document has, and that no bytes at all can stop the reading."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.gather.read import read_document
from digest.model.reading import Document, Reading
from digest.model.settings import Source, SourceKind

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)


def read(content: bytes | str, *, kind: SourceKind = SourceKind.AUTO) -> Reading:
    raw = content.encode() if isinstance(content, str) else content
    document = Document(location="https://gazette.example.com/x", content=raw)
    return read_document(document, source=Source(id="gazette", kind=kind), now=NOW)


LINE = '{"title": "Harbour opens"}'
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Harbour opens | Gazette</title>
<meta property="og:title" content="Harbour opens">
<meta property="og:image" content="https://i.example.com/a.jpg">
<meta property="article:published_time" content="2026-03-11T10:30:00+02:00">
<meta property="article:section" content="Transport">
<meta name="description" content="After a month."><meta name="author" content="Ada Quill">
<link rel="canonical" href="https://gazette.example.com/harbour"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Harbour opens</h1>
<figure><img src="https://i.example.com/a.jpg" alt="A harbour"><figcaption>The harbour. (Bo/Tide)
</figcaption></figure><p>The harbour opened on Wednesday after a month of repairs to its gates.</p>
<p>Two ferries and a number of gulls were waiting outside when the gates swung, and went in.</p>
<p>"We are glad," said the harbour master, who had not slept for the whole of that month.</p>
</article><footer>Copyright Gazette. All rights reserved.</footer>
<script>alert(1)</script></body></html>"""

FORMS = {
    "RSS": "<rss version='2.0'><channel><item><title>Harbour opens</title></item></channel></rss>",
    "RSS after a gap": "\n\n <rss><channel><item><title>Harbour opens</title></item></channel>",
    "RDF": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/"><item><title>Harbour opens</title></item></rdf:RDF>',
    "Atom": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Harbour opens</title></entry>'
    "</feed>",
    "a JSON Feed": '{"version": "https://jsonfeed.org/version/1", "items": '
    '[{"id": "1", "title": "Harbour opens"}]}',
    "ninjs": '{"uri": "urn:1", "versioncreated": "2026-03-11", "headline": "Harbour opens"}',
    "an article line": LINE,
    "article lines after a bad one": "{bad}\n" + LINE,
    "a list of articles": f"[{LINE}]",
    "an article over several lines": json.dumps(json.loads(LINE), indent=2),
    "NITF": "<nitf><body><hl1>Harbour opens</hl1></body></nitf>",
    "HTML": PAGE,
    "a page as text": "Harbour opens\n\nAfter a month, the harbour opened on Wednesday.",
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "with a byte order mark"])
def test_the_form_is_told_by_the_bytes(name: str, mark: str) -> None:
    reading = read(mark + FORMS[name])
    assert [article.title for article in reading.articles] == ["Harbour opens"]


def test_a_page_gives_its_text_and_what_it_says_of_itself() -> None:
    (article,) = read(PAGE).articles
    assert article.text.startswith("The harbour opened on Wednesday")
    assert article.text.count("\n\n") == 2
    assert (article.dek, article.authors) == ("After a month.", ("Ada Quill",))
    assert article.url == "https://gazette.example.com/harbour"
    assert article.published == datetime(2026, 3, 11, 8, 30, tzinfo=UTC)
    assert (article.section, article.language) == ("Transport", "en")
    assert article.image is not None
    assert (article.image.alt, article.image.caption, article.image.credit) == (
        "A harbour",
        "The harbour.",
        "Bo/Tide",
    )


COPIED = """Harbour bridge to close for a month

“We would rather close it than explain it,” the engineer said — and closed it.

Four of its cables had lost their strength, the café owner’s brother found."""

CYRILLIC = """Міст у порту закриють на місяць, щоб замінити троси

Міст закриють для руху з понеділка, повідомила адміністрація порту.

Інженери виявили, що чотири з 96 тросів втратили третину міцності."""

ENCODED = {
    "UTF-8": COPIED.encode(),
    "UTF-8 with a mark": COPIED.encode("utf-8-sig"),
    "UTF-16 with a mark": COPIED.encode("utf-16"),
    "UTF-16 without one": COPIED.encode("utf-16-le"),
    "UTF-16 the other way": COPIED.encode("utf-16-be"),
    "UTF-32": COPIED.encode("utf-32"),
    "Windows-1252": COPIED.encode("cp1252"),
    "Windows-1251": CYRILLIC.encode("cp1251"),
    "KOI8-U": CYRILLIC.encode("koi8-u"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_a_page_is_read_in_whatever_encoding_it_was_saved(name: str) -> None:
    content = ENCODED[name]
    expected = CYRILLIC if "1251" in name or "KOI8" in name else COPIED
    title, _, text = expected.partition("\n\n")
    (article,) = read(content).articles
    assert (article.title, article.text) == (title, text)


def test_two_broken_bytes_do_not_spoil_the_rest_of_a_page() -> None:
    content = COPIED.encode().replace(b"cables", b"cab\xff\xfeles")
    (article,) = read(content).articles
    assert "“We would rather close it" in article.text
    assert "café owner’s" in article.text


NO_ARTICLES = {
    "nothing": (b"", "it is empty"),
    "white space": (b" \n\t ", "it is empty"),
    "an empty page": (b"<html><body></body></html>", "no article was found on the page"),
    "XML that is no feed": (b"<?xml version='1.0'?><orders/>", "no feed was found in it"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "neither text nor a feed"),
    "JSON that breaks off": (b'{"version": [\n1,\n2', "the JSON cannot be read"),
    "JSON nested too deeply": (b"[" * 200_000, "the JSON cannot be read"),
}


@pytest.mark.parametrize("name", NO_ARTICLES)
def test_a_document_without_articles_says_why(name: str) -> None:
    content, why = NO_ARTICLES[name]
    reading = read(content)
    assert reading.articles == ()
    assert why in str(reading.failed)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (SourceKind.FEED, FORMS["RSS"]),
        (SourceKind.FEED, FORMS["a JSON Feed"]),
        (SourceKind.LINES, LINE),
        (SourceKind.TEXT, FORMS["a page as text"]),
        (SourceKind.PAGE, PAGE),
    ],
)
def test_a_source_that_names_its_form_is_read_so(kind: SourceKind, content: str) -> None:
    assert [article.title for article in read(content, kind=kind).articles] == ["Harbour opens"]


PIECES = (
    b'<rss>|<item>|<title>|</title>|{|{"items": [|"title": "A"|}|]|<html>|<p>|<![CDATA[|]]>|&#x0;'
    b"|&amp;|<nitf>|<newsItem>|\n|\xff\xfe|\xef\xbb\xbf|\x00|2 min read\n|News Feed\n|(A/B)\n"
    b"|words |<feed>|<entry>|Avatar\n|Read more\n|<img src=x>|\r\n\r\n"
)
pieces = st.sampled_from(PIECES.split(b"|"))
documents = st.lists(pieces | st.binary(max_size=8), max_size=25).map(b"".join)


@given(documents, st.sampled_from(SourceKind))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_bytes_stop_the_reading(content: bytes, kind: SourceKind) -> None:
    reading = read(content, kind=kind)
    assert all(article.title for article in reading.articles)


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"])
def test_a_feed_of_a_byte_order_mark_alone_is_no_feed(mark: bytes) -> None:
    assert read(mark, kind=SourceKind.FEED).failed
