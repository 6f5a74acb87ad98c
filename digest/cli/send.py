"""``send``: an approved edition to its readers, or a test to a few addresses."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.output import Advance, counted, print_json, printable, progress_bar
from digest.cli.project import (
    Project,
    at_option,
    at_or_now,
    clock_from,
    gather_options,
    json_option,
    now,
    pass_project,
)

if TYPE_CHECKING:
    from digest.model.delivery import DispatchReport, LetterState, Progress
    from digest.model.edition import EditionRecord

PARTLY_SENT = 7
REFUSED_BY_ALL = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class SendMode:
    """Which of the ways to send is asked for; none of them: to everyone who has not had it."""

    addresses: tuple[str, ...]  # a test to these
    resume: bool
    failed: bool
    unknown: bool
    dry_run: bool

    @property
    def row(self) -> LetterState | None:
        """Which letters to send once more; None where it is not asked for."""
        from digest.model.delivery import LetterState

        if self.unknown:
            return LetterState.UNKNOWN
        return LetterState.FAILED if self.failed else None


@click.command()
@click.argument("edition")
@click.option("--to", "addresses", multiple=True, help="Send a test to this address instead.")
@click.option("--resume", is_flag=True, help="Go on with a sending that broke off.")
@click.option("--failed", is_flag=True, help="Send once more to those whose letters failed.")
@click.option(
    "--unknown", is_flag=True, help="Send once more to those whose letters may have arrived."
)
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@at_option
@json_option
@pass_project
@gather_options("mode", SendMode)
def send(folder: Path, edition: str, mode: SendMode, at: datetime | None, as_json: bool) -> int:
    """Send EDITION now to everyone on its newsletter's list who has not had it.

    It has to be approved. A repeated call sends nothing twice. With --to, a test goes out instead,
    marked as one and written into no ledger. Exit code 7 when some were not sent to, 8 when all
    were refused.
    """
    project = Project(folder)
    if mode.addresses:
        return _send_test(project, edition, mode.addresses, as_json)
    if mode.dry_run:
        return _say_what_would_go(project, edition, mode, at_or_now(at, project.zone), as_json)
    clock = clock_from(project, at)
    if mode.row is not None:
        report = _send_once_more(project, edition, clock, as_json, row=mode.row)
    else:
        report = _send(project, edition, mode.resume, clock, as_json)
    print_json(_report_line(report)) if as_json else _print_report(report)
    if report.refused_by_all:
        return REFUSED_BY_ALL
    progress = report.progress
    return 0 if progress.sent + progress.excluded == progress.total else PARTLY_SENT


def _send(
    project: Project, edition: str, resume: bool, clock: Callable[[], datetime], as_json: bool
) -> DispatchReport:
    from digest.pipelines.send import send_edition
    from digest.pipelines.send_options import SendOptions
    from digest.pipelines.source_watch import sources_watched
    from digest.store.editions import edition_record

    watched = sources_watched(partial(project.open_newsroom, clock), edition)
    with project.open_newsroom(clock) as newsroom, watched, progress_bar("sending") as advance:
        _refuse_unless_resumed(edition_record(newsroom.database, edition), resume)
        options = SendOptions(on_progress=_showing(advance, as_json))
        return send_edition(newsroom, edition, who=getpass.getuser(), options=options)


def _send_once_more(
    project: Project,
    edition: str,
    clock: Callable[[], datetime],
    as_json: bool,
    *,
    row: LetterState,
) -> DispatchReport:
    from digest.pipelines.send import send_once_more
    from digest.pipelines.send_options import SendOptions

    with project.open_newsroom(clock) as newsroom, progress_bar("sending") as advance:
        options = SendOptions(on_progress=_showing(advance, as_json))
        return send_once_more(newsroom, edition, row=row, options=options)


def _showing(advance: Advance, as_json: bool) -> Callable[[Progress], None]:
    """Progress as a bar for a person, or as lines for a script."""

    def show(progress: Progress) -> None:
        if as_json:
            print_json({"event": "progress", **_counts(progress)})
        advance(progress.total - progress.open, progress.total)

    return show


def _send_test(project: Project, edition: str, addresses: tuple[str, ...], as_json: bool) -> int:
    from digest.model.errors import StateError
    from digest.model.mail import Outcome
    from digest.pipelines import publish
    from digest.pipelines.deliver import send_test

    with project.open_newsroom() as newsroom:
        shown = publish.preview_edition(newsroom, edition, now=now())
        if shown.presented is None:
            raise StateError(f"{edition} is {shown.record.state}: it has no story to send")
        deliveries = send_test(newsroom, shown.presented.mail, addresses)
    for address, delivery in zip(addresses, deliveries, strict=True):
        if as_json:
            outcome = {"outcome": delivery.outcome.value, "words": delivery.words}
            print_json({"event": "test", "address": address, **outcome})
        else:
            click.echo(f"{address}: {delivery.outcome} {printable(delivery.words)}")
    accepted = sum(1 for delivery in deliveries if delivery.outcome is Outcome.ACCEPTED)
    if accepted == len(addresses):
        return 0
    return PARTLY_SENT if accepted else REFUSED_BY_ALL


def _say_what_would_go(
    project: Project, edition: str, mode: SendMode, at: datetime, as_json: bool
) -> int:
    from digest.pipelines.deliver import progress
    from digest.pipelines.send import recipients_to_go, refuse_unless_it_would_go
    from digest.store.editions import approved_mail, edition_record

    with project.open_newsroom() as newsroom:
        database = newsroom.database
        record = edition_record(database, edition)
        if mode.row is None:
            _refuse_unless_resumed(record, mode.resume)
            refuse_unless_it_would_go(newsroom, record, now=at)
        count = recipients_to_go(newsroom, record, now=at, row=mode.row)
        mail = approved_mail(database, edition)
        before = progress(database, edition)
    if as_json:
        print_json({"edition": edition, "subject": mail.subject, "recipients": count})
        return 0
    to = counted(count, "recipient", "recipients")
    words = f"{edition}: {mail.subject!r} would go to {to}; nothing was sent"
    click.echo(f"{words} ({before.sent} have had it)" if before.total else words)
    return 0


def _refuse_unless_resumed(record: EditionRecord, resume: bool) -> None:
    from digest.model.edition import State
    from digest.model.errors import StateError

    if record.state is State.SENDING and not resume:
        raise StateError(
            f"{record.id} is being sent, or broke off: `digest send {record.id} --resume`"
        )


def _counts(progress: Progress) -> dict[str, Any]:
    return {
        "edition": progress.edition,
        "total": progress.total,
        "sent": progress.sent,
        "failed": progress.failed,
        "unknown": progress.unknown,
        "excluded": progress.excluded,
        "open": progress.open,
    }


def _report_line(report: DispatchReport) -> dict[str, Any]:
    return {
        "event": "report",
        **_counts(report.progress),
        "resumed": report.resumed,
        "reasons": [{"words": words, "count": count} for words, count in report.reasons],
    }


def _print_report(report: DispatchReport) -> None:
    progress = report.progress
    click.echo(
        f"{progress.edition}: {progress.sent} of {progress.total} sent, {progress.failed} failed,"
        f" {progress.unknown} unknown, {progress.excluded} excluded, {progress.open} still to go"
    )
    for words, count in report.reasons:
        click.echo(f"  {count} × {printable(words)}")
    for option, count in (("failed", progress.failed), ("unknown", progress.unknown)):
        if count:
            click.echo(f"  whose they are: `digest status {progress.edition} --letters {option}`")
        if count and not progress.open:
            click.echo(f"  to try them again: `digest send {progress.edition} --{option}`")
