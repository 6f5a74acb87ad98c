"""``init``, ``config`` and ``doctor``: a project at its beginning, and whether it is well."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.languages import doubts_about_own_words, languages_of, missing_words
from digest.cli.output import counted, print_json, printable
from digest.cli.project import Project, json_option, now, pass_project
from digest.cli.status import next_of

if TYPE_CHECKING:
    from digest.model.settings import MailServer

WITH_FINDINGS = 1

ARCHIVE_LOOKED_AT = 2000
"""The latest articles that are asked which sections their sources name."""

_SECURITY_IN_WORDS = {"none": "without TLS", "starttls": "STARTTLS", "tls": "TLS"}


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--bare", is_flag=True, help="Copy no templates: use those that come with Digest.")
@click.option(
    "--new-secret",
    is_flag=True,
    help="Go on with a new secret.key although links in mails sent so far die with the old one.",
)
def init(folder: Path, bare: bool, new_secret: bool) -> None:
    """A new project in FOLDER: settings, templates, database, secret key. Overwrites nothing."""
    from digest.settings.load import SETTINGS_FILE

    folder.mkdir(parents=True, exist_ok=True)
    copies = {folder / SETTINGS_FILE: our_settings()}
    if not bare:
        copies |= _templates_in(folder / "templates")
    kept = [target for target, source in copies.items() if not _copy(source, target)]
    if kept:
        click.echo(f"Kept what was there: {_listed(kept, folder)}")
    _begin_database(folder, new_secret=new_secret)
    click.echo(f"The project is in {folder.resolve()}. Next: write your sources and newsletter")
    click.echo(f"into its {SETTINGS_FILE}, then run `digest doctor` and `digest gather` there.")


def _begin_database(folder: Path, *, new_secret: bool) -> None:
    """The database and the key of its mails' links: both are made only where neither was before.

    :raises SettingsError: there is a database, and its key is missing or another.
    """
    from digest.settings.load import make_secret, read_secret
    from digest.store.database import marks_folder, open_database
    from digest.store.secret_key import check_key, save_fingerprint

    path = Project(folder).database_path
    was_there = path.exists() or marks_folder(path).exists()
    secret = read_secret(folder) if was_there and not new_secret else make_secret(folder)
    with closing(open_database(path, create=True)) as database:
        if new_secret:
            save_fingerprint(database, secret, now=now())
        check_key(database, secret, now=now())


def _templates_in(target: Path) -> dict[Path, Path]:
    """Where each of our templates goes, and where it comes from."""
    from digest.present.templates import our_templates

    ours = sorted(path for path in our_templates().rglob("*") if path.is_file())
    return {target / path.relative_to(our_templates()): path for path in ours}


def _listed(paths: Sequence[Path], folder: Path) -> str:
    """The first of some paths, and how many more there are."""
    shown = ", ".join(str(path.relative_to(folder)) for path in paths[:3])
    return f"{shown} and {len(paths) - 3} more" if len(paths) > 3 else shown


def our_settings() -> Path:
    """The documented example: beside the package in a wheel, above it in a checkout."""
    import digest
    from digest.settings.load import SETTINGS_FILE

    package = Path(digest.__file__).parent
    installed = package / SETTINGS_FILE
    return installed if installed.exists() else package.parent / SETTINGS_FILE


def _copy(source: Path, target: Path) -> bool:
    """Whether the file was copied; one that is there already is left as it is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as file:
            file.write(source.read_bytes())
    except FileExistsError:
        return False
    return True


@click.group()
def config() -> None:
    """The settings as they were understood."""


@config.command(short_help="Print all settings, without secrets.")
@json_option
@pass_project
def show(folder: Path, as_json: bool) -> None:
    """Print all settings, with the defaults filled in and the secrets left out."""
    settings = asdict(Project(folder).settings)
    for table in ("mail", "returns"):
        settings[table]["password"] = "set" if settings[table]["password"] else ""
    if as_json:
        print_json(settings)
        return
    for line in _flat("", settings):
        click.echo(line)


