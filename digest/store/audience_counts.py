"""How many readers there are, and which topics they chose: of a list now, and of those an edition
reached."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from sqlite_utils import Database

from digest.model.delivery import LetterState
from digest.model.mail import RecipientStatus
from digest.model.message import Message
from digest.model.settings import Newsletter
from digest.recipients.files import as_word
from digest.store.database import reading

_WHAT = Message("database.stored_recipients")

Choices = Counter[tuple[str, ...]]
"""Readers by the ids of the sections they chose; an empty choice is everything."""


_WRITTEN_TO = """
    recipients LEFT JOIN suppressions USING (fingerprint)
    WHERE newsletter = :newsletter AND status = :active AND suppressions.reason IS NULL
    AND (:tags = '[]'
         OR EXISTS (SELECT 1 FROM json_each(:tags) WHERE instr(tags, ' ' || value || ' ')))
"""
"""Those whom an audience frozen now would hold and not exclude."""


@reading(_WHAT)
def readers_now(database: Database, newsletter: Newsletter) -> int:
    """How many people the newsletter would be written to now."""
    row = database.execute(
        f"SELECT count(*) FROM {_WRITTEN_TO}",  # noqa: S608 - no words from outside
        _choosing(newsletter),
    ).fetchone()
    return int(row[0])


@reading(_WHAT)
def ever_had_readers(database: Database, newsletter: str) -> bool:
    """Whether anybody is on the newsletter's list, also those who left it."""
    row = database.execute("SELECT 1 FROM recipients WHERE newsletter = ? LIMIT 1", [newsletter])
    return row.fetchone() is not None


@reading(_WHAT)
def topics_chosen(database: Database, newsletter: Newsletter) -> Choices:
    """What the people chose whom the newsletter would be written to now."""
    rows = database.execute(
        f"SELECT topics, count(*) FROM {_WRITTEN_TO} GROUP BY topics",  # noqa: S608 - as above
        _choosing(newsletter),
    )
    return _counted(rows)


def _choosing(newsletter: Newsletter) -> dict[str, str]:
    return {
        "newsletter": newsletter.id,
        "active": RecipientStatus.ACTIVE.value,
        "tags": json.dumps([as_word(tag) for tag in newsletter.tags]),
    }


@reading(_WHAT)
def topics_received(database: Database, edition: str) -> Choices:
    """What those chose whose letter was accepted, as far as they still are on a list."""
    rows = database.execute(
        "SELECT topics, count(*) FROM audiences"
        " JOIN ledger ON ledger.audience = audiences.id"
        " JOIN recipients ON recipients.id = ledger.recipient"
        " WHERE audiences.edition = ? AND ledger.state = ? GROUP BY topics",
        [edition, LetterState.SENT.value],
    )
    return _counted(rows)


def _counted(rows: Iterable[tuple[str, int]]) -> Choices:
    found = Choices()
    for words, readers in rows:
        found[tuple(words.split())] += int(readers)
    return found
