"""The scheduler's jobs: at the settings' local times, by day names, with nothing skipped."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.model.settings import Day, Newsletter, ReturnsMailbox
from digest.schedule.scheduler import ScheduledJobs, scheduler_for
from tests.newsroom import MORNING, settings_in


def nothing(*_: object) -> None:
    """What a job does when only its times matter."""


def fire_times(newsletter: Newsletter, name: str, zone: str, since: datetime) -> list[datetime]:
    settings = settings_in(Path(), newsletter)
    settings = replace(settings, publication=replace(settings.publication, time_zone=zone))
    scheduler = scheduler_for(
        settings, ScheduledJobs(attend=nothing, watch=nothing, gather=nothing, take_returns=nothing)
    )
    trigger = next(job.trigger for job in scheduler.get_jobs() if job.id == f"morning {name}")
    times: list[datetime] = []
    moment = since
    for _ in range(3):
        moment = trigger.get_next_fire_time(None, moment + timedelta(seconds=1))
        times.append(moment.astimezone(UTC))
    return times


def test_days_go_by_name() -> None:
    weekdays = replace(MORNING, days=(Day.MONDAY, Day.FRIDAY))
    times = fire_times(weekdays, "send at", "UTC", datetime(2026, 3, 12, tzinfo=UTC))
    assert [time.strftime("%A %H:%M") for time in times] == [
        "Friday 06:30",
        "Monday 06:30",
        "Friday 06:30",
    ]


def test_local_time_stays_what_it_is_over_the_clock_change() -> None:
    times = fire_times(MORNING, "send at", "Europe/Berlin", datetime(2026, 3, 28, tzinfo=UTC))
    assert [time.strftime("%d %H:%M") for time in times] == ["28 05:30", "29 04:30", "30 04:30"]


def test_a_mailbox_of_the_settings_is_read_at_once_and_without_one_nothing_is() -> None:
    taken = threading.Event()
    for box, expected in ((ReturnsMailbox(), False), (ReturnsMailbox(host="imap.test"), True)):
        scheduler = scheduler_for(
            settings_in(Path(), returns=box),
            ScheduledJobs(attend=nothing, watch=nothing, gather=nothing, take_returns=taken.set),
        )
        assert (scheduler.get_job("returns") is not None) is expected
    scheduler.start()
    assert taken.wait(5)
    scheduler.shutdown()


def test_no_job_is_dropped_for_being_late() -> None:
    scheduler = scheduler_for(
        settings_in(Path()),
        ScheduledJobs(attend=nothing, watch=nothing, gather=nothing, take_returns=nothing),
    )
    scheduler.start(paused=True)
    jobs = scheduler.get_jobs()
    scheduler.shutdown()
    assert jobs
    assert all(job.misfire_grace_time is None and job.coalesce for job in jobs)
    assert all(job.max_instances == 1 for job in jobs)


def test_a_start_looks_at_once_at_every_newsletter_and_gathers() -> None:
    looked, gathered = threading.Event(), threading.Event()
    scheduler = scheduler_for(
        settings_in(Path()),
        ScheduledJobs(
            attend=lambda newsletter: looked.set(),
            watch=nothing,
            gather=gathered.set,
            take_returns=nothing,
        ),
    )
    scheduler.start()
    assert looked.wait(5)
    assert gathered.wait(5)
    scheduler.shutdown()
