"""``recipients``: the people on a newsletter's list."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from digest.cli.output import fields_of, print_json, printable, say
from digest.cli.project import Project, json_option, now, pass_project
from digest.recipients.files import RecipientFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model.delivery import BadRow, ImportReport
    from digest.model.mail import Recipient
    from digest.model.settings import Settings

WITH_FINDINGS = 1


def topic_names(settings: Settings) -> dict[str, str]:
    """Section ids by every name a reader's topic may go by, in small letters, blanks as hyphens."""
    from digest.model.mail import NO_TOPICS
    from digest.recipients.files import as_word

    return {
        NO_TOPICS: NO_TOPICS,
        **{
            as_word(name): section.id
            for section in settings.sections.values()
            for name in (*section.titles.values(), *section.aliases, section.title, section.id)
        },
    }


@click.group()
def recipients() -> None:
    """The people on a newsletter's list: import, export, list, add, leave, (un)suppress, delete."""


@recipients.command("import", short_help="Add the people in a file.")
@click.argument("newsletter")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--encoding", default="", help="The file's, such as cp1251; told by the file if not given."
)
@json_option
@pass_project
def import_file(folder: Path, newsletter: str, file: Path, encoding: str, as_json: bool) -> int:
    """Add the people in FILE to NEWSLETTER's list: CSV with a header, or JSON Lines.

    Columns: email, and where known name, language, topics (sections, by id or title), zone
    (Europe/Kyiv), tags, status, consent_at and consent_how. Topics and tags are set apart by
    commas, semicolons or bars.

    A language that is none is left out, and named: the newsletter's counts.

    Bad lines are named with their number and the reason; the others are taken. Whoever left, or is
    suppressed, is never brought back by an import. Exit code 1 when a line was bad.

    A file that is not in UTF-8 is read in the encoding that its letters tell, and that is said;
    where they are too few to tell, it is not read until --encoding names it.
    """
    from digest.store.recipient_imports import import_recipients

    project = Project(folder)

    def complain(row: BadRow) -> None:
        if as_json:
            print_json({"event": "bad row", **fields_of(row)})
        else:
            say(f"{file}: line {row.line}: {printable(row.text)!r}: {printable(row.why)}")

    with project.open_database() as database:
        report = import_recipients(
            database,
            project.newsletter(newsletter).id,
            RecipientFile(file, encoding=encoding),
            now=now(),
            topics=topic_names(project.settings),
            on_bad_row=complain,
        )
    if as_json:
        print_json({"event": "report", **asdict(report)})
    else:
        click.echo(_in_words(report))
    return WITH_FINDINGS if report.bad else 0


def _in_words(report: ImportReport) -> str:
    counts = asdict(report)
    encoding, sureness = counts.pop("encoding"), counts.pop("sureness")
    languages = ", ".join(map(repr, counts.pop("unknown_languages")))
    guessed = f", a guess, {sureness:.0%} sure" if sureness < 1 else ""
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    taken = f"{told or 'nothing to import'} (read as {encoding}{guessed})"
    if languages:
        taken += (
            f"\nno languages, left out, so that the newsletter's counts: {printable(languages)}"
        )
    return taken


@recipients.command("export", short_help="Write the list, as `import` reads it.")
@click.argument("newsletter")
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv")
@click.option("--tag", default="", help="Only the people with this tag.")
@pass_project
def export(folder: Path, newsletter: str, form: str, tag: str) -> None:
    """Write NEWSLETTER's list to standard output, as `import` reads it."""
    from digest.store.recipient_exports import ListFormat, export_recipients

    project = Project(folder)
    identity = project.newsletter(newsletter).id
    with project.open_database() as database:
        export_recipients(database, identity, sys.stdout, form=ListFormat(form), tag=tag)


@recipients.command("list")
@click.argument("newsletter")
@click.option("--tag", default="", help="Only the people with this tag.")
@json_option
@pass_project
def list_people(folder: Path, newsletter: str, tag: str, as_json: bool) -> None:
    """Show everyone on NEWSLETTER's list."""
    from digest.store.recipients import recipients_of

    project = Project(folder)
    with project.open_database() as database:
        for person in recipients_of(database, project.newsletter(newsletter).id, tag=tag):
            if as_json:
                print_json(asdict(person))
            else:
                click.echo(_person_in_words(person))


def _person_in_words(person: Recipient) -> str:
    """One line about a reader: status, address, name, and which topics and tags, if any."""
    words = f"{person.status:12} {person.address:40} {printable(person.name)}"
    topics, tags = (printable(", ".join(them)) for them in (person.topics, person.tags))
    words += f"  topics: {topics}" if topics else ""
    words += f"  tags: {tags}" if tags else ""
    return words


class AddOptions(TypedDict):
    """What may be said of a person who is put on the list."""

    name: str
    language: str
    topics: tuple[str, ...]
    zone: str
    tags: tuple[str, ...]
    consent: str


