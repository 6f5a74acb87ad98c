"""The newsletters' lists, and the suppression list that outlives them.

An address is on a list once, in whatever case it is written. A suppressed address is on no list
that is written to, and stays suppressed when its person is deleted: only a salted hash is left.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from digest.errors import DatabaseError, UsageError
from digest.model.dispatching import BadRow, ImportReport
from digest.model.mail import Recipient, RecipientStatus
from digest.store.addresses import fingerprint_of, normalise_address
from digest.store.database import immediately, stamp
from digest.store.recipient_files import RecipientRow, as_word, encoding_of, read_rows
from digest.store.recipient_rows import (
    CHOICES,
    COLUMNS,
    check_rows,
    spaced,
    to_recipient,
    to_values,
)

_BATCH = 5000
_IMPORT_BATCH = (
    25_000  # fingerprints fall all over their index: each commit writes most of its pages
)
_IMPORT_CACHE_KILOBYTES = 64_000  # the index of a million people


def import_recipients(
    database: Database,
    newsletter: str,
    file: BinaryIO | Path,
    *,
    now: datetime,
    topics: Mapping[str, str] | None = None,
    on_bad_row: Callable[[BadRow], None] = lambda _: None,
) -> ImportReport:
    """Adds a file's people to the newsletter's list, in batches, however many they are.

    Who is there already gets what the file says of them; who left is never brought back, and a
    suppressed address is not added. ``topics`` are the known ones, as in ``check_rows``.
    ``on_bad_row`` is told of every line that gave no recipient.

    :raises UsageError: the file cannot be read, or has no column for the address.
    :raises DatabaseError: the database cannot be written. Batches before stay.
    """
    if isinstance(file, Path):
        try:
            with file.open("rb") as opened:
                return import_recipients(
                    database, newsletter, opened, now=now, topics=topics, on_bad_row=on_bad_row
                )
        except OSError as error:
            raise UsageError(f"cannot read {file}: {error}") from error
    encoding = encoding_of(file)
    report = ImportReport(encoding=encoding.removesuffix("-sig"))
    rows = read_rows(file, encoding)
    with _errors():
        salt = _salt(database)
        _forget_incoming(database)
        database.execute(f"PRAGMA cache_size = -{_IMPORT_CACHE_KILOBYTES}")
        while batch := list(islice(rows, _IMPORT_BATCH)):
            checked, bad = check_rows(batch, newsletter, topics=topics)
            for row in bad:
                on_bad_row(row)
            report = replace(report, bad=report.bad + len(bad))
            report = _import_batch(database, checked, salt, now, report)
    return report


def add_recipient(
    database: Database,
    newsletter: str,
    address: str,
    *,
    now: datetime,
    name: str = "",
    language: str = "",
    topics: Sequence[str] = (),
    zone: str = "",
    tags: Sequence[str] = (),
    consent_how: str = "",
) -> Recipient:
    """Puts one person on the list and returns them, as they stand there if they were on it before.

    ``consent_how`` is how they asked for it, now.

    :raises UsageError: the address, zone, or a word is malformed, or the address is suppressed.
    """
    row = RecipientRow(
        line=0,
        address=address,
        name=name,
        language=language,
        topics=tuple(topics),
        zone=zone,
        tags=tuple(map(as_word, tags)),
        consent_at=now.isoformat() if consent_how else "",
        consent_how=consent_how,
    )
    checked, bad = check_rows([row], newsletter)
    if bad:
        raise UsageError(f"{address!r} cannot be added: {bad[0].why}")
    with _errors():
        _forget_incoming(database)
        _import_batch(database, checked, _salt(database), now, ImportReport())
    found = find_recipient(database, newsletter, checked[0].address)
    if found is None:
        raise UsageError(f"{address} is on the suppression list and cannot be added")
    return found


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
        rows = database.execute(
            f"SELECT {COLUMNS} FROM recipients"  # noqa: S608 - the columns are ours
            " WHERE newsletter = ? AND id > ? AND (? IS NULL OR status = ?)"
            " AND (? = '' OR instr(tags, ?)) ORDER BY id LIMIT ?",
            [newsletter, last, status, status, tag, spaced([as_word(tag)]), _BATCH],
        ).fetchall()
        if not rows:
            return
        yield from map(to_recipient, rows)
        last = int(rows[-1][0])


def count_recipients(
    database: Database, newsletter: str
) -> tuple[tuple[RecipientStatus, int], ...]:
    """How many people of each status are on the list, most first."""
    rows = database.execute(
        "SELECT status, count(*) FROM recipients WHERE newsletter = ? GROUP BY status"
        " ORDER BY 2 DESC, 1",
        [newsletter],
    )
    return tuple((RecipientStatus(status), int(count)) for status, count in rows)


def find_recipient(database: Database, newsletter: str, address: str) -> Recipient | None:
    """The person with this address on this list, in whatever case it is written."""
    row = database.execute(
        f"SELECT {COLUMNS} FROM recipients WHERE newsletter = ? AND fingerprint = ?",  # noqa: S608
        [newsletter, _key(database, address)],
    ).fetchone()
    return to_recipient(row) if row else None


def recipient_by_id(database: Database, number: int) -> Recipient | None:
    """The person with this number, on whatever list."""
    row = database.execute(
        f"SELECT {COLUMNS} FROM recipients WHERE id = ?",  # noqa: S608 - the columns are ours
        [number],
    ).fetchone()
    return to_recipient(row) if row else None


def choose_topics(
    database: Database, number: int, topics: Sequence[str], *, now: datetime
) -> Recipient | None:
    """Notes which sections a person wants, all if none; as they stand now, nothing if unknown."""
    with _errors(), immediately(database):
        database.execute(
            "UPDATE recipients SET topics = ?, changed = ? WHERE id = ?",
            [spaced(topics), stamp(now), number],
        )
    return recipient_by_id(database, number)


def unsubscribe(database: Database, number: int, *, now: datetime) -> Recipient | None:
    """Takes the person with this number off their list; as they stand now, nothing if unknown."""
    with _errors(), immediately(database):
        database.execute(
            "UPDATE recipients SET status = ?, changed = ? WHERE id = ? AND status = ?",
            [RecipientStatus.UNSUBSCRIBED, stamp(now), number, RecipientStatus.ACTIVE],
        )
    return recipient_by_id(database, number)


def resubscribe(database: Database, number: int, *, now: datetime) -> Recipient | None:
    """Puts a person who left back on their list, on their own word. Suppression is stronger."""
    with _errors(), immediately(database):
        database.execute(
            "UPDATE recipients SET status = ?, changed = ? WHERE id = ? AND status = ?"
            " AND fingerprint NOT IN (SELECT fingerprint FROM suppressions)",
            [RecipientStatus.ACTIVE, stamp(now), number, RecipientStatus.UNSUBSCRIBED],
        )
    return recipient_by_id(database, number)


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
    with _errors(), immediately(database):
        database.execute(
            "INSERT INTO suppressions (fingerprint, reason, at) VALUES (?, ?, ?)"
            " ON CONFLICT (fingerprint) DO NOTHING",
            [fingerprint, reason, stamp(now)],
        )
        database.execute(
            "UPDATE recipients SET status = ?, changed = ? WHERE fingerprint = ?",
            [status, stamp(now), fingerprint],
        )


def is_suppressed(database: Database, address: str) -> bool:
    """Whether the address may never be written to."""
    row = database.execute(
        "SELECT 1 FROM suppressions WHERE fingerprint = ?",
        [_key(database, address)],
    ).fetchone()
    return row is not None


def delete_person(database: Database, address: str, *, now: datetime) -> int:
    """Forgets the person on every list but for a salted hash, which keeps them from coming back.

    Returns the number of lists they were on.
    """
    suppress(database, address, "deleted", now=now)
    key = _key(database, address)
    # without it a deleted row's bytes stay readable in the file until another takes their place
    database.execute("PRAGMA secure_delete = ON")
    with _errors(), immediately(database):
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


def _import_batch(
    database: Database,
    people: list[Recipient],
    salt: bytes,
    now: datetime,
    report: ImportReport,
) -> ImportReport:
    """One transaction: those not seen in this file yet and not suppressed, added or updated."""
    by_fingerprint = {fingerprint_of(person.address, salt): person for person in reversed(people)}
    with immediately(database):
        seen = _known(database, "incoming", list(by_fingerprint))
        suppressed = _known(database, "suppressions", list(by_fingerprint)) - seen
        fresh = {
            key: person
            for key, person in reversed(by_fingerprint.items())
            if key not in seen and key not in suppressed
        }
        database.conn.executemany(
            "INSERT INTO incoming VALUES (?)", [(key,) for key in (*fresh, *suppressed)]
        )
        added, updated = _upsert(database, fresh, now)
    return replace(
        report,
        added=report.added + added,
        updated=report.updated + updated,
        unchanged=report.unchanged + len(fresh) - added - updated,
        repeated=report.repeated + len(people) - len(fresh) - len(suppressed),
        suppressed=report.suppressed + len(suppressed),
    )


def _forget_incoming(database: Database) -> None:
    """Begins a file: the fingerprints met in it are kept in a table, since they can be millions."""
    with immediately(database):
        database.execute(
            "CREATE TEMP TABLE IF NOT EXISTS incoming (fingerprint BLOB PRIMARY KEY) WITHOUT ROWID"
        )
        database.execute("DELETE FROM incoming")


def _upsert(database: Database, people: dict[bytes, Recipient], now: datetime) -> tuple[int, int]:
    """Adds who is new, updates who is not; how many of each were written."""
    before, moment = _highest_id(database), stamp(now)
    names = ", ".join((*CHOICES, "consent_at", "consent_how"))
    # what a row does not say, stays; an import alone never makes anyone active again
    kept = ("name", "language", "topics", "zone", "tags", "consent_how")
    changes = ", ".join(
        f"{name} = iif(excluded.{name} = '', {name}, excluded.{name})" for name in kept
    )
    differs = " OR ".join(f"excluded.{name} NOT IN ('', {name})" for name in kept)
    written = database.conn.executemany(
        f"""
        INSERT INTO recipients (newsletter, fingerprint, added, changed, {names})
        VALUES (?, ?, ?, ?, {", ".join("?" * 9)})
        ON CONFLICT (newsletter, fingerprint) DO UPDATE SET
            {changes},
            status = iif(excluded.status = 'active', status, excluded.status),
            consent_at = ifnull(excluded.consent_at, consent_at),
            changed = excluded.changed
        WHERE {differs} OR excluded.status NOT IN ('active', status)
            OR excluded.consent_at <> ifnull(consent_at, '')
        """,  # noqa: S608 - the columns are ours
        [
            (person.newsletter, key, moment, moment, *to_values(person))
            for key, person in people.items()
        ],
    ).rowcount
    added = database.execute("SELECT count(*) FROM recipients WHERE id > ?", [before]).fetchone()[0]
    return int(added), max(written, 0) - int(added)


def _known(database: Database, table: str, fingerprints: list[bytes]) -> set[bytes]:
    """Which of the fingerprints stand in the table."""
    found: set[bytes] = set()
    for start in range(0, len(fingerprints), 500):
        part = fingerprints[start : start + 500]
        marks = ",".join("?" * len(part))
        query = f"SELECT fingerprint FROM {table} WHERE fingerprint IN ({marks})"  # noqa: S608
        found.update(row[0] for row in database.execute(query, part))
    return found


def _highest_id(database: Database) -> int:
    return int(database.execute("SELECT ifnull(max(id), 0) FROM recipients").fetchone()[0])


def _key(database: Database, address: str) -> bytes:
    """The address's fingerprint; one that is malformed has one too, which nobody has."""
    try:
        address = normalise_address(address)
    except ValueError:
        address = address.strip()
    return fingerprint_of(address, _salt(database))


def _salt(database: Database) -> bytes:
    return bytes(database.execute("SELECT salt FROM salts").fetchone()[0])


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseError(f"cannot write the list of recipients: {error}") from error
