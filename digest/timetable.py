"""When an edition's steps are due, and which step comes next. Pure: ``now`` comes in as a value.

The scheduler's clock only ever asks "what now?"; the answer depends on local times, the database's
record and nothing else, so asking twice, late, or by two processes changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from digest.model.alert import is_of_what_went_out
from digest.model.edition import EditionRecord, State
from digest.model.settings import Approval, Day, Newsletter

FIRST_ZONE, LAST_ZONE = ZoneInfo("Etc/GMT-14"), ZoneInfo("Etc/GMT+12")
"""Where a day begins first and ends last on Earth; the names have their signs turned round."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Timetable:
    """The moments of one edition, in UTC, in order."""

    newsletter: str
    edition: str  # the edition's id
    date: date  # local
    build_at: datetime
    approve_by: datetime
    send_at: datetime
    send_by: datetime
    never_after: datetime


class ScheduleStep(StrEnum):
    """What to do about an edition now."""

    WAIT = "wait"
    BUILD = "build"
    APPROVE = "approve"  # by the newsletter's own rule, without a person
    SEND = "send"  # begin, or go on after a crash
    EXPIRE = "expire"  # too late; tell the operator


class Overdue(StrEnum):
    """What an operator should be told about an edition."""

    EMPTY = "too few stories"
    NOT_APPROVED = "not approved in time"
    NOT_SENT = "not sent in time"
    NOT_BEGUN = "not begun in time"
    NO_LETTER = "no letter taken"


def timetable(newsletter: Newsletter, day: date, zone: ZoneInfo) -> Timetable:
    """The moments of the newsletter's edition on the local ``day``, whether or not it has one.

    A local time that the spring change skips means the moment as many minutes after the change;
    one that the autumn change repeats means the first of the two.
    """

    def moment(local: time) -> datetime:
        return datetime.combine(day, local, zone).astimezone(UTC)

    send_at = moment(newsletter.send_at)
    never_after = moment(newsletter.never_after)
    return Timetable(
        newsletter=newsletter.id,
        edition=edition_id(newsletter, day),
        date=day,
        build_at=send_at - timedelta(minutes=newsletter.build_before_minutes),
        approve_by=moment(newsletter.approve_by) if newsletter.approve_by else send_at,
        send_at=send_at,
        send_by=moment(newsletter.send_by) if newsletter.send_by else never_after,
        never_after=never_after,
    )


def edition_id(newsletter: Newsletter, day: date) -> str:
    """ "morning-2026-11-23", with the slot at its end where the newsletter has one."""
    slot = f"-{newsletter.slot}" if newsletter.slot else ""
    return f"{newsletter.id}-{day.isoformat()}{slot}"


def begun(newsletter: Newsletter, times: Timetable) -> EditionRecord:
    """The record of an edition that nobody has worked on yet."""
    return EditionRecord(
        id=times.edition,
        newsletter=newsletter.id,
        date=times.date,
        slot=newsletter.slot,
        state=State.DRAFT,
        revision=0,
        send_at=times.send_at,
        never_after=times.never_after,
    )


def has_edition(newsletter: Newsletter, day: date) -> bool:
    """Whether the newsletter comes out on the local ``day``."""
    return list(Day)[day.weekday()] in newsletter.days and day not in newsletter.skip_days


def current(newsletter: Newsletter, zone: ZoneInfo, now: datetime) -> Timetable | None:
    """The edition to work on now: from its build until the end of its local day; None between."""
    today = now.astimezone(zone).date()
    # a build may begin on the evening before
    for day in (today + timedelta(days=1), today):
        if has_edition(newsletter, day):
            times = timetable(newsletter, day, zone)
            if times.build_at <= now:
                return times
    return None


def edition_at(newsletter: Newsletter, zone: ZoneInfo, moment: datetime) -> Timetable:
    """The edition a person means at ``moment``: the one in work, else that of the local day."""
    in_work = current(newsletter, zone, moment)
    return in_work or timetable(newsletter, moment.astimezone(zone).date(), zone)


def upcoming(
    newsletter: Newsletter, zone: ZoneInfo, now: datetime, *, over: Collection[date] = ()
) -> Timetable | None:
    """The next edition whose time is not over yet, and whose day is not among those that are
    ``over`` already; None if none is planned within a year."""
    today = now.astimezone(zone).date()
    for day in (today + timedelta(days=ahead) for ahead in range(367)):
        if has_edition(newsletter, day) and day not in over:
            times = timetable(newsletter, day, zone)
            if now <= times.never_after:
                return times
    return None


def missed(
    newsletter: Newsletter, zone: ZoneInfo, *, since: date, now: datetime
) -> Iterator[Timetable]:
    """Editions after the local day ``since`` whose time passed, of the last seven days."""
    today = now.astimezone(zone).date()
    first = max(since + timedelta(days=1), today - timedelta(days=7))
    for day in (first + timedelta(days=ahead) for ahead in range((today - first).days + 1)):
        if has_edition(newsletter, day):
            times = timetable(newsletter, day, zone)
            if times.never_after < now:
                yield times


OVER = frozenset({State.SENT, State.KILLED, State.EXPIRED})
"""States in which nothing more becomes of an edition."""

UNFINISHED = frozenset(State) - OVER - {State.EMPTY}
"""States in which somebody, or the clock, still has to see to an edition."""


