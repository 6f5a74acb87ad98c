"""Editions that went out although the database, restored from an older copy, does not know it.

::

    mark, and the edition is ready or approved   held: a person lets it rest, or sends it again
    mark, and the ledger is of mid-sending       the ledger learns from the mark who was answered
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from digest.errors import SentBeforeError
from digest.model.edition import EditionRecord, State
from digest.model.zones import local_time
from digest.store.editions import edition_record, move_edition
from digest.store.marks import Mark, find_mark, forget_mark
from digest.store.settlement import settle_by_mark


def refuse_if_sent_before(
    database: Database, edition: str, *, who: str, now: datetime, zone: ZoneInfo
) -> None:
    """An edition that by its mark went out, although the database does not know it, is held. Where
    the database knows a part of it, the rest is noted as the mark has it.

    :raises SentBeforeError: it is such an edition; says what a person can do.
    :raises BusyError: another process is sending it.
    """
    mark = find_mark(database, edition)
    if mark is None:
        return
    record = edition_record(database, edition)
    if record.state is State.SENDING:
        _settle_what_went(database, record, mark, who=who, now=now)
    elif record.state in {State.READY, State.APPROVED}:
        words = in_words(mark, record.mail, zone)
        move_edition(database, edition, State.HELD, who=who, why=words, now=now)
        raise SentBeforeError(f"{edition} is held: {words}")


def release(
    database: Database,
    edition: str,
    *,
    who: str,
    why: str,
    now: datetime,
    zone: ZoneInfo,
    send_again: bool = False,
) -> EditionRecord:
    """The edition, held or approved, waiting for approval again.

    One that went out before is released only to ``send_again``, which forgets that it did.

    :raises SentBeforeError: it went out before.
    :raises StateError: it is in no state to be released.
    """
    mark = find_mark(database, edition)
    if mark is not None and not send_again:
        refuse_if_sent_before(database, edition, who=who, now=now, zone=zone)
        record = edition_record(database, edition)
        if record.state is State.HELD:
            raise SentBeforeError(f"{edition} is held: {in_words(mark, record.mail, zone)}")
    record = move_edition(database, edition, State.READY, who=who, why=why, now=now)
    if send_again:
        forget_mark(database, edition)
    return record


def in_words(mark: Mark, mail: str, zone: ZoneInfo) -> str:
    """What a mark says that the database does not, and what can be done about it."""
    same = "this very mail" if mark.mail == mail or not mail else "another mail"
    return (
        f"its mark says that {same} went out on {local_time(mark.began, zone)}, before the database"
        f" was restored; `digest kill {mark.edition}` lets it rest,"
        f" `digest release {mark.edition} --send-again` lets it go to everybody once more"
    )


def _settle_what_went(
    database: Database, record: EditionRecord, mark: Mark, *, who: str, now: datetime
) -> None:
    counts = settle_by_mark(database, mark, now=now)
    if counts is None:
        return
    why = f"its mark says that all {mark.letters} letters were answered for"
    move_edition(
        database, record.id, State.SENT, who=who, why=why, now=now, revision=record.revision
    )
    if not counts.unknown:
        raise SentBeforeError(
            f"{record.id} went out before the database was restored; by its mark {counts.sent} of"
            f" {counts.total} letters were sent, and nobody is to get it again"
        )
    raise SentBeforeError(
        f"{record.id} went out before the database was restored; what became of {counts.unknown} of"
        f" its letters is not known any more: `digest send {record.id} --unknown` sends them again"
    )
