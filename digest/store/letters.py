"""What became of each reader's letter of one edition: the ledger, read for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from digest.model.delivery import LetterState
from digest.model.message import Message, Text, text_from_json
from digest.store.database import reading

_WHAT = Message("database.stored_ledger")


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterRow:
    """One reader's letter. ``address`` is empty for a reader deleted since; ``words`` are the mail
    server's last ones, or why the letter was not sent."""

    recipient: int
    address: str
    row: LetterState
    words: Text
    at: datetime


def letters_of(database: Database, edition: str, row: LetterState) -> Iterator[LetterRow]:
    """The letters of an edition that stand so in the ledger, by the readers' numbers; none when its
    sending has not begun. They are read as they are asked for."""
    with reading(_WHAT):
        found = database.execute(
            """
            SELECT l.recipient, r.address, l.words, l.at
            FROM ledger l
            JOIN audiences a ON a.id = l.audience
            LEFT JOIN recipients r ON r.id = l.recipient
            WHERE a.edition = ? AND l.state = ? ORDER BY l.recipient
            """,
            [edition, row.value],
        )
        for recipient, address, words, at in found:
            yield LetterRow(
                recipient=recipient,
                address=address or "",
                row=row,
                words=text_from_json(words),
                at=datetime.fromisoformat(at),
            )
