"""``build``, ``approve``, ``hold``, ``release`` and ``kill``: an edition until it is approved."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from digest.cli.languages import warn_of_missing_words
from digest.cli.output import counted, first_of, print_json, printable, progress_bar, say, warn
from digest.cli.project import (
    Project,
    at_option,
    at_or_now,
    gather_options,
    json_option,
    now,
    pass_project,
)
from digest.model.edition import Decision

if TYPE_CHECKING:
    from digest.model.edit import Edited
    from digest.model.edition import Edition, EditionRecord, Item
    from digest.model.mail import Finding, Severity
    from digest.model.source_change import SourceChange
    from digest.pipelines.newsroom import Newsroom
    from digest.pipelines.publish import Built

WITH_FINDINGS = 1

FEW = 5
"""How many of one edition's pictures, links and texts that were left out are named."""

who_option = click.option(
    "--who", default=getpass.getuser, help="Who does this, for the record (default: you)."
)
why_option = click.option("--why", default="", help="Why, for the record.")


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildOutput:
    """Where and how the built edition is shown."""

    out: Path | None
    reasons: bool
    as_json: bool


@click.command()
@click.argument("newsletter")
@at_option
@click.option("--rehearse", is_flag=True, help="Build it as it would be, and store nothing.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write edition.json, edition.html, edition.txt and edition.eml into this folder.",
)
@click.option("--reasons", is_flag=True, help="Say of every story why it stands where it does.")
@who_option
@json_option
@pass_project
@gather_options("output", BuildOutput)
def build(
    folder: Path,
    newsletter: str,
    at: datetime | None,
    rehearse: bool,
    who: str,
    output: BuildOutput,
) -> int:
    """Build NEWSLETTER's edition from the stored articles: a draft for approval.

    Building again replaces the draft. A rehearsal, of any date, consumes nothing. Exit code 1 when
    the checker has findings or there is too little for an edition.
    """
    from digest.pipelines import publish
    from digest.timetable import edition_at

    project = Project(folder)
    chosen, moment = project.newsletter(newsletter), at_or_now(at, project.zone)
    times = edition_at(chosen, project.zone, moment)
    warn_of_missing_words(project)
    with project.open_newsroom() as newsroom, progress_bar(f"building {times.edition}"):
        if rehearse:
            built = publish.rehearse(newsroom, times, at=moment)
        else:
            built = publish.build(newsroom, times, at=moment, who=who)
    if output.out is not None:
        _write(project, built, output.out, moment)
    print_json(_built_line(built)) if output.as_json else _print_edition(built, output.reasons)
    return _say_findings(built, chosen.sizes.minimum)


def _write(project: Project, built: Built, out: Path, moment: datetime) -> None:
    """The edition in its four forms, for a person's eyes or another program."""
    from digest.pipelines.publish import sample_letter
    from digest.store.edition_json import edition_to_json

    out.mkdir(parents=True, exist_ok=True)
    (out / "edition.json").write_text(edition_to_json(built.edition) + "\n", encoding="utf-8")
    if built.presented is None:
        return
    mail = built.presented.mail
    newsletter = project.settings.newsletters[mail.newsletter]
    (out / "edition.html").write_text(mail.html, encoding="utf-8")
    (out / "edition.txt").write_text(mail.text, encoding="utf-8")
    (out / "edition.eml").write_bytes(sample_letter(project.settings, newsletter, mail, at=moment))


def _built_line(built: Built) -> dict[str, Any]:
    from digest.model.blocks import gist_of
    from digest.present.block_views import printed_blocks, sponsors_of

    mail = built.presented.mail if built.presented else None
    return {
        "edition": built.edition.id,
        "state": built.record.state.value if built.record else "rehearsed",
        "subject": mail.subject if mail else "",
        "preheader": mail.preheader if mail else "",
        "hash": mail.hash if mail else "",
        "items": [
            {"place": item.place.value, "section": item.section, "headline": item.headline}
            for item in built.edition.items()
        ],
        "blocks": [
            {"id": each.id, "kind": each.content.kind, "words": gist_of(each.content)}
            for each in printed_blocks(built.edition)
        ],
        "sponsors": list(sponsors_of(built.edition)),
        "left_out": len(built.edition.left_out),
        "errors": len(built.errors),
        "warnings": len(built.findings) - len(built.errors),
    }


def _print_edition(built: Built, reasons: bool) -> None:
    edition = built.edition
    state = built.record.state.value if built.record else "rehearsal, nothing stored"
    click.echo(f"{edition.id} ({state})")
    if built.presented:
        click.echo(f"  Subject: {printable(built.presented.mail.subject)}")
    for item in edition.items():
        click.echo(f"  {item.place:5} {_title_of(edition, item):18} {printable(item.headline)}")
        for reason in item.why if reasons else ():
            click.echo(f"{'':27}{printable(reason)}")
    _print_blocks(edition)
    count = len(edition.left_out)
    left_out = f"left out: {counted(count, 'article or story', 'articles or stories')}"
    click.echo(f"  {left_out if count else 'nothing was left out'}")
    for left in edition.left_out if reasons else ():
        click.echo(f"{'':27}{printable(left.title)[:60]}: {printable(left.why)}")


