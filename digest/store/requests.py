"""Who was asked to approve which edition: each person once for each time it became ready."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from digest.store.database import immediately, stamp


def claim_request(
    database: Database, *, edition: str, user: int, revision: int, mail: str, now: datetime
) -> bool:
    """Whether this process is the one to ask the user; written down before the mail goes.

    ``revision`` is that of the move that made the edition ready, ``mail`` the hash of the mail that
    the user's link approves, empty without a link.
    """
    with immediately(database):
        cursor = database.execute(
            "INSERT OR IGNORE INTO approval_requests (edition, user, revision, mail, at)"
            " VALUES (?, ?, ?, ?, ?)",
            [edition, user, revision, mail, stamp(now)],
        )
    return cursor.rowcount == 1


def take_back_request(database: Database, *, edition: str, user: int, revision: int) -> None:
    """The user was not asked after all: no mail server has the mail. They are asked again."""
    with immediately(database):
        database.execute(
            "DELETE FROM approval_requests WHERE edition = ? AND user = ? AND revision = ?",
            [edition, user, revision],
        )


def asked_of(database: Database, *, edition: str, revision: int) -> frozenset[int]:
    """The ids of the users who were asked after that move of the edition."""
    rows = database.execute(
        "SELECT user FROM approval_requests WHERE edition = ? AND revision = ?",
        [edition, revision],
    )
    return frozenset(int(row[0]) for row in rows)
