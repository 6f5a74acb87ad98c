"""Feeds of every kind, well and ill formed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from digest.gather.read import read_document
from digest.model.article import Article, Image, Kind
from digest.model.reading import Document, Reading
from digest.model.settings import Source

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
PAGE = "https://gazette.example.com/feed.xml"


def read(content: str | bytes, *, location: str = PAGE, media_type: str = "") -> Reading:
    raw = content.encode() if isinstance(content, str) else content
    document = Document(location=location, content=raw, media_type=media_type)
    return read_document(document, source=Source(id="gazette"), now=NOW)


def rss(*items: str, channel: str = "") -> str:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"'
    )
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {spaces}><channel>{channel}{inner}</channel></rss>'


def only(item: str, **fields: str) -> Article:
    (article,) = read(rss(item, **fields)).articles
    return article


def test_the_first_category_is_the_section_and_all_are_labels() -> None:
    article = only("<title>A</title><category>Ports</category><category> Opinion </category>")
    assert article.section == "Ports"
    assert article.labels == ("Ports", "Opinion")


def test_the_full_content_is_the_text_and_the_description_the_standfirst() -> None:
    article = only(
        "<title>A</title><description>In short.</description>"
        "<content:encoded><![CDATA[<p>One.</p><p>Two &amp; three.</p>]]></content:encoded>"
    )
    assert (article.dek, article.text) == ("In short.", "One.\n\nTwo & three.")
    assert article.kind is Kind.ARTICLE


def test_a_description_that_only_begins_the_text_is_no_standfirst() -> None:
    article = only(
        "<title>A</title><description>One two three […]</description>"
        "<content:encoded><![CDATA[<p>One two three four.</p><p>Five.</p>]]></content:encoded>"
    )
    assert article.dek == ""


def test_a_headline_and_a_line_beside_a_link_are_a_teaser() -> None:
    article = only(
        "<title>A</title><link>https://gazette.example.com/a</link><description>B.</description>"
    )
    assert (article.kind, article.dek, article.text) == (Kind.TEASER, "B.", "")


def test_a_headline_alone_is_a_brief() -> None:
    assert only("<title>A</title>").kind is Kind.BRIEF


def test_a_feed_entry_without_a_date_has_none() -> None:
    assert only("<title>A</title>").published is None


def test_a_date_in_the_future_is_dropped_and_reported() -> None:
    reading = read(rss("<title>A</title><pubDate>Fri, 13 Mar 2026 06:00:00 GMT</pubDate>"))
    assert reading.articles[0].published is None
    assert [str(words) for words in reading.problems] == [
        "entry 1: dated 2026-03-13T06:00+00:00, which is in the future; "
        "the time it was gathered stands in",
    ]


def test_a_date_is_turned_into_utc() -> None:
    article = only("<title>A</title><pubDate>Wed, 11 Mar 2026 22:30:00 +0200</pubDate>")
    assert article.published == datetime(2026, 3, 11, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "Wed, 11 Mar 2026 06:00:00",
        "Mi, 11 Mar 2026 06:00:00 +0000",
        "2026-03-11 06:00:00",
        "1773208800",
        "1773208800123",
    ],
    ids=["no zone", "a German weekday", "a blank for the T", "a Unix time", "in milliseconds"],
)
def test_dates_as_careless_programs_write_them_are_read(written: str) -> None:
    article = only(f"<title>Ferry sails</title><pubDate>{written}</pubDate>")
    assert article.published is not None
    assert article.published.replace(microsecond=0) == datetime(2026, 3, 11, 6, tzinfo=UTC)


def test_authors_lose_their_addresses() -> None:
    article = only("<title>A</title><author>ada@example.com (Ada Quill)</author>")
    assert article.authors == ("Ada Quill",)


def test_the_first_category_is_the_section() -> None:
    article = only("<title>A</title><category>Sport</category><category>Rowing</category>")
    assert article.section == "Sport"


def test_links_are_canonical_and_made_absolute() -> None:
    article = only("<title>A</title><link>/a/../b?utm_medium=rss&amp;id=3#top</link>")
    assert article.url == "https://gazette.example.com/b?id=3"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "https://u:p@h.example/"]
)
def test_a_link_that_is_no_web_address_is_left_out(link: str) -> None:
    assert only(f"<title>A</title><link>{link}</link>").url == ""


def test_media_rss_pictures_keep_their_alt_caption_and_credit_apart_from_the_article() -> None:
    article = only(
        "<title>A</title><description>In short.</description>"
        '<media:content url="https://i.example.com/s.jpg" medium="image" width="300"/>'
        '<media:content url="https://i.example.com/a.jpg" medium="image" width="900" height="600">'
        "<media:title>A bridge at dusk</media:title>"
        "<media:description>The bridge.</media:description>"
        "<media:credit>Ada Quill</media:credit></media:content>"
        "<content:encoded>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content:encoded>"
    )
    assert (article.title, article.dek, article.text) == ("A", "In short.", "One.\n\nTwo.")
    assert article.image == Image(
        url="https://i.example.com/a.jpg",
        alt="A bridge at dusk",
        caption="The bridge.",
        credit="Ada Quill",
        width=900,
        height=600,
    )


def test_without_media_the_first_picture_in_the_text_is_the_image() -> None:
    article = only(
        "<title>A</title><description><![CDATA[<p>One.</p>"
        '<img src="https://count.example.com/p.gif" width="1" height="1">'
        '<figure><img src="/a.jpg" alt="A bridge"><figcaption>The bridge. (Ada/Tide)</figcaption>'
        "</figure>]]></description>"
    )
    assert article.image == Image(
        url="https://gazette.example.com/a.jpg",
        alt="A bridge",
        caption="The bridge.",
        credit="Ada/Tide",
    )


def test_an_enclosed_picture_is_the_image_and_enclosed_sound_is_not() -> None:
    sound = '<enclosure url="https://i.example.com/a.mp3" type="audio/mpeg" length="1"/>'
    picture = '<enclosure url="https://i.example.com/a.jpg" type="image/jpeg" length="1"/>'
    article = only(f"<title>A</title>{sound}{picture}")
    assert article.image == Image(url="https://i.example.com/a.jpg")


def test_drafts_and_attachments_of_a_wordpress_export_are_unplaced() -> None:
    reading = read(
        rss(
            "<title>A</title><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>",
            "<title>B</title><wp:status>draft</wp:status><wp:post_type>post</wp:post_type>",
            "<title>C</title><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type>",
        )
    )
    assert [article.title for article in reading.articles] == ["A"]
    assert [left.text for left in reading.unplaced] == ["B", "C"]


def test_an_entry_that_says_nothing_is_unplaced() -> None:
    reading = read(rss("<title>A</title>", "<guid>2</guid>"))
    assert len(reading.articles) == 1
    assert str(reading.unplaced[0].where) == "entry 2"


def test_an_entry_keeps_its_id_when_its_text_is_corrected() -> None:
    first = only("<guid>7</guid><title>A</title><description>One.</description>")
    second = only("<guid>7</guid><title>Ab</title><description>Two.</description>")
    assert first.id == second.id


def test_entries_that_share_a_guid_but_nothing_else_stay_apart() -> None:
    reading = read(
        rss(
            "<guid>7</guid><title>A</title><link>https://g.example.com/a</link>",
            "<guid>7</guid><title>B</title><link>https://g.example.com/b</link>",
        )
    )
    assert len({article.id for article in reading.articles}) == 2


def test_the_same_entry_twice_is_one_article() -> None:
    reading = read(rss("<guid>7</guid><title>A</title>", "<guid>7</guid><title>A</title>"))
    assert len(reading.articles) == 1
    assert "before" in str(reading.unplaced[0].why)


def test_a_feed_that_breaks_off_gives_what_stands_before_and_says_so() -> None:
    reading = read(rss("<title>A</title>", "<title>B & C</title>")[:-30])
    assert reading.articles[0].title == "A"
    assert "not well formed" in str(reading.problems[0])


DAMAGED = {
    "an encoding in no encoding": b'<?xml version="1.0" encoding="\xf3"?><rss><channel/></rss>',
    "a height that is none": b"<rss><channel><image></height></image><item></rss>",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_feed_that_feedparser_breaks_on_has_failed_and_nothing_else_has(name: str) -> None:
    assert "too damaged" in str(read(DAMAGED[name]).failed)


def test_bytes_that_look_like_a_path_are_not_opened() -> None:
    reading = read(b"/etc/passwd")
    assert "root" not in str(reading)


def test_entities_that_multiply_do_not() -> None:
    entities = "".join(
        f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 12)
    )
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "lol">{entities}]>' + rss("<title>A &e11;</title>")
    reading = read(bomb)
    assert sum(len(article.title) for article in reading.articles) <= 500


def test_a_named_language_gives_way_to_the_one_the_text_is_in() -> None:
    article = only(
        "<title>Рада ухвалила бюджет міста на наступний рік після довгих суперечок</title>",
        channel="<language>en-US</language>",
    )
    assert article.language == "uk"


def test_the_named_language_holds_where_the_text_is_too_short_to_tell() -> None:
    assert only("<title>OK</title>", channel="<language>de-AT</language>").language == "de"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251", "koi8-u"])
def test_feeds_in_other_encodings_are_read(encoding: str) -> None:
    feed = f'<?xml version="1.0" encoding="{encoding}"?>' + rss("<title>Міст закрито</title>")
    assert read(feed.encode(encoding)).articles[0].title == "Міст закрито"


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>
<entry><id>tag:a,1</id><title type="html">A &amp;lt;b&amp;gt; &lt;i&gt;c&lt;/i&gt;</title>
<link href="https://gazette.example.com/a"/><updated>2026-03-11T10:00:00Z</updated>
<published>2026-03-11T09:00:00Z</published><author><name>Ada</name></author>
<summary>In short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>One.</p><p>Two.</p></div></content></entry></feed>"""


