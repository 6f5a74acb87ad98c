"""A write-ahead log that does not belong to the database it lies beside.

SQLite adds the frames of ``digest.db-wal`` to whatever file is called ``digest.db``. Where a backup
was copied over the database and the log of the old one was left there, the old pages come back, and
the restored file is undone or spoilt without a word. That is looked for before the first connection
of a process: a program that opens and closes the file later would take SQLite's locks away.
(https://www.sqlite.org/howtocorrupt.html, sections 1.4 and 2.2; the log's form:
https://www.sqlite.org/fileformat2.html#the_write_ahead_log)
"""

from __future__ import annotations

import fcntl
import struct
from contextlib import suppress
from pathlib import Path

from digest.model.errors import DatabaseError
from digest.model.message import Message

_COPIED_LATER = 10.0
"""Seconds by which a database is younger than its log when it was put there afterwards. By itself
it is younger by the length of a checkpoint."""

_WAL_HEADER, _FRAME_HEADER = 32, 24
_HELD = 128  # the byte of the -shm file that each connection locks
_looked_at: set[Path] = set()


def refuse_leftover_wal(path: Path) -> None:
    """Looks once per process whether the log beside the database is its own.

    :raises DatabaseError: it is another database's.
    """
    path = path.resolve()
    if path in _looked_at:
        return
    wal = path.with_name(f"{path.name}-wal")
    with suppress(OSError):
        if path.stat().st_size and wal.stat().st_size > _WAL_HEADER and _is_foreign(path, wal):
            raise DatabaseError(Message("database.leftover_wal", wal=wal, path=path))
    _looked_at.add(path)


def _is_foreign(path: Path, wal: Path) -> bool:
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) == 100 and header[18] == 1:  # the file is of no database with such a log
        return True
    younger = path.stat().st_ctime - wal.stat().st_ctime
    return younger > _COPIED_LATER and not _is_in_use(path) and _would_change(path, wal)


def _is_in_use(path: Path) -> bool:
    """Whether a process has the database open: then it has taken the log for its own already."""
    try:
        with path.with_name(f"{path.name}-shm").open("r+b") as shared:
            fcntl.lockf(shared, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _HELD)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _would_change(path: Path, wal: Path) -> bool:
    """Whether the log's committed frames differ from the database's pages."""
    with wal.open("rb") as log, path.open("rb") as file:
        header = log.read(_WAL_HEADER)
        size = struct.unpack(">I", header[8:12])[0]
        salts, pages, committed = header[16:24], dict[int, bytes](), dict[int, bytes]()
        while len(frame := log.read(_FRAME_HEADER + size)) == _FRAME_HEADER + size:
            if frame[8:16] != salts:
                break  # of an earlier round of the log
            number, length = struct.unpack(">II", frame[:8])
            pages[number] = frame[_FRAME_HEADER:]
            if length:  # the last frame of a transaction
                committed |= pages
                pages.clear()
        for number, page in committed.items():
            file.seek((number - 1) * size)
            if file.read(size) != page:
                return True
    return False
