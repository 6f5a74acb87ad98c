"""Opening the database, and transactions that take the write lock first."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from digest.errors import DatabaseError, DatabaseLockedError
from digest.store.leftover_wal import refuse_leftover_wal
from digest.store.schema import SCHEMA

_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_NO_DATABASE = "it is damaged, or no database at all: `digest restore FILE` puts a backup there"
_ILLEGIBLE = "what is stored there is damaged: `digest doctor`"

BUSY_SECONDS = 10.0
"""How long a statement waits for another process's write before it gives up."""


@contextmanager
def reading(what: str) -> Iterator[None]:
    """What goes wrong inside leaves as a ``DatabaseError`` saying that ``what`` cannot be read.

    For ``with``, and as a decorator of a function that is no generator. A stored value that is not
    what we write there, as in a damaged file, counts too.

    :raises DatabaseLockedError: another process keeps the lock; waiting helps.
    :raises DatabaseError: anything else.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _kind_of(error)(f"cannot read {what}: {_words_of(error)}") from error
    except UnicodeEncodeError:
        raise  # the caller's text, not ours
    except ValueError as error:
        raise DatabaseError(f"cannot read {what}: {_ILLEGIBLE}") from error


@contextmanager
def writing(what: str) -> Iterator[None]:
    """The same for ``what`` cannot be written: inside a transaction of the caller's, or around
    one of ``immediately`` with what is read before and after it."""
    try:
        yield
    except sqlite3.Error as error:
        raise _kind_of(error)(f"cannot write {what}: {_words_of(error)}") from error
    except UnicodeEncodeError:
        raise
    except ValueError as error:
        raise DatabaseError(f"cannot write {what}: {_ILLEGIBLE}") from error


def _kind_of(error: sqlite3.Error) -> type[DatabaseError]:
    locked = getattr(error, "sqlite_errorcode", 0) & 0xFF in _LOCKED
    return DatabaseLockedError if locked else DatabaseError


def _words_of(error: sqlite3.Error) -> str:
    """SQLite's words, without anything that is stored."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
        return _NO_DATABASE  # SQLite's own would quote names of the damaged schema
    # Python's own error quotes the text that it could not read
    return _ILLEGIBLE if str(error).startswith("Could not decode") else str(error)


def open_database(path: Path, *, create: bool = False) -> Database:
    """The database at ``path``, with its schema brought up to date. For one thread only.

    :raises DatabaseError: it is missing (without ``create``), locked, damaged, or newer.
    """
    _refuse_if_lost(path, create=create)
    refuse_leftover_wal(path)
    had_marks = marks_folder(path).exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if create:  # it has readers' addresses; SQLite gives its log the same mode
            path.touch(mode=0o600)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=True)
    except (sqlite3.Error, OSError) as error:
        raise DatabaseError(f"cannot open the database {path}: {error}") from error
    # plugins of the environment would run on our database otherwise
    database = Database(connection, execute_plugins=False)
    try:
        upgraded = _prepare(database, path, create=create)
    except sqlite3.Error as error:
        connection.close()
        raise DatabaseError(f"cannot use the database {path}: {_words_of(error)}") from error
    except ValueError as error:  # SQLite's own words about damage may have pieces of it
        connection.close()
        raise DatabaseError(f"cannot use the database {path}: {_ILLEGIBLE}") from error
    except DatabaseError:
        connection.close()
        raise
    with suppress(OSError):  # a folder that cannot be written says so when an edition goes
        marks_folder(path).mkdir(exist_ok=True)
    if upgraded or not had_marks:
        from digest.store.settlement import mark_what_was_sent  # which uses this module

        with suppress(DatabaseError):
            mark_what_was_sent(database)
    return database


def marks_folder(path: Path) -> Path:
    """Where the marks of sent editions lie (``digest.store.marks``), for the database at ``path``.

    It is made with the database: where it is, there was a database.
    """
    return path.with_name(f"{path.name}-sent")


@reading("the database")
def database_file(database: Database) -> Path | None:
    """The file of an open database; nothing for one in memory."""
    file = database.execute("PRAGMA database_list").fetchone()[2]
    return Path(file) if file else None


def _refuse_if_lost(path: Path, *, create: bool) -> None:
    """A database that was there before and is gone, or empty, is not begun anew unasked."""
    if path.exists() and path.stat().st_size:
        return
    folder = marks_folder(path)
    if folder.exists():
        raise DatabaseError(
            f"the database {path} is gone or empty, but {folder} says that there was one: restore a"
            " backup with `digest restore FILE`; to begin anew, move that folder away and run"
            " `digest init`"
        )
    if not path.exists() and not create:
        raise DatabaseError(
            f"no database at {path}: run `digest init`, or correct `database` in schedules.toml"
        )


def open_memory() -> Database:
    """A database in memory, for tests and for work that keeps nothing."""
    database = Database(sqlite3.connect(":memory:"), execute_plugins=False)
    _prepare(database, Path(":memory:"), create=True)
    return database


def _prepare(database: Database, path: Path, *, create: bool) -> bool:
    """Whether it was made by an earlier Digest."""
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
    if not applied and not create:
        raise DatabaseError(
            f"the database {path} is empty: restore a backup with `digest restore FILE`, or begin"
            " anew with `digest init`"
        )
    if ours - applied:
        with immediately(database):  # two processes that start together take turns
            SCHEMA.apply(database)
    return bool(applied and ours - applied)


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
def immediately(database: Database, what: str = "to the database") -> Iterator[Database]:
    """A transaction that holds the write lock from its first statement, to write ``what``.

    A deferred transaction that reads and then writes fails at once when another connection commits
    in between, whatever the busy time-out; this one waits its turn instead.

    :raises DatabaseLockedError: another process kept the lock for longer than ``BUSY_SECONDS``.
    :raises DatabaseError: nothing was written: the disk is full, the database is read-only, …
    """
    with writing(what):
        database.execute("BEGIN IMMEDIATE")
        try:
            yield database
            database.commit()
        except BaseException:
            with suppress(sqlite3.Error):  # the error that brought us here says more
                database.rollback()
            raise


@writing("to the database")
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
