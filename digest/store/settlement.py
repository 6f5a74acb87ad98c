"""A ledger that is older than the mark of its edition learns from the mark what became of letters.

The mark names those who did not get it: all others of the frozen audience did.
"""

from __future__ import annotations

import json
from datetime import datetime

from sqlite_utils import Database

from digest.model.delivery import LetterState, Progress
from digest.model.edition import State
from digest.model.message import Message, text_to_json
from digest.store.audience import LEDGER, check_free, find_audience
from digest.store.database import immediately, reading, stamp, writing
from digest.store.editions import moves_of
from digest.store.sent_markers import Mark, find_mark, save_mark
from digest.store.sqlite_ledger import SqliteLedgers

_SENT_BEFORE = Message("edition.sent_before_restore")
_BY_MARK = Message("edition.by_mark")
_NOT_SENT = (LetterState.FAILED, LetterState.UNKNOWN, LetterState.EXCLUDED)
_MOST_MARKED = 100  # editions: an older one could not go out again, its time is over
_MOST_NAMED = 100_000  # a megabyte; of more the mark keeps the counts only


@reading(LEDGER)
def unsent_of(database: Database, edition: str) -> dict[str, list[int]] | None:
    """Whose letters did not go, or may not have, by what became of them; None of too many."""
    found = find_audience(database, edition)
    if found is None:
        return {}
    rows = database.execute(
        "SELECT state, recipient FROM ledger WHERE audience = ? AND state IN (?, ?, ?)"
        " ORDER BY recipient LIMIT ?",
        [found.number, *_NOT_SENT, _MOST_NAMED + 1],
    ).fetchall()
    if len(rows) > _MOST_NAMED:
        return None
    return {row: [int(who) for state, who in rows if state == row] for row in _NOT_SENT}


@reading(LEDGER)
def mark_what_was_sent(database: Database) -> None:
    """Gives the last sent editions the marks that an earlier Digest did not write.

    :raises DatabaseError: one cannot be written.
    """
    rows = database.execute(
        "SELECT id, newsletter, mail FROM editions WHERE state = 'sent' AND mail IS NOT NULL"
        " ORDER BY date DESC LIMIT ?",
        [_MOST_MARKED],
    ).fetchall()
    for edition, newsletter, mail in rows:
        moves = moves_of(database, edition)
        began = next((each.at for each in moves if each.after is State.SENDING), None)
        if began is None or find_mark(database, edition) is not None:
            continue
        counts = SqliteLedgers(database).progress(edition)
        mark = Mark(
            edition=edition,
            newsletter=newsletter,
            mail=mail,
            began=began,
            ended=moves[-1].at,
            letters=counts.total,
            sent=counts.sent,
            unsent=unsent_of(database, edition),
        )
        save_mark(database, mark)


@writing(LEDGER)
def settle_by_mark(database: Database, mark: Mark, *, now: datetime) -> Progress | None:
    """The edition's letters as its mark has them, if the ledger is an older one; else nothing.

    Of a mark that does not name whose letters did not go, those that were open are unknown.

    :raises BusyError: another process is sending it.
    """
    ledgers = SqliteLedgers(database)
    before, found = ledgers.progress(mark.edition), find_audience(database, mark.edition)
    if mark.ended is None or found is None or not _is_older(before, mark):
        return None
    uncertain = [LetterState.PENDING, LetterState.CLAIMED]
    with immediately(database, LEDGER):
        check_free(found, mark.edition, now=now)
        if mark.unsent is None:
            _settle(database, found.number, uncertain, LetterState.UNKNOWN, now)
        else:
            uncertain += [LetterState.UNKNOWN, LetterState.FAILED]
            _settle(database, found.number, uncertain, LetterState.SENT, now)
            for row, recipients in mark.unsent.items():
                _correct(database, found.number, recipients, LetterState(row), now)
    return ledgers.progress(mark.edition)


def _is_older(ledger: Progress, mark: Mark) -> bool:
    return not ledger.finished or ledger.sent < mark.sent


def _settle(
    database: Database, audience: int, before: list[LetterState], after: LetterState, now: datetime
) -> None:
    database.execute(
        "UPDATE ledger SET state = ?, at = ?, words = ?"
        " WHERE audience = ? AND state IN (SELECT value FROM json_each(?))",
        [after.value, stamp(now), text_to_json(_SENT_BEFORE), audience, json.dumps(before)],
    )


def _correct(
    database: Database, audience: int, recipients: list[int], row: LetterState, now: datetime
) -> None:
    database.execute(
        "UPDATE ledger SET state = ?, at = ?, words = ?"
        " WHERE audience = ? AND recipient IN (SELECT value FROM json_each(?))",
        [row.value, stamp(now), text_to_json(_BY_MARK), audience, json.dumps(recipients)],
    )
