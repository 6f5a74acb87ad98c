"""Editions that went out although the database, restored from an older copy, does not know it.

::

    mark, and the edition is ready or approved   held: a person lets it rest, or sends it again
    mark, and the ledger is of mid-sending       the ledger learns from the mark who was answered
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from digest.model.edition import Decision, EditionRecord, State
from digest.model.errors import SentBeforeError
from digest.model.message import Message
from digest.model.zones import local_time
from digest.pipelines.newsroom import Newsroom
from digest.store.editions import edition_record, move_edition
from digest.store.sent_markers import Mark, find_mark, forget_mark
from digest.store.settlement import settle_by_mark


def refuse_if_sent_before(newsroom: Newsroom, edition: str, *, who: str, now: datetime) -> None:
    """An edition that by its mark went out, although the database does not know it, is held. Where
    the database knows a part of it, the rest is noted as the mark has it.

    :raises SentBeforeError: it is such an edition; says what a person can do.
    :raises BusyError: another process is sending it.
    """
    mark = find_mark(newsroom.database, edition)
    if mark is None:
        return
    record = edition_record(newsroom.database, edition)
    if record.state is State.SENDING:
        _settle_what_went(newsroom.database, record, mark, who=who, now=now)
    elif record.state in {State.READY, State.APPROVED}:
        words = in_words(mark, record.mail, newsroom.zone)
        move_edition(newsroom.database, edition, State.HELD, Decision(who=who, why=words, at=now))
        raise SentBeforeError(Message("edition.is_held", edition=edition, words=words))


def release(
    newsroom: Newsroom, edition: str, decision: Decision, *, send_again: bool = False
) -> EditionRecord:
    """The edition, held or approved, waiting for approval again.

    One that went out before is released only to ``send_again``, which forgets that it did.

    :raises SentBeforeError: it went out before.
    :raises StateError: it is in no state to be released.
    """
    mark = find_mark(newsroom.database, edition)
    if mark is not None and not send_again:
        refuse_if_sent_before(newsroom, edition, who=decision.who, now=decision.at)
        record = edition_record(newsroom.database, edition)
        if record.state is State.HELD:
            raise SentBeforeError(
                Message(
                    "edition.is_held",
                    edition=edition,
                    words=in_words(mark, record.mail, newsroom.zone),
                )
            )
    record = move_edition(newsroom.database, edition, State.READY, decision)
    if send_again:
        forget_mark(newsroom.database, edition)
    return record


def in_words(mark: Mark, mail: str, zone: ZoneInfo) -> Message:
    """What a mark says that the database does not, and what can be done about it."""
    same = (
        Message("edition.this_mail")
        if mark.mail == mail or not mail
        else Message("edition.another_mail")
    )
    return Message(
        "edition.marked_as_sent",
        same=same,
        began=local_time(mark.began, zone),
        edition=mark.edition,
    )


def _settle_what_went(
    database: Database, record: EditionRecord, mark: Mark, *, who: str, now: datetime
) -> None:
    counts = settle_by_mark(database, mark, now=now)
    if counts is None:
        return
    why = Message("edition.marked_as_answered", count=mark.letters)
    move_edition(
        database,
        record.id,
        State.SENT,
        Decision(who=who, why=why, at=now),
        revision=record.revision,
    )
    if not counts.unknown:
        raise SentBeforeError(
            Message("edition.sent_by_mark", edition=record.id, sent=counts.sent, total=counts.total)
        )
    raise SentBeforeError(
        Message("edition.unknown_since_restore", edition=record.id, count=counts.unknown)
    )
