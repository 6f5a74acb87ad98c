"""Copies of the database: made while it is written to, and put back in its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database

from digest.model.errors import BusyError, DatabaseError, UsageError
from digest.store.database import reading, writing
from digest.store.schema import SCHEMA


@reading("the database")
def back_up(database: Database, file: Path) -> None:
    """A copy of the database as it is at one moment, in one file that is its owner's alone.

    What the write-ahead log holds is in it. Others may write meanwhile: the copy is of the moment
    at which it began.

    :raises UsageError: the file is there already, or cannot be written.
    :raises DatabaseError: the database cannot be read, or the copy is damaged.
    """
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        if file.exists():
            raise UsageError(f"{file} is there already: name another file")
        unfinished.touch(mode=0o600)
        _copy(database.conn, unfinished)
        _sync(unfinished)
        os.link(unfinished, file)  # unlike a renamed file it takes no other's place
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)


@writing("the database")
def restore(backup: Path, path: Path, *, kept: Path) -> bool:
    """Puts the backup in the place of the database at ``path``, its write-ahead log included.

    What was there is copied to ``kept`` before; whether there was anything.

    :raises UsageError: the backup is not there, or not whole.
    :raises BusyError: a process has the database open.
    :raises DatabaseError: it cannot be written.
    """
    with closing(_opened(backup)) as source:
        try:
            current = _taken(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise BusyError(
                    f"the database {path} is in use ({error}): stop `digest run` and `digest desk`"
                ) from error
            current = None  # no database any more: it is moved away as it is
        if current is None:
            there = _move_away(path, kept)
            unfinished = path.with_name(f".{path.name}.restored")
            unfinished.unlink(missing_ok=True)
            unfinished.touch(mode=0o600)
            _copy(source, unfinished)
            with closing(sqlite3.connect(unfinished, isolation_level=None)) as copied:
                _let_go(copied)
            _sync(unfinished)
            unfinished.replace(path)
            return there
        with closing(current):
            kept.touch(mode=0o600)
            _copy(current, kept)
            source.backup(current)  # through SQLite: whoever opens it meanwhile waits
            _let_go(current)
        path.chmod(0o600)  # one of an earlier Digest may be readable by everybody
        return True


def _opened(backup: Path) -> sqlite3.Connection:
    """:raises UsageError: it is no whole database of ours."""
    if not backup.is_file() or not backup.stat().st_size:
        raise UsageError(f"{backup} is no backup: there is no such file, or it is empty")
    wal = backup.with_name(f"{backup.name}-wal")
    # a folder that cannot be written is no place for the log's index, and needs none without a log
    options = "mode=rw" if wal.exists() else "mode=ro&immutable=1"
    source = sqlite3.connect(f"{backup.resolve().as_uri()}?{options}", uri=True)
    try:
        found = source.execute("PRAGMA quick_check").fetchone()[0]
        ours = {migration.name for migration in SCHEMA.pending(Database(memory=True))}
        rows = source.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'digest'")
        applied = {row[0] for row in rows}
    except sqlite3.Error as error:
        source.close()
        raise UsageError(f"{backup} is no backup of a Digest database: {error}") from error
    if found != "ok" or not applied or applied - ours:
        source.close()
        newer = "made by a newer Digest" if applied - ours else "damaged"
        raise UsageError(f"{backup} is {newer}: nothing was changed")
    return source


def _taken(path: Path) -> sqlite3.Connection | None:
    """The present database, with its log written back and held by nobody else; None without one."""
    if not path.exists() or not path.stat().st_size:
        return None
    current = sqlite3.connect(path, timeout=1.0, isolation_level=None)
    try:
        # SQLite lets go of the log only when no other connection is open
        current.execute("PRAGMA journal_mode = DELETE").fetchone()
        current.execute("BEGIN EXCLUSIVE")
        current.execute("COMMIT")
    except sqlite3.Error:
        current.close()
        raise
    return current


def _let_go(restored: sqlite3.Connection) -> None:
    """What was built or sent when the backup was made is held by nobody: no process has it open.
    Letters that were still to go may have gone since: they wait for a person, or for a mark."""
    for table in ("editions", "audiences"):
        with suppress(sqlite3.OperationalError):  # a backup older than the table
            restored.execute(f"UPDATE {table} SET holder = NULL, held_until = NULL")  # noqa: S608
    with suppress(sqlite3.OperationalError):
        restored.execute(
            "UPDATE ledger SET state = 'unknown',"
            " words = 'still to go when the backup was made, and perhaps sent after it'"
            " WHERE state IN ('pending', 'claimed') AND audience IN ("
            "SELECT audiences.id FROM audiences JOIN editions ON editions.id = audiences.edition"
            " WHERE editions.state = 'sending')"
        )


def _move_away(path: Path, kept: Path) -> bool:
    moved = False
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(kept.with_name(kept.name + ending))
            moved = True
    return moved


def _copy(source: sqlite3.Connection, file: Path) -> None:
    """One file, without a log beside it, and looked through."""
    with closing(sqlite3.connect(file, isolation_level=None)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        found = target.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise DatabaseError("the database is damaged, and so would be its copy: `digest doctor`")


def _sync(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
