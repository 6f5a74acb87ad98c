"""What cannot be read of a source, in the language of whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlite_utils import Database

from digest.gather.read import read_document
from digest.model.catalogue import read_folder
from digest.model.message import Message, Text
from digest.model.reading import Document
from digest.model.settings import Source, SourceKind
from digest.store.fetch_states import FetchState, fetch_state, save_fetch_state
from digest.wording.desk_words import words_for
from tests.wording.test_reasons import keys_of

NOW = datetime(2026, 3, 12, 6, tzinfo=UTC)
UKRAINIAN = words_for(["uk"], ZoneInfo("Europe/Kyiv"))
LINES = "\n".join(
    (
        '{"title": 7}',
        "[]",
        '{"title": "A", "kind": "poem"}',
        '{"title": "B", "embargo": "soon"}',
        '{"title": "C", "reading_minutes": -1}',
        '{"title": "D", "authors": {}}',
        '{"title": "E", "image": 1}',
        '{"title": "F", "published": "2026-03-13T06:00Z"}',
        "{",
        "{}",
    )
)
DRAFT = (
    "<app:control xmlns:app='http://www.w3.org/2007/app'><app:draft>yes</app:draft></app:control>"
)
PAPERS = {
    "nothing": "",
    "lines": LINES,
    "a list": f"[{LINES.splitlines()[0]}, 7]",
    "broken JSON": "[1, 2",
    "deep JSON": "[" * 200_000,
    "a JSON feed": '{"title": "x", "items": [7, {"title": "A"}, {"title": "A"}, {}]}',
    "ninjs": '{"uri": "a", "type": "picture", "headline": "A"}',
    "a feed": f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{DRAFT}<title>A</title></entry>"
    "<entry><id>x</id></entry></feed>",
    "a feed cut short": "<rss><channel><item><title>A</title></item><item><title>B",
    "a news item": "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><itemMeta><itemClass"
    " qcode='ninat:picture'/></itemMeta></newsItem>",
    "a broken news item": "<newsItem><itemMeta>",
    "a page": "<!doctype html><html><body></body></html>",
    "a copied page": "Home\nNews\n\nA headline that is long enough\n\nBy Ada Quill\n\n"
    + "x\n" * 1_600,
    "no text": "\x00\x01\x02" * 50,
}


@pytest.mark.parametrize("content", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("kind", SourceKind)
def test_whatever_is_read_what_is_wrong_with_it_has_its_ukrainian(
    content: str, kind: SourceKind
) -> None:
    document = Document(location="https://example.com/feed", content=content.encode())
    reading = read_document(document, source=Source(id="x", kind=kind), now=NOW)
    said = [*reading.problems, *([reading.failed] if reading.failed else [])]
    said += [words for left in reading.unplaced for words in (left.where, left.why)]
    known = read_folder("uk").keys()
    assert [text for text in said if isinstance(text, str)] == []
    assert {key for text in said for key in keys_of(text)} <= known
    for text in said:
        assert UKRAINIAN.say(text) != str(text)


@pytest.mark.parametrize(
    "problem",
    [
        "https://example.com/feed: the server refuses us",  # as version 0.1 wrote it
        Message("common.at", where="https://example.com/feed", what=Message("reading.no_feed")),
    ],
)
def test_why_a_source_failed_is_kept_as_a_message_and_words_of_old_as_they_are(
    database: Database, problem: Text
) -> None:
    save_fetch_state(database, "x", "https://example.com/feed", FetchState(at=NOW, problem=problem))
    assert fetch_state(database, "x", "https://example.com/feed").problem == problem
