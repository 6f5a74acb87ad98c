"""The schedule's runner: looks at each newsletter, and does what is due now.

::

    record + timetable ─next_step→ build · approve · send · expire ;  worries → operator
    what sources take back, correct, give free ─heed→ out of the edition, into it; → operator
    ready, not asked for yet ─ask→ a mail to each who may approve

Every step is claimed in the database before it is done, so that ``run_due_steps`` may be called
as often as anyone likes, by several processes, late or twice: it does what is due and not done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from digest.model.edition import Decision, EditionRecord, State
from digest.model.errors import (
    BusyError,
    DatabaseError,
    DigestError,
    PresentError,
    SentBeforeError,
    StateError,
    text_of,
)
from digest.model.message import Message
from digest.model.settings import Newsletter, Settings
from digest.model.zones import local_time
from digest.notifications.alerts import end_trouble
from digest.notifications.incidents import Incidents, cause_of, unforeseen
from digest.pipelines.approval_requests import ask_for_approval
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.publish import approve, build, renew_pictures
from digest.pipelines.send import send_edition
from digest.pipelines.send_options import SendOptions
from digest.pipelines.sent_before import refuse_if_sent_before
from digest.pipelines.source_changes import freed, heed_sources, note_freed, tell_changes
from digest.schedule.overdue import (
    LETTERS_UNKNOWN,
    editions_to_see_to,
    record_of,
    tell,
    watch,
    went_out_before,
)
from digest.store.alerts import troubles_of
from digest.store.articles import has_articles_since
from digest.store.editions import (
    claim_edition,
    move_edition,
)
from digest.timetable import (
    ScheduleStep,
    Timetable,
    begun,
    next_step,
)

log = logging.getLogger(__name__)

WHO = "schedule"
"""The name under which the moves of this module are written down."""

LONGEST_WAIT = timedelta(minutes=2)
"""How long one look waits for the next letter to be due; a later look goes on with the edition."""


@dataclass(frozen=True, kw_only=True)
class ScheduleRunner:
    """What the duty editor works with; for one thread."""

    newsroom: Newsroom
    incidents: Incidents | None = None  # what cannot be written down; a running process has one
    should_stop: Callable[[], bool] = lambda: False
    await_sources: Callable[[], None] = lambda: None  # returns when what is stored is today's

    @property
    def database(self) -> Database:
        return self.newsroom.database

    @property
    def settings(self) -> Settings:
        return self.newsroom.settings

    @property
    def zone(self) -> ZoneInfo:
        return self.newsroom.zone

    def clock(self) -> datetime:
        return self.newsroom.clock()


def run_due_steps(desk: ScheduleRunner, newsletter: Newsletter) -> None:
    """Does everything that is due for the newsletter at the clock's present time.

    Never raises for what one edition does, foreseen or not: it is logged and told to the operator
    once, with its cause, and the next call tries again what can be tried again.

    :raises DatabaseError: it cannot even be seen what is due, or what failed cannot be written down
        and there are no ``incidents``.
    """
    now, failing = desk.clock(), set[str]()
    for times in editions_to_see_to(desk.newsroom, newsletter, now):
        try:
            _advance(desk, newsletter, times)
        except BusyError as error:
            log.info("%s", error)
        except SentBeforeError as error:
            tell(desk.newsroom, times.edition, "sent before", text_of(error))
        except Exception as error:
            failing.add(times.edition)
            _tell_of_failure(desk, times.edition, error)
        else:
            _end_failure(desk, times.edition)
    watch(desk.newsroom, newsletter, failing)


def check_overdue(desk: ScheduleRunner, newsletter: Newsletter) -> None:
    """Tells the operator what should have happened by now and did not, and again what no mail
    server took; and notes what sources changed of editions that went out. Changes nothing else.

    It has a clock of its own beside ``run_due_steps``, which may be busy sending just when it is
    late.
    """
    watch(desk.newsroom, newsletter, frozenset())


def _advance(desk: ScheduleRunner, newsletter: Newsletter, times: Timetable) -> None:
    """Steps of one edition, one after the other, until there is nothing to do but wait."""
    for _ in ScheduleStep:  # an edition has no more steps than there are; a bug must not spin
        now = desk.clock()
        _refuse_if_sent_before(desk, times, now)
        _heed_sources(desk, newsletter, times, now)
        record = record_of(desk.newsroom, times)
        _ask(desk, times, record, now)
        news = _has_news(desk, record)
        step = next_step(record, times, newsletter, now, news=news)
        if step is ScheduleStep.WAIT:
            break
        try:
            if not _take(desk, newsletter, times, step, now):
                break
        except SentBeforeError:
            raise
        except StateError as error:
            if _revision(record_of(desk.newsroom, times)) == _revision(record):
                raise
            # somebody was quicker: an editor, another process, or the job of the same minute;
            # if anything is wrong all the same, the next look finds it as it was and tells
            log.info("%s", error)
            break


def _refuse_if_sent_before(desk: ScheduleRunner, times: Timetable, now: datetime) -> None:
    """:raises SentBeforeError: it went out before; nobody is to be asked to approve it."""
    if (record := record_of(desk.newsroom, times)) is not None:
        refuse_if_sent_before(desk.newsroom, record.id, who=WHO, now=now)


def _revision(record: EditionRecord | None) -> int | None:
    return record.revision if record else None


def _has_news(desk: ScheduleRunner, record: EditionRecord | None) -> bool:
    """Whether articles came in, or may be printed now, since the edition had too few."""
    if record is None or record.state is not State.EMPTY or record.edition is None:
        return False
    came_in = has_articles_since(desk.database, record.edition.window.end)
    return came_in or bool(freed(desk.database, record, now=desk.clock()))


def _heed_sources(
    desk: ScheduleRunner, newsletter: Newsletter, times: Timetable, now: datetime
) -> None:
    """Whatever a source took back or corrected leaves an edition that has not gone out, and so does
    its approval; a draft is built again with what was given free since."""
    record = record_of(desk.newsroom, times)
    if record is None or record.edition is None:
        return
    looked = heed_sources(desk.newsroom, record.id, now=now)
    record = looked.record
    if any("image" in change.fields for change in looked.fresh):
        renew_pictures(desk.newsroom, record.id, at=now)
    if record.state not in {State.READY, State.HELD} or now > times.never_after:
        return
    if not freed(desk.database, record, now=now):
        return
    build(desk.newsroom, times, at=now, who=WHO)
    note_freed(desk.newsroom, record, now=now)
    tell_changes(desk.newsroom, record.id, now=now)


def _ask(
    desk: ScheduleRunner, times: Timetable, record: EditionRecord | None, now: datetime
) -> None:
    """Asks people to approve what waits for them. An edition is worth more than a mail about it:
    what goes wrong here is in the log, and stops nothing."""
    if record is None:
        return
    try:
        ask_for_approval(desk.newsroom, record, times, now=now)
    except DigestError as error:
        log.error("%s: nobody could be asked to approve it: %s", record.id, error)


def _take(
    desk: ScheduleRunner,
    newsletter: Newsletter,
    times: Timetable,
    step: ScheduleStep,
    now: datetime,
) -> bool:
    """Takes one step. Returns whether another may follow at once."""
    log.info("%s: %s", times.edition, step)
    if step is ScheduleStep.BUILD:
        desk.await_sources()
        at = desk.clock()
        build(desk.newsroom, times, at=at, who=WHO)
        return True
    if step is ScheduleStep.APPROVE:
        return _approve(desk, times, now)
    if step is ScheduleStep.SEND:
        _send(desk, times)
        return True
    _expire(desk, newsletter, times, now)
    return False


def _approve(desk: ScheduleRunner, times: Timetable, now: datetime) -> bool:
    """A mail that the checker refuses waits for a person; it is no reason to stop."""
    try:
        approve(desk.newsroom, times.edition, who=WHO, now=now)
    except PresentError as error:
        tell(desk.newsroom, times.edition, "refused by the checker", text_of(error))
        return False
    return True


def _send(desk: ScheduleRunner, times: Timetable) -> None:
    options = SendOptions(should_stop=desk.should_stop, longest_wait=LONGEST_WAIT)
    report = send_edition(desk.newsroom, times.edition, who=WHO, options=options)
    counts = report.progress
    log.info("%s: %s of %s letters sent", times.edition, counts.sent, counts.total)
    if counts.finished and counts.failed:
        reasons = [
            Message("alert.reason_count", count=count, words=words)
            for words, count in report.reasons
        ]
        words = Message(
            "alert.some_letters_failed", sent=counts.sent, total=counts.total, reasons=reasons
        )
        tell(desk.newsroom, times.edition, "letters failed", words)
    if counts.finished and counts.unknown:
        words = Message("alert.letters_unknown", count=counts.unknown, total=counts.total)
        tell(desk.newsroom, times.edition, LETTERS_UNKNOWN, words)


def _expire(desk: ScheduleRunner, newsletter: Newsletter, times: Timetable, now: datetime) -> None:
    record = record_of(desk.newsroom, times)
    if record is None:  # nobody was here on that day
        claim_edition(desk.database, begun(newsletter, times), now=now)
    why = Message("alert.never_after_passed", moment=local_time(times.never_after, desk.zone))
    move_edition(desk.database, times.edition, State.EXPIRED, Decision(who=WHO, why=why, at=now))
    if record is None or not went_out_before(desk.newsroom, record):
        tell(
            desk.newsroom,
            times.edition,
            "expired",
            Message("alert.did_not_go_out", edition=times.edition, why=why),
        )


def _tell_of_failure(desk: ScheduleRunner, edition: str, error: Exception) -> None:
    """Tells the operator, once; past the database where the database is what fails."""
    kind = type(error).__name__
    # the database's troubles are few, and each asks for something else
    about = f"failed: {error}" if isinstance(error, DatabaseError) else f"failed: {kind}"
    try:
        if tell(desk.newsroom, edition, about, cause_of(error)) and unforeseen(error):
            log.error("%s: %s", edition, kind, exc_info=error)
    except Exception:
        if desk.incidents is None:
            raise
        desk.incidents.failed(edition, error)


def _end_failure(desk: ScheduleRunner, edition: str) -> None:
    """The edition was seen to without a failure: what failed before does no more."""
    if desk.incidents:
        desk.incidents.over(edition)
    for alert in troubles_of(desk.database, edition):
        if alert.about.startswith("failed"):
            words = Message("alert.failure_over", edition=edition, what=alert.words)
            end_trouble(desk.database, desk.settings, alert, words=words, now=desk.clock())