def next_step(
    record: EditionRecord | None,
    times: Timetable,
    newsletter: Newsletter,
    now: datetime,
    *,
    news: bool = False,
) -> ScheduleStep:
    """What is due for the edition, given what the database knows of it. ``news``: articles came in
    since it was built, which a day that had too few stories is built again for."""
    state = record.state if record else State.DRAFT
    if state is State.SENDING:
        return ScheduleStep.SEND  # whoever began it must end it; dispatch itself minds never-after
    if state in OVER:
        return ScheduleStep.WAIT
    if state is State.EMPTY:
        return ScheduleStep.BUILD if news and now <= times.never_after else ScheduleStep.WAIT
    if now > times.never_after:
        return ScheduleStep.EXPIRE
    if state is State.DRAFT:
        return ScheduleStep.BUILD if now >= times.build_at else ScheduleStep.WAIT
    if state is State.APPROVED:
        return ScheduleStep.SEND if now >= _first_send_at(newsletter, times) else ScheduleStep.WAIT
    if state is State.READY and record:
        at = approves_itself_at(record, newsletter, now=now)
        return ScheduleStep.APPROVE if at is not None and now >= at else ScheduleStep.WAIT
    return ScheduleStep.WAIT


def _first_send_at(newsletter: Newsletter, times: Timetable) -> datetime:
    """When the first reader's letter is due: where readers have an hour of their own, in the east.

    An edition that is approved early reaches them at that hour, a later one at once.
    """
    if not newsletter.local_hour:
        return times.send_at
    return min(times.send_at, timetable(newsletter, times.date, FIRST_ZONE).send_at)


def approves_itself_at(
    record: EditionRecord, newsletter: Newsletter, *, now: datetime
) -> datetime | None:
    """When a ready edition is approved without a person; None where it waits for one.

    One that is not built yet would be ready ``now``, at the earliest.
    """
    if newsletter.approval is Approval.REQUIRED:
        return None
    ready_at = record.ready_at or now
    if newsletter.approval is Approval.AUTOMATIC:
        return ready_at
    return ready_at + timedelta(minutes=newsletter.grace_minutes)


SLOW = timedelta(minutes=10)
"""How long after its time an edition may be without a letter that a server took."""


def worries(
    record: EditionRecord | None,
    times: Timetable,
    now: datetime,
    *,
    since: datetime | None = None,
    sent: int = 0,
) -> Iterator[Overdue]:
    """What the operator should know by now. The edition is in its state ``since`` then; of its
    letters servers have ``sent``."""
    state = record.state if record else State.DRAFT
    if since is not None and max(since, times.send_at) + SLOW < now:
        if state is State.APPROVED:
            yield Overdue.NOT_BEGUN
        if state is State.SENDING and not sent:
            yield Overdue.NO_LETTER
    if state is State.EMPTY:
        yield Overdue.EMPTY
    if state in {State.DRAFT, State.READY, State.HELD} and times.approve_by < now:
        yield Overdue.NOT_APPROVED
    if state not in {*OVER, State.EMPTY} and times.send_by < now:
        yield Overdue.NOT_SENT


_NEVER_OVER = ("expired",)
_OVER_WHEN_DECIDED = "sent before"
_NEWS_OF_SOURCES = ("withdrawn", "embargoed", "corrected", "restored")
_OVER_WHEN_APPROVED = ("refused by the checker", "unasked", "withdrawn", "embargoed", "corrected")
_NO_TROUBLE_BUT_NEWS = ("unasked", *_NEWS_OF_SOURCES)


def is_over(
    about: str,
    record: EditionRecord | None,
    current_worries: Collection[Overdue],
    *,
    all_sent: bool,
) -> bool:
    """Whether what the operator was told ``about`` the edition is over, as it stands now.
    ``all_sent`` says that no letter failed, or none is known to be in doubt, any more."""
    state = record.state if record else State.DRAFT
    if about.startswith(_NEVER_OVER) or is_of_what_went_out(about):
        return False
    if about in set(Overdue):
        return Overdue(about) not in current_worries
    if about in {"letters failed", "letters unknown"}:
        return state is State.SENT and all_sent
    if about == _OVER_WHEN_DECIDED:
        return state in {State.READY, State.APPROVED, State.KILLED}
    if about.startswith(_OVER_WHEN_APPROVED) and state in {State.APPROVED, State.SENDING}:
        return True
    return state in {State.SENT, State.KILLED}


def deserves_all_clear(about: str, record: EditionRecord | None) -> bool:
    """Whether the end of it is told: not of mere news, nor where an edition expired, which is told
    as trouble of its own."""
    expired = record is not None and record.state is State.EXPIRED
    return not expired and not about.startswith(_NO_TROUBLE_BUT_NEWS)


def planned_as(
    edition: str, newsletters: Collection[Newsletter], zone: ZoneInfo
) -> tuple[Newsletter, Timetable] | None:
    """The newsletter and the moments of the edition with this id; None where there is none."""
    for newsletter in newsletters:
        rest = edition.removeprefix(f"{newsletter.id}-")
        try:
            day = date.fromisoformat(rest[:10])
        except ValueError:
            continue
        if edition == edition_id(newsletter, day):
            return newsletter, timetable(newsletter, day, zone)
    return None
