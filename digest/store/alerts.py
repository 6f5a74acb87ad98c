"""What the operator is told about each edition: each thing once, whichever process saw it.

An alert is written down as unsent before a mail about it goes, and until a server has it: a process
that dies in between, or a server that is down, costs a pause and not the alert. An alert whose
trouble is over is not sent any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from digest.model.alert import ALL_CLEAR, Alert
from digest.model.mail import Outcome
from digest.model.message import Message, text_from_json, text_to_json
from digest.store.database import immediately, reading, stamp, unstamp, writing

_WHAT = Message("database.stored_alerts")


@writing(_WHAT)
def claim_alert(database: Database, alert: Alert, *, mailed: bool = False) -> bool:
    """Whether this process is the one to tell the operator; each thing is told once. If it is to be
    ``mailed`` it is unsent until it is settled."""
    seen = stamp(alert.first)
    with immediately(database, _WHAT):
        cursor = database.execute(
            "INSERT OR IGNORE INTO alerts (edition, about, words, at, attempts, again_at)"
            " VALUES (?, ?, ?, ?, 0, ?)",
            [alert.edition, alert.about, text_to_json(alert.words), seen, seen if mailed else None],
        )
    return cursor.rowcount == 1


@reading(_WHAT)
def unsent_alerts(database: Database, *, now: datetime) -> list[Alert]:
    """What it is time to mail, the oldest first."""
    return _alerts(database, "again_at <= ?", [stamp(now)])


@reading(_WHAT)
def open_alerts(database: Database, *, since: datetime) -> list[Alert]:
    """The alerts since then whose trouble is not known to be over, the oldest first."""
    where = "ended_at IS NULL AND at >= ? AND about NOT LIKE ?"
    return _alerts(database, where, [stamp(since), f"{ALL_CLEAR}%"])


@reading(_WHAT)
def alerts_of(database: Database, edition: str) -> list[Alert]:
    """Every alert about the edition, the oldest first."""
    return _alerts(database, "edition = ?", [edition])


@reading(_WHAT)
def troubles_of(database: Database, edition: str) -> list[Alert]:
    """The alerts about the edition whose trouble is not over, the oldest first."""
    found = alerts_of(database, edition)
    return [alert for alert in found if alert.ended is None and not alert.all_clear]


@writing(_WHAT)
def claim_again(database: Database, alert: Alert, *, now: datetime, again_at: datetime) -> bool:
    """Whether this process is the one to mail it; it is unsent again from ``again_at`` on."""
    with immediately(database, _WHAT):
        cursor = database.execute(
            "UPDATE alerts SET attempts = attempts + 1, again_at = ?"
            " WHERE edition = ? AND about = ? AND again_at <= ?",
            [stamp(again_at), alert.edition, alert.about, stamp(now)],
        )
    return cursor.rowcount == 1


@writing(_WHAT)
def note_mail(database: Database, alert: Alert, outcome: Outcome, *, settled: bool) -> bool:
    """Notes what became of a mail about it, and, once settled, that it is not tried again: a mail
    server has it, or none ever will. Returns whether its trouble ended while the mail went."""
    with immediately(database, _WHAT):
        (ended,) = database.execute(
            "UPDATE alerts SET outcome = ?, again_at = iif(?, NULL, again_at)"
            " WHERE edition = ? AND about = ? RETURNING ended_at",
            [outcome.value, settled, alert.edition, alert.about],
        ).fetchone()
    return ended is not None


@writing(_WHAT)
def end_alert(database: Database, alert: Alert, *, now: datetime) -> bool:
    """Its trouble is over: no mail about it goes any more. Returns whether a mail may have reached
    somebody, who is then to be told; False for whoever comes second."""
    with immediately(database, _WHAT):
        row = database.execute(
            "UPDATE alerts SET ended_at = ?, again_at = NULL"
            " WHERE edition = ? AND about = ? AND ended_at IS NULL RETURNING outcome",
            [stamp(now), alert.edition, alert.about],
        ).fetchone()
    return row is not None and row[0] in (Outcome.ACCEPTED, Outcome.UNKNOWN)


def _alerts(database: Database, where: str, values: Sequence[str | None]) -> list[Alert]:
    rows = database.table("alerts").rows_where(where, values, order_by="at")
    return [
        Alert(
            edition=row["edition"],
            about=row["about"],
            words=text_from_json(row["words"]),
            first=datetime.fromisoformat(row["at"]),
            attempts=row["attempts"],
            outcome=row["outcome"],
            unsent=row["again_at"] is not None,
            ended=unstamp(row["ended_at"]),
        )
        for row in rows
    ]
