"""Mail that came back: which messages were heeded, and what they said of whom."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from digest.model.message import Message
from digest.store.database import immediately, reading, stamp, writing

_WHAT = Message("database.stored_returns")


@reading(_WHAT)
def is_heeded(database: Database, content: bytes) -> bool:
    """Whether this very message was heeded before."""
    row = database.execute(
        "SELECT 1 FROM returned_mails WHERE digest = ?", [_digest(content)]
    ).fetchone()
    return row is not None


@writing(_WHAT)
def heed(database: Database, content: bytes, *, now: datetime) -> None:
    """Notes that the message was heeded. To be called after what it asks for was done: done twice
    it changes nothing, left out it would be lost.

    :raises DatabaseError: the database cannot be written.
    """
    _write(
        database,
        "INSERT INTO returned_mails VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
        [_digest(content), stamp(now)],
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounce:
    """With what a letter came back: "hard" or "soft", the status as "5.1.1", the server's words."""

    kind: str
    status: str
    words: str


@writing(_WHAT)
def note_bounce(database: Database, recipient: int, bounce: Bounce, *, now: datetime) -> None:
    """Notes that a letter to the recipient came back.

    :raises DatabaseError: the database cannot be written.
    """
    _write(
        database,
        "INSERT INTO bounces VALUES (?, ?, ?, ?, ?)",
        [recipient, stamp(now), bounce.kind, bounce.status, bounce.words],
    )


@reading(_WHAT)
def bounce_days(database: Database, recipient: int, *, since: datetime) -> int:
    """On how many days since then a letter to the recipient came back."""
    row = database.execute(
        "SELECT count(DISTINCT substr(at, 1, 10)) FROM bounces WHERE recipient = ? AND at >= ?",
        [recipient, stamp(since)],
    ).fetchone()
    return int(row[0])


def _write(database: Database, statement: str, values: list[object]) -> None:
    with immediately(database, _WHAT):
        database.execute(statement, values)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