def _flat(path: str, value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _flat(f"{path}.{key}" if path else str(key), below)
    elif isinstance(value, (tuple, list)) and any(isinstance(each, dict) for each in value):
        for number, below in enumerate(value):
            yield from _flat(f"{path}.{number}", below)
    elif isinstance(value, (tuple, list)):
        yield f"{path} = {', '.join(map(str, value))}"
    else:
        yield f"{path} = {value}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint:
    """One thing the doctor looked at: ``problem`` is empty when it is well."""

    about: str
    problem: str
    words: str


@click.command()
@json_option
@pass_project
def doctor(folder: Path, as_json: bool) -> int:
    """Look whether everything is there that tomorrow's edition needs. Exit code 1 if not."""
    project = Project(folder)
    looks: list[tuple[str, Callable[[Project], str]]] = [
        ("settings", _look_at_settings),
        ("secret key", _look_at_secret),
        ("database", _look_at_database),
        ("sources", _look_at_sources),
        ("sections", _look_at_sections),
        ("templates", look_over_templates),
        ("languages", _look_at_languages),
        ("recipients", _look_at_recipients),
        ("mail server", _look_at_mail_server),
        ("timetable", _look_at_timetable),
    ]
    problems = 0
    for about, look in looks:
        complaint = _examine(project, about, look)
        problems += bool(complaint.problem)
        if as_json:
            print_json(asdict(complaint))
        else:
            mark = click.style("✗", fg="red") if complaint.problem else click.style("✓", fg="green")
            click.echo(f"{mark} {about}: {printable(complaint.problem or complaint.words)}")
    return WITH_FINDINGS if problems else 0


def _examine(project: Project, about: str, look: Callable[[Project], str]) -> Complaint:
    from digest.model.errors import DigestError, SettingsError

    try:
        return Complaint(about=about, problem="", words=look(project))
    except SettingsError as error:
        if about == "settings":
            raise  # nothing else can be looked at without them
        return Complaint(about=about, problem=str(error), words="")
    except (DigestError, OSError) as error:
        return Complaint(about=about, problem=str(error), words="")


def _look_at_settings(project: Project) -> str:
    settings = project.settings
    counts = (("source", settings.sources), ("newsletter", settings.newsletters))
    return ", ".join(f"{len(them)} {what}{'s' * (len(them) != 1)}" for what, them in counts)


def _look_at_secret(project: Project) -> str:
    from digest.store.secret_key import fingerprint_of_key

    return f"its fingerprint is {fingerprint_of_key(project.secret)}; keep a copy elsewhere"


def _look_at_database(project: Project) -> str:
    from digest.model.errors import DatabaseError
    from digest.store.articles import article_count
    from digest.store.integrity import damages

    with project.open_database() as database:
        if found := damages(database):
            more = f" and {len(found) - 3} more" if len(found) > 3 else ""
            raise DatabaseError(
                f"{project.database_path} is damaged: {'; '.join(found[:3])}{more};"
                " stop Digest, and `digest restore` a backup"
            )
        count = article_count(database)
    if project.database_path.stat().st_mode & 0o007:
        raise DatabaseError(
            f"{project.database_path} can be read by everybody on this machine, and has readers'"
            f" addresses: `chmod 600 {project.database_path}`"
        )
    return f"{project.database_path}, {counted(count, 'article', 'articles')}"


def _look_at_sources(project: Project) -> str:
    from digest.model.errors import SourceError
    from digest.store.articles import article_count
    from digest.store.fetch_states import fetch_state

    sources = project.settings.sources.values()
    with project.open_database() as database:
        states = {source: fetch_state(database, source.id, source.url) for source in sources}
        gathered = article_count(database)
    failing = [f"{source.id}: {state.problem}" for source, state in states.items() if state.problem]
    if failing:
        raise SourceError(f"at the last gathering {len(failing)} failed; {'; '.join(failing)}")
    return (
        "none failed at the last gathering" if gathered else "nothing gathered yet: `digest gather`"
    )


def _look_at_sections(project: Project) -> str:
    from digest.compose.filing import unreachable_sections
    from digest.model.errors import UsageError
    from digest.model.languages import base_language
    from digest.model.message import Message
    from digest.store.articles import articles_before

    settings = project.settings
    sections = tuple(settings.sections.values())
    if not sections:
        return "none set up: those that the sources name serve"
    with project.open_database() as database:
        archive = articles_before(database, now(), limit=ARCHIVE_LOOKED_AT)
    languages = {base_language(each) for each in languages_of(project)}
    languages |= {base_language(source.language) for source in settings.sources.values()}
    if empty := unreachable_sections(sections, settings.sources, archive, languages):
        names = ", ".join(section.id for section in empty)
        raise UsageError(Message("reason.section_unreachable", sections=names))
    return f"{len(sections)}, and something tells what belongs in each"


def look_over_templates(project: Project) -> str:
    """Says that the templates are fine.

    :raises PresentError: they, the theme or the words have mistakes; it names the first.
    """
    from digest.check.template_check import try_templates
    from digest.model.errors import PresentError
    from digest.model.mail import errors_in

    templates = project.open_templates()
    for newsletter in project.settings.newsletters.values():
        for ending in ("mjml", "txt"):
            templates.source(f"{newsletter.template}.{ending}")
    if errors := errors_in(try_templates(templates)):
        raise PresentError(f"{errors[0].message}; `digest check templates`", where=errors[0].where)
    return "templates, theme and words are fine"


def _look_at_languages(project: Project) -> str:
    from digest.model.errors import PresentError

    if missing := missing_words(project):
        raise PresentError("; ".join(missing))
    languages = ", ".join(languages_of(project))
    unread = "".join(f"; but {line}" for line in doubts_about_own_words(project))
    return f"mails and readers' pages have words in {languages}{unread}"


def _look_at_recipients(project: Project) -> str:
    from digest.model.errors import UsageError
    from digest.store.audience_counts import readers_now

    with project.open_database() as database:
        newsletters = project.settings.newsletters.values()
        counts = {each.id: readers_now(database, each) for each in newsletters}
    if empty := [name for name, count in counts.items() if not count]:
        raise UsageError(
            f"nobody reads {', '.join(empty)}: `digest recipients import {empty[0]} FILE.csv`"
        )
    return ", ".join(f"{count} read {name}" for name, count in counts.items())


def _look_at_mail_server(project: Project) -> str:
    mail = project.settings.mail
    if not mail.host:
        return f"none; letters are written to {project.folder / mail.outbox}"
    asyncio.run(_visit(mail))
    return f"{mail.host}:{mail.port} lets us in ({_SECURITY_IN_WORDS[mail.security.value]})"


async def _visit(server: MailServer) -> None:
    """Opens a session, logs in, and leaves without a letter."""
    from digest.deliver.smtp.handshake import open_session

    session = await open_session(server)
    session.wire.abort("the doctor only looked")


def _look_at_timetable(project: Project) -> str:
    from digest.model.errors import UsageError

    lines = []
    for newsletter in project.settings.newsletters.values():
        with project.open_database() as database:
            times = next_of(database, newsletter, project.zone)
        if times is None:
            raise UsageError(f"{newsletter.id} has no edition within a year: see days, skip_days")
        local = times.send_at.astimezone(project.zone)
        lines.append(f"{newsletter.id} next on {local:%A %Y-%m-%d %H:%M}")
    return "; ".join(lines)
