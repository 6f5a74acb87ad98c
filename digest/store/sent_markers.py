"""Marks of sent editions: files beside the database, which a restored database does not take back.

A database that is restored from a copy of the morning does not know that the edition went out, and
would send it again. A mark is written, and synced, before the first letter goes, and again when
everybody is answered for. The folder also says that there was a database here.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from digest.model.errors import DatabaseError
from digest.model.message import Message
from digest.store.database import database_file, marks_folder, stamp, unstamp


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """An edition whose sending began: the hash of its mail, and how many letters there are.

    ``ended`` is empty until everybody is answered for, and ``letters`` and ``sent`` are 0 until
    then. ``unsent`` has the recipients whose letters did not go, or may not have, by the name of
    the ledger's row; None where they are not known, or too many.
    """

    edition: str
    newsletter: str
    mail: str
    began: datetime
    ended: datetime | None = None
    letters: int = 0
    sent: int = 0
    unsent: dict[str, list[int]] | None = None


def find_mark(database: Database, edition: str) -> Mark | None:
    """The edition's mark; nothing for one that never went out, or a database in memory.

    :raises DatabaseError: it cannot be read.
    """
    path = _path(database, edition)
    return _read(path) if path and path.exists() else None


def marks_of(database: Database) -> tuple[Mark, ...]:
    """All marks, the sending that began first first.

    :raises DatabaseError: one of them cannot be read.
    """
    file = database_file(database)
    paths = sorted(marks_folder(file).glob("*.json")) if file else []
    return tuple(sorted(map(_read, paths), key=lambda mark: mark.began))


def save_mark(database: Database, mark: Mark) -> None:
    """The mark, on the disk when this returns.

    :raises DatabaseError: it cannot be written; the edition must not go.
    """
    path = _path(database, mark.edition)
    if path is None:
        return
    fields = asdict(mark) | {"began": stamp(mark.began), "ended": stamp(mark.ended)}
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        path.parent.mkdir(exist_ok=True)
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(fields, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise DatabaseError(Message("database.mark_not_written", path=path, error=error)) from error


def forget_mark(database: Database, edition: str) -> None:
    """The edition may go out as if it never had: a person wants it so.

    :raises DatabaseError: the mark cannot be removed.
    """
    path = _path(database, edition)
    try:
        if path:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise DatabaseError(Message("database.mark_not_written", path=path, error=error)) from error


def _path(database: Database, edition: str) -> Path | None:
    file = database_file(database)
    name = re.sub(r"[^A-Za-z0-9._-]", "_", edition)
    return marks_folder(file) / f"{name}.json" if file else None


def _read(path: Path) -> Mark:
    try:
        fields = json.loads(path.read_text("utf-8"))
        began, ended = unstamp(fields.pop("began")), unstamp(fields.pop("ended"))
        assert began is not None  # noqa: S101 - as save_mark writes it
        return Mark(**fields, began=began, ended=ended)
    except (OSError, ValueError, TypeError, KeyError, AssertionError) as error:
        kind = type(error).__name__
        raise DatabaseError(Message("database.mark_not_read", path=path, kind=kind)) from error


def _sync_folder(folder: Path) -> None:
    """Makes a file's new name outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
