"""Whether the database is whole: its pages, its references, its texts, and the logs beside it.

Nothing that is stored is printed: only where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlite_utils import Database

from digest.model.errors import DatabaseError, DigestError
from digest.model.message import Message
from digest.store.database import database_file, reading
from digest.store.editions import approved_mail
from digest.store.intent_log import read_evidence
from digest.store.sent_markers import marks_of

_WHAT = Message("database.stored_database")
_JSON = {
    "articles": ("authors", "image"),
    "article_revisions": ("content",),
    "editions": ("content", "holder"),
    "edits": ("content",),
    "proofs": ("content",),
    "approvals": ("content",),
    "looks": ("content",),
    "mails": ("html_topics", "text_topics"),
    "printed": ("articles",),
}
"""Columns that hold JSON, or nothing."""


@reading(_WHAT)
def damages(database: Database) -> tuple[str, ...]:
    """What is damaged, a line each; empty when the database is whole as far as can be seen.

    :raises DatabaseError: it is damaged so badly that it cannot be looked through.
    """
    found = [*_pages(database), *_references(database)]
    return tuple(found or [*_texts(database), *_mails(database), *_logs(database)])


def _pages(database: Database) -> Iterator[str]:
    for (line,) in database.execute("PRAGMA quick_check(10)"):
        if line != "ok":
            yield str(line)


def _references(database: Database) -> Iterator[str]:
    for table, row, parent, _ in database.execute("PRAGMA foreign_key_check").fetchmany(10):
        yield f"{table}, row {row}: what it belongs to is not in {parent}"


def _texts(database: Database) -> Iterator[str]:
    """Texts that are no UTF-8, and JSON that is none: what no check of the pages sees."""
    texts = [
        (table, column.name)
        for table in database.table_names()
        for column in database.table(table).columns
        if column.type == "TEXT"
    ]
    connection = database.conn
    before, connection.text_factory = connection.text_factory, bytes
    try:
        for table, column in texts:
            if bad := _count_illegible(database, table, column):
                yield f"{table}.{column}: {bad} texts that are no UTF-8"
    finally:
        connection.text_factory = before
    for table, columns in _JSON.items():
        for column in columns:
            # of nothing, json_valid says no in some versions of SQLite
            query = f"SELECT total(NOT json_valid(ifnull([{column}], '0'))) FROM {table}"  # noqa: S608
            if bad := int(database.execute(query).fetchone()[0]):
                yield f"{table}.{column}: {bad} values that are no JSON"


def _count_illegible(database: Database, table: str, column: str) -> int:
    bad = 0
    rows = database.execute(f"SELECT [{column}] FROM [{table}] WHERE [{column}] IS NOT NULL")  # noqa: S608
    for (value,) in rows:
        try:
            value.decode("utf-8") if isinstance(value, bytes) else None
        except UnicodeDecodeError:
            bad += 1
    return bad


def _mails(database: Database) -> Iterator[str]:
    """Approved mails whose bytes are not those of their hash."""
    for (edition,) in database.execute("SELECT id FROM editions WHERE mail IS NOT NULL").fetchall():
        try:
            approved_mail(database, edition)
        except DigestError:
            yield f"the mail of {edition} is not the one that was approved"


def _logs(database: Database) -> Iterator[str]:
    """Intent logs that are illegible, or of no sending; marks that cannot be read."""
    file = database_file(database)
    numbers = {row[0] for row in database.execute("SELECT id FROM audiences")}
    for log in sorted(file.parent.glob(f"{file.name}-intents-*")) if file else []:
        number = re.fullmatch(r"-intents-(\d+)", log.name.removeprefix(file.name if file else ""))
        if number is None:
            continue
        if int(number[1]) not in numbers:
            yield f"{log.name} is of no sending that the database knows: of another database?"
        elif not read_evidence(log).legible:
            yield f"{log.name} has lines that cannot be read: letters of it may go twice"
    try:
        marks_of(database)
    except DatabaseError as error:
        yield str(error)
