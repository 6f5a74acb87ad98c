"""``status``: what went out, what waits, what failed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.editions import record_line
from digest.cli.output import counted, print_json, printable
from digest.cli.project import Project, json_option, now, pass_project

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from sqlite_utils import Database

    from digest.model.alert import Alert
    from digest.model.edition import EditionRecord, StateChange
    from digest.model.settings import Newsletter
    from digest.timetable import Timetable

LATEST = 7
"""How many of a newsletter's last editions are shown."""


@click.command()
@click.argument("edition", required=False)
@click.option(
    "--letters",
    type=click.Choice(["failed", "unknown", "excluded", "pending", "sent"]),
    help="Say which of EDITION's readers it is, and why; a line each.",
)
@json_option
@pass_project
def status(folder: Path, edition: str | None, letters: str | None, as_json: bool) -> None:
    """Every newsletter's next edition and its last ones; or all about EDITION."""
    from digest.model.errors import UsageError

    project = Project(folder)
    with project.open_database() as database:
        if letters:
            if not edition:
                raise UsageError(
                    "name the edition whose letters you mean: "
                    f"`digest status EDITION --letters {letters}`"
                )
            _show_letters(project, database, edition, letters, as_json)
            return
        if edition:
            _show_edition(project, database, edition, as_json)
            return
        for newsletter in project.settings.newsletters.values():
            _show_newsletter(project, database, newsletter, as_json)


def _show_newsletter(
    project: Project, database: Database, newsletter: Newsletter, as_json: bool
) -> None:
    from digest.model.zones import local_time
    from digest.store.audience_counts import readers_now
    from digest.store.editions import edition_records

    readers = readers_now(database, newsletter)
    records = edition_records(database, newsletter=newsletter.id, limit=LATEST)
    times = next_of(database, newsletter, project.zone)
    if as_json:
        print_json(
            {
                "newsletter": newsletter.id,
                "recipients": readers,
                "next": times.edition if times else None,
                "send_at": times.send_at.isoformat() if times else None,
                "editions": [_edition_line(database, record) for record in records],
            }
        )
        return
    click.echo(f"{newsletter.name} ({newsletter.id}), {counted(readers, 'reader', 'readers')}")
    if times:
        local = local_time(times.send_at, project.zone)
        click.echo(f"  next: {times.edition}, goes out on {times.date:%A} at {local}")
    for record in records:
        click.echo(f"  {record.id:28} {record.state:9} {_counts_in_words(database, record)}")


def next_of(database: Database, newsletter: Newsletter, zone: ZoneInfo) -> Timetable | None:
    """The times of the newsletter's next edition that is not over yet; None within a year."""
    from digest.store.editions import edition_records
    from digest.timetable import OVER, upcoming

    records = edition_records(database, newsletter=newsletter.id, limit=LATEST)
    over = {record.date for record in records if record.state in OVER}
    return upcoming(newsletter, zone, now(), over=over)


def _edition_line(database: Database, record: EditionRecord) -> dict[str, Any]:
    from dataclasses import asdict

    from digest.pipelines.deliver import outlook, progress

    ahead = outlook(database, record.id, now=now())
    return {
        **record_line(record),
        "letters": {
            **asdict(progress(database, record.id)),
            "letters_per_second": round(ahead.letters_per_second, 1),
            "remaining_seconds": ahead.remaining_seconds and round(ahead.remaining_seconds),
            "next_due": ahead.next_due.isoformat() if ahead.next_due else None,
        },
    }


def _counts_in_words(database: Database, record: EditionRecord) -> str:
    from digest.pipelines.deliver import progress

    counts = progress(database, record.id)
    if not counts.total:
        return ""
    words = f"{counts.sent} of {counts.total} sent"
    for name in ("failed", "unknown", "excluded", "open"):
        if number := getattr(counts, name):
            words += f", {number} {name}"
    return words


