"""Opening the database, and transactions that take the write lock first."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from digest.errors import DatabaseError
from digest.store.schema import SCHEMA

BUSY_SECONDS = 10.0
"""How long a statement waits for another process's write before it gives up."""


def open_database(path: Path, *, create: bool = False) -> Database:
    """The database at ``path``, with its schema brought up to date. For one thread only.

    :raises DatabaseError: it is missing (without ``create``), locked, damaged, or newer.
    """
    if not create and not path.exists():
        raise DatabaseError(
            f"no database at {path}: run `digest init`, or correct `database` in schedules.toml"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=True)
    except (sqlite3.Error, OSError) as error:
        raise DatabaseError(f"cannot open the database {path}: {error}") from error
    # plugins of the environment would run on our database otherwise
    database = Database(connection, execute_plugins=False)
    try:
        _prepare(database)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise DatabaseError(f"cannot use the database {path}: {error}") from error
    return database


def open_memory() -> Database:
    """A database in memory, for tests and for work that keeps nothing."""
    database = Database(sqlite3.connect(":memory:"), execute_plugins=False)
    _prepare(database)
    return database


def _prepare(database: Database) -> None:
    # WAL lets one process read while another writes; FULL makes each commit survive a power cut,
    # which is what the ledger's promise rests on.
    _write_ahead(database)
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    ours = {migration.name for migration in SCHEMA.pending(Database(memory=True))}
    applied = {migration.name for migration in SCHEMA.applied(database)}
    if newer := sorted(applied - ours):
        raise DatabaseError(
            f"the database was made by a newer Digest ({', '.join(newer)}): upgrade Digest"
        )
    if ours - applied:
        with immediately(database):  # two processes that start together take turns
            SCHEMA.apply(database)


def _write_ahead(database: Database) -> None:
    """Switch to WAL, waiting for others: SQLite answers "locked" at once here.

    Processes that switch a new file together would deadlock: its busy handler is left out
    (https://www.sqlite.org/c3ref/busy_handler.html).
    """
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


@contextmanager
def immediately(database: Database) -> Iterator[Database]:
    """A transaction that holds the write lock from its first statement.

    A deferred transaction that reads and then writes fails at once when another connection commits
    in between, whatever the busy time-out; this one waits its turn instead.

    :raises DatabaseError: another process kept the lock for longer than ``BUSY_SECONDS``, or the
        database is read-only.
    """
    try:
        database.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise DatabaseError(f"the database cannot be written now: {error}") from error
    try:
        yield database
    except BaseException:
        database.rollback()
        raise
    database.commit()


def write_if_free(database: Database, statement: str, values: Sequence[object]) -> None:
    """Write the statement at once, or not at all while another connection holds the write lock. For
    what may be forgotten and must keep nobody waiting."""
    database.execute("PRAGMA busy_timeout = 0")
    try:
        with suppress(DatabaseError), immediately(database):
            database.execute(statement, list(values))
    finally:
        database.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")


def stamp(moment: datetime | None) -> str | None:
    """A moment as the database writes it: UTC, ISO 8601; the order of texts is that of times."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")


def unstamp(text: str | None) -> datetime | None:
    """The moment that ``stamp`` wrote."""
    return None if text is None else datetime.fromisoformat(text)
