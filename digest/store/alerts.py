"""What the operator was told about each edition: each thing once, whichever process saw it.

A mail about it is written down as unsent before it goes, and until a server has it: a process that
dies in between, or a server that is down, costs a pause and not the alert.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from digest.store.database import immediately, reading, stamp, writing

_WHAT = "the alerts"


@dataclass(frozen=True, kw_only=True, slots=True)
class UnsentAlert:
    """What no mail server is known to have; ``first`` is when it was first to be told."""

    edition: str
    about: str
    words: str
    first: datetime
    attempts: int


@writing(_WHAT)
def claim_alert(
    database: Database,
    *,
    edition: str,
    about: str,
    words: str,
    now: datetime,
    again_at: datetime | None = None,
) -> bool:
    """Whether this process is the one to tell the operator; each thing is told once. With
    ``again_at`` it is unsent from then on, unless it is settled before."""
    with immediately(database, _WHAT):
        cursor = database.execute(
            "INSERT OR IGNORE INTO alerts (edition, about, words, at, again_at)"
            " VALUES (?, ?, ?, ?, ?)",
            [edition, about, words, stamp(now), stamp(again_at)],
        )
    return cursor.rowcount == 1


@reading(_WHAT)
def unsent_alerts(database: Database, *, now: datetime) -> list[UnsentAlert]:
    """What it is time to tell again, the oldest first."""
    rows = database.table("alerts").rows_where("again_at <= ?", [stamp(now)], order_by="at")
    return [
        UnsentAlert(
            edition=row["edition"],
            about=row["about"],
            words=row["words"],
            first=datetime.fromisoformat(row["at"]),
            attempts=row["attempts"],
        )
        for row in rows
    ]


@writing(_WHAT)
def claim_again(
    database: Database, alert: UnsentAlert, *, now: datetime, again_at: datetime
) -> bool:
    """Whether this process is the one to tell it again; it is unsent again from ``again_at`` on."""
    with immediately(database, _WHAT):
        cursor = database.execute(
            "UPDATE alerts SET attempts = attempts + 1, again_at = ?"
            " WHERE edition = ? AND about = ? AND again_at <= ?",
            [stamp(again_at), alert.edition, alert.about, stamp(now)],
        )
    return cursor.rowcount == 1


@writing(_WHAT)
def settle_alert(database: Database, alert: UnsentAlert) -> None:
    """A mail server has it, or none ever will: it is not tried again."""
    with immediately(database, _WHAT):
        database.execute(
            "UPDATE alerts SET again_at = NULL WHERE edition = ? AND about = ?",
            [alert.edition, alert.about],
        )


@reading(_WHAT)
def alerts_of(database: Database, edition: str) -> tuple[tuple[str, str], ...]:
    """What the operator was told about the edition: (what about, in which words), oldest first."""
    rows = database.table("alerts").rows_where("edition = ?", [edition], order_by="at")
    return tuple((row["about"], row["words"]) for row in rows)
