"""The ledger: one row per recipient and edition, claimed before the letter goes, closed after.

::

    pending ─claim→ claimed ─close→ sent · failed · unknown · excluded
       ↑                        └─→ pending, due later
       └──────── give_back ─────┘

An edition's audience is frozen when its sending begins. One process at a time holds an edition;
claims and closings are written in groups, each in one durable transaction, with the intent log
(``digest.store.intents``) telling what happened inside a group whose process was killed.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from digest.errors import BusyError
from digest.model.dispatching import Claim, Closing, Progress, Row
from digest.model.mail import Recipient, RecipientStatus
from digest.store.audience import (
    LEASE,
    check_free,
    find_audience,
    log_path,
    take_audience,
    write_closings,
    writing,
)
from digest.store.database import stamp, unstamp
from digest.store.intents import IntentLog


class Ledger:
    """The rows of one edition, held by this process from ``open_ledger`` until ``release``."""

    def __init__(
        self, database: Database, *, edition: str, audience: int, token: int, resumed: int
    ) -> None:
        self.edition = edition
        self.resumed = resumed
        self._database = database
        self._audience = audience
        self._token = token
        self._closings: list[Closing] = []  # decided, in the log, not yet in the table
        self._returned: list[int] = []
        path = log_path(database, audience)
        self._log = IntentLog(path) if path else None
        self._counts = _count(database, audience)

    def claim(self, count: int, *, now: datetime) -> list[Claim]:
        """Up to ``count`` recipients whose letters are due, claimed for this process, durably.

        Closings until now are written in the same transaction. Recipients who may not be written
        to any more are excluded instead. An empty list: nothing is due.

        :raises BusyError: another process took the edition over.
        :raises DatabaseError: the database could not be written.
        """
        claims: list[Claim] = []
        excluded = 0
        with writing(self._database):
            self._settle(now)
            while not claims and (found := self._due(count, now)):
                claims = self._exclude_unwanted(found, now)
                excluded += len(found) - len(claims)
            self._mark_claimed(claims)
        self._settled()
        self._counts[Row.PENDING] -= len(claims) + excluded
        self._counts[Row.CLAIMED] += len(claims)
        self._counts[Row.EXCLUDED] += excluded
        return claims

    def handing_over(self, recipient: int) -> None:
        """Notes that a claimed recipient's letter goes out now.

        :raises DatabaseError: it could not be noted; the letter must not go.
        """
        if self._log:
            self._log.handing_over(recipient)

    def close(self, closing: Closing) -> None:
        """Closes a claimed row. The table has it from the next ``claim`` or ``flush`` on."""
        self._closings.append(closing)
        self._counts[Row.CLAIMED] -= 1
        self._counts[closing.row] += 1
        if self._log:
            self._log.closed(closing)

    def give_back(self, recipient: int) -> None:
        """Undoes a claim whose letter was never handed over."""
        self._returned.append(recipient)
        self._counts[Row.CLAIMED] -= 1
        self._counts[Row.PENDING] += 1

    def flush(self, *, now: datetime) -> None:
        """Writes the closings until now into the table, durably, and renews the lease.

        :raises BusyError: another process took the edition over.
        :raises DatabaseError: the database could not be written.
        """
        with writing(self._database):
            self._settle(now)
        self._settled()

    def next_due(self) -> datetime | None:
        """When the next pending row may be tried; nothing when none is pending."""
        row = self._database.execute(
            "SELECT min(due) FROM ledger WHERE audience = ? AND state = 'pending'",
            [self._audience],
        ).fetchone()
        return unstamp(row[0])

    def give_up(self, words: str, *, now: datetime) -> None:
        """Closes what is pending as failed, for the reason given and the server's last words."""
        with writing(self._database):
            self._settle(now)
            self._database.execute(
                "UPDATE ledger SET state = 'failed', at = :at,"
                " words = iif(words = '', :words, :words || ': ' || words)"
                " WHERE audience = :audience AND state = 'pending'",
                {"words": words, "at": stamp(now), "audience": self._audience},
            )
        self._settled()
        self._counts = _count(self._database, self._audience)

    def progress(self) -> Progress:
        """The counts as this process knows them, closings not yet in the table included."""
        return _to_progress(self.edition, self._counts)

    def release(self, *, now: datetime) -> None:
        """Writes what is open and lets the edition go. To be called however the sending ended.

        :raises BusyError: another process took the edition over.
        :raises DatabaseError: it could not be written; the intent log keeps what it knows, and the
            edition is free when the lease ends or this process does.
        """
        finished = False
        try:
            self.flush(now=now)
            with writing(self._database):
                self._database.execute(
                    "UPDATE audiences SET holder = NULL, held_until = NULL"
                    " WHERE id = ? AND token = ?",
                    [self._audience, self._token],
                )
            finished = self._counts[Row.CLAIMED] == 0
        finally:
            if self._log:
                self._log.close(remove=finished)

    def _settle(self, now: datetime) -> None:
        """Inside a transaction: renews the lease, and writes closings and returned claims."""
        renewed = self._database.execute(
            "UPDATE audiences SET held_until = ? WHERE id = ? AND token = ?",
            [stamp(now + LEASE), self._audience, self._token],
        )
        if renewed.rowcount != 1:
            raise BusyError(f"another process has taken over the sending of {self.edition}")
        write_closings(self._database, self._audience, self._closings)
        self._database.conn.executemany(
            "UPDATE ledger SET state = 'pending' WHERE audience = ? AND recipient = ?",
            [(self._audience, recipient) for recipient in self._returned],
        )

    def _settled(self) -> None:
        """After that transaction, and not before: what it wrote need not be kept any more."""
        self._closings = []
        self._returned = []
        if self._log:
            self._log.settled()

    def _due(self, count: int, now: datetime) -> list[tuple[Claim, str]]:
        """Rows that are due, each with why its letter must not go, if so."""
        rows = self._database.execute(
            """
            SELECT l.recipient, l.attempts, r.newsletter, r.address, r.name, r.language, r.status,
                   r.topics, r.zone, s.reason
            FROM ledger l
            LEFT JOIN recipients r ON r.id = l.recipient
            LEFT JOIN suppressions s ON s.fingerprint = r.fingerprint
            WHERE l.audience = ? AND l.state = 'pending' AND l.due <= ?
            ORDER BY l.due, l.recipient LIMIT ?
            """,
            [self._audience, stamp(now), count],
        ).fetchall()
        return [(_to_claim(row), _why_not(row[6], row[9])) for row in rows]

    def _exclude_unwanted(self, found: list[tuple[Claim, str]], now: datetime) -> list[Claim]:
        unwanted = [(claim, why) for claim, why in found if why]
        self._database.conn.executemany(
            "UPDATE ledger SET state = 'excluded', words = ?, at = ?"
            " WHERE audience = ? AND recipient = ?",
            [(why, stamp(now), self._audience, claim.recipient.id) for claim, why in unwanted],
        )
        return [claim for claim, why in found if not why]

    def _mark_claimed(self, claims: list[Claim]) -> None:
        self._database.conn.executemany(
            "UPDATE ledger SET state = 'claimed', token = ? WHERE audience = ? AND recipient = ?",
            [(self._token, self._audience, claim.recipient.id) for claim in claims],
        )


