"""Putting people on the newsletters' lists: a file of a million, or one by name.

Who is there already gets what is said of them now; who left is never brought back, and a suppressed
address is not added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from digest.model.delivery import BadRow, ImportReport
from digest.model.errors import UsageError
from digest.model.mail import Recipient
from digest.recipients.addresses import fingerprint_of
from digest.recipients.files import (
    SURE_ENOUGH,
    Encoding,
    RecipientFile,
    RecipientRow,
    as_word,
    encoding_named,
    encoding_of,
    read_rows,
)
from digest.store.database import immediately, stamp, writing
from digest.store.recipient_rows import CHOICES, check_rows, to_values, unknown_languages
from digest.store.recipients import (
    RECIPIENTS,
    find_recipient,
    resubscribe,
    salt_of,
    suppression_of,
)

_BATCH = 25_000  # fingerprints fall all over their index: each commit writes most of its pages
_CACHE_KILOBYTES = 64_000  # the index of a million people
_MOST_NAMED = 20  # unknown languages


def import_recipients(
    database: Database,
    newsletter: str,
    file: RecipientFile,
    *,
    now: datetime,
    topics: Mapping[str, str] | None = None,
    on_bad_row: Callable[[BadRow], None] = lambda _: None,
) -> ImportReport:
    """Adds a file's people to the newsletter's list, in batches, however many they are.

    Who is there already gets what the file says of them; who left is never brought back, and a
    suppressed address is not added. ``topics`` are the known ones, as in ``check_rows``.
    ``on_bad_row`` is told of every line that gave no recipient.

    :raises UsageError: the file cannot be read, or has no column for the address; or too little in
        it tells its encoding.
    :raises DatabaseError: the database cannot be written. Batches before stay.
    """
    with _opened(file.content) as source:
        written = encoding_named(file.encoding) if file.encoding else _told_encoding(source)
        report = ImportReport(encoding=written.name.removesuffix("-sig"), sureness=written.sureness)
        rows = read_rows(source, written.name)
        salt = salt_of(database)
        _forget_incoming(database)
        with writing(RECIPIENTS):
            database.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
        while batch := list(islice(rows, _BATCH)):
            checked, bad = check_rows(batch, newsletter, topics=topics)
            for row in bad:
                on_bad_row(row)
            unknown = dict.fromkeys((*report.unknown_languages, *unknown_languages(batch)))
            report = replace(
                report, bad=report.bad + len(bad), unknown_languages=tuple(unknown)[:_MOST_NAMED]
            )
            report = _import_batch(database, checked, salt, now, report)
    return report


@contextmanager
def _opened(file: BinaryIO | Path) -> Iterator[BinaryIO]:
    """The file, and a path's file closed afterwards.

    :raises UsageError: the path's file cannot be read.
    """
    if not isinstance(file, Path):
        yield file
        return
    try:
        with file.open("rb") as opened:
            yield opened
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error}") from error


def _told_encoding(file: BinaryIO) -> Encoding:
    found = encoding_of(file)
    if found.sureness < SURE_ENOUGH:
        raise UsageError(
            "the file is not in UTF-8, and too little in it tells what else it is in "
            f"({found.name} would be a guess, {found.sureness:.0%} sure): "
            "name it with --encoding, such as cp1251 or cp1252"
        )
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class RecipientDetails:
    """What a list says of a person besides the address; what is empty is not known, or not said.

    ``topics``, ``zone`` and ``tags`` are as in ``Recipient``. ``consent_how`` is how they asked to
    be on the list.
    """

    name: str = ""
    language: str = ""
    topics: Sequence[str] = ()
    zone: str = ""
    tags: Sequence[str] = ()
    consent_how: str = ""


NO_DETAILS = RecipientDetails()


@writing(RECIPIENTS)
def add_recipient(
    database: Database,
    newsletter: str,
    address: str,
    *,
    now: datetime,
    details: RecipientDetails = NO_DETAILS,
) -> Recipient:
    """Puts one person on the list and returns them, as they stand there if they were on it before.

    With ``consent_how`` they asked for it now; it puts back who had left.

    :raises UsageError: the address, zone, or a word is malformed, or the address is suppressed.
    """
    row = _row_of(address, details, now=now)
    checked, bad = check_rows([row], newsletter)
    if bad:
        raise UsageError(f"{address!r} cannot be added: {bad[0].why}")
    if reason := suppression_of(database, checked[0].address):
        raise UsageError(
            f"{address} is on the suppression list ({reason}) and cannot be added:"
            f" `digest recipients unsuppress {address} --why WHY` first"
        )
    _forget_incoming(database)
    _import_batch(database, checked, salt_of(database), now, ImportReport())
    found = find_recipient(database, newsletter, checked[0].address)
    if found is not None and details.consent_how:
        found = resubscribe(database, found.id, now=now)
    if found is None:  # deleted in this very moment
        raise UsageError(f"{address} was deleted and cannot be added")
    return found


def _row_of(address: str, details: RecipientDetails, *, now: datetime) -> RecipientRow:
    return RecipientRow(
        line=0,
        address=address,
        name=details.name,
        language=details.language,
        topics=tuple(details.topics),
        zone=details.zone,
        tags=tuple(map(as_word, details.tags)),
        consent_at=now.isoformat() if details.consent_how else "",
        consent_how=details.consent_how,
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
    with immediately(database, RECIPIENTS):
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
    with immediately(database, RECIPIENTS):
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
        query = f"SELECT fingerprint FROM {table} WHERE fingerprint IN ({marks})"  # noqa: S608 - ours
        found.update(row[0] for row in database.execute(query, part))
    return found


def _highest_id(database: Database) -> int:
    return int(database.execute("SELECT ifnull(max(id), 0) FROM recipients").fetchone()[0])
