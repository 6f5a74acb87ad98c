"""The newsletters' lists, and the suppression list that outlives them.

An address is on a list once, in whatever case it is written. A suppressed address is on no list
that is written to, and stays suppressed when its person is deleted: only a salted hash is left.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from sqlite_utils import Database

from digest.errors import DatabaseError, UsageError
from digest.model.dispatching import BadRow, ImportReport
from digest.model.mail import Recipient, RecipientStatus
from digest.store.addresses import fingerprint_of, normalise_address
from digest.store.database import immediately, stamp
from digest.store.recipient_files import RecipientRow, encoding_of, read_rows

_BATCH = 5000
_IMPORT_BATCH = (
    25_000  # fingerprints fall all over their index: each commit writes most of its pages
)
_IMPORT_CACHE_KILOBYTES = 64_000  # the index of a million people
_COLUMNS = "id, newsletter, address, name, language, status"
_STATUSES = {status.value for status in RecipientStatus}


def import_recipients(
    database: Database,
    newsletter: str,
    file: BinaryIO | Path,
    *,
    now: datetime,
    on_bad_row: Callable[[BadRow], None] = lambda _: None,
) -> ImportReport:
    """Adds a file's people to the newsletter's list, in batches, however many they are.

    Who is there already gets the file's name and language; who left is never brought back, and a
    suppressed address is not added. ``on_bad_row`` is told of every line that gave no recipient.

    :raises UsageError: the file cannot be read, or has no column for the address.
    :raises DatabaseError: the database cannot be written. Batches before stay.
    """
    if isinstance(file, Path):
        try:
            with file.open("rb") as opened:
                return import_recipients(
                    database, newsletter, opened, now=now, on_bad_row=on_bad_row
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
            checked, bad = _check(batch, newsletter)
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
) -> Recipient:
    """Puts one person on the list and returns them, as they stand there if they were on it before.

    :raises UsageError: the address is malformed, or suppressed.
    """
    row = RecipientRow(line=0, address=address, name=name, language=language)
    checked, bad = _check([row], newsletter)
    if bad:
        raise UsageError(f"{address!r} is no address: {bad[0].why}")
    with _errors():
        _forget_incoming(database)
        _import_batch(database, checked, _salt(database), now, ImportReport())
    found = find_recipient(database, newsletter, checked[0].address)
    if found is None:
        raise UsageError(f"{address} is on the suppression list and cannot be added")
    return found


def recipients_of(
    database: Database, newsletter: str, *, status: RecipientStatus | None = None
) -> Iterator[Recipient]:
    """Everyone on the list, or those of one status, in the order they came; read in batches."""
    last = 0
    while True:
        rows = database.execute(
            f"SELECT {_COLUMNS} FROM recipients"  # noqa: S608 - the columns are ours
            " WHERE newsletter = ? AND id > ? AND (? IS NULL OR status = ?) ORDER BY id LIMIT ?",
            [newsletter, last, status, status, _BATCH],
        ).fetchall()
        if not rows:
            return
        yield from map(_to_recipient, rows)
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
        f"SELECT {_COLUMNS} FROM recipients WHERE newsletter = ? AND fingerprint = ?",  # noqa: S608
        [newsletter, _key(database, address)],
    ).fetchone()
    return _to_recipient(row) if row else None


def recipient_by_id(database: Database, number: int) -> Recipient | None:
    """The person with this number, on whatever list."""
    row = database.execute(
        f"SELECT {_COLUMNS} FROM recipients WHERE id = ?",  # noqa: S608 - the columns are ours
        [number],
    ).fetchone()
    return _to_recipient(row) if row else None


def export_recipients(database: Database, newsletter: str, file: TextIO) -> int:
    """Writes the list as CSV that ``import_recipients`` reads; how many people it holds."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["address", "name", "language", "status"])
    count = 0
    for recipient in recipients_of(database, newsletter):
        row = [recipient.address, recipient.name, recipient.language, recipient.status.value]
        writer.writerow(row)
        count += 1
    return count


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
    return len(rows)


def _check(
    batch: list[RecipientRow | BadRow], newsletter: str
) -> tuple[list[Recipient], list[BadRow]]:
    good: list[Recipient] = []
    bad: list[BadRow] = []
    for row in batch:
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        try:
            good.append(_checked(row, newsletter))
        except ValueError as error:
            bad.append(BadRow(line=row.line, text=row.address[:80], why=str(error)))
    return good, bad


def _checked(row: RecipientRow, newsletter: str) -> Recipient:
    """:raises ValueError: what is wrong with the row."""
    if row.status and row.status not in _STATUSES:
        raise ValueError(f"the status {row.status!r} is none of {', '.join(sorted(_STATUSES))}")
    return Recipient(
        id=0,
        newsletter=newsletter,
        address=normalise_address(row.address),
        name=row.name,
        language=row.language,
        status=RecipientStatus(row.status or RecipientStatus.ACTIVE),
    )


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
    written = database.conn.executemany(
        """
        INSERT INTO recipients
            (newsletter, fingerprint, address, name, language, status, added, changed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (newsletter, fingerprint) DO UPDATE SET
            name = iif(excluded.name = '', name, excluded.name),
            language = iif(excluded.language = '', language, excluded.language),
            status = iif(excluded.status = 'active', status, excluded.status),
            changed = excluded.changed
        WHERE (excluded.name NOT IN ('', name)) OR (excluded.language NOT IN ('', language))
            OR (excluded.status NOT IN ('active', status))
        """,
        [
            (
                person.newsletter,
                key,
                person.address,
                person.name,
                person.language,
                person.status.value,
                moment,
                moment,
            )
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


def _to_recipient(row: tuple[int, str, str, str, str, str]) -> Recipient:
    number, newsletter, address, name, language, status = row
    return Recipient(
        id=number,
        newsletter=newsletter,
        address=address,
        name=name,
        language=language,
        status=RecipientStatus(status),
    )


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseError(f"cannot write the list of recipients: {error}") from error
