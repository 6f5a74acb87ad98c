"""Who an edition goes to, frozen when its sending begins, and which process holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from digest.model.advice import how_to_send
from digest.model.delivery import AttemptResult, Distribution, LetterState
from digest.model.edition import GONE_OUT, State
from digest.model.errors import BusyError, StateError
from digest.model.mail import RecipientStatus
from digest.model.message import Message, text_to_json
from digest.recipients.files import as_word
from digest.store.database import database_file, immediately, reading, stamp, unstamp, writing
from digest.store.intent_log import read_evidence
from digest.store.lease import Holder, is_free, this_process

LEDGER = Message("database.stored_ledger")

LEASE = timedelta(minutes=15)
"""How long a holder on another machine is believed: longer than a server may think of a letter."""

# a time before every clock, so that one that is set back does not hold up what is due
_AT_ONCE = stamp(datetime.min.replace(tzinfo=UTC))
_NO_ANSWER = Message("delivery.sender_ended")


@dataclass(frozen=True, kw_only=True, slots=True)
class Audience:
    """An edition's frozen audience. ``token`` counts the processes that held it."""

    number: int
    token: int
    holder: Holder | None = None
    held_until: datetime | None = None


@reading(LEDGER)
def find_audience(database: Database, edition: str) -> Audience | None:
    """The edition's audience; nothing when its sending has not begun."""
    row = database.execute(
        "SELECT id, token, holder, held_until FROM audiences WHERE edition = ?", [edition]
    ).fetchone()
    if row is None:
        return None
    holder = Holder.from_text(row[2]) if row[2] else None
    return Audience(
        number=int(row[0]), token=int(row[1]), holder=holder, held_until=unstamp(row[3])
    )


@writing(LEDGER)
def take_audience(
    database: Database, distribution: Distribution, *, now: datetime, repeat_unknown: bool
) -> tuple[Audience, int]:
    """The edition's audience, held by this process: frozen now if it is new.

    What an ended sender left claimed is settled by its intent log; the second value counts it.

    :raises BusyError: another living process holds it.
    :raises StateError: the edition waits for approval again: its sources changed it meanwhile.
    :raises DatabaseError: the database or the intent log could not be used.
    """
    edition = distribution.edition
    with immediately(database, LEDGER):
        _refuse_recalled(database, edition)
        found = find_audience(database, edition) or _freeze(database, distribution, now)
        check_free(found, edition, now=now)
        taken = Audience(number=found.number, token=found.token + 1)
        database.execute(
            "UPDATE audiences SET token = ?, holder = ?, held_until = ? WHERE id = ?",
            [taken.token, this_process().to_text(), stamp(now + LEASE), taken.number],
        )
        resumed = _recover(database, taken.number, now=now, repeat_unknown=repeat_unknown)
    return taken, resumed


def has_begun(database: Database, edition: str, *, now: datetime) -> bool:
    """Whether a letter of the edition went out or may have, or a living process is about to."""
    found = find_audience(database, edition)
    if found is None:
        return False
    if not is_free(found.holder, found.held_until, now=now):
        return True
    row = database.execute(
        "SELECT 1 FROM ledger WHERE audience = ?"
        " AND (attempts > 0 OR state NOT IN ('pending', 'excluded')) LIMIT 1",
        [found.number],
    ).fetchone()
    return row is not None


def _refuse_recalled(database: Database, edition: str) -> None:
    row = database.execute(
        "SELECT state, newsletter FROM editions WHERE id = ?", [edition]
    ).fetchone()
    if row is not None and State(row[0]) not in GONE_OUT:
        raise StateError(
            Message(
                "edition.first",
                edition=edition,
                state=State(row[0]).message,
                first=how_to_send(edition, row[1], State(row[0])),
            )
        )


def check_free(audience: Audience, edition: str, *, now: datetime) -> None:
    """:raises BusyError: a living process holds the audience."""
    if not is_free(audience.holder, audience.held_until, now=now):
        holder = audience.holder
        who = (
            Message("delivery.process_on", count=holder.pid, host=holder.host)
            if holder
            else Message("delivery.another_process")
        )
        raise BusyError(Message("delivery.is_being_sent", edition=edition, who=who))