def _print_blocks(edition: Edition) -> None:
    """What the mail prints besides its stories, and who paid for any of it."""
    from digest.model.blocks import gist_of
    from digest.present.block_views import printed_blocks, sponsors_of

    for each in printed_blocks(edition):
        kind = each.content.kind.replace("_", " ")
        click.echo(f"  {'block':5} {kind:18} {printable(gist_of(each.content))}")
    if sponsors := sponsors_of(edition):
        named = ", ".join(printable(sponsor) for sponsor in sponsors)
        click.echo(f"  {counted(len(sponsors), 'sponsor', 'sponsors')}: {named}")


def _title_of(edition: Edition, item: Item) -> str:
    return dict(edition.section_titles).get(item.section, item.section)


def _say_findings(built: Built, minimum: int) -> int:
    count = sum(1 for _ in built.edition.items())
    if count < minimum:
        stories = counted(count, "story", "stories")
        warn(f"{built.edition.id}: {stories}, fewer than sizes.minimum ({minimum})")
    problems = built.presented.problems if built.presented else ()
    for problem in first_of(problems, FEW):
        warn(printable(problem))
    for line in _in_few_lines(built.findings):
        say(line)
    return WITH_FINDINGS if built.findings or problems or count < minimum else 0


def _in_few_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Every error; of a rule's warnings the first, and how many more there are: a source without
    https alone makes one for each of its links. ``digest check`` has them all."""
    of_rule: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        of_rule.setdefault((finding.severity, finding.rule), []).append(finding)
    for (severity, rule), them in of_rule.items():
        shown = them if severity == "error" else them[:1]
        for finding in shown:
            yield f"{severity}: {rule}: {printable(finding.message)} ({finding.where})"
        if more := len(them) - len(shown):
            yield f"{'':{len(severity)}}  {rule}: … and {more} more: see `digest check`"


@click.command()
@click.argument("edition")
@click.argument("story")
@json_option
@pass_project
def explain(folder: Path, edition: str, story: str, as_json: bool) -> None:
    """Why STORY stands where it does in EDITION, or why it was left out.

    STORY is a story's or an article's id, also that of the sent story it carries on from, or some
    words of its headline.
    """
    from digest.model.errors import UsageError
    from digest.model.zones import in_local_times
    from digest.pipelines.edit import edited
    from digest.store.source_changes import source_changes_of

    project = Project(folder)
    with project.open_newsroom() as newsroom:
        shown = edited(newsroom, edition, now=now())
        changes = source_changes_of(newsroom.database, edition)
    reasons = list(_reasons(shown, changes, story, project.zone))
    if not reasons:
        raise UsageError(f"{edition} knows no story with {story!r} in its id or headline")
    for headline, said in reasons:
        why = [in_local_times(each, project.zone) for each in said]
        if as_json:
            print_json({"headline": headline, "why": why})
        else:
            click.echo("\n  ".join(printable(line) for line in (headline, *why)))


def _reasons(
    shown: Edited, changes: Sequence[SourceChange], wanted: str, zone: ZoneInfo
) -> Iterator[tuple[str, list[str]]]:
    """The headlines that fit, each with the reasons for its place or its absence."""
    edition = shown.edition
    titles, words = dict(edition.section_titles), wanted.casefold()
    for item in edition.items():
        known_by = {item.story, item.continues, *item.articles}
        if wanted in known_by or words in item.headline.casefold():
            place = f"{item.place} in {titles.get(item.section, item.section)}"
            yield item.headline, [f"{place}, {item.score:.2f} points", *map(str, item.why)]
    for left in edition.left_out:
        if wanted == left.id or words in left.title.casefold():
            yield left.title, [f"left out: {left.why}"]
    for gone in shown.withdrawn:
        if (
            wanted in {gone.item.story, *gone.item.articles}
            or words in gone.item.headline.casefold()
        ):
            yield gone.item.headline, [f"withdrawn: {gone.why}"]
    yield from _told_by_sources(shown, changes, wanted, zone)


def _told_by_sources(
    shown: Edited, changes: Sequence[SourceChange], wanted: str, zone: ZoneInfo
) -> Iterator[tuple[str, list[str]]]:
    """What sources did to the stories that fit since the edition was built."""
    from digest.model.zones import in_local_times, local_time
    from digest.store.source_changes import in_words

    known_by = {wanted, *(item.story for item in shown.built.items() if wanted in item.articles)}
    told: dict[str, list[str]] = {}
    for change in changes:
        if change.story in known_by or wanted.casefold() in change.headline.casefold():
            words = in_local_times(in_words(change), zone)
            line = f"{local_time(change.at, zone)}, {change.state}: {words}"
            told.setdefault(change.headline, []).append(line)
    yield from told.items()


@click.command()
@click.argument("edition")
@who_option
@json_option
@pass_project
def approve(folder: Path, edition: str, who: str, as_json: bool) -> None:
    """Approve EDITION: its mail is frozen, byte for byte, and goes out at its time.

    The checker runs first; an error refuses the approval. So does, once, what sources changed of
    an edition that was approved: it is shown, the exit code is 6, and the next call approves.
    """
    from digest.model.zones import in_local_times
    from digest.pipelines.edit import edited
    from digest.pipelines.publish import approve as approve_checked

    project = Project(folder)
    with project.open_newsroom() as newsroom, progress_bar(f"checking {edition}"):
        _refuse_unseen_changes(newsroom, edition, who=who, as_json=as_json)
        record = approve_checked(newsroom, edition, who=who, now=now())
        without = edited(newsroom, edition, now=now()).withdrawn
    for gone in without:
        why = in_local_times(gone.why, project.zone)
        say(printable(f"{edition} goes without “{gone.item.headline}”: {why}"))
    if as_json:
        print_json(record_line(record))
        return
    click.echo(f"{edition} is approved; {_when(record, now(), project.zone)} ({record.mail[:12]})")


def _refuse_unseen_changes(newsroom: Newsroom, edition: str, *, who: str, as_json: bool) -> None:
    """Says what sources changed since the edition was approved; refuses what is said first now."""
    from digest.model.errors import StateError
    from digest.pipelines.approval_mail import source_lines
    from digest.pipelines.sent_before import refuse_if_sent_before
    from digest.pipelines.source_changes import changes_since_approval, unseen_changes
    from digest.store.editions import edition_record
    from digest.wording.desk_words import words_for

    refuse_if_sent_before(newsroom, edition, who=who, now=now())
    unseen = unseen_changes(newsroom, edition, now=now())
    if changes := unseen or changes_since_approval(newsroom.database, edition):
        said = source_lines(changes, words_for(["en"], newsroom.zone))
        say(printable(f"{edition}: changed by its sources since it was approved:"))
        for line in said.splitlines():
            say(printable(line))
    if not unseen:
        return
    if as_json:
        record = edition_record(newsroom.database, edition)
        print_json(record_line(record) | {"changes": [_change_line(each) for each in unseen]})
    raise StateError(
        f"{edition} is not approved: look at what changed, then `digest approve {edition}` again"
    )


def _change_line(change: SourceChange) -> dict[str, Any]:
    return {
        "story": change.story,
        "headline": change.headline,
        "kind": change.kind.value,
        "fields": list(change.fields),
        "was": change.was,
        "now": change.now,
    }


def _when(record: EditionRecord, now: datetime, zone: ZoneInfo) -> str:
    """When the approved edition goes out, and what sends it where its time has come."""
    from digest.model.zones import local_time

    if now > record.never_after:
        return f"but it must not go out after {local_time(record.never_after, zone)}"
    if now >= record.send_at:
        return f"its time has come: `digest run` sends it now, or `digest send {record.id}`"
    return f"goes out at {local_time(record.send_at, zone)}"


def _move_command(name: str, after: str, summary: str) -> click.Command:
    """A command that moves an edition to another state; three differ in nothing but words."""

    @click.command(name, help=summary)
    @click.argument("edition")
    @who_option
    @why_option
    @json_option
    @pass_project
    def command(folder: Path, edition: str, who: str, why: str, as_json: bool) -> None:
        from digest.model.edition import State
        from digest.store.editions import move_edition

        project = Project(folder)
        with project.open_database() as database:
            record = move_edition(
                database, edition, State(after), Decision(who=who, why=why, at=now())
            )
        print_json(record_line(record)) if as_json else click.echo(f"{edition} is {record.state}")

    return command


hold = _move_command(
    "hold", "held", "Hold EDITION: nothing goes out until it is released; drops its approval."
)


@click.command()
@click.argument("edition")
@who_option
@why_option
@click.option(
    "--send-again",
    is_flag=True,
    help="Although it went out before the database was restored: forget that it did.",
)
@json_option
@pass_project
def release(
    folder: Path, edition: str, who: str, why: str, send_again: bool, as_json: bool
) -> None:
    """Release EDITION, held or approved: it waits for approval again."""
    from digest.pipelines.sent_before import release as release_edition

    project = Project(folder)
    with project.open_newsroom() as newsroom:
        record = release_edition(
            newsroom, edition, Decision(who=who, why=why, at=now()), send_again=send_again
        )
    print_json(record_line(record)) if as_json else click.echo(f"{edition} is {record.state}")


kill = _move_command("kill", "killed", "Kill EDITION for good: it will never go out.")


def record_line(record: EditionRecord) -> dict[str, Any]:
    """An edition's record as JSON prints it."""
    return {
        "edition": record.id,
        "newsletter": record.newsletter,
        "date": record.date.isoformat(),
        "state": record.state.value,
        "revision": record.revision,
        "send_at": record.send_at.isoformat(),
        "never_after": record.never_after.isoformat(),
        "mail": record.mail,
    }
