"""What each user has seen: editions, which "changed since your last look" goes by, and mails, which
an approval goes by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from digest.model.edition import Edition
from digest.model.message import Message
from digest.store.database import immediately, reading, stamp, writing
from digest.store.edition_json import EDITION_JSON

_WHAT = Message("database.stored_looks")


@dataclass(frozen=True, kw_only=True, slots=True)
class LastSeen:
    """An edition as a user last looked at it."""

    at: datetime
    edition: Edition


@writing(_WHAT)
def save_look(database: Database, user: int, edition: Edition, *, now: datetime) -> None:
    """Notes the edition as the user has seen it now."""
    with immediately(database, _WHAT):
        database.execute(
            "INSERT OR REPLACE INTO looks (user, edition, at, content) VALUES (?, ?, ?, ?)",
            [user, edition.id, stamp(now), EDITION_JSON.dump_json(edition).decode()],
        )


@reading(_WHAT)
def last_look(database: Database, user: int, edition: str) -> LastSeen | None:
    """The edition as the user last looked at it; None if they never did."""
    rows = list(database.table("looks").rows_where("user = ? AND edition = ?", [user, edition]))
    if not rows:
        return None
    return LastSeen(
        at=datetime.fromisoformat(rows[0]["at"]),
        edition=EDITION_JSON.validate_json(rows[0]["content"]),
    )


@writing(_WHAT)
def save_shown(database: Database, user: int, edition: str, mail: str, *, now: datetime) -> None:
    """Notes that the user was shown the whole mail with the hash ``mail``."""
    if was_shown(database, user, edition, mail):
        return
    with immediately(database, _WHAT):
        database.execute(
            "INSERT OR IGNORE INTO shown_mails (user, edition, mail, at) VALUES (?, ?, ?, ?)",
            [user, edition, mail, stamp(now)],
        )


@reading(_WHAT)
def was_shown(database: Database, user: int, edition: str, mail: str) -> bool:
    """Whether the user was ever shown the whole mail with that hash."""
    where = "user = ? AND edition = ? AND mail = ?"
    return database.table("shown_mails").count_where(where, [user, edition, mail]) > 0


@reading(_WHAT)
def signature_of(database: Database, edition: str) -> str:
    """A text that differs whenever somebody who looks at the edition would see something new.

    It counts moves, builds, edits, what sources changed, and letters; empty if there is no such
    edition.
    """
    rows = database.execute(
        "SELECT revision, coalesce(ready_at, ''), coalesce(mail, ''),"
        " (SELECT count(*) FROM edits WHERE edits.edition = editions.id),"
        " (SELECT count(*) FROM alerts WHERE alerts.edition = editions.id),"
        " (SELECT count(*) FROM source_changes WHERE source_changes.edition = editions.id),"
        # as often as a source changed an article that the edition prints
        " iif(state IN ('ready', 'held'), (SELECT sum(revision) FROM articles WHERE id IN"
        "  (SELECT value FROM json_tree(editions.content) WHERE path LIKE '%.articles')), 0),"
        " (SELECT count(*) FROM ledger JOIN audiences ON audiences.id = audience"
        "  WHERE audiences.edition = editions.id AND ledger.state NOT IN ('pending', 'claimed'))"
        " FROM editions WHERE id = ?",
        [edition],
    ).fetchall()
    return hashlib.sha256(repr(rows[0]).encode()).hexdigest()[:16] if rows else ""