def test_an_atom_entry_gives_an_article_with_all_its_fields() -> None:
    (article,) = read(ATOM).articles
    assert (article.title, article.dek, article.text) == ("A <b> c", "In short.", "One.\n\nTwo.")
    assert article.published == datetime(2026, 3, 11, 9, tzinfo=UTC)
    assert article.updated == datetime(2026, 3, 11, 10, tzinfo=UTC)
    assert article.authors == ("Ada",)


def test_a_json_feed_is_read_as_the_others_are() -> None:
    item = {
        "id": 1,
        "title": "A",
        "url": "/a",
        "content_html": "<p>One.</p><p>Two.</p>",
        "summary": "In short.",
        "image": "https://i.example.com/a.jpg",
        "date_published": "2026-03-11T10:00:00+02:00",
        "authors": [{"name": "Ada"}, "nonsense"],
        "tags": ["Sport"],
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item, "nonsense"]}
    reading = read(json.dumps(feed))
    (article,) = reading.articles
    assert (article.title, article.dek, article.text) == ("A", "In short.", "One.\n\nTwo.")
    assert article.url == "https://gazette.example.com/a"
    assert article.published == datetime(2026, 3, 11, 8, tzinfo=UTC)
    assert (article.authors, article.section) == (("Ada",), "Sport")
    assert article.image == Image(url="https://i.example.com/a.jpg")
    assert str(reading.unplaced[0].where) == "entry 2"


