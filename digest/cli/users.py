"""``user``: who may use the editors' pages, and what each may do there."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from digest.cli.output import print_json, printable
from digest.cli.project import Project, gather_options, json_option, now, pass_project
from digest.model.users import NewUser, Role

role_option = click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.EDITOR.value,
    show_default=True,
    callback=lambda _context, _option, name: Role(name),
    help="reader looks, editor changes, approver approves, operator sends.",
)
password_option = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    envvar="DIGEST_USER_PASSWORD",
    help="Asked for when it is not in DIGEST_USER_PASSWORD; as an option it ends in your history.",
)


@click.group()
def user() -> None:
    """The people at the desk: add, list, role, mail, password, remove."""


@user.command()
@click.argument("name")
@click.option("--title", default="", help="The name that others see (default: NAME).")
@click.option("--language", default="", help="Of the pages: en or uk (default: the browser's).")
@click.option("--mail", default="", help="Where they are asked to approve (default: nowhere).")
@role_option
@password_option
@pass_project
@gather_options("new", NewUser)
def add(folder: Path, new: NewUser, password: str) -> None:
    """Give NAME access to the editors' pages."""
    from digest.store.users import add_user

    with Project(folder).open_database() as database:
        added = add_user(database, new, password=password, now=now())
    click.echo(f"{printable(added.name)} is {added.role}; they sign in at `digest desk`")


@user.command("list")
@json_option
@pass_project
def list_users(folder: Path, as_json: bool) -> None:
    """Show everyone who has, or had, access."""
    from digest.store.users import users_of

    with Project(folder).open_database() as database:
        for person in users_of(database):
            if as_json:
                print_json(asdict(person))
            else:
                role = person.role.value if person.active else "removed"
                line = f"{role:10} {printable(person.name):24} {printable(person.title):24}"
                click.echo(f"{line} {printable(person.mail)}".rstrip())


@user.command(short_help="Give a person another role.")
@click.argument("name")
@click.argument("new", type=click.Choice([role.value for role in Role]), metavar="ROLE")
@pass_project
def role(folder: Path, name: str, new: str) -> None:
    """Give NAME the role ROLE: reader, editor, approver or operator."""
    from digest.store.users import set_role

    with Project(folder).open_database() as database:
        person = set_role(database, name, Role(new))
    click.echo(f"{printable(person.name)} is {person.role}")


@user.command(short_help="Say where to ask for approval.")
@click.argument("name")
@click.argument("address")
@pass_project
def mail(folder: Path, name: str, address: str) -> None:
    """Write to NAME at ADDRESS when an edition waits for approval; "" for no mail."""
    from digest.store.users import set_mail

    with Project(folder).open_database() as database:
        person = set_mail(database, name, address)
    told = f"is written to at {person.mail}" if person.mail else "is not written to"
    click.echo(printable(f"{person.name} {told}"))


@user.command()
@click.argument("name")
@password_option
@pass_project
def password(folder: Path, name: str, password: str) -> None:
    """Give NAME a new password; their sessions end."""
    from digest.store.users import set_password

    with Project(folder).open_database() as database:
        set_password(database, name, password)
    click.echo(f"{printable(name)} has a new password, and is signed out everywhere")


@user.command(short_help="Take a person's access away.")
@click.argument("name")
@pass_project
def remove(folder: Path, name: str) -> None:
    """Take NAME's access away at once; what they did keeps their name."""
    from digest.store.users import lock_out

    with Project(folder).open_database() as database:
        person = lock_out(database, name)
    click.echo(f"{printable(person.name)} has no access any more")


@user.command("approve-link", short_help="Print a link that approves an edition.")
@click.argument("name")
@click.argument("edition")
@click.option("--desk", "address", default="", help="Where the desk is (default: desk.url).")
@pass_project
def approve_link(folder: Path, name: str, edition: str, address: str) -> None:
    """Print a link that lets NAME approve EDITION as it is now, for a mail or a message.

    It opens a page with a button, for NAME alone, signed in, for a day, and for this very mail.
    """
    from digest.deliver.approve_links import ApproveLink, approve_url
    from digest.model.errors import StateError
    from digest.pipelines.publish import preview_edition
    from digest.store.users import user_named

    project = Project(folder)
    with project.open_newsroom() as newsroom:
        person = user_named(newsroom.database, name)
        shown = preview_edition(newsroom, edition, now=now())
    if shown.presented is None:
        raise StateError(f"{edition} has no story: there is nothing to approve")
    link = ApproveLink(edition=edition, user=person.id, seen=shown.presented.mail.hash)
    public = address or project.settings.desk.address
    click.echo(approve_url(link, desk=public, secret=project.secret))