def _outlook_in_words(project: Project, database: Database, edition: str) -> str:
    """How fast it goes and how long it takes; empty when nothing is open."""
    from digest.model.zones import local_time
    from digest.pipelines.deliver import outlook, progress

    if not progress(database, edition).open:
        return ""
    moment = now()
    ahead = outlook(database, edition, now=moment)
    if ahead.remaining_seconds is not None:
        minutes = ahead.remaining_seconds / 60
        left = (
            f"{minutes:.0f} minutes" if minutes >= 2 else f"{ahead.remaining_seconds:.0f} seconds"
        )
        return f"{ahead.letters_per_second:.1f} letters a second; about {left} to go"
    if ahead.next_due is None or ahead.next_due <= moment:
        return "nothing went out in the last minute"
    return f"the next letter is due at {local_time(ahead.next_due, project.zone)}"


def _show_edition(project: Project, database: Database, edition: str, as_json: bool) -> None:
    from digest.model.alert import what_of
    from digest.model.zones import in_local_times, local_time
    from digest.pipelines.deliver import reasons
    from digest.store.alerts import alerts_of
    from digest.store.editions import edition_record, moves_of
    from digest.timetable import OVER

    record = edition_record(database, edition)
    moves, alerts = moves_of(database, edition), alerts_of(database, edition)
    if as_json:
        line = _edition_line(database, record)
        print_json({**line, "moves": _move_lines(moves), "alerts": _alert_lines(alerts)})
        return
    local = local_time(record.send_at, project.zone)
    verb = "goes out" if record.state not in OVER and now() < record.send_at else "was due"
    click.echo(f"{record.id}: {record.state}; {verb} at {local}; times below by the same clock")
    click.echo(f"  {_counts_in_words(database, record) or 'nothing sent yet'}")
    if ahead := _outlook_in_words(project, database, edition):
        click.echo(f"  {ahead}")
    for words, count in reasons(database, edition):
        click.echo(f"  {count} × {printable(words)}")
    for move in moves:
        when = move.at.astimezone(project.zone)
        why = f": {printable(in_local_times(move.why, project.zone))}" if move.why else ""
        click.echo(f"  {when:%Y-%m-%d %H:%M:%S}  {move.after:9} by {printable(move.who)}{why}")
    for alert in alerts:
        click.echo(f"  {told_in_words(alert)} ({what_of(alert.about)}): {printable(alert.words)}")


def _move_lines(moves: Sequence[StateChange]) -> list[dict[str, Any]]:
    return [
        {"state": move.after.value, "who": move.who, "why": move.why, "at": move.at.isoformat()}
        for move in moves
    ]


def _alert_lines(alerts: Sequence[Alert]) -> list[dict[str, Any]]:
    return [
        {
            "about": alert.about,
            "words": alert.words,
            "told": alert.told,
            "over": alert.ended.isoformat() if alert.ended else None,
        }
        for alert in alerts
    ]


def told_in_words(alert: Alert) -> str:
    """Whether the operator knows, and whether it is over."""
    words = "the operator was not told"
    if alert.told:
        words = "told the operator"
    elif alert.unsent:
        words = "not yet told the operator, tried again"
    return f"over; {words}" if alert.ended else words


def _show_letters(
    project: Project, database: Database, edition: str, row: str, as_json: bool
) -> None:
    """A line per letter that stands so in the ledger."""
    from digest.model.delivery import LetterState
    from digest.store.editions import edition_record
    from digest.store.letters import letters_of

    edition_record(database, edition)  # says so where there is no such edition
    for letter in letters_of(database, edition, LetterState(row)):
        if as_json:
            print_json(
                {
                    "edition": edition,
                    "recipient": letter.recipient,
                    "address": letter.address,
                    "state": letter.row.value,
                    "words": letter.words,
                    "at": letter.at.isoformat(),
                }
            )
            continue
        when = letter.at.astimezone(project.zone)
        who = letter.address or f"reader {letter.recipient}, deleted since"
        click.echo(
            f"{when:%Y-%m-%d %H:%M:%S}  {printable(who)}  {printable(letter.words)}".rstrip()
        )