@writing(LEDGER)
def write_closings(database: Database, audience: int, closings: Sequence[AttemptResult]) -> None:
    """Writes what became of claimed rows; each counts as an attempt."""
    database.conn.executemany(
        "UPDATE ledger SET state = ?, due = ifnull(?, due), attempts = attempts + 1,"
        " code = ?, words = ?, at = ? WHERE audience = ? AND recipient = ?",
        [
            (
                closing.row.value,
                stamp(closing.due),
                closing.code,
                text_to_json(closing.words),
                stamp(closing.at),
                audience,
                closing.recipient,
            )
            for closing in closings
        ],
    )


@reading(LEDGER)
def log_path(database: Database, audience: int) -> Path | None:
    """Where the intent log lies: beside the database. A database in memory has none."""
    file = database_file(database)
    return Path(f"{file}-intents-{audience}") if file else None


def _freeze(database: Database, distribution: Distribution, now: datetime) -> Audience:
    """Everyone active whom it is for, those on the suppression list excluded with the reason."""
    moment = stamp(now)
    newsletter = distribution.newsletter
    _teach_choices(database, distribution, now)
    inserted = database.execute(
        "INSERT INTO audiences (edition, newsletter, frozen, total, token) VALUES (?, ?, ?, 0, 0)",
        [distribution.edition, newsletter, moment],
    )
    number = int(inserted.lastrowid or 0)
    frozen = database.execute(
        """
        INSERT INTO ledger (audience, recipient, state, due, attempts, token, code, words, at)
        SELECT :number, r.id, iif(s.reason IS NULL, 'pending', 'excluded'), due_in(r.zone), 0, 0, 0,
               ifnull(suppressed(s.reason), ''), :moment
        FROM recipients r LEFT JOIN suppressions s ON s.fingerprint = r.fingerprint
        WHERE r.newsletter = :newsletter AND r.status = :active AND has_a_tag(r.tags)
        ORDER BY r.id
        """,
        {
            "number": number,
            "moment": moment,
            "newsletter": newsletter,
            "active": RecipientStatus.ACTIVE.value,
        },
    )
    database.execute("UPDATE audiences SET total = ? WHERE id = ?", [frozen.rowcount, number])
    return Audience(number=number, token=0)


def _teach_choices(database: Database, distribution: Distribution, now: datetime) -> None:
    """Makes what decides about each reader known to SQLite: a million rows stay in the database."""
    hours_in, wanted = distribution.hours_in, {as_word(tag) for tag in distribution.tags}

    @cache  # there are some hundred zones
    def due_in(zone: str) -> str | None:
        due = hours_in(zone).due if hours_in else now
        return stamp(due) if due > now else _AT_ONCE

    def has_a_tag(tags: str) -> bool:
        return not wanted or not wanted.isdisjoint(tags.split())

    def suppressed(reason: str | None) -> str | None:
        return reason and text_to_json(Message("delivery.suppressed", reason=reason))

    database.conn.create_function("suppressed", 1, suppressed, deterministic=True)
    database.conn.create_function("due_in", 1, due_in, deterministic=True)
    database.conn.create_function("has_a_tag", 1, has_a_tag, deterministic=True)


def _recover(database: Database, audience: int, *, now: datetime, repeat_unknown: bool) -> int:
    """Settles what an ended sender left claimed; how many rows that were."""
    claimed = {
        int(row[0])
        for row in database.execute(
            "SELECT recipient FROM ledger WHERE audience = ? AND state = 'claimed'", [audience]
        )
    }
    path = log_path(database, audience)
    if not claimed or path is None:
        return 0
    evidence = read_evidence(path)
    known = [closing for closing in evidence.closings if closing.recipient in claimed]
    write_closings(database, audience, known)
    left = claimed - {closing.recipient for closing in known}
    doubtful = left & evidence.handed_over if evidence.complete else left
    row = LetterState.PENDING if repeat_unknown else LetterState.UNKNOWN
    write_closings(
        database,
        audience,
        [
            AttemptResult(recipient=number, row=row, at=now, due=now, words=_NO_ANSWER)
            for number in sorted(doubtful)
        ],
    )
    database.conn.executemany(
        "UPDATE ledger SET state = 'pending' WHERE audience = ? AND recipient = ?",
        [(audience, number) for number in sorted(left - doubtful)],
    )
    return len(claimed)
