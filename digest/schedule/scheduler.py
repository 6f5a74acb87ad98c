"""When things happen: APScheduler wakes the duty editor; the one door to it.

Jobs live in memory, made from the settings at every start. The scheduler decides only when to look;
``runner`` and the database decide whether anything is due. So a job that fires twice in the
hour the autumn clock repeats, or not at all in the one the spring clock skips, does no harm: the
next look, at most ``LOOK_SECONDS`` later, sees what is due.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from digest.model.settings import Newsletter, Settings

log = logging.getLogger(__name__)

LOOK_SECONDS = 20
"""How often each newsletter is looked at besides its own times: for graces, resumes, catch-up."""


WATCH_SECONDS = 60
"""How often somebody asks whether an edition is late."""


RETURNS_SECONDS = 300
"""How often the mailbox of bounces and of mails asking to unsubscribe is read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduledJobs:
    """What a scheduler calls: ``attend`` to do what is due for a newsletter, ``watch`` to ask
    whether its edition is late, ``gather`` and ``take_returns`` for all of them."""

    attend: Callable[[Newsletter], None]
    watch: Callable[[Newsletter], None]
    gather: Callable[[], None]
    take_returns: Callable[[], None]


def scheduler_for(settings: Settings, jobs: ScheduledJobs) -> BackgroundScheduler:
    """A scheduler, not yet started, that calls each of the four jobs when it may be due.

    There are threads for all of them at once, so that a long sending delays neither another
    newsletter nor the word to the operator that this one is late.
    """
    scheduler = _scheduler_with(2 * len(settings.newsletters) + 2)
    for newsletter in settings.newsletters.values():
        _add_newsletter(scheduler, newsletter, settings.publication.zone, jobs.attend)
        scheduler.add_job(
            jobs.watch,
            IntervalTrigger(seconds=WATCH_SECONDS, timezone=UTC),
            args=[newsletter],
            id=f"{newsletter.id} watch",
            name=f"{newsletter.id}: watch",
        )
    if settings.sources:
        scheduler.add_job(
            jobs.gather,
            IntervalTrigger(minutes=settings.gathering.every_minutes, timezone=UTC),
            id="gather",
            name="gather",
            next_run_time=datetime.now(UTC),
        )
    if settings.returns.host:
        scheduler.add_job(
            jobs.take_returns,
            IntervalTrigger(seconds=RETURNS_SECONDS, timezone=UTC),
            id="returns",
            name="returns",
            next_run_time=datetime.now(UTC),
        )
    return scheduler


def _scheduler_with(threads: int) -> BackgroundScheduler:
    return BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(threads)},
        job_defaults={
            "coalesce": True,  # after a sleep, look once
            "max_instances": 1,
            "misfire_grace_time": None,  # the default of one second skips days without a word
        },
    )


def _add_newsletter(
    scheduler: BackgroundScheduler,
    newsletter: Newsletter,
    zone: ZoneInfo,
    attend: Callable[[Newsletter], None],
) -> None:
    days = ",".join(day.value[:3] for day in newsletter.days)  # by name: numbers are off by one
    for name, local in _times(newsletter):
        scheduler.add_job(
            attend,
            CronTrigger(
                day_of_week=days,
                hour=local.hour,
                minute=local.minute,
                second=local.second,
                timezone=zone,
            ),
            args=[newsletter],
            id=f"{newsletter.id} {name}",
            name=f"{newsletter.id}: {name}",
        )
    scheduler.add_job(
        attend,
        IntervalTrigger(seconds=LOOK_SECONDS, timezone=UTC),
        args=[newsletter],
        id=f"{newsletter.id} look",
        name=f"{newsletter.id}: look",
        next_run_time=datetime.now(UTC),
    )


def _times(newsletter: Newsletter) -> list[tuple[str, time]]:
    """The local times at which something of the newsletter's becomes due."""
    times = [
        ("approve by", newsletter.approve_by),
        ("send at", newsletter.send_at),
        ("send by", newsletter.send_by),
        ("never after", newsletter.never_after),
    ]
    return [(name, local) for name, local in times if local is not None]
