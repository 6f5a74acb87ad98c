"""The ledger in SQLite: claims and closings in groups, each in one durable transaction.

An edition's audience is frozen when its sending begins (``digest.store.audience``); one process at
a time holds it. The intent log (``intent_log``) tells what happened inside a group whose
process was killed. What each method promises stands in ``digest.store.ledger``.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from digest.model.delivery import AttemptResult, Claim, Distribution, LetterState, Outlook, Progress
from digest.model.errors import BusyError
from digest.model.mail import Recipient, RecipientStatus
from digest.model.message import Message, Text, text_from_json, text_to_json
from digest.store.audience import (
    LEASE,
    LEDGER,
    check_free,
    find_audience,
    log_path,
    take_audience,
    write_closings,
)
from digest.store.database import immediately, reading, stamp, unstamp, writing
from digest.store.intent_log import IntentLog
from digest.store.recipients import RECIPIENTS

_RECENTLY = timedelta(minutes=1)


class SqliteLedger:
    """The rows of one edition, held by this process."""

    @reading(LEDGER)
    def __init__(
        self, database: Database, *, edition: str, audience: int, token: int, resumed: int
    ) -> None:
        self.edition = edition
        self.resumed = resumed
        self._database = database
        self._audience = audience
        self._token = token
        self._closings: list[AttemptResult] = []  # decided, in the log, not yet in the table
        self._returned: list[tuple[str | None, int]] = []  # when due again, and who
        path = log_path(database, audience)
        self._log = IntentLog(path) if path else None
        self._counts = _count(database, audience)

    @writing(LEDGER)
    def claim(self, count: int, *, now: datetime) -> list[Claim]:
        """Writes the closings until now in the same transaction."""
        claims: list[Claim] = []
        excluded = 0
        with immediately(self._database, LEDGER):
            self._settle(now)
            while not claims and (found := self._due(count, now)):
                claims = self._exclude_unwanted(found, now)
                excluded += len(found) - len(claims)
            self._mark_claimed(claims)
        self._settled()
        self._counts[LetterState.PENDING] -= len(claims) + excluded
        self._counts[LetterState.CLAIMED] += len(claims)
        self._counts[LetterState.EXCLUDED] += excluded
        return claims

    @reading(RECIPIENTS)
    def why_not(self, recipient: int) -> Text:
        row = self._database.execute(
            "SELECT r.status, s.reason FROM recipients r"
            " LEFT JOIN suppressions s ON s.fingerprint = r.fingerprint WHERE r.id = ?",
            [recipient],
        ).fetchone()
        return _why_not(*(row or (None, None)))

    def handing_over(self, recipient: int) -> None:
        if self._log:
            self._log.handing_over(recipient)

    def close(self, closing: AttemptResult) -> None:
        self._closings.append(closing)
        self._counts[LetterState.CLAIMED] -= 1
        self._counts[closing.row] += 1
        if self._log:
            self._log.closed(closing)

    def give_back(self, recipient: int, *, due: datetime | None = None) -> None:
        self._returned.append((stamp(due), recipient))
        self._counts[LetterState.CLAIMED] -= 1
        self._counts[LetterState.PENDING] += 1

    @writing(LEDGER)
    def flush(self, *, now: datetime) -> None:
        with immediately(self._database, LEDGER):
            self._settle(now)
        self._settled()

    @reading(LEDGER)
    def next_due(self) -> datetime | None:
        row = self._database.execute(
            "SELECT min(due) FROM ledger WHERE audience = ? AND state = 'pending'",
            [self._audience],
        ).fetchone()
        return unstamp(row[0])

    @writing(LEDGER)
    def give_up(self, words: Text, *, now: datetime, row: LetterState = LetterState.FAILED) -> None:
        def with_last(last: str) -> str:
            """The words, and what the mail server said last."""
            told = text_from_json(last)
            return text_to_json(Message("common.at", where=words, what=told) if told else words)

        self._database.conn.create_function("with_last", 1, with_last, deterministic=True)
        with immediately(self._database, LEDGER):
            self._settle(now)
            self._database.execute(
                "UPDATE ledger SET state = :row, at = :at, words = with_last(words)"
                " WHERE audience = :audience AND state = 'pending'",
                {
                    "row": row.value,
                    "at": stamp(now),
                    "audience": self._audience,
                },
            )
        self._settled()
        self._counts = _count(self._database, self._audience)

    def progress(self) -> Progress:
        return _to_progress(self.edition, self._counts)

    @writing(LEDGER)
    def release(self, *, now: datetime) -> None:
        """When it cannot be written, the intent log keeps what it knows, and the edition is free
        when the lease ends or this process does."""
        finished = False
        try:
            self.flush(now=now)
            with immediately(self._database, LEDGER):
                self._database.execute(
                    "UPDATE audiences SET holder = NULL, held_until = NULL"
                    " WHERE id = ? AND token = ?",
                    [self._audience, self._token],
                )
            finished = self._counts[LetterState.CLAIMED] == 0
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
            raise BusyError(Message("delivery.taken_over", edition=self.edition))
        write_closings(self._database, self._audience, self._closings)
        self._database.conn.executemany(
            "UPDATE ledger SET state = 'pending', due = ifnull(?, due)"
            " WHERE audience = ? AND recipient = ?",
            [(due, self._audience, recipient) for due, recipient in self._returned],
        )

    def _settled(self) -> None:
        """After that transaction, and not before: what it wrote need not be kept any more."""
        self._closings = []
        self._returned = []
        if self._log:
            self._log.settled()

    def _due(self, count: int, now: datetime) -> list[tuple[Claim, Text]]:
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

    def _exclude_unwanted(self, found: list[tuple[Claim, Text]], now: datetime) -> list[Claim]:
        unwanted = [(claim, why) for claim, why in found if why]
        self._database.conn.executemany(
            "UPDATE ledger SET state = 'excluded', words = ?, at = ?"
            " WHERE audience = ? AND recipient = ?",
            [
                (text_to_json(why), stamp(now), self._audience, claim.recipient.id)
                for claim, why in unwanted
            ],
        )
        return [claim for claim, why in found if not why]

    def _mark_claimed(self, claims: list[Claim]) -> None:
        self._database.conn.executemany(
            "UPDATE ledger SET state = 'claimed', token = ? WHERE audience = ? AND recipient = ?",
            [(self._token, self._audience, claim.recipient.id) for claim in claims],
        )


class SqliteLedgers:
    """The ledgers in one database, for the thread that opened it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writing(LEDGER)
    def open(
        self, distribution: Distribution, *, now: datetime, repeat_unknown: bool
    ) -> SqliteLedger:
        audience, resumed = take_audience(
            self._database, distribution, now=now, repeat_unknown=repeat_unknown
        )
        return SqliteLedger(
            self._database,
            edition=distribution.edition,
            audience=audience.number,
            token=audience.token,
            resumed=resumed,
        )

    @reading(LEDGER)
    def progress(self, edition: str) -> Progress:
        audience = find_audience(self._database, edition)
        counts: Counter[LetterState] = (
            _count(self._database, audience.number) if audience else Counter()
        )
        return _to_progress(edition, counts)

    @reading(LEDGER)
    def outlook(self, edition: str, *, now: datetime) -> Outlook:
        audience = find_audience(self._database, edition)
        if audience is None:
            return Outlook()
        count, first, still_open, next_due = self._database.execute(
            """
            SELECT count(*) FILTER (WHERE at >= :since AND state IN ('sent', 'failed', 'unknown')),
                   min(at) FILTER (WHERE at >= :since AND state IN ('sent', 'failed', 'unknown')),
                   count(*) FILTER (WHERE state IN ('pending', 'claimed')),
                   min(due) FILTER (WHERE state = 'pending')
            FROM ledger WHERE audience = :audience
            """,
            {"since": stamp(now - _RECENTLY), "audience": audience.number},
        ).fetchone()
        began = unstamp(first)
        seconds = max((now - began).total_seconds(), 1.0) if began else 1.0
        return Outlook(
            letters_per_second=count / seconds,
            remaining_seconds=seconds * still_open / count if still_open and count else None,
            next_due=unstamp(next_due),
        )

    @reading(LEDGER)
    def frozen_at(self, edition: str) -> datetime | None:
        row = self._database.execute(
            "SELECT frozen FROM audiences WHERE edition = ?", [edition]
        ).fetchone()
        return unstamp(row[0]) if row else None

    @reading(LEDGER)
    def reasons(self, edition: str, *, most: int = 10) -> tuple[tuple[Text, int], ...]:
        rows = self._database.execute(
            "SELECT words, count(*) FROM ledger JOIN audiences ON audiences.id = ledger.audience"
            " WHERE edition = ? AND state = 'failed' GROUP BY words ORDER BY 2 DESC, 1 LIMIT ?",
            [edition, most],
        ).fetchall()
        return tuple((text_from_json(words), int(count)) for words, count in rows)

    @writing(LEDGER)
    def reopen(self, edition: str, row: LetterState, *, now: datetime) -> int:
        with immediately(self._database, LEDGER):
            found = find_audience(self._database, edition)
            if found is None:
                return 0
            check_free(found, edition, now=now)
            changed = self._database.execute(
                "UPDATE ledger SET state = 'pending', due = ?, attempts = 0"
                " WHERE audience = ? AND state = ?",
                [stamp(now), found.number, row.value],
            )
        return changed.rowcount


def _count(database: Database, audience: int) -> Counter[LetterState]:
    rows = database.execute(
        "SELECT state, count(*) FROM ledger WHERE audience = ? GROUP BY state", [audience]
    )
    return Counter({LetterState(state): int(count) for state, count in rows})


def _to_progress(edition: str, counts: Counter[LetterState]) -> Progress:
    return Progress(
        edition=edition,
        total=sum(counts.values()),
        pending=counts[LetterState.PENDING],
        claimed=counts[LetterState.CLAIMED],
        sent=counts[LetterState.SENT],
        failed=counts[LetterState.FAILED],
        unknown=counts[LetterState.UNKNOWN],
        excluded=counts[LetterState.EXCLUDED],
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


def _why_not(status: str | None, suppressed: str | None) -> Text:
    """Why a recipient may not be written to any more; empty if they may."""
    if status is None:
        return Message("delivery.deleted_since")
    if suppressed is not None:
        return Message("delivery.suppressed", reason=suppressed)
    if status == RecipientStatus.ACTIVE:
        return ""
    return Message(f"delivery.{status}_since")
