"""``check``: the mail checker on a file or an edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.output import fields_of, print_json, printable, say
from digest.cli.project import Project, json_option, now, pass_project

if TYPE_CHECKING:
    from digest.model.mail import Finding

HTML_FILES = {".html", ".htm", ".xhtml"}
LETTER_FILES = {".eml"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Options:
    """What the command was asked for besides its target."""

    table: bool
    clients: tuple[str, ...]
    kind: str
    house_style: bool
    as_sarif: bool
    as_json: bool


@click.command()
@click.argument("target", metavar="FILE.eml|FILE.html|EDITION|templates")
@click.option(
    "--clients",
    "table",
    is_flag=True,
    help="Show which mail programs lack what a FILE uses, and no more.",
)
@click.option(
    "--for",
    "clients",
    multiple=True,
    metavar="CLIENT",
    help='A mail program that a FILE must work in, as "outlook" or "gmail ios"; may be repeated.',
)
@click.option(
    "--kind",
    type=click.Choice(["newsletter", "transactional"]),
    default="newsletter",
    show_default=True,
    help="What a FILE is: a receipt needs no link to unsubscribe, and no preheader.",
)
@click.option(
    "--house-style",
    "house_style",
    is_flag=True,
    help="Show what only offends our own taste in a FILE, too.",
)
@click.option("--sarif", "as_sarif", is_flag=True, help="Print one SARIF 2.1.0 log.")
@json_option
@pass_project
def check(folder: Path, /, target: str, **given: Any) -> int:  # noqa: ANN401 - click's, as typed
    """Check a mail, ours or anyone's, an edition as it would be sent now, or the templates.

    A FILE is judged as anyone's mail: an error is what keeps someone from reading it or acting on
    it, or deceives them; a warning is what some program, filter or reader may have trouble with.
    An EDITION and the templates are held to our house style as well.

    Exit code 1 when there is an error; warnings alone exit with 0.
    """
    from digest.model.mail import errors_in

    options = _Options(**given)
    if options.table:
        return _show_clients(Path(target), options.clients, options.as_json)
    findings = _findings(folder, target, options)
    if options.as_sarif:
        click.echo(_in_sarif(findings, target))
    for finding in () if options.as_sarif else findings:
        print_json(_line(finding)) if options.as_json else click.echo(_in_words(finding))
    errors = len(errors_in(findings))
    say(f"{target}: {errors} errors, {len(findings) - errors} warnings")
    return 1 if errors else 0


def _findings(folder: Path, target: str, options: _Options) -> Sequence[Finding]:
    if target == "templates":
        from digest.check.template_check import try_templates

        return try_templates(Project(folder).open_templates())
    path = Path(target)
    if path.is_file():
        from digest.check.judging import as_anyones
        from digest.model.mail import MailKind

        found = _check_file(folder, path, options.clients)
        kind = MailKind(options.kind)
        return as_anyones(found, kind=kind, house_style=options.house_style)
    if path.suffix.lower() in HTML_FILES | LETTER_FILES or path.exists():
        from digest.model.errors import UsageError

        raise UsageError(f"{target} is no file")  # and no edition is called so
    return _check_edition(folder, target)


def _show_clients(path: Path, clients: tuple[str, ...], as_json: bool) -> int:
    """What the mail uses, feature by feature, and who lacks it."""
    from digest.check.checker import client_table
    from digest.model.errors import UsageError

    if not path.is_file():
        raise UsageError(f"{path} is no file; --clients looks at a mail in a file")
    for use in client_table(_html_of(path), clients):
        if as_json:
            print_json({**asdict(use), "role": use.role.value})
            continue
        lacking = f"lacking in {', '.join(use.lacking)}" if use.lacking else "everywhere"
        partly = f"; partly in {', '.join(use.partly)}" if use.partly else ""
        click.echo(f"{use.role.value:12} {use.title:32} {lacking}{partly}")
    return 0


def _html_of(path: Path) -> str:
    """The HTML part of a mail in a file, or the file itself."""
    from digest.check.parsed_mail import decoded, specimen_of_letter
    from digest.model.errors import UsageError

    content = _read(path)
    if _is_html(path, content):
        return decoded(content)[0]
    try:
        return specimen_of_letter(content).html
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from error


def _is_html(path: Path, content: bytes) -> bool:
    """By its name, or where that says nothing by its first mark, which no letter begins with."""
    ending = path.suffix.lower()
    return ending in HTML_FILES or (ending not in LETTER_FILES and content.lstrip()[:1] == b"<")


def _read(path: Path) -> bytes:
    """A file, or so much of a huge one that the checker sees it is too large."""
    from digest.check.checker import LARGEST_BYTES

    with path.open("rb") as file:
        return file.read(LARGEST_BYTES + 1)


def _in_sarif(findings: Sequence[Finding], target: str) -> str:
    from digest import __version__
    from digest.check.sarif import sarif

    return sarif(findings, file=target, version=__version__)


def _line(finding: Finding) -> dict[str, Any]:
    """A finding as JSON prints it; ``where`` has the part of the mail in it."""
    return {name: value for name, value in fields_of(finding).items() if name != "part"}


def _in_words(finding: Finding) -> str:
    column = f", column {finding.column}" if finding.column else ""
    place = f" ({finding.where}{column})" if finding.where else ""
    hint = f"\n    {finding.hint}" if finding.hint else ""
    made_by = f"\n    in {finding.template}" if finding.template else ""
    words = printable(finding.message)
    only_style = finding.category == "house-style" and finding.severity == "warning"
    heading = "STYLE" if only_style else finding.severity.upper()
    return f"{heading:7} {finding.rule}: {words}{place}{made_by}{hint}"


def _check_file(folder: Path, path: Path, clients: tuple[str, ...]) -> Sequence[Finding]:
    from digest.check.checker import check_document, check_letter

    content = _read(path)
    if _is_html(path, content):
        return check_document(content, clients=clients)
    templates = Project(folder).open_templates()
    return check_letter(content, clients=clients, templates=templates, now=now())


def _check_edition(folder: Path, edition: str) -> Sequence[Finding]:
    from digest.model.errors import StateError
    from digest.pipelines import publish

    project = Project(folder)
    with project.open_newsroom() as newsroom:
        shown = publish.preview_edition(newsroom, edition, now=now())
    if shown.presented is None:
        raise StateError(f"{edition} is {shown.record.state}: it has no story to check")
    return shown.findings
