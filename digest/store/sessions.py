"""Sessions of the desk: rows, so that each can be revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlite_utils import Database

from digest.model.message import Message
from digest.model.users import User
from digest.store.database import immediately, reading, stamp, write_if_free, writing
from digest.store.sign_in_attempts import forget_old_attempts
from digest.store.users import user_in

_WHAT = Message("database.stored_sessions")

SESSION_LASTS = timedelta(days=14)
"""After this a user signs in again, however busy they were."""
SESSION_SLEEPS = timedelta(hours=12)
"""A session that was not used for so long has ended: a shift is over."""
SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last use of a session is written down; each writing takes the lock."""


@writing(_WHAT)
def begin_session(database: Database, user: User, *, now: datetime) -> str:
    """The secret id of a new session: 256 random bits, for the cookie and nowhere else."""
    secret = secrets.token_urlsafe(32)
    with immediately(database, _WHAT):
        _forget_what_is_over(database, now)
        database.table("sessions").insert(
            {
                "fingerprint": _fingerprint(secret),
                "user": user.id,
                "began": stamp(now),
                "seen": stamp(now),
                "ends": stamp(now + SESSION_LASTS),
            }
        )
    return secret


@reading(_WHAT)
def signed_in(database: Database, secret: str, *, now: datetime) -> User | None:
    """Whose session has that id; None if there is none, it ended, or the user lost access."""
    rows = list(
        database.query(
            "SELECT users.*, seen FROM sessions JOIN users ON users.id = user"
            " WHERE fingerprint = ? AND active = 1 AND ends > ? AND seen > ?",
            [_fingerprint(secret), stamp(now), stamp(now - SESSION_SLEEPS)],
        )
    )
    if not rows:
        return None
    row = rows[0]
    if datetime.fromisoformat(row["seen"]) + SEEN_EVERY < now:
        # a page that is only read must not wait for, or fail on, another's long write
        write_if_free(
            database,
            "UPDATE sessions SET seen = ? WHERE fingerprint = ?",
            [stamp(now), _fingerprint(secret)],
        )
    return user_in(row)


@writing(_WHAT)
def end_session(database: Database, secret: str) -> None:
    """Signs out: the id opens nothing any more, wherever it was copied to."""
    with immediately(database, _WHAT):
        database.execute("DELETE FROM sessions WHERE fingerprint = ?", [_fingerprint(secret)])


def _forget_what_is_over(database: Database, now: datetime) -> None:
    database.execute("DELETE FROM sessions WHERE ends < ?", [stamp(now)])
    forget_old_attempts(database, now=now)


def _fingerprint(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
