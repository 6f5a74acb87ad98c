"""What the doctor sees of a damaged database, and that it prints nothing that is stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.model.delivery import Distribution
from digest.model.edition import Decision, State
from digest.store.articles import save_articles
from digest.store.database import marks_folder, open_database
from digest.store.editions import move_edition
from digest.store.integrity import damages
from digest.store.recipient_imports import RecipientDetails, add_recipient
from digest.store.sqlite_ledger import SqliteLedgers
from tests.newsroom import articles, at
from tests.store.test_editions import approved

STORED = "Reader-Name"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "digest.db"
    database = open_database(path, create=True)
    save_articles(database, articles(), now=at(4))
    for number in range(300):
        add_recipient(
            database,
            "morning",
            f"r{number}@example.com",
            now=at(4),
            details=RecipientDetails(name=STORED),
        )
    approved(database)
    database.close()
    return path


def test_a_whole_database_has_no_damages(path: Path) -> None:
    assert damages(open_database(path)) == ()


def test_a_spoilt_page_is_seen(path: Path) -> None:
    database = open_database(path)
    page = database.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'recipients'"
    ).fetchone()[0]
    database.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 + 8 : (page - 1) * 4096 + 60] = b"\xff" * 52
    path.write_bytes(content)
    assert damages(open_database(path)) != ()


STATEMENTS = {
    "a reference into nothing": (
        "INSERT INTO approvals VALUES ('no-edition', 1, 'no-mail', '{}')",
        "approvals, row",
    ),
    "no UTF-8": (
        "UPDATE recipients SET name = CAST(x'526561646572ff' AS TEXT) WHERE id = 1",
        "recipients.name: 1 texts that are no UTF-8",
    ),
    "no JSON": ("UPDATE articles SET authors = 'Reader-Name'", "articles.authors: 3 values"),
    "a mail with another letter in it": (
        "UPDATE mails SET html = replace(html, 'Ferry', 'Fetry')",
        "is not the one that was approved",
    ),
}


@pytest.mark.parametrize("damage", STATEMENTS)
def test_a_damage_that_no_page_shows_is_seen(path: Path, damage: str) -> None:
    statement, words = STATEMENTS[damage]
    database = open_database(path)
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute(statement)
    database.conn.commit()
    found = "; ".join(damages(database))
    assert words in found
    assert "Reader" not in found


def held(path: Path) -> Database:
    database = open_database(path)
    move_edition(
        database, "morning-2026-03-12", State.SENDING, Decision(who="schedule", at=at(6, 30))
    )
    morning = Distribution(edition="morning-2026-03-12", newsletter="morning")
    SqliteLedgers(database).open(morning, now=at(6, 30), repeat_unknown=True)
    return database


def test_a_spoilt_intent_log_and_one_of_another_database_are_seen(path: Path) -> None:
    database = held(path)
    assert damages(database) == ()
    log = path.with_name("digest.db-intents-1")
    log.write_text(log.read_text() + "=[1, 2\n>7\n")
    path.with_name("digest.db-intents-99").write_text("boot x\n")
    found = "; ".join(damages(database))
    assert "digest.db-intents-1 has lines that cannot be read" in found
    assert "digest.db-intents-99 is of no sending" in found


def test_a_spoilt_mark_is_seen(path: Path) -> None:
    (marks_folder(path) / "morning-2026-03-12.json").write_text("{")
    assert "cannot read the mark" in "; ".join(damages(open_database(path)))
