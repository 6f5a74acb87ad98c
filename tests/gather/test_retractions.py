"""What a source takes back: by a status, in either spelling, with or without words of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from digest.gather.read import read_document
from digest.model.article import Article, Status
from digest.model.reading import Document, Reading
from digest.model.settings import Source
from digest.store.articles import articles_by_id, save_articles, take_back
from tests.store.revisions import revisions_of

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
WIRE = Source(id="wire", path="wire")

NEWSML = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:wire:1">
<itemMeta><itemClass qcode="ninat:text"/><versionCreated>{at}</versionCreated>{meta}</itemMeta>
<contentMeta>{headline}</contentMeta></newsItem>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"
 xmlns:app="http://www.w3.org/2007/app"><title>Wire</title>{entries}</feed>"""
ENTRY = "<entry><id>urn:wire:1</id><title>Ferry strike</title><updated>{at}</updated>{more}</entry>"
TOMBSTONE = '<at:deleted-entry ref="urn:wire:1" when="{at}"/>'
EARLY, LATE = "2026-03-12T05:00:00Z", "2026-03-12T05:30:00Z"


def reading(text: str) -> Reading:
    document = Document(location="wire", content=text.encode())
    return read_document(document, source=WIRE, now=NOW)


def ninjs(**fields: object) -> str:
    item = {
        "uri": "urn:wire:1",
        "versioncreated": EARLY,
        "type": "text",
        "headline": "Ferry strike",
    }
    return json.dumps(item | fields)


def newsml(meta: str = "", *, at: str = EARLY, words: bool = True) -> str:
    headline = "<headline>Ferry strike</headline>" if words else ""
    return NEWSML.format(at=at, meta=meta, headline=headline)


def line(**fields: object) -> str:
    return json.dumps({"id": "urn:wire:1", "title": "Ferry strike"} | fields)


def atom(*entries: str) -> str:
    return ATOM.format(entries="".join(entries))


def pub(status: str) -> str:
    return f'<pubStatus qcode="stat:{status}"/>'


FIRST = {
    "ninjs": ninjs(),
    "newsml": newsml(),
    "lines": line(),
    "feed": atom(ENTRY.format(at=EARLY, more="")),
}
BACK = {
    "ninjs, canceled": ("ninjs", ninjs(pubstatus="canceled", versioncreated=LATE)),
    "ninjs, cancelled": ("ninjs", ninjs(pubstatus="stat:cancelled", versioncreated=LATE)),
    "ninjs without words": (
        "ninjs",
        ninjs(pubstatus="canceled", headline="", versioncreated=LATE),
    ),
    "NewsML-G2": ("newsml", newsml(pub("canceled"), at=LATE)),
    "NewsML-G2 without words": ("newsml", newsml(pub("cancelled"), at=LATE, words=False)),
    "a line, canceled": ("lines", line(status="canceled")),
    "a line, cancelled": ("lines", line(status="cancelled")),
    "a line with nothing but its id": ("lines", '{"id": "urn:wire:1", "status": "cancelled"}'),
    "a tombstone": ("feed", atom(TOMBSTONE.format(at=LATE))),
    "a tombstone later than the entry": (
        "feed",
        atom(TOMBSTONE.format(at=LATE), ENTRY.format(at=EARLY, more="")),
    ),
}


def stored(database: Database, *texts: str) -> Article:
    """The one article that is stored after these documents came in."""
    found: list[str] = []
    for text in texts:
        read = reading(text)
        assert not read.failed
        save_articles(database, read.articles, now=NOW)
        take_back(database, read.retractions, now=NOW)
        found += [each.id for each in read.articles]
        found += [each.article for each in read.retractions]
    assert len(set(found)) == 1
    return articles_by_id(database, found)[0]


@pytest.mark.parametrize("how", BACK)
def test_an_article_that_its_source_takes_back_is_canceled(database: Database, how: str) -> None:
    form, text = BACK[how]
    assert stored(database, FIRST[form], text).status is Status.CANCELED


@pytest.mark.parametrize("how", BACK)
def test_what_was_taken_back_is_not_brought_back_by_an_older_version(
    database: Database, how: str
) -> None:
    form, text = BACK[how]
    assert stored(database, FIRST[form], text, FIRST[form]).status is Status.CANCELED


HELD_BACK = {
    "ninjs, withheld": ("ninjs", ninjs(pubstatus="withheld")),
    "ninjs, a word that is no status": ("ninjs", ninjs(pubstatus="embargoed-ish")),
    "ninjs, an embargo without a time": ("ninjs", ninjs(embargoed="until further notice")),
    "NewsML-G2, an embargo without a time": ("newsml", newsml("<embargoed/>")),
    "a line, withheld": ("lines", line(status="withheld")),
    "an Atom draft": (
        "feed",
        atom(
            ENTRY.format(at=LATE, more="<app:control><app:draft>yes</app:draft></app:control>"),
        ),
    ),
}


@pytest.mark.parametrize("how", HELD_BACK)
def test_an_article_that_its_source_holds_back_is_withheld(database: Database, how: str) -> None:
    form, text = HELD_BACK[how]
    assert stored(database, FIRST[form], text).status is Status.WITHHELD


def test_an_entry_that_is_listed_no_longer_has_only_scrolled_off(database: Database) -> None:
    other = ENTRY.replace("urn:wire:1", "urn:wire:2").replace("Ferry", "Tram")
    first = reading(atom(ENTRY.format(at=EARLY, more="")))
    save_articles(database, first.articles, now=NOW)
    later = reading(atom(other.format(at=LATE, more="")))
    save_articles(database, later.articles, now=NOW)
    assert not later.retractions
    assert articles_by_id(database, [first.articles[0].id])[0].status is Status.USABLE


def test_an_entry_that_came_after_its_tombstone_stands() -> None:
    read = reading(atom(TOMBSTONE.format(at=EARLY), ENTRY.format(at=LATE, more="")))
    assert [each.status for each in read.articles] == [Status.USABLE]
    assert not read.retractions


def test_words_that_look_like_a_tombstone_take_nothing_back() -> None:
    comment = f"<content type='html'><![CDATA[{TOMBSTONE.format(at=LATE)}]]></content>"
    read = reading(atom(ENTRY.format(at=EARLY, more=comment)))
    assert [each.status for each in read.articles] == [Status.USABLE]
    assert not read.retractions


def test_a_retraction_of_what_was_never_stored_comes_back(database: Database) -> None:
    read = reading(BACK["a tombstone"][1])
    saved, unknown = take_back(database, read.retractions, now=NOW)
    assert not saved.updated
    assert unknown == read.retractions


def test_a_save_names_what_may_not_be_printed_any_more(database: Database) -> None:
    save_articles(database, reading(FIRST["ninjs"]).articles, now=NOW)
    embargo = (NOW + timedelta(hours=2)).isoformat()
    held = reading(ninjs(embargoed=embargo, versioncreated=LATE))
    assert save_articles(database, held.articles, now=NOW).withdrawn == ("Ferry strike",)
    assert save_articles(database, held.articles, now=NOW).withdrawn == ()


def test_the_same_documents_read_again_make_no_new_versions(database: Database) -> None:
    for _ in range(3):
        article = stored(database, FIRST["ninjs"], BACK["ninjs, canceled"][1])
    assert len(revisions_of(database, article.id)) == 1
