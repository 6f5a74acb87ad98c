"""Who was asked to approve which edition: each person once for each time it became ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from digest.model.message import Message
from digest.store.database import immediately, reading, stamp, writing

_WHAT = Message("database.stored_requests")


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalRequest:
    """Whom to ask to approve an edition, and since which of its moves; once for each such move.

    ``revision`` is that of the move that made the edition ready.
    """

    edition: str
    user: int
    revision: int


@writing(_WHAT)
def claim_request(database: Database, request: ApprovalRequest, *, mail: str, now: datetime) -> int:
    """The number of the attempt, from 1, if this process is the one to ask the user now; else 0.

    It is written down before the mail goes. ``mail`` is the hash of the mail that the user's link
    approves, empty without a link.
    """
    with immediately(database, _WHAT):
        rows = database.execute(
            "INSERT INTO approval_requests (edition, user, revision, mail, at)"
            " VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET mail = excluded.mail, at = excluded.at,"
            " attempts = attempts + 1, again_at = NULL WHERE again_at <= excluded.at"
            " RETURNING attempts",
            [request.edition, request.user, request.revision, mail, stamp(now)],
        ).fetchall()
    return int(rows[0][0]) if rows else 0


@writing(_WHAT)
def postpone_request(database: Database, request: ApprovalRequest, *, until: datetime) -> None:
    """No mail server has the mail of the last attempt: ``until`` is when the next may be made."""
    with immediately(database, _WHAT):
        database.execute(
            "UPDATE approval_requests SET again_at = ?"
            " WHERE edition = ? AND user = ? AND revision = ?",
            [stamp(until), request.edition, request.user, request.revision],
        )


@reading(_WHAT)
def asked_of(database: Database, *, edition: str, revision: int, now: datetime) -> frozenset[int]:
    """The ids of the users who were asked after that move of the edition, but for those whom it is
    time to ask again."""
    rows = database.execute(
        "SELECT user FROM approval_requests WHERE edition = ? AND revision = ?"
        " AND (again_at IS NULL OR again_at > ?)",
        [edition, revision, stamp(now)],
    )
    return frozenset(int(row[0]) for row in rows)