@pytest.mark.parametrize(
    "reference",
    [
        "&#xD800;",
        "&#55296;",
        "&#xDFFF",
        "&#x110000;",
        "&#0;",
        f"&#{'9' * 5_000};",
        "&#xFFFFFFFFFFFF;",
    ],
)
def test_a_reference_to_no_character_costs_itself_and_not_the_feed(reference: str) -> None:
    items = "".join(
        f"<item><guid>{n}</guid><title>Item {n}{reference if n == 4 else ''}</title></item>"
        for n in range(10)
    )
    reading = read(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    titles = [article.title for article in reading.articles]
    assert titles == ["Item 4\ufffd" if n == 4 else f"Item {n}" for n in range(10)]


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("declared", ["", '<?xml version="1.0" encoding="utf-8"?>'])
@pytest.mark.parametrize("media_type", ["", "application/rss+xml; charset=utf-16"])
def test_a_feed_in_16_or_32_bits_is_read(encoding: str, declared: str, media_type: str) -> None:
    item = "<item><title>Гавань opens</title></item>"
    text = f"{declared}<rss version='2.0'><channel>{item}</channel></rss>"
    reading = read(text.encode(encoding), media_type=media_type)
    assert [article.title for article in reading.articles] == ["Гавань opens"]


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0"?>'])
@pytest.mark.parametrize(
    "title",
    ["Вибори у містах", "Новини у школах і садках", "المعلم", "نمی‌خواهم می‌روم", "Ärger à Nîmes"],
)
def test_a_feed_that_names_no_encoding_is_utf_8_as_xml_says(declaration: str, title: str) -> None:
    feed = (
        f"{declaration}<rss version='2.0'><channel><title>x</title>"
        f"<item><title>{title}</title><guid>1</guid></item></channel></rss>"
    )
    (article,) = read(feed.encode(), media_type="").articles
    assert article.title == title
