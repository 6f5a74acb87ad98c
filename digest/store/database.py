"""Opening the database, and transactions that take the write lock first."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from digest.model.errors import DatabaseError, DatabaseLockedError
from digest.model.message import Message, Text
from digest.store.leftover_wal import refuse_leftover_wal
from digest.store.schema import SCHEMA

_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_ILLEGIBLE = Message("database.damaged")
_ANYTHING = Message("database.stored_anything")
_CAUSES = {
    sqlite3.SQLITE_BUSY: Message("database.locked"),
    sqlite3.SQLITE_READONLY: Message("database.read_only"),
    sqlite3.SQLITE_FULL: Message("database.disk_full"),
    sqlite3.SQLITE_IOERR: Message("database.disk_error"),
    sqlite3.SQLITE_CANTOPEN: Message("database.cannot_be_opened"),
    # SQLite's own words would quote names of the damaged schema
    sqlite3.SQLITE_NOTADB: Message("database.no_database"),
    sqlite3.SQLITE_CORRUPT: Message("database.no_database"),
}
"""What editors may be told of by SQLite's primary result codes."""

BUSY_SECONDS = 10.0
"""How long a statement waits for another process's write before it gives up."""


@contextmanager
def reading(what: Text) -> Iterator[None]:
    """What goes wrong inside leaves as a ``DatabaseError`` saying that ``what`` cannot be read.

    For ``with``, and as a decorator of a function that is no generator. A stored value that is not
    what we write there, as in a damaged file, counts too.

    :raises DatabaseLockedError: another process keeps the lock; waiting helps.
    :raises DatabaseError: anything else.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _kind_of(error)(
            Message("database.cannot_read", what=what, error=_cause_of(error))
        ) from error
    except UnicodeEncodeError:
        raise  # the caller's text, not ours
    except ValueError as error:
        raise DatabaseError(Message("database.cannot_read", what=what, error=_ILLEGIBLE)) from error


@contextmanager
def writing(what: Text) -> Iterator[None]:
    """The same for ``what`` cannot be written: inside a transaction of the caller's, or around
    one of ``immediately`` with what is read before and after it."""
    try:
        yield
    except sqlite3.Error as error:
        raise _kind_of(error)(
            Message("database.cannot_write", what=what, error=_cause_of(error))
        ) from error
    except UnicodeEncodeError:
        raise
    except ValueError as error:
        raise DatabaseError(
            Message("database.cannot_write", what=what, error=_ILLEGIBLE)
        ) from error


def _kind_of(error: sqlite3.Error) -> type[DatabaseError]:
    locked = getattr(error, "sqlite_errorcode", 0) & 0xFF in _LOCKED
    return DatabaseLockedError if locked else DatabaseError


def _cause_of(error: sqlite3.Error | OSError) -> Text:
    """What SQLite says, or the file system, without anything that is stored."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and isinstance(error, sqlite3.OperationalError):
        return _ILLEGIBLE  # Python's own error, which quotes the text that it could not read
    return _CAUSES.get((code or 0) & 0xFF, str(error))


class _Database(Database):
    """As it is, but that a script is taken apart line by line.

    ``sqlite_utils`` asks after every character whether a statement has ended: the schema of a new
    database took longer than all else that opens it.
    """

    def executescript(self, sql: str) -> sqlite3.Cursor:
        """Run statements, each of which ends at the end of a line, in the open transaction."""
        cursor, statement = self.conn.cursor(), ""
        for line in sql.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                cursor.execute(statement)
                statement = ""
        return cursor


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
        raise DatabaseError(
            Message("database.cannot_open", path=path, error=_cause_of(error))
        ) from error
    # plugins of the environment would run on our database otherwise
    database = _Database(connection, execute_plugins=False)
    try:
        upgraded = _prepare(database, path, create=create)
    except sqlite3.Error as error:
        connection.close()
        raise DatabaseError(
            Message("database.cannot_use", path=path, error=_cause_of(error))
        ) from error
    except ValueError as error:  # SQLite's own words about damage may have pieces of it
        connection.close()
        raise DatabaseError(Message("database.cannot_use", path=path, error=_ILLEGIBLE)) from error
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
    """Where the marks of sent editions lie (``digest.store.sent_markers``) of ``path``.

    It is made with the database: where it is, there was a database.
    """
    return path.with_name(f"{path.name}-sent")


@reading(Message("database.stored_database"))
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
        raise DatabaseError(Message("database.lost", path=path, folder=folder))
    if not path.exists() and not create:
        raise DatabaseError(Message("database.missing", path=path))


def open_memory() -> Database:
    """A database in memory, for tests and for work that keeps nothing."""
    database, empty = _in_memory(), _in_memory()
    empty.conn.deserialize(_empty())
    empty.conn.backup(database.conn)  # what is deserialised itself is listed with a file
    empty.close()
    _prepare(database, Path(":memory:"), create=True)
    return database


@cache
def _empty() -> bytes:
    """A database with our schema and nothing in it, made once in a process."""
    database = _in_memory()
    _prepare(database, Path(":memory:"), create=True)
    content = database.conn.serialize()
    database.close()
    return content


def _in_memory() -> Database:
    return _Database(sqlite3.connect(":memory:"), execute_plugins=False)


def _prepare(database: Database, path: Path, *, create: bool) -> bool:
    """Whether it was made by an earlier Digest."""
    # WAL lets one process read while another writes; FULL makes each commit survive a power cut,
    # which is what the ledger's promise rests on.
    _write_ahead(database)
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    ours = _migrations()
    applied = {migration.name for migration in SCHEMA.applied(database)}
    if newer := sorted(applied - ours):
        raise DatabaseError(Message("database.newer", newer=", ".join(newer)))
    if not applied and not create:
        raise DatabaseError(Message("database.empty", path=path))
    if ours - applied:
        with immediately(database):  # two processes that start together take turns
            SCHEMA.apply(database)
    return bool(applied and ours - applied)


@cache
def _migrations() -> frozenset[str]:
    """The names of all migrations that this Digest knows."""
    return frozenset(migration.name for migration in SCHEMA.pending(Database(memory=True)))


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
def immediately(database: Database, what: Text = _ANYTHING) -> Iterator[Database]:
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


@writing(_ANYTHING)
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
