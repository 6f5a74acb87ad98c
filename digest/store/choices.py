"""How many readers chose which topics: of a list now, and of those an edition reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlite_utils import Database

from digest.model.dispatching import Row
from digest.model.mail import RecipientStatus

Choices = Counter[tuple[str, ...]]
"""Readers by the ids of the sections they chose; an empty choice is everything."""


def topics_chosen(database: Database, newsletter: str) -> Choices:
    """What the readers who would be written to today chose."""
    rows = database.execute(
        "SELECT topics, count(*) FROM recipients WHERE newsletter = ? AND status = ?"
        " GROUP BY topics",
        [newsletter, RecipientStatus.ACTIVE.value],
    )
    return _counted(rows)


def topics_received(database: Database, edition: str) -> Choices:
    """What those chose whose letter was accepted, as far as they still are on a list."""
    rows = database.execute(
        "SELECT topics, count(*) FROM audiences"
        " JOIN ledger ON ledger.audience = audiences.id"
        " JOIN recipients ON recipients.id = ledger.recipient"
        " WHERE audiences.edition = ? AND ledger.state = ? GROUP BY topics",
        [edition, Row.SENT.value],
    )
    return _counted(rows)


def _counted(rows: Iterable[tuple[str, int]]) -> Choices:
    found = Choices()
    for words, readers in rows:
        found[tuple(words.split())] += int(readers)
    return found
