"""The newsletters' lists, and the suppression list that outlives them.

An address is on a list once, in whatever case it is written. A suppressed address is on no list
that is written to, and stays suppressed when its person is deleted: only a salted hash is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlite_utils import Database

from digest.model.mail import Recipient, RecipientStatus
from digest.model.message import Message
from digest.recipients.addresses import fingerprint_of, normalise_address
from digest.recipients.files import as_word
from digest.store.database import immediately, reading, stamp, writing
from digest.store.recipient_rows import COLUMNS, spaced, to_recipient

RECIPIENTS = Message("database.stored_recipients")

_BATCH = 5000


def recipients_of(
    database: Database,
    newsletter: str,
    *,
    status: RecipientStatus | None = None,
    tag: str = "",
) -> Iterator[Recipient]:
    """Everyone on the list, or those of one status or with one tag, in the order they came.

    Read in batches, so that a million take no memory.
    """
    last = 0
    while True:
        with reading(RECIPIENTS):
            rows = database.execute(
                f"SELECT {COLUMNS} FROM recipients"  # noqa: S608 - the columns are ours
                " WHERE newsletter = ? AND id > ? AND (? IS NULL OR status = ?)"
                " AND (? = '' OR instr(tags, ?)) ORDER BY id LIMIT ?",
                [newsletter, last, status, status, tag, spaced([as_word(tag)]), _BATCH],
            ).fetchall()
            batch = [to_recipient(row) for row in rows]
        if not batch:
            return
        yield from batch
        last = batch[-1].id


@reading(RECIPIENTS)
def find_recipient(database: Database, newsletter: str, address: str) -> Recipient | None:
    """The person with this address on this list, in whatever case it is written."""
    row = database.execute(
        f"SELECT {COLUMNS} FROM recipients WHERE newsletter = ? AND fingerprint = ?",  # noqa: S608 - as above
        [newsletter, _key(database, address)],
    ).fetchone()
    return to_recipient(row) if row else None


@reading(RECIPIENTS)
def recipient_by_id(database: Database, number: int) -> Recipient | None:
    """The person with this number, on whatever list."""
    row = database.execute(
        f"SELECT {COLUMNS} FROM recipients WHERE id = ?",  # noqa: S608 - the columns are ours
        [number],
    ).fetchone()
    return to_recipient(row) if row else None


@writing(RECIPIENTS)
def choose_topics(
    database: Database, number: int, topics: Sequence[str], *, now: datetime
) -> Recipient | None:
    """Notes which sections a person wants, all if none; as they stand now, nothing if unknown."""
    with immediately(database, RECIPIENTS):
        database.execute(
            "UPDATE recipients SET topics = ?, changed = ? WHERE id = ?",
            [spaced(topics), stamp(now), number],
        )
    return recipient_by_id(database, number)


@writing(RECIPIENTS)
def unsubscribe(database: Database, number: int, *, now: datetime) -> Recipient | None:
    """Takes the person with this number off their list; as they stand now, nothing if unknown."""
    unsubscribe_all(database, [number], now=now)
    return recipient_by_id(database, number)


@writing(RECIPIENTS)
def unsubscribe_all(database: Database, numbers: Sequence[int], *, now: datetime) -> None:
    """Takes the people with these numbers off their lists, in one transaction."""
    with immediately(database, RECIPIENTS):
        database.conn.executemany(
            "UPDATE recipients SET status = ?, changed = ? WHERE id = ? AND status = ?",
            [
                (RecipientStatus.UNSUBSCRIBED, stamp(now), number, RecipientStatus.ACTIVE)
                for number in numbers
            ],
        )


@writing(RECIPIENTS)
def resubscribe(database: Database, number: int, *, now: datetime) -> Recipient | None:
    """Puts a person who left back on their list, on their own word. Suppression is stronger."""
    with immediately(database, RECIPIENTS):
        database.execute(
            "UPDATE recipients SET status = ?, changed = ? WHERE id = ? AND status = ?"
            " AND fingerprint NOT IN (SELECT fingerprint FROM suppressions)",
            [RecipientStatus.ACTIVE, stamp(now), number, RecipientStatus.UNSUBSCRIBED],
        )
    return recipient_by_id(database, number)


@writing(RECIPIENTS)
def suppress(
    database: Database,
    address: str,
    reason: str,
    *,
    now: datetime,
    status: RecipientStatus = RecipientStatus.UNSUBSCRIBED,
) -> None:
    """Never write to the address again, whatever list it comes to; lists show ``status``."""
    fingerprint = _key(database, address)
    with immediately(database, RECIPIENTS):
        database.execute(
            "INSERT INTO suppressions (fingerprint, reason, at) VALUES (?, ?, ?)"
            " ON CONFLICT (fingerprint) DO NOTHING",
            [fingerprint, reason, stamp(now)],
        )
        database.execute(
            "UPDATE recipients SET status = ?, changed = ? WHERE fingerprint = ?",
            [status, stamp(now), fingerprint],
        )


@writing(RECIPIENTS)
def unsuppress(database: Database, address: str, why: str, *, now: datetime) -> str:
    """Lets the address be written to again, and notes why. Returns why it was suppressed; empty if
    it was not.

    Who was on a list until letters bounced is on it again: they never left. Who complained has
    left, and stays so until a consent of their own.
    """
    fingerprint = _key(database, address)
    with immediately(database, RECIPIENTS):
        found = database.execute(
            "DELETE FROM suppressions WHERE fingerprint = ? RETURNING reason, at", [fingerprint]
        ).fetchone()
        if found is None:
            return ""
        reason, at = found
        database.execute(
            "INSERT INTO lifted_suppressions (fingerprint, reason, at, why, lifted_at)"
            " VALUES (?, ?, ?, ?, ?)",
            [fingerprint, reason, at, why, stamp(now)],
        )
        # counted bounces would suppress the address again with the next one
        database.execute(
            "DELETE FROM bounces WHERE recipient IN"
            " (SELECT id FROM recipients WHERE fingerprint = ?)",
            [fingerprint],
        )
        for before, after in (
            (RecipientStatus.BOUNCED, RecipientStatus.ACTIVE),
            (RecipientStatus.COMPLAINED, RecipientStatus.UNSUBSCRIBED),
        ):
            database.execute(
                "UPDATE recipients SET status = ?, changed = ?"
                " WHERE fingerprint = ? AND status = ?",
                [after, stamp(now), fingerprint, before],
            )
    return str(reason)


@reading(RECIPIENTS)
def suppression_of(database: Database, address: str) -> str:
    """Why the address may never be written to; empty if it may."""
    row = database.execute(
        "SELECT reason FROM suppressions WHERE fingerprint = ?",
        [_key(database, address)],
    ).fetchone()
    return str(row[0]) if row else ""


@writing(RECIPIENTS)
def delete_person(database: Database, address: str, *, now: datetime) -> int:
    """Forgets the person on every list but for a salted hash, which keeps them from coming back.

    Returns the number of lists they were on.
    """
    suppress(database, address, "deleted", now=now)
    key = _key(database, address)
    # without it a deleted row's bytes stay readable in the file until another takes their place
    database.execute("PRAGMA secure_delete = ON")
    with immediately(database, RECIPIENTS):
        rows = database.execute("SELECT id FROM recipients WHERE fingerprint = ?", [key]).fetchall()
        for (number,) in rows:
            # what servers said of a letter may name its reader
            database.execute("DELETE FROM bounces WHERE recipient = ?", [number])
            database.execute(
                "UPDATE ledger SET words = '' WHERE recipient = ?"
                " AND audience IN (SELECT id FROM audiences)",
                [number],
            )
        database.execute("DELETE FROM recipients WHERE fingerprint = ?", [key])
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # nor in the log of writes
    return len(rows)


def _key(database: Database, address: str) -> bytes:
    """The address's fingerprint; one that is malformed has one too, which nobody has."""
    try:
        address = normalise_address(address)
    except ValueError:
        address = address.strip()
    return fingerprint_of(address, salt_of(database))


@reading(RECIPIENTS)
def salt_of(database: Database) -> bytes:
    """What fingerprints are salted with: made with the database, and never told."""
    return bytes(database.execute("SELECT salt FROM salts").fetchone()[0])