@recipients.command("add", short_help="Put one person on the list.")
@click.argument("newsletter")
@click.argument("address")
@click.option("--name", default="")
@click.option("--language", default="")
@click.option(
    "--topic", "topics", multiple=True, help="A section they want; all, if none is named."
)
@click.option("--zone", default="", help="Their time zone, such as Europe/Kyiv.")
@click.option("--tag", "tags", multiple=True, help="A word of yours, for segments.")
@click.option("--consent", default="", help="How they asked for it, for the record.")
@pass_project
def add(folder: Path, newsletter: str, address: str, **options: Unpack[AddOptions]) -> int:
    """Put one person on NEWSLETTER's list, or note more about one who is on it.

    Who left is put back by --consent only: they asked anew. Exit code 1 when the person does not
    get the newsletter afterwards.
    """
    from digest.model.mail import RecipientStatus
    from digest.store.recipient_imports import RecipientDetails, add_recipient

    project = Project(folder)
    topics = _sections_called(options["topics"], project.settings)
    with project.open_database() as database:
        person = add_recipient(
            database,
            project.newsletter(newsletter).id,
            address,
            now=now(),
            details=RecipientDetails(
                name=options["name"],
                language=options["language"],
                topics=topics,
                zone=options["zone"],
                tags=options["tags"],
                consent_how=options["consent"],
            ),
        )
    click.echo(f"{person.address} is {person.status} on {newsletter}")
    if person.status is RecipientStatus.ACTIVE:
        return 0
    say(
        f"{person.address} gets no letters. If they asked for them anew, say how:"
        f" `digest recipients add {newsletter} {person.address} --consent HOW`"
    )
    return WITH_FINDINGS


def _sections_called(topics: Sequence[str], settings: Settings) -> list[str]:
    """The ids of the sections that go by these names.

    :raises UsageError: no section goes by one of them.
    """
    from digest.model.errors import UsageError
    from digest.recipients.files import as_word

    known = topic_names(settings)
    if unknown := [topic for topic in topics if as_word(topic) not in known]:
        raise UsageError(f"no section {unknown[0]!r}; there are {', '.join(settings.sections)}")
    return [known[as_word(topic)] for topic in topics]


@recipients.command("unsubscribe")
@click.argument("newsletter")
@click.argument("address")
@pass_project
def leave(folder: Path, newsletter: str, address: str) -> None:
    """Take one person off NEWSLETTER's list."""
    from digest.model.errors import UsageError
    from digest.store.recipients import find_recipient, unsubscribe

    project = Project(folder)
    with project.open_database() as database:
        person = find_recipient(database, project.newsletter(newsletter).id, address)
        if person is None:
            raise UsageError(f"{address} is not on {newsletter}")
        unsubscribe(database, person.id, now=now())
    click.echo(f"{person.address} is unsubscribed from {newsletter}")


@recipients.command("suppress", short_help="Never write to an address again.")
@click.argument("address")
@click.option("--why", default="by hand", help="Why, for the record.")
@pass_project
def suppress_address(folder: Path, address: str, why: str) -> None:
    """Never write to ADDRESS again, whatever list it is on or comes to."""
    from digest.store.recipients import suppress

    with Project(folder).open_database() as database:
        suppress(database, address, why, now=now())
    click.echo(f"{address} is suppressed")


@recipients.command("unsuppress", short_help="Let an address be written to again.")
@click.argument("address")
@click.option("--why", required=True, help="Why, for the record.")
@pass_project
def unsuppress_address(folder: Path, address: str, why: str) -> None:
    """Let ADDRESS be written to again.

    Whose letters bounced gets them again. Who complained, was deleted or was suppressed by hand
    does not, until they ask for it: `digest recipients add NEWSLETTER ADDRESS --consent HOW`.
    """
    from digest.model.errors import UsageError
    from digest.store.recipients import unsuppress

    with Project(folder).open_database() as database:
        reason = unsuppress(database, address, why, now=now())
    if not reason:
        raise UsageError(f"{address} is not suppressed")
    click.echo(f"{address} is not suppressed any more (it was: {printable(reason)})")
    if reason != "bounced":
        say("To put them on a list: `digest recipients add NEWSLETTER ADDRESS --consent HOW`")


@recipients.command("delete", short_help="Forget a person on every list.")
@click.argument("address")
@pass_project
def delete(folder: Path, address: str) -> None:
    """Forget the person with ADDRESS on every list; a salted hash keeps them from coming back.

    Exit code 2 if nobody has this address; it is kept from coming to a list all the same.
    """
    from digest.model.errors import UsageError
    from digest.store.recipients import delete_person

    with Project(folder).open_database() as database:
        lists = delete_person(database, address, now=now())
    if not lists:
        raise UsageError(
            f"nobody has the address {address}: it is on no list, and kept from coming to one"
        )
    click.echo(f"deleted from {lists} list{'s' * (lists != 1)}")
