"""Sending one edition: from approved to sent, with every step written down before it is taken.

::

    approved ─its sources changed nothing─move→ sending ─dispatch→ every recipient has an outcome
                                                        ─move→ sent ─their changes since→ told

Called again after a crash, it goes on where the ledger says; called for an edition that is sent, it
does nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from digest.model.advice import how_to_send
from digest.model.delivery import DispatchReport, LetterState, Progress, SendWindow
from digest.model.edition import GONE_OUT, Decision, EditionRecord, State
from digest.model.errors import SentBeforeError, StateError
from digest.model.message import Message
from digest.model.settings import Newsletter
from digest.model.zones import in_local_times, local_time
from digest.pipelines.deliver import dispatch, progress, reopen
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.send_options import TO_THE_END, SendLimits, SendOptions
from digest.pipelines.sent_before import in_words, refuse_if_sent_before
from digest.pipelines.source_changes import heed_sources, what_drops_approval
from digest.pipelines.source_watch import heed_sources_of_sent
from digest.store.audience import check_free, find_audience
from digest.store.audience_counts import ever_had_readers, readers_now
from digest.store.editions import approved_mail, edition_record, move_edition, moves_of
from digest.store.sent_markers import Mark, find_mark, marks_of, save_mark
from digest.store.settlement import settle_by_mark, unsent_of
from digest.timetable import LAST_ZONE, timetable

ANOTHER_TRY = timedelta(hours=1)
"""How long letters that failed are tried once more when a person asks for it."""


def send_edition(
    newsroom: Newsroom, edition: str, *, who: str, options: SendOptions = TO_THE_END
) -> DispatchReport:
    """Sends the approved edition to everyone on its newsletter's list who has not had it.

    However it ends, what sources changed meanwhile is told to the operator and the approvers.

    :raises SentBeforeError: it went out before the database was restored from an older copy.
    :raises StateError: it is not approved, its never-after time passed, or its readers are gone.
    :raises BusyError: another process is sending it.
    :raises DeliveryError: the mail server cannot be used; call again, nothing is lost.
    """
    refuse_if_sent_before(newsroom, edition, who=who, now=newsroom.clock())
    record = _begun(newsroom, edition, who=who, now=newsroom.clock())
    _mark_begun(newsroom.database, record, now=newsroom.clock())
    limits = limits_of(newsroom.settings.newsletters[record.newsletter], record)
    try:
        mail = approved_mail(newsroom.database, edition)
        report = dispatch(newsroom, mail, limits=limits, options=options)
    finally:
        heed_sources_of_sent(newsroom, edition, now=newsroom.clock())
    if report.progress.finished and record.state is State.SENDING:
        _end(newsroom, record, report.progress, who=who)
    return report


def _end(newsroom: Newsroom, record: EditionRecord, progress: Progress, *, who: str) -> None:
    """The edition is sent, and its mark says so."""
    _mark_ended(newsroom.database, record, progress, now=newsroom.clock())
    why = Message("edition.letters_accepted", sent=progress.sent, total=progress.total)
    move_edition(
        newsroom.database,
        record.id,
        State.SENT,
        Decision(who=who, why=why, at=newsroom.clock()),
        revision=record.revision,
    )


def _begun(newsroom: Newsroom, edition: str, *, who: str, now: datetime) -> EditionRecord:
    """The edition on its way: an approved one is moved there, one that is or was stays as it is.

    Its sources are looked at first: what they took back or corrected since is not sent.

    :raises StateError: it is not approved (any more), or its never-after time passed.
    """
    before = edition_record(newsroom.database, edition)
    record = heed_sources(newsroom, edition, now=now).record
    if record.state in GONE_OUT:
        return record
    if record.state is State.READY and record.revision != before.revision:
        why = moves_of(newsroom.database, edition)[-1].why
        zone = newsroom.zone
        raise StateError(
            Message("edition.approved_no_longer", edition=edition, why=in_local_times(why, zone))
        )
    _refuse_before_sending(newsroom, record, now=now)
    return move_edition(
        newsroom.database,
        edition,
        State.SENDING,
        Decision(who=who, at=now),
        revision=record.revision,
    )


def refuse_unless_it_would_go(newsroom: Newsroom, record: EditionRecord, *, now: datetime) -> None:
    """As ``send_edition`` would, before any letter; but nothing is changed, and nobody is told.

    :raises SentBeforeError: it went out before the database was restored from an older copy.
    :raises StateError: its sources changed it, its never-after time passed, it is not approved, or
        all its readers are gone.
    """
    if record.state in GONE_OUT:
        return
    edition, zone = record.id, newsroom.zone
    if mark := find_mark(newsroom.database, edition):
        raise SentBeforeError(
            Message(
                "edition.would_be_held", edition=edition, mark=in_words(mark, record.mail, zone)
            )
        )
    if why := what_drops_approval(newsroom, record, now=now):
        raise StateError(
            Message("edition.would_lose_approval", edition=edition, why=in_local_times(why, zone))
        )
    _refuse_before_sending(newsroom, record, now=now)


def recipients_to_go(
    newsroom: Newsroom, record: EditionRecord, *, now: datetime, row: LetterState | None = None
) -> int:
    """To how many ``send_edition`` would write now; with ``row``, ``send_once_more``.

    :raises BusyError: another process is sending it.
    :raises StateError: it is not sent, and only what was sent is sent once more.
    """
    database = newsroom.database
    frozen, so_far = find_audience(database, record.id), progress(database, record.id)
    if frozen is not None:
        check_free(frozen, record.id, now=now)
    if row is not None:
        _refuse_unless_sent(record)
        return so_far.open + (so_far.unknown if row is LetterState.UNKNOWN else so_far.failed)
    if now >= record.never_after:
        return 0
    if frozen is not None:
        return so_far.open
    return readers_now(database, newsroom.settings.newsletters[record.newsletter])


def _refuse_before_sending(newsroom: Newsroom, record: EditionRecord, *, now: datetime) -> None:
    if record.state is not State.APPROVED:
        first = how_to_send(record.id, record.newsletter, record.state)
        raise StateError(
            Message("edition.first", edition=record.id, state=record.state.message, first=first)
        )
    _refuse_without_readers(newsroom.database, record)
    if now > record.never_after:
        limit = local_time(record.never_after, newsroom.zone)
        raise StateError(Message("edition.too_late", edition=record.id, moment=limit))


def _mark_begun(database: Database, record: EditionRecord, *, now: datetime) -> None:
    if find_mark(database, record.id) is None and record.state is State.SENDING:
        mark = Mark(edition=record.id, newsletter=record.newsletter, mail=record.mail, began=now)
        save_mark(database, mark)


def _mark_ended(
    database: Database, record: EditionRecord, progress: Progress, *, now: datetime
) -> None:
    mark = find_mark(database, record.id)
    if mark is not None:
        ended = replace(
            mark,
            ended=now,
            letters=progress.total,
            sent=progress.sent,
            unsent=unsent_of(database, record.id),
        )
        save_mark(database, ended)


def _refuse_without_readers(database: Database, record: EditionRecord) -> None:
    """:raises StateError: the newsletter had readers, and not even those who left are there."""
    if ever_had_readers(database, record.newsletter):
        return
    of_it = [mark for mark in marks_of(database) if mark.newsletter == record.newsletter]
    if had := max((mark.letters for mark in of_it), default=0):
        raise StateError(
            Message(
                "edition.nobody_on_list", edition=record.id, newsletter=record.newsletter, count=had
            )
        )


def limits_of(newsletter: Newsletter, record: EditionRecord) -> SendLimits:
    """Until when the edition's letters may go, by each reader's clock where the newsletter says."""
    return SendLimits(
        never_after=last_moment(newsletter, record),
        hours_in=hours_by_zone(newsletter, record) if newsletter.local_hour else None,
    )


def hours_by_zone(newsletter: Newsletter, record: EditionRecord) -> Callable[[str], SendWindow]:
    """The edition's hours for a reader's zone: the newsletter's own times, by that zone's clock.

    Where the hour has passed, the letter is due with the edition; who has no zone is in the
    publication's.
    """

    @cache
    def hours_in(zone: str) -> SendWindow:
        if not zone:
            return SendWindow(due=record.send_at, never_after=record.never_after)
        local = timetable(newsletter, record.date, ZoneInfo(zone))
        return SendWindow(due=local.send_at, never_after=max(local.never_after, record.never_after))

    return hours_in


def last_moment(newsletter: Newsletter, record: EditionRecord) -> datetime:
    """The moment after which no letter of the edition may go, wherever its reader is."""
    if not newsletter.local_hour:
        return record.never_after
    return max(record.never_after, timetable(newsletter, record.date, LAST_ZONE).never_after)


def send_once_more(
    newsroom: Newsroom, edition: str, *, row: LetterState, options: SendOptions = TO_THE_END
) -> DispatchReport:
    """Sends a sent edition once more to those whose letters failed, or may have, as ``row`` says.

    A person asks for it, so the never-after time does not bind: it is tried for ``ANOTHER_TRY``.

    :raises StateError: the edition is not sent.
    :raises BusyError: it is being sent.
    :raises DeliveryError: the mail server cannot be used; call again, nothing is lost.
    """
    record = edition_record(newsroom.database, edition)
    _refuse_unless_sent(record)
    now = newsroom.clock()
    if mark := find_mark(newsroom.database, edition):
        settle_by_mark(newsroom.database, mark, now=now)  # whoever got it after the backup was made
    reopen(newsroom.database, edition, row, now=now)
    mail = approved_mail(newsroom.database, edition)
    limits = SendLimits(never_after=now + ANOTHER_TRY)
    report = dispatch(newsroom, mail, limits=limits, options=options)
    if report.progress.finished:
        _mark_ended(newsroom.database, record, report.progress, now=newsroom.clock())
    return report


def _refuse_unless_sent(record: EditionRecord) -> None:
    if record.state is not State.SENT:
        raise StateError(
            Message("edition.only_sent_is_resent", edition=record.id, state=record.state.message)
        )
