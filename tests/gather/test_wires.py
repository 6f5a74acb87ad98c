"""ninjs, NewsML-G2 and NITF: what agencies send."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from digest.gather.read import read_document
from digest.model.article import Article, Image, Kind, Status
from digest.model.reading import Document, Reading
from digest.model.settings import Source

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)


def read(content: str) -> Reading:
    document = Document(location="wire", content=content.encode())
    return read_document(document, source=Source(id="wire"), now=NOW)


VERSION_1: dict[str, Any] = {
    "uri": "urn:wire:1",
    "type": "text",
    "versioncreated": "2026-03-11T10:00:00Z",
    "language": "en-GB",
    "headline": "Harbour opens",
    "byline": "By Ada Quill",
    "description_text": "After a month.",
    "body_text": "One. Two.",
    "body_xhtml": "<p>One.</p><p>Two.</p>",
    "subject": [{"name": "Transport"}],
    "associations": {
        "main": {
            "uri": "urn:wire:p",
            "type": "picture",
            "headline": "The harbour",
            "byline": "Bo Lee",
            "description_text": "The harbour at dawn.",
            "renditions": {
                "small": {"href": "https://i.example.com/s.jpg", "width": 100},
                "large": {"href": "https://i.example.com/l.jpg", "width": 900, "height": 600},
            },
        }
    },
}

VERSION_3: dict[str, Any] = {
    "standard": {"name": "ninjs", "version": "3.1"},
    "uri": "urn:wire:1",
    "type": "text",
    "versionCreated": "2026-03-11T10:00:00Z",
    "language": "en-GB",
    "headlines": [
        {"role": "short", "value": "Opens"},
        {"role": "main", "value": "Harbour opens"},
    ],
    "by": "By Ada Quill",
    "descriptions": [{"role": "text", "contentType": "text/plain", "value": "After a month."}],
    "bodies": [
        {"role": "text", "contentType": "text/plain", "value": "One. Two."},
        {"role": "html", "contentType": "text/html", "value": "<p>One.</p><p>Two.</p>"},
    ],
    "subjects": [{"name": "Transport"}],
    "associations": [
        {
            "name": "main",
            "type": "picture",
            "headlines": [{"value": "The harbour"}],
            "by": "Bo Lee",
            "descriptions": [{"value": "The harbour at dawn."}],
            "renditions": [
                {"href": "https://i.example.com/s.jpg", "width": 100},
                {"href": "https://i.example.com/l.jpg", "width": 900, "height": 600},
            ],
        }
    ],
}


@pytest.mark.parametrize("item", [VERSION_1, VERSION_3], ids=["version 1", "version 3"])
def test_an_item_of_either_shape_gives_the_same_article(item: dict[str, Any]) -> None:
    (article,) = read(json.dumps(item, indent=2)).articles
    assert (article.title, article.dek, article.text) == (
        "Harbour opens",
        "After a month.",
        "One.\n\nTwo.",
    )
    assert (article.authors, article.section, article.language) == (
        ("Ada Quill",),
        "Transport",
        "en",
    )
    assert article.published == datetime(2026, 3, 11, 10, tzinfo=UTC)
    assert article.kind is Kind.ARTICLE
    assert article.image == Image(
        url="https://i.example.com/l.jpg",
        alt="The harbour",
        caption="The harbour at dawn.",
        credit="Bo Lee",
        width=900,
        height=600,
    )


def test_an_item_s_genres_subjects_and_profile_are_its_labels() -> None:
    (article,) = changed(genre=[{"name": "Opinion"}], profile="column").articles
    assert article.labels == ("Opinion", "Transport", "column")


def changed(**fields: Any) -> Reading:
    return read(json.dumps(VERSION_3 | fields))


STATUSES = {
    "usable": Status.USABLE,
    "stat:usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
    "a word nobody knows": Status.WITHHELD,
}


@pytest.mark.parametrize("word", STATUSES)
def test_the_status_says_whether_the_agency_stands_by_it(word: str) -> None:
    assert changed(pubStatus=word).articles[0].status is STATUSES[word]


def test_an_embargo_is_kept() -> None:
    article = changed(embargoed="2026-03-12T14:00:00+02:00").articles[0]
    assert article.embargo == datetime(2026, 3, 12, 12, tzinfo=UTC)


def test_a_new_version_keeps_the_id_and_the_first_date() -> None:
    first = read(json.dumps(VERSION_3)).articles[0]
    second = changed(
        versionCreated="2026-03-11T12:00:00Z", firstCreated="2026-03-11T10:00:00Z"
    ).articles[0]
    assert second.id == first.id
    assert second.published == first.published
    assert second.updated == datetime(2026, 3, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["picture", "video", "event", "planning"])
def test_what_is_no_text_is_unplaced_with_its_type(kind: str) -> None:
    reading = changed(type=kind)
    assert reading.articles == ()
    assert (reading.unplaced[0].text, kind in str(reading.unplaced[0].why)) == (
        "Harbour opens",
        True,
    )


def test_a_list_of_items_gives_an_article_for_each() -> None:
    items = [VERSION_3 | {"uri": f"urn:{number}"} for number in range(3)]
    assert len(read(json.dumps(items)).articles) == 3


@pytest.mark.parametrize(
    "field", ["headlines", "bodies", "by", "subjects", "associations", "pubStatus", "language"]
)
@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [7], [{"value": 7}], {"x": 7}])
def test_a_field_of_the_wrong_shape_counts_as_missing(field: str, value: object) -> None:
    reading = changed(**{field: value})
    assert len(reading.articles) == 1


NAMESPACE = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
NITF = """<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head>
<hedline><hl1>Harbour opens</hl1></hedline><byline>By <person>Ada Quill</person></byline>
</body.head><body.content><p>One.</p><p>Two <em>and</em> three.</p>
<media media-type="image"><media-reference source="https://i.example.com/a.jpg" width="600"/>
<media-caption>The harbour.</media-caption><media-producer>Bo Lee</media-producer></media>
</body.content></body></nitf>"""


def news_item(*, meta: str = "", content: str = NITF, namespace: str = NAMESPACE) -> str:
    return f"""<?xml version="1.0"?><newsItem {namespace} guid="urn:wire:1" version="2">
    <itemMeta><itemClass qcode="ninat:text"/><versionCreated>2026-03-11T12:00:00Z</versionCreated>
    {meta}</itemMeta><contentMeta><contentCreated>2026-03-11T10:00:00Z</contentCreated>
    <language tag="en-GB"/><subject qcode="medtop:1"><name>Transport</name></subject>
    <headline>Harbour opens</headline></contentMeta>
    <contentSet><inlineXML>{content}</inlineXML></contentSet></newsItem>"""


def only(content: str) -> Article:
    (article,) = read(content).articles
    return article


def test_a_news_item_gives_an_article_with_all_its_fields() -> None:
    article = only(news_item())
    assert (article.title, article.text) == ("Harbour opens", "One.\n\nTwo and three.")
    assert (article.authors, article.section, article.language) == (
        ("Ada Quill",),
        "Transport",
        "en",
    )
    assert article.published == datetime(2026, 3, 11, 10, tzinfo=UTC)
    assert article.updated == datetime(2026, 3, 11, 12, tzinfo=UTC)
    assert article.image == Image(
        url="https://i.example.com/a.jpg", caption="The harbour.", credit="Bo Lee", width=600
    )


def test_a_news_item_s_genres_and_subjects_are_its_labels() -> None:
    genres = '<genre qcode="genre:Obituary"/><genre><name>Nachruf</name></genre>'
    item = news_item().replace("<contentMeta>", f"<contentMeta>{genres}")
    assert only(item).labels == ("Nachruf", "obituary", "Transport")


@pytest.mark.parametrize("namespace", ["", 'xmlns="urn:another:version"', NAMESPACE])
def test_namespaces_do_not_matter(namespace: str) -> None:
    assert only(news_item(namespace=namespace)).title == "Harbour opens"


@pytest.mark.parametrize("word", [word for word in STATUSES if ":" not in word])
def test_a_news_items_status_is_kept(word: str) -> None:
    item = news_item(meta=f'<pubStatus qcode="stat:{word}"/>')
    assert only(item).status is STATUSES[word]


def test_a_news_items_embargo_is_kept() -> None:
    item = news_item(meta="<embargoed>2026-03-12T14:00:00+02:00</embargoed>")
    assert only(item).embargo == datetime(2026, 3, 12, 12, tzinfo=UTC)


def test_a_news_item_in_html_gives_its_paragraphs() -> None:
    page = "<html><head><title>X</title></head><body><h2>Sub</h2><p>One.</p></body></html>"
    assert only(news_item(content=page)).text == "Sub\n\nOne."


def test_nitf_alone_is_read_too() -> None:
    article = only(NITF)
    assert (article.title, article.authors) == ("Harbour opens", ("Ada Quill",))


def test_a_message_gives_its_items_and_leaves_its_package() -> None:
    items = news_item().partition("?>")[2] * 2
    message = f"<newsMessage {NAMESPACE}><itemSet><packageItem/>{items}</itemSet></newsMessage>"
    reading = read(message.replace("urn:wire:1", "urn:wire:2", 1))
    assert len(reading.articles) == 2
    assert "packageItem" in str(reading.unplaced[0].why)


def test_a_picture_item_is_unplaced() -> None:
    reading = read(news_item().replace("ninat:text", "ninat:picture"))
    assert "picture" in str(reading.unplaced[0].why)


ATTACKS = {
    "entities that multiply": '<!DOCTYPE newsItem [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>',
    "an entity from a file": '<!DOCTYPE newsItem [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
}


@pytest.mark.parametrize("name", ATTACKS)
def test_entities_are_refused(name: str) -> None:
    reading = read(ATTACKS[name] + news_item().partition("?>")[2].replace("One", "&a;"))
    assert reading.articles == ()
    assert "cannot be read" in str(reading.failed)


def test_xml_that_breaks_off_is_a_problem_and_no_crash() -> None:
    assert "cannot be read" in str(read(news_item()[:-20]).failed)


FOCUSES = {
    "in pixels": ({"x": 225, "y": 300}, (0.25, 0.5)),
    "at the edge": ({"x": 900, "y": 0}, (1.0, 0.0)),
    "outside": ({"x": 901, "y": -1}, (None, None)),
    "half said": ({"x": 450}, (0.5, None)),
    "no numbers": ({"x": "left", "y": True}, (None, None)),
    "no point": ("middle", (None, None)),
}


@pytest.mark.parametrize("name", ["pointOfInterest", "poi"])
@pytest.mark.parametrize(("point", "focus"), FOCUSES.values(), ids=FOCUSES.keys())
def test_a_picture_s_point_of_interest_is_its_focus(
    point: object, focus: tuple[float | None, float | None], name: str
) -> None:
    rendition = {"href": "https://i.example.com/l.jpg", "width": 900, "height": 600, name: point}
    (article,) = changed(associations=[{"type": "picture", "renditions": [rendition]}]).articles
    assert article.image is not None
    assert (article.image.focus_x, article.image.focus_y) == focus
