"""What the operator was told about each edition: each thing once, whichever process saw it."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from digest.store.database import stamp


def claim_alert(database: Database, *, edition: str, about: str, words: str, now: datetime) -> bool:
    """Whether this process is the one to tell the operator; each thing is told once."""
    cursor = database.execute(
        "INSERT OR IGNORE INTO alerts (edition, about, words, at) VALUES (?, ?, ?, ?)",
        [edition, about, words, stamp(now)],
    )
    return cursor.rowcount == 1


def alerts_of(database: Database, edition: str) -> tuple[tuple[str, str], ...]:
    """What the operator was told about the edition: (what about, in which words), oldest first."""
    rows = database.table("alerts").rows_where("edition = ?", [edition], order_by="at")
    return tuple((row["about"], row["words"]) for row in rows)