def open_ledger(
    database: Database, edition: str, newsletter: str, *, now: datetime, repeat_unknown: bool
) -> Ledger:
    """The edition's ledger, held by this process: frozen for the newsletter's list if it is new.

    What an ended sender left claimed is settled by its intent log. A letter that may have arrived
    goes again when ``repeat_unknown``, else it waits for a person as ``Row.UNKNOWN``.

    :raises BusyError: another living process sends the edition.
    :raises DatabaseError: the database or the intent log could not be used.
    """
    audience, resumed = take_audience(
        database, edition, newsletter, now=now, repeat_unknown=repeat_unknown
    )
    return Ledger(
        database, edition=edition, audience=audience.number, token=audience.token, resumed=resumed
    )


def progress(database: Database, edition: str) -> Progress:
    """How far the sending of the edition is; all zero when it has not begun."""
    audience = find_audience(database, edition)
    counts: Counter[Row] = _count(database, audience.number) if audience else Counter()
    return _to_progress(edition, counts)


def frozen_at(database: Database, edition: str) -> datetime | None:
    """When the edition's audience was frozen; nothing when its sending has not begun."""
    row = database.execute("SELECT frozen FROM audiences WHERE edition = ?", [edition]).fetchone()
    return unstamp(row[0]) if row else None


def reasons(database: Database, edition: str, *, most: int = 10) -> tuple[tuple[str, int], ...]:
    """Why letters of the edition failed, and how many each, the commonest first."""
    rows = database.execute(
        "SELECT words, count(*) FROM ledger JOIN audiences ON audiences.id = ledger.audience"
        " WHERE edition = ? AND state = 'failed' GROUP BY words ORDER BY 2 DESC, 1 LIMIT ?",
        [edition, most],
    ).fetchall()
    return tuple((str(words), int(count)) for words, count in rows)


def reopen(database: Database, edition: str, row: Row, *, now: datetime) -> int:
    """Makes the edition's failed (or unknown) rows pending again; how many there were.

    :raises BusyError: a living process sends the edition.
    """
    with writing(database):
        found = find_audience(database, edition)
        if found is None:
            return 0
        check_free(found, edition, now=now)
        changed = database.execute(
            "UPDATE ledger SET state = 'pending', due = ?, attempts = 0"
            " WHERE audience = ? AND state = ?",
            [stamp(now), found.number, row.value],
        )
    return changed.rowcount


def _count(database: Database, audience: int) -> Counter[Row]:
    rows = database.execute(
        "SELECT state, count(*) FROM ledger WHERE audience = ? GROUP BY state", [audience]
    )
    return Counter({Row(state): int(count) for state, count in rows})


def _to_progress(edition: str, counts: Counter[Row]) -> Progress:
    return Progress(
        edition=edition,
        total=sum(counts.values()),
        pending=counts[Row.PENDING],
        claimed=counts[Row.CLAIMED],
        sent=counts[Row.SENT],
        failed=counts[Row.FAILED],
        unknown=counts[Row.UNKNOWN],
        excluded=counts[Row.EXCLUDED],
    )


def _to_claim(row: tuple[Any, ...]) -> Claim:
    recipient, attempts, newsletter, address, name, language, status, topics, zone, _ = row
    return Claim(
        recipient=Recipient(
            id=recipient,
            newsletter=newsletter or "",
            address=address or "",
            name=name or "",
            language=language or "",
            status=RecipientStatus(status or RecipientStatus.UNSUBSCRIBED),
            topics=tuple(topics.split()) if topics else (),
            zone=zone or "",
        ),
        attempts=attempts,
    )


def _why_not(status: str | None, suppressed: str | None) -> str:
    """Why a recipient may not be written to any more; empty if they may."""
    if status is None:
        return "deleted since the audience was frozen"
    if suppressed is not None:
        return f"suppressed: {suppressed}"
    return "" if status == RecipientStatus.ACTIVE else f"{status} since the audience was frozen"
