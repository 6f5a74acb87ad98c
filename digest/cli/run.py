"""``run``: everything that happens by itself, until it is stopped."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from digest.cli.languages import refuse_mistakes, warn_of_missing_words
from digest.cli.logs import begin_log
from digest.cli.output import printable, say
from digest.cli.project import Project, now, pass_project
from digest.cli.project_setup import look_over_templates
from digest.cli.serving import all_pages
from digest.cli.status import next_of
from digest.model.message import Message
from digest.model.settings import Newsletter
from digest.notifications.incidents import Incidents, cause_of

if TYPE_CHECKING:
    from digest.model.reading import SourceReport
    from digest.schedule.scheduler import ScheduledJobs

_Given = ParamSpec("_Given")

log = logging.getLogger("digest")

FIRST_GATHERING_SECONDS = 60
"""How long a build waits at the start for the sources to be read."""


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and end: for cron and for tests.")
@pass_project
def run(folder: Path, once: bool) -> None:
    """Gather, build, approve, send and serve the pages, by the settings' timetable, until stopped.

    Safe to kill at any moment and to start again, late or twice: what is due and not done is done
    once.
    """
    begin_log()
    # that a look is left out while the one before still sends is no news
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    project = Project(folder)
    stop, gathered = threading.Event(), threading.Event()
    incidents = Incidents(settings=project.settings, clock=now)
    # a run that ends at once says what failed by its exit code
    attend, watch = _at_the_desk(project, stop, gathered, None if once else incidents)
    gather = _gathering(project, gathered)
    with project.open_database():
        pass  # a database that cannot be used is said now, not at half past six
    refuse_mistakes(project)
    look_over_templates(project)
    warn_of_missing_words(project)
    _ = project.secret
    if once:
        _run_once(project, attend, gather)
        return
    from digest.schedule.scheduler import ScheduledJobs

    jobs = ScheduledJobs(
        attend=_going_on(attend, "alert.work_schedule", incidents),
        watch=_going_on(watch, "alert.work_watch", incidents),
        gather=_going_on(gather, "alert.work_gathering", incidents),
        take_returns=_going_on(_returning(project), "alert.work_returns", incidents),
    )
    _run_until_stopped(project, jobs, stop)


def _run_once(
    project: Project, attend: Callable[[Newsletter], None], gather: Callable[[], None]
) -> None:
    """What fails for one newsletter keeps none of the others waiting; the last failure is said."""
    failure: Exception | None = None
    works: list[Callable[[], None]] = [
        partial(attend, each) for each in project.settings.newsletters.values()
    ]
    for work in (gather, *works):
        try:
            work()
        except Exception as error:
            if failure is not None:
                log.error("%s", cause_of(failure))
            failure = error
    if failure is not None:
        raise failure


def _run_until_stopped(project: Project, jobs: ScheduledJobs, stop: threading.Event) -> None:
    from digest.schedule.scheduler import scheduler_for

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    scheduler = scheduler_for(project.settings, jobs)
    # it stays open, so that `digest restore` sees that somebody is at work
    with project.open_database(), all_pages(project):
        scheduler.start()
        _announce(project)
        stop.wait()
        say("stopping: letters under way are finished first")
        scheduler.shutdown(wait=True)


def _announce(project: Project) -> None:
    for newsletter in project.settings.newsletters.values():
        with project.open_database() as database:
            times = next_of(database, newsletter, project.zone)
        if times:
            local = times.send_at.astimezone(project.zone)
            say(f"{newsletter.name}: next goes out on {local:%A %Y-%m-%d at %H:%M}")


def _at_the_desk(
    project: Project, stop: threading.Event, gathered: threading.Event, incidents: Incidents | None
) -> tuple[Callable[[Newsletter], None], Callable[[Newsletter], None]]:
    """``attend`` and ``watch``, each on a database connection of the thread that calls it."""
    from digest.schedule import runner

    def seated(
        work: Callable[[runner.ScheduleRunner, Newsletter], None],
    ) -> Callable[[Newsletter], None]:
        def do(newsletter: Newsletter) -> None:
            with project.open_newsroom() as newsroom:
                work(
                    runner.ScheduleRunner(
                        newsroom=newsroom,
                        incidents=incidents,
                        should_stop=stop.is_set,
                        await_sources=lambda: _await(gathered, stop),
                    ),
                    newsletter,
                )

        return do

    return seated(runner.run_due_steps), seated(runner.check_overdue)


def _going_on(
    work: Callable[_Given, None], key: str, incidents: Incidents
) -> Callable[_Given, None]:
    """``work`` for the scheduler: whatever it raises, for a locked database perhaps, is one line of
    the log, and the operator's if it lasts; the next look tries again. ``key`` is its name among
    the messages."""

    def do(*given: _Given.args, **named: _Given.kwargs) -> None:
        of = [each.id for each in given if isinstance(each, Newsletter)]
        work_of = Message(key)
        what = Message("alert.work_of", work=work_of, newsletter=of[0]) if of else work_of
        try:
            work(*given, **named)
        except Exception as error:
            incidents.failed(what, error)
        else:
            incidents.over(what)

    return do


def _await(gathered: threading.Event, stop: threading.Event) -> None:
    """Waits until the sources were read once, for a while: after a night out of service an edition
    is not built from yesterday's articles, and a source that hangs does not cost it."""
    end = time.monotonic() + FIRST_GATHERING_SECONDS
    while not (gathered.wait(0.2) or stop.is_set() or time.monotonic() > end):
        pass


def _returning(project: Project) -> Callable[[], None]:
    from digest.cli.returns_and_dkim import open_settings_mailbox
    from digest.pipelines.returns import take_returns

    def take() -> None:
        with (
            project.open_database() as database,
            open_settings_mailbox(project.settings.returns) as mailbox,
        ):
            report = take_returns(database, mailbox, secret=project.secret, clock=now)
        for problem in report.problems:
            log.warning("mail that came back: %s", problem)
        for word, count in report.counts:
            log.info("mail that came back: %s %s", count, word)

    return take


def _gathering(project: Project, gathered: threading.Event) -> Callable[[], None]:
    from digest.pipelines.gather import collect

    def report(line: SourceReport) -> None:
        if line.failed:
            log.warning("%s: %s", line.source, line.failed)
        elif line.new or line.updated:
            log.info(
                "%s %s: %s new, %s updated", line.source, line.location, line.new, line.updated
            )
        for title in line.withdrawn:
            log.warning("%s: withdrawn or put under embargo: “%s”", line.source, printable(title))

    def gather() -> None:
        try:
            with project.open_newsroom() as newsroom:
                collect(newsroom, now=now(), on_report=report)
        finally:
            gathered.set()

    if not project.settings.sources:
        gathered.set()
    return gather
