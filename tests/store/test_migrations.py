"""Databases of earlier versions: opened by this one, they keep every row and go on working.

``earlier_versions/`` has one populated database per released schema, as SQL text: the sample
newsroom with a sent edition, one that is empty, edits, a correction, people, a bounce.
"""

from __future__ import annotations

import gzip
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.model.delivery import LetterState
from digest.model.edition import State
from digest.model.message import Text
from digest.model.zones import in_local_times
from digest.pipelines.deliver import reasons
from digest.pipelines.edit import edited
from digest.settings.load import read_settings
from digest.store.alerts import open_alerts
from digest.store.database import open_database
from digest.store.editions import edition_records, moves_of
from digest.store.edits import corrections_of
from digest.store.letters import letters_of
from digest.store.schema import SCHEMA
from digest.store.sent_markers import marks_of
from digest.wording.desk_words import words_for
from tests.newsroom import newsroom_of

EARLIER = sorted((Path(__file__).parent / "earlier_versions").glob("*.sql.gz"))
SETTINGS = Path(__file__).parents[2] / "samples" / "schedules.toml"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
MIGRATIONS = "_sqlite_migrations"


@pytest.fixture(params=EARLIER, ids=lambda path: path.name.removesuffix(".sql.gz"))
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database file as the earlier version left it."""
    path = tmp_path / "digest.db"
    connection = sqlite3.connect(path)
    connection.executescript(gzip.decompress(request.param.read_bytes()).decode())
    connection.close()
    return path


def counts(path: Path) -> dict[str, int]:
    connection = sqlite3.connect(path)
    names = [
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
    ]
    rows = {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for name in names
        if name != MIGRATIONS
    }
    connection.close()
    return rows


def test_each_earlier_database_keeps_every_row_through_the_migrations(earlier: Path) -> None:
    before = counts(earlier)
    open_database(earlier).close()
    after = counts(earlier)
    assert sum(before.values()) > 150
    assert {name: after.get(name, 0) for name in before} == before


def test_each_earlier_database_has_the_schema_of_today_afterwards(earlier: Path) -> None:
    database = open_database(earlier)
    assert not SCHEMA.pending(database)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


def test_a_migrated_database_is_migrated_only_once(earlier: Path) -> None:
    open_database(earlier).close()
    first = counts(earlier)
    open_database(earlier).close()
    assert counts(earlier) == first


def test_editions_edits_and_corrections_of_earlier_versions_are_read_as_before(
    earlier: Path,
) -> None:
    database = open_database(earlier)
    records = {record.id: record for record in edition_records(database, newsletter="morning")}
    sent = records["morning-2026-03-12"]
    assert sent.state is State.SENT
    assert records["morning-2026-03-13"].state is State.EMPTY
    now = datetime(2026, 3, 14, 8, tzinfo=UTC)
    shown = edited(newsroom_of(database, read_settings(SETTINGS)), sent.id, now=now)
    headlines = {item.headline for item in shown.edition.items()}
    assert "A headline by hand" in headlines
    assert [each.text for each in corrections_of(database, sent.id)] == [
        "An earlier edition gave a wrong date."
    ]
    database.close()


def test_what_an_earlier_digest_sent_is_marked_when_it_is_opened_first(earlier: Path) -> None:
    database = open_database(earlier)
    sent = {one.id for one in edition_records(database, states={State.SENT})}
    assert sent
    assert {mark.edition for mark in marks_of(database)} == sent
    assert all(mark.ended and mark.letters for mark in marks_of(database))


def test_what_an_earlier_version_wrote_in_english_is_shown_as_it_is_in_every_language(
    earlier: Path,
) -> None:
    """It kept sentences where messages are kept now: in editions, moves, the ledger and alerts."""
    database = open_database(earlier)
    said: list[Text] = [alert.words for alert in open_alerts(database, since=LONG_AGO)]
    for record in edition_records(database):
        said += [move.why for move in moves_of(database, record.id)]
        said += [words for words, _ in reasons(database, record.id)]
        said += [letter.words for letter in letters_of(database, record.id, LetterState.SENT)]
        if record.edition is not None:
            said += [why for item in record.edition.items() for why in item.why]
            said += [left.why for left in record.edition.left_out]
    database.close()
    written = [text for text in said if text]
    assert len(written) > 20
    assert all(isinstance(text, str) for text in written)
    for language in ("en", "uk"):
        words = words_for([language], ZoneInfo("UTC"))
        shown = [words.say(text) for text in written]
        assert shown == [in_local_times(text, ZoneInfo("UTC")) for text in written]
