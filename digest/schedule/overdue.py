"""Whether an edition is late, and what the operator is told of it: looked at beside what is due.

::

    record + timetable ─worries→ told once, mailed until a server has it
    open alerts        ─is over?→ told no more; whoever was told of it is told that
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from digest.model.alert import Alert, what_of
from digest.model.edition import GONE_OUT, EditionRecord, State
from digest.model.message import Message, Text
from digest.model.settings import Newsletter
from digest.model.zones import local_time
from digest.notifications.alerts import end_trouble, mail_alerts, note_trouble
from digest.pipelines.deliver import progress
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.source_changes import WATCHED
from digest.pipelines.source_watch import heed_sources_of_sent
from digest.store.alerts import open_alerts
from digest.store.editions import (
    edition_records,
    find_edition,
    moves_of,
)
from digest.store.sent_markers import find_mark
from digest.timetable import (
    SLOW,
    UNFINISHED,
    Overdue,
    Timetable,
    current,
    deserves_all_clear,
    is_over,
    missed,
    planned_as,
    timetable,
    worries,
)

LETTERS_UNKNOWN = "letters unknown"

REMEMBERED = timedelta(days=7)
"""How long the cause of an alert is looked at again."""


def watch(newsroom: Newsroom, newsletter: Newsletter, failing: Collection[str]) -> None:
    """Tells the operator what of the newsletter's is late, what is over, and what no mail server
    took yet; ``failing`` are the editions of which a step failed at this look."""
    now = newsroom.clock()
    _end_what_is_over(newsroom, now)
    for times in editions_to_see_to(newsroom, newsletter, now):
        if now > times.never_after + SLOW:
            continue  # missed while nobody was here: ``run_due_steps`` lets it expire and tells
        for worry in _worries(newsroom, newsletter, times, now):
            tell(newsroom, times.edition, worry, _in_words(worry, times, newsroom.zone))
    _heed_sources_of_sent(newsroom, newsletter, now)
    mail_alerts(newsroom.database, newsroom.settings, now=now, failing=failing)


def _worries(
    newsroom: Newsroom, newsletter: Newsletter, times: Timetable, now: datetime
) -> list[Overdue]:
    record = record_of(newsroom, times)
    if record and went_out_before(newsroom, record):
        return []  # that is told, and nothing is late
    if record is None or record.state not in {State.APPROVED, State.SENDING}:
        return list(worries(record, times, now))
    if newsletter.local_hour and record.state is State.SENDING:
        return []  # somewhere it is not yet that hour
    since = moves_of(newsroom.database, record.id)[-1].at
    sent = progress(newsroom.database, record.id).sent
    return list(worries(record, times, now, since=since, sent=sent))


def went_out_before(newsroom: Newsroom, record: EditionRecord) -> bool:
    """Whether it went out although the database, restored from an older copy, does not know it."""
    return record.state not in GONE_OUT and find_mark(newsroom.database, record.id) is not None


def _end_what_is_over(newsroom: Newsroom, now: datetime) -> None:
    """Looks again at the cause of every alert: what is over is not told any more, and whoever was
    told of it is told that."""
    newsletters = newsroom.settings.newsletters.values()
    for alert in open_alerts(newsroom.database, since=now - REMEMBERED):
        planned = planned_as(alert.edition, newsletters, newsroom.zone)
        if planned is None:
            continue
        newsletter, times = planned
        record = record_of(newsroom, times)
        counts = progress(newsroom.database, times.edition)
        left = counts.unknown if alert.about == LETTERS_UNKNOWN else counts.failed
        current_worries = _worries(newsroom, newsletter, times, now)
        if not is_over(alert.about, record, current_worries, all_sent=not left):
            continue
        state = (record.state if record else State.DRAFT).message
        about = what_of(alert.about)
        words: Text = Message(
            "alert.over_in_state", edition=times.edition, state=state, about=about
        )
        if not deserves_all_clear(alert.about, record):
            words = ""
        end_trouble(newsroom.database, newsroom.settings, alert, words=words, now=now)


def editions_to_see_to(
    newsroom: Newsroom, newsletter: Newsletter, now: datetime
) -> list[Timetable]:
    """Editions left unfinished, those missed while nobody was here, and the current one."""
    records = edition_records(newsroom.database, newsletter=newsletter.id, limit=30)
    seen = {record.date: record for record in records}
    days = {record.date for record in records if record.state in UNFINISHED}
    if records:  # a newsletter that never came out has missed nothing
        last = max(seen)
        days |= {times.date for times in missed(newsletter, newsroom.zone, since=last, now=now)}
    editions = {day: timetable(newsletter, day, newsroom.zone) for day in days}
    in_work = current(newsletter, newsroom.zone, now)
    if in_work and (records or now <= in_work.never_after):
        editions[in_work.date] = in_work
    return [editions[day] for day in sorted(editions)]


def _heed_sources_of_sent(newsroom: Newsroom, newsletter: Newsletter, now: datetime) -> None:
    """What sources changed of editions that went out: for the page that readers see, and for those
    who approved them."""
    records = edition_records(
        newsroom.database, newsletter=newsletter.id, states=GONE_OUT, limit=WATCHED.days
    )
    for record in records:
        heed_sources_of_sent(newsroom, record.id, now=now)


def record_of(newsroom: Newsroom, times: Timetable) -> EditionRecord | None:
    newsletter = newsroom.settings.newsletters[times.newsletter]
    return find_edition(
        newsroom.database, newsletter=newsletter.id, day=times.date, slot=newsletter.slot
    )


def tell(newsroom: Newsroom, edition: str, about: str, words: Text) -> bool:
    """Whether it was news. Written down now; ``check_overdue`` mails it, with all else there is."""
    return note_trouble(
        newsroom.database,
        newsroom.settings,
        Alert(edition=edition, about=about, words=words, first=newsroom.clock()),
    )


def _in_words(worry: Overdue, times: Timetable, zone: ZoneInfo) -> Text:
    """A worry as the operator reads it: what is wrong, and what can be done about it."""
    edition = times.edition
    limit = local_time(times.never_after, zone)
    if worry is Overdue.EMPTY:
        return Message("alert.too_few_stories", edition=edition, moment=limit)
    if worry is Overdue.NOT_APPROVED:
        return Message("alert.not_approved", edition=edition, moment=limit)
    if worry is Overdue.NOT_BEGUN:
        return Message("alert.nobody_sends", edition=edition, moment=limit)
    if worry is Overdue.NO_LETTER:
        return Message("alert.no_letter_taken", edition=edition, moment=limit)
    return Message("alert.not_gone_out", edition=edition, moment=limit)
