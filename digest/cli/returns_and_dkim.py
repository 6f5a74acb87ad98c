"""``dkim`` and ``returns``: what surrounds delivery."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.output import counted, first_of, print_json, printable, warn
from digest.cli.project import Project, json_option, now, pass_project

if TYPE_CHECKING:
    from digest.deliver.mailbox import Mailbox
    from digest.model.settings import ReturnsMailbox
    from digest.pipelines.returns import ReturnOutcome

WITH_FINDINGS = 1

_IN_WORDS = {
    "hard": ("address that bounced for good", "addresses that bounced for good"),
    "soft": ("passing bounce", "passing bounces"),
    "complaint": ("complaint", "complaints"),
    "unsubscribed": ("reader who left", "readers who left"),
    "forged": ("message without our signature, ignored", "messages without our signature, ignored"),
    "gone": ("message about a deleted reader", "messages about deleted readers"),
    "repeated": ("message heeded before", "messages heeded before"),
    "other": ("other message, left alone", "other messages, left alone"),
    "unreadable": ("message that cannot be read", "messages that cannot be read"),
}


@click.group()
def dkim() -> None:
    """Keys that sign letters, for newsrooms whose mail server does not."""


@dkim.command(short_help="Make a key, and its DNS record.")
@click.argument("domain")
@click.option("--selector", default="digest", show_default=True, help="The key's name in the DNS.")
@click.option(
    "--algorithm", type=click.Choice(["rsa", "ed25519"]), default="rsa", show_default=True
)
@pass_project
def keygen(folder: Path, domain: str, selector: str, algorithm: str) -> None:
    """Make a key for DOMAIN; print the DNS record and what goes into schedules.toml.

    Overwrites nothing. RSA is known to every receiver; a second, Ed25519 key may stand beside it.
    """
    from digest.deliver.dkim import Algorithm, dns_record, generate_key, load_key
    from digest.model.errors import UsageError

    pem = generate_key(Algorithm(algorithm))
    path = folder / f"{selector}.{domain}.pem"
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            file.write(pem)
    except FileExistsError:
        raise UsageError(f"{path} is there already: choose another --selector") from None
    record = dns_record(load_key(pem, domain=domain, selector=selector))
    click.echo(f"The private key is in {path}: keep it from everyone else. In the DNS:\n")
    click.echo(f"{record.zone_line}\n")
    if '" "' in record.zone_line:
        click.echo("A web form for DNS records takes it without the quotes, as one string.\n")
    click.echo("In schedules.toml, when the record is there:\n")
    click.echo(f'[[mail.dkim]]\nselector = "{selector}"\ndomain = "{domain}"\nfile = "{path.name}"')


@click.command()
@click.argument("source", metavar="[MAILDIR|-]", default="")
@json_option
@pass_project
def returns(folder: Path, source: str, as_json: bool) -> int:
    """Heed what came back: bounces, complaints, and mails that ask to unsubscribe.

    From the settings' mailbox ([returns]), from a Maildir's new messages, or one message on
    standard input ("-", for a mail server's pipe). Only messages that carry a token we signed are
    believed; each is heeded once.

    A message that cannot be read is named on standard error and set aside, in the mailbox's folder
    Unreadable (.Unreadable in a Maildir), and the others are heeded; then the exit code is 1, which
    makes a mail server's pipe send it to its postmaster.
    """
    from digest.pipelines.returns import take_returns

    project = Project(folder)
    with project.open_database() as database, _mailbox(project, source) as mailbox:
        report = take_returns(database, mailbox, secret=project.secret, clock=now)
    for problem in first_of(report.problems):
        warn(printable(problem))
    if as_json:
        print_json({word.value: count for word, count in report.counts})
    else:
        counts = ", ".join(_counted(word, count) for word, count in report.counts)
        click.echo(counts or "nothing came back")
    return WITH_FINDINGS if report.problems else 0


def _counted(word: ReturnOutcome, count: int) -> str:
    """How many of one kind, as a person says it."""
    return counted(count, *_IN_WORDS[word.value])


def _mailbox(project: Project, source: str) -> AbstractContextManager[Mailbox]:
    from digest.deliver.mailbox import PipedMail
    from digest.deliver.maildir import Maildir
    from digest.model.errors import UsageError
    from digest.model.message import Message

    if source == "-":
        return nullcontext(PipedMail(sys.stdin.buffer))
    if source:
        return nullcontext(Maildir(Path(source)))
    if not project.settings.returns.host:
        raise UsageError(Message("returns.no_mailbox"))
    return open_settings_mailbox(project.settings.returns)


def open_settings_mailbox(box: ReturnsMailbox) -> AbstractContextManager[Mailbox]:
    """The settings' mailbox, open until the ``with`` ends."""
    from digest.deliver.imap import Postbox, open_postbox

    return open_postbox(
        Postbox(
            host=box.host,
            port=box.port,
            security=box.security,
            username=box.username,
            password=box.password,
            folder=box.folder,
        )
    )
