"""``backup`` and ``restore``: copies of the database, and what else a newsroom must keep."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from digest.cli.project import Project, now, pass_project


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@pass_project
def backup(folder: Path, file: Path) -> None:
    """Copy the database to FILE, at any time, also while an edition is being sent."""
    from digest.store.backup import back_up
    from digest.store.database import marks_folder, open_database

    project = Project(folder)
    # not by the project's own door: a copy is most wanted where the key is gone
    with closing(open_database(project.database_path)) as database:
        back_up(database, file)
    click.echo(f"{file}: {file.stat().st_size / 1_000_000:.1f} MB")
    click.echo("It holds readers' addresses. Keep beside it, since they are not in it:")
    marks = marks_folder(project.database_path)
    keys = [key.file for key in project.settings.mail.dkim]
    for name, why in (
        ("secret.key", "without it every link in every mail sent is dead; apart from the rest"),
        ("schedules.toml", "the settings"),
        ("templates/", "the mails' look, and their words"),
        (f"{marks.name}/", "which editions went out: as new as can be"),
        *((key, "signs the letters; apart from the rest") for key in keys),
        (f"{project.settings.pictures.folder}/", "pictures in mails sent, if you host them here"),
    ):
        click.echo(f"  {name:24} {why}")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@pass_project
def restore(folder: Path, file: Path) -> None:
    """Put the backup FILE in the database's place; what was there is kept beside it.

    Stop `digest run` and `digest desk` first. Editions that went out since the backup was made are
    named, and are not sent again unless you say so.
    """
    from digest.store.backup import restore as put_back

    project = Project(folder)
    path = project.database_path
    kept = path.with_name(f"{path.name}-before-{now():%Y%m%dT%H%M%SZ}")
    there = put_back(file, path, kept=kept)
    click.echo(f"{path} is {file} now")
    if there:
        click.echo(f"  what was there is in {kept}")
    for line in _unknown_editions(project):
        click.echo(f"  {line}")


def _unknown_editions(project: Project) -> list[str]:
    """What by the marks went out, and the database does not know."""
    from digest.model.zones import local_time
    from digest.store.database import open_database
    from digest.store.editions import states_of
    from digest.store.sent_markers import marks_of

    lines = []
    with closing(open_database(project.database_path)) as database:
        marks = marks_of(database)
        states = states_of(database, [mark.edition for mark in marks])
        for mark in marks:
            known = states.get(mark.edition, "unknown")
            if known != ("sent" if mark.ended else "sending") and known != "sent":
                when = local_time(mark.began, project.zone)
                lines.append(
                    f"{mark.edition} went out on {when} and is {known} in the"
                    " backup: it is not sent again unless you release it with --send-again"
                )
    return lines
